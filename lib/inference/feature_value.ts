/**
 * The number that a tree sees in a value of a document.
 * @module
 */

import { JavaBigInteger } from "../java/big_integer.ts";
import { parseJavaDouble } from "../java/number_parse.ts";
import { JavaByte, JavaDouble, JavaFloat, JavaShort, type JavaValue } from "../java/value.ts";

/**
 * A value as a feature; NaN for everything that counts as missing: what is no number, and what is not finite.
 *
 * ```ts
 * import { featureValue } from "./feature_value.ts";
 * if (featureValue(" 1e3 ") !== 1000 || !Number.isNaN(featureValue(true))) throw new Error();
 * ```
 */
export function featureValue(value: JavaValue | undefined): number {
  const number = numberOf(value);
  return Number.isFinite(number) ? number : NaN;
}

function numberOf(value: JavaValue | undefined): number {
  if (typeof value === "number") return value;
  if (typeof value === "string") return parseJavaDouble(value) ?? NaN;
  if (typeof value === "bigint") return Number(value);
  if (
    value instanceof JavaDouble || value instanceof JavaFloat || value instanceof JavaShort || value instanceof JavaByte
  ) return value.value;
  if (value instanceof JavaBigInteger) return Number(value.value);
  return NaN;
}
