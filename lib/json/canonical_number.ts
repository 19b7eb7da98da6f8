/**
 * Numbers as Python's `json` writes what it read.
 * @module
 */

/**
 * `json.dumps(json.loads(text))` of a number: whole numbers stay as they are, whatever their length, all others become
 * Python's `repr` of the nearest double.
 *
 * ```ts
 * import { canonicalNumber } from "./canonical_number.ts";
 * if (["-0", "1.50", "1e-7", "1E16", "1e400"].map(canonicalNumber).join() !== "0,1.5,1e-07,1e+16,Infinity") {
 *   throw new Error();
 * }
 * ```
 */
export function canonicalNumber(text: string): string {
  return isWhole(text) ? (text === "-0" ? "0" : text) : doubleRepr(Number(text));
}

/** Python's names of what is no number count as whole: they stay as they are too. */
function isWhole(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit === 0x2e || unit === 0x65 || unit === 0x45) return false;
  }
  return true;
}

/** `repr(float)`: the shortest digits, with an exponent of at least two digits below 1e-4 and from 1e16 on. */
function doubleRepr(value: number): string {
  const magnitude = Math.abs(value);
  if (magnitude === 0) return Object.is(value, -0) ? "-0.0" : "0.0";
  if (magnitude === Infinity) return String(value);
  if (magnitude < 1e16 && magnitude >= 1e-4) {
    const text = String(value);
    return Number.isInteger(value) ? `${text}.0` : text;
  }
  return value.toExponential().replace(/([+-])(\d)$/, "$10$2");
}
