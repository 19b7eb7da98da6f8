/**
 * The message of a `NumberFormatException` of the JVM.
 * @module
 */

/**
 * What `Integer.parseInt` and `Long.parseLong` say of a text they do not take; the radix is named unless it is ten.
 *
 * ```ts
 * import { numberFormatMessage } from "./number_format.ts";
 * if (numberFormatMessage("x") !== 'For input string: "x"') throw new Error();
 * ```
 */
export function numberFormatMessage(text: string, radix = 10): string {
  return `For input string: "${text}"${radix === 10 ? "" : ` under radix ${radix}`}`;
}
