/**
 * Whole numbers beyond 64 bits: what becomes of one in a document.
 * @module
 */

import { NotSupportedError } from "./throwable.ts";
import { JavaObject, type JavaValue } from "./value.ts";

/**
 * A `java.math.BigInteger`.
 *
 * ```ts
 * import { JavaBigInteger } from "./big_integer.ts";
 * const number = new JavaBigInteger(2n ** 64n);
 * if (number.toText() !== "18446744073709551616" || number.hashCode() !== 961) throw new Error();
 * ```
 */
export class JavaBigInteger extends JavaObject {
  readonly className = "java.math.BigInteger";
  readonly value: bigint;

  constructor(value: bigint) {
    super();
    this.value = value;
  }

  override equals(other: JavaValue): boolean {
    return other instanceof JavaBigInteger && this.value === other.value;
  }

  /** Over the magnitude's 32-bit words, the highest first, times the sign. */
  hashCode(): number {
    const negative = this.value < 0n;
    let magnitude = negative ? -this.value : this.value;
    const words: number[] = [];
    for (; magnitude > 0n; magnitude >>= 32n) words.push(Number(magnitude & 0xffffffffn));
    const hash = words.reduceRight<number>((sum, word) => (Math.imul(31, sum) + word) | 0, 0);
    return negative ? -hash | 0 : hash;
  }

  toText(): string {
    return this.value.toString();
  }
}

/** A script can print such a number and compare it for equality; what else it may do with one is not worked out here. */
export function refuseBigInteger(value: JavaValue): void {
  if (value instanceof JavaBigInteger) throw new NotSupportedError("A number of more than 64 bits in a script");
}
