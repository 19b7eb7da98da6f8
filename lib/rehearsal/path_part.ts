/**
 * Parts of paths.
 * @module
 */

/**
 * A part without its percent encoding; one that encodes nothing stays as it is, as no server fails over it.
 *
 * ```ts
 * import { decodedPart } from "./path_part.ts";
 * if (decodedPart("a%2Fb") !== "a/b" || decodedPart("100%") !== "100%") throw new Error();
 * ```
 */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
