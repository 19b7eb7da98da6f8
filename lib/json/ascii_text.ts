/**
 * Strings from bytes that are known to be ASCII: the most frequent thing done to a model, so it has its own way.
 * @module
 */

const decoder = new TextDecoder();
const text = String.fromCharCode;

/** Up to this length, strings of character codes are faster than a call of the decoder. */
const LONGEST_SHORT = 96;

/**
 * The string of the ASCII bytes from `start` to before `end`.
 *
 * ```ts
 * import { asciiText } from "./ascii_text.ts";
 * if (asciiText(new Uint8Array([0x22, 0x61, 0x62, 0x22]), 1, 3) !== "ab") throw new Error();
 * ```
 */
export function asciiText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LONGEST_SHORT) return decoder.decode(bytes.subarray(start, end));
  let result = "";
  let i = start;
  for (; end - i >= 8; i += 8) result += eight(bytes, i);
  switch (end - i) {
    case 0:
      return result;
    case 1:
      return result + text(at(bytes, i));
    case 2:
      return result + text(at(bytes, i), at(bytes, i + 1));
    case 3:
      return result + text(at(bytes, i), at(bytes, i + 1), at(bytes, i + 2));
    case 4:
      return result + text(at(bytes, i), at(bytes, i + 1), at(bytes, i + 2), at(bytes, i + 3));
    case 5:
      return result + text(at(bytes, i), at(bytes, i + 1), at(bytes, i + 2), at(bytes, i + 3), at(bytes, i + 4));
    case 6:
      return result +
        text(at(bytes, i), at(bytes, i + 1), at(bytes, i + 2), at(bytes, i + 3), at(bytes, i + 4), at(bytes, i + 5));
    default:
      return result + text(
        at(bytes, i),
        at(bytes, i + 1),
        at(bytes, i + 2),
        at(bytes, i + 3),
        at(bytes, i + 4),
        at(bytes, i + 5),
        at(bytes, i + 6),
      );
  }
}

function eight(bytes: Uint8Array, i: number): string {
  return text(
    at(bytes, i),
    at(bytes, i + 1),
    at(bytes, i + 2),
    at(bytes, i + 3),
    at(bytes, i + 4),
    at(bytes, i + 5),
    at(bytes, i + 6),
    at(bytes, i + 7),
  );
}

/** The byte at an index that is known to be inside. */
function at(bytes: Uint8Array, i: number): number {
  return bytes[i] ?? 0;
}
