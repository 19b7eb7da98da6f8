/**
 * Numbers of JSON as the server holds them.
 * @module
 */

import { JavaBigInteger } from "../java/big_integer.ts";
import { JavaDouble, type JavaValue } from "../java/value.ts";

/**
 * The value of a number that is one by the grammar of JSON: by its size an Integer, a Long or a BigInteger if it is
 * whole, else a Double.
 *
 * ```ts
 * import { numberValue } from "./number_value.ts";
 * if (numberValue("-0") !== 0 || numberValue("2147483648") !== 2147483648n) throw new Error();
 * ```
 */
export function numberValue(text: string): JavaValue {
  if (text.includes(".") || text.includes("e") || text.includes("E")) return new JavaDouble(Number(text));
  if (text.length < 16) {
    const value = Number(text);
    if (value === (value | 0)) return value | 0;
  }
  const value = BigInt(text);
  return value === BigInt.asIntN(64, value) ? value : new JavaBigInteger(value);
}
