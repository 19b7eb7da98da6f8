/**
 * The order of keys in canonical JSON.
 * @module
 */

/**
 * Compares two keys by code points, as Python does, where they stand: `left` and `right` are the offsets of their
 * opening quotes. The bytes of UTF-8 have the order of code points, so that only escapes need work.
 *
 * ```ts
 * import { compareKeys } from "./key_order.ts";
 * const bytes = new TextEncoder().encode('"\uff5e" "\u{1f600}"');
 * if (!(compareKeys(bytes, 0, 6) < 0)) throw new Error();
 * ```
 */
export function compareKeys(bytes: Uint8Array, left: number, right: number): number {
  let l = left + 1;
  let r = right + 1;
  for (;;) {
    const a = bytes[l] ?? 0;
    const b = bytes[r] ?? 0;
    if (a === 0x22) return b === 0x22 ? 0 : -1;
    if (b === 0x22) return 1;
    if (a === 0x5c || b === 0x5c) return compareEscaped(bytes, l, r);
    if (a !== b) return a - b;
    l++;
    r++;
  }
}

/** Up to so many members, sorting by insertion is faster. */
const FEW = 24;

/**
 * Brings members into the order of their keys; of those with equal keys the last one stays. `offset` tells where a
 * member's key is. The result is how many stay, at the front.
 */
export function orderMembers(
  bytes: Uint8Array,
  members: number[] | Uint32Array,
  offset: (member: number) => number,
): number {
  if (members.length > FEW) members.sort((a, b) => compareKeys(bytes, offset(a), offset(b)) || a - b);
  else insertionSort(bytes, members, offset);
  let kept = 0;
  for (let i = 0; i < members.length; i++) {
    const member = members[i] ?? 0;
    const following = members[i + 1];
    if (following !== undefined && compareKeys(bytes, offset(member), offset(following)) === 0) continue;
    members[kept++] = member;
  }
  return kept;
}

function insertionSort(bytes: Uint8Array, members: number[] | Uint32Array, offset: (member: number) => number): void {
  for (let i = 1; i < members.length; i++) {
    const member = members[i] ?? 0;
    const key = offset(member);
    let j = i;
    for (; j > 0; j--) {
      const before = members[j - 1] ?? 0;
      if (compareKeys(bytes, offset(before), key) <= 0) break;
      members[j] = before;
    }
    members[j] = member;
  }
}

/** Compares from here on by characters: what precedes an escape is equal, so both sides are at the start of one. */
function compareEscaped(bytes: Uint8Array, left: number, right: number): number {
  const leftKey = new KeyReader(bytes, left);
  const rightKey = new KeyReader(bytes, right);
  for (;;) {
    const a = leftKey.next();
    const b = rightKey.next();
    if (a !== b || a < 0) return a - b;
  }
}

/** Walks over the code points of a key; a lone surrogate is one, as in Python. */
class KeyReader {
  readonly #bytes: Uint8Array;
  #index: number;

  constructor(bytes: Uint8Array, index: number) {
    this.#bytes = bytes;
    this.#index = index;
  }

  /** The next code point, or -1 at the closing quote. */
  next(): number {
    const byte = this.#bytes[this.#index] ?? 0;
    if (byte === 0x22) return -1;
    if (byte === 0x5c) return this.#escape();
    if (byte < 0x80) {
      this.#index++;
      return byte;
    }
    const more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    let codePoint = byte & (0x3f >> more);
    for (let i = 1; i <= more; i++) codePoint = codePoint << 6 | (this.#bytes[this.#index + i] ?? 0) & 0x3f;
    this.#index += 1 + more;
    return codePoint;
  }

  #escape(): number {
    const letter = this.#bytes[this.#index + 1] ?? 0;
    if (letter !== 0x75) {
      this.#index += 2;
      return shortEscapes.get(letter) ?? letter;
    }
    const unit = hexUnit(this.#bytes, this.#index + 2);
    this.#index += 6;
    const mayPair = unit >= 0xd800 && unit <= 0xdbff && this.#bytes[this.#index] === 0x5c &&
      this.#bytes[this.#index + 1] === 0x75;
    const low = mayPair ? hexUnit(this.#bytes, this.#index + 2) : 0;
    if (low < 0xdc00 || low > 0xdfff) return unit;
    this.#index += 6;
    return 0x10000 + ((unit & 0x3ff) << 10) + (low & 0x3ff);
  }
}

const shortEscapes: ReadonlyMap<number, number> = new Map([[0x62, 8], [0x66, 12], [0x6e, 10], [0x72, 13], [0x74, 9]]);

/** The value of the four hex digits that begin at an index. */
export function hexUnit(bytes: Uint8Array, start: number): number {
  let unit = 0;
  for (let i = start; i < start + 4; i++) {
    const byte = bytes[i] ?? 0;
    unit = unit << 4 | (byte <= 0x39 ? byte - 0x30 : (byte | 0x20) - 0x57);
  }
  return unit;
}
