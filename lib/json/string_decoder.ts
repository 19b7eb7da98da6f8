/**
 * Strings of JSON that are not plain ASCII within one chunk: escapes, UTF-8, and what goes on in the next chunk.
 * @module
 */

import { asciiText } from "./ascii_text.ts";

/** 1 for bytes that stand for themselves in a string: ASCII, no control character, quote or backslash. */
export const PLAIN: Uint8Array = new Uint8Array(256);
for (let byte = 0x20; byte < 0x80; byte++) PLAIN[byte] = byte === 0x22 || byte === 0x5c ? 0 : 1;

/** Longest string of V8. */
export const LONGEST_STRING: number = 2 ** 29 - 24;
/** Runs of ASCII from this length on are not copied byte by byte. */
const LONG_RUN = 64;
/** Shared by all decoders: nothing stays in it between two calls. */
const units = new Uint16Array(4096);

/** What the decoder reports to. */
export interface StringDecoderOwner {
  /** Throws for the byte at this index of the chunk. */
  refuse(index: number, problem: string): never;
  /** Takes a piece of a string that was asked for in pieces; the bytes are only valid during the call. */
  piece(bytes: Uint8Array, last: boolean): void;
}

/** Decodes one string after the other, each possibly over several chunks. */
export class StringDecoder {
  /** Continuation bytes of UTF-8 seen in this string: bytes that are no characters of their own. */
  continuationBytes = 0;
  readonly #owner: StringDecoderOwner;
  readonly #maxLength: number;
  #inPieces = false;
  #text = "";
  #unitCount = 0;
  #piece: Uint8Array | undefined;
  #pieceLength = 0;
  /** High surrogate from an escape that waits for its low one; only in pieces. */
  #highSurrogate = 0;
  /** 0: none; 1: after a backslash; 2 to 5: hex digits of \u to come, plus one. */
  #escape = 0;
  #hex = 0;
  /** Continuation bytes to come, and the bounds of the next one, which rule out overlong forms and surrogates. */
  #needed = 0;
  #codePoint = 0;
  #lower = 0x80;
  #upper = 0xbf;

  /** Tells `owner` what is wrong, and what it wants in pieces; refuses other strings of more than `maxLength`. */
  constructor(owner: StringDecoderOwner, maxLength: number = LONGEST_STRING) {
    this.#owner = owner;
    this.#maxLength = maxLength;
  }

  /** Begins a string, after its opening quote. */
  begin(inPieces: boolean): void {
    this.#inPieces = inPieces;
    this.#text = "";
    this.continuationBytes = 0;
  }

  /** What was decoded, as a string. */
  takeText(): string {
    const text = this.#text;
    this.#text = "";
    return text;
  }

  /** Decodes up to the closing quote: the index after it, or -1 when the chunk ends first. */
  decode(chunk: Uint8Array, start: number): number {
    let i = start;
    while (i < chunk.length) {
      const byte = chunk[i] ?? 0;
      if (this.#needed > 0) {
        this.#continue(byte, i);
      } else if (this.#escape > 0) {
        this.#unescape(byte, i);
      } else if (PLAIN[byte] === 1) {
        i = this.#plainRun(chunk, i);
        continue;
      } else if (byte === 0x22) {
        this.#finish();
        return i + 1;
      } else if (byte === 0x5c) {
        this.#escape = 1;
      } else if (byte < 0x20) {
        this.#owner.refuse(i, `control character ${hexName(byte)} in a string must be escaped`);
      } else {
        this.#lead(byte, i);
      }
      i++;
    }
    this.#flushText(i);
    return -1;
  }

  /** Says what is missing when the input ends here. */
  missing(): string {
    return this.#needed > 0 ? "the text ends within a character of UTF-8" : "the text ends within a string";
  }

  #plainRun(chunk: Uint8Array, start: number): number {
    let i = start + 1;
    while (i < chunk.length && PLAIN[chunk[i] ?? 0] === 1) i++;
    this.#loneSurrogate();
    if (i - start < LONG_RUN) {
      for (let j = start; j < i; j++) this.#put(chunk[j] ?? 0);
    } else if (this.#inPieces) {
      this.#flushPiece();
      this.#owner.piece(chunk.subarray(start, i), false);
    } else {
      this.#flushText(i);
      this.#append(asciiText(chunk, start, i), i);
    }
    return i;
  }

  #unescape(byte: number, index: number): void {
    if (this.#escape === 1) {
      if (byte === 0x75) {
        this.#escape = 5;
        this.#hex = 0;
        return;
      }
      const unit = shortEscape(byte);
      if (unit < 0) this.#owner.refuse(index, `backslash in a string is followed by ${byteName(byte)}`);
      this.#escape = 0;
      this.#loneSurrogate();
      this.#put(unit);
      return;
    }
    const digit = hexDigit(byte);
    if (digit < 0) {
      this.#owner.refuse(index, `\\u in a string is followed by ${byteName(byte)}, not by four hex digits`);
    }
    this.#hex = this.#hex * 16 + digit;
    this.#escape--;
    if (this.#escape > 1) return;
    this.#escape = 0;
    if (this.#inPieces) this.#putEscapedUnit(this.#hex);
    else this.#put(this.#hex);
  }

  #lead(byte: number, index: number): void {
    this.#lower = 0x80;
    this.#upper = 0xbf;
    if (byte >= 0xc2 && byte <= 0xdf) {
      this.#needed = 1;
      this.#codePoint = byte & 0x1f;
    } else if (byte >= 0xe0 && byte <= 0xef) {
      this.#needed = 2;
      this.#codePoint = byte & 0xf;
      if (byte === 0xe0) this.#lower = 0xa0;
      if (byte === 0xed) this.#upper = 0x9f;
    } else if (byte >= 0xf0 && byte <= 0xf4) {
      this.#needed = 3;
      this.#codePoint = byte & 0x7;
      if (byte === 0xf0) this.#lower = 0x90;
      if (byte === 0xf4) this.#upper = 0x8f;
    } else {
      this.#owner.refuse(index, `byte ${hexName(byte)} is not UTF-8`);
    }
  }

  #continue(byte: number, index: number): void {
    if (byte < this.#lower || byte > this.#upper) {
      this.#owner.refuse(index, `byte ${hexName(byte)} is not UTF-8 after the bytes before it`);
    }
    this.continuationBytes++;
    this.#lower = 0x80;
    this.#upper = 0xbf;
    this.#codePoint = this.#codePoint << 6 | byte & 0x3f;
    this.#needed--;
    if (this.#needed > 0) return;
    const codePoint = this.#codePoint;
    this.#loneSurrogate();
    if (this.#inPieces) {
      this.#putUtf8(codePoint);
    } else if (codePoint < 0x10000) {
      this.#put(codePoint);
    } else {
      this.#put(0xd7c0 + (codePoint >> 10));
      this.#put(0xdc00 | codePoint & 0x3ff);
    }
  }

  /** A code unit of the text, or a byte of a piece. */
  #put(unit: number): void {
    if (this.#inPieces) {
      const piece = this.#piece ??= new Uint8Array(16384);
      if (this.#pieceLength === piece.length) this.#flushPiece();
      piece[this.#pieceLength++] = unit;
      return;
    }
    if (this.#unitCount === units.length) this.#flushText(0);
    units[this.#unitCount++] = unit;
  }

  /** Pieces are UTF-8: two surrogates make one character; a lone one is written as its three bytes. */
  #putEscapedUnit(unit: number): void {
    if (unit >= 0xdc00 && unit <= 0xdfff && this.#highSurrogate > 0) {
      const codePoint = 0x10000 + ((this.#highSurrogate & 0x3ff) << 10) + (unit & 0x3ff);
      this.#highSurrogate = 0;
      this.#putUtf8(codePoint);
      return;
    }
    this.#loneSurrogate();
    if (unit >= 0xd800 && unit <= 0xdbff) this.#highSurrogate = unit;
    else this.#putUtf8(unit);
  }

  #loneSurrogate(): void {
    if (this.#highSurrogate === 0) return;
    const unit = this.#highSurrogate;
    this.#highSurrogate = 0;
    this.#putUtf8(unit);
  }

  #putUtf8(codePoint: number): void {
    if (codePoint < 0x80) {
      this.#put(codePoint);
      return;
    }
    if (codePoint < 0x800) {
      this.#put(0xc0 | codePoint >> 6);
    } else {
      if (codePoint < 0x10000) {
        this.#put(0xe0 | codePoint >> 12);
      } else {
        this.#put(0xf0 | codePoint >> 18);
        this.#put(0x80 | codePoint >> 12 & 0x3f);
      }
      this.#put(0x80 | codePoint >> 6 & 0x3f);
    }
    this.#put(0x80 | codePoint & 0x3f);
  }

  #finish(): void {
    this.#loneSurrogate();
    if (!this.#inPieces) {
      this.#flushText(0);
      return;
    }
    const length = this.#pieceLength;
    this.#pieceLength = 0;
    this.#owner.piece(this.#piece?.subarray(0, length) ?? new Uint8Array(0), true);
  }

  #flushPiece(): void {
    if (this.#pieceLength === 0 || this.#piece === undefined) return;
    const length = this.#pieceLength;
    this.#pieceLength = 0;
    this.#owner.piece(this.#piece.subarray(0, length), false);
  }

  #flushText(index: number): void {
    if (this.#unitCount === 0) return;
    const count = this.#unitCount;
    this.#unitCount = 0;
    this.#append(Reflect.apply(String.fromCharCode, undefined, units.subarray(0, count)), index);
  }

  #append(more: string, index: number): void {
    if (this.#text.length + more.length > this.#maxLength) {
      this.#owner.refuse(index, `a string is longer than ${this.#maxLength} characters`);
    }
    this.#text += more;
  }
}

/** The character of a two-character escape, or -1. */
function shortEscape(byte: number): number {
  switch (byte) {
    case 0x22:
    case 0x5c:
    case 0x2f:
      return byte;
    case 0x62:
      return 0x08;
    case 0x66:
      return 0x0c;
    case 0x6e:
      return 0x0a;
    case 0x72:
      return 0x0d;
    case 0x74:
      return 0x09;
    default:
      return -1;
  }
}

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}

/**
 * A byte as messages name it: quoted if it can be seen.
 *
 * ```ts
 * import { byteName } from "./string_decoder.ts";
 * if (byteName(0x7d) !== '"}"' || byteName(0xff) !== "byte 0xff") throw new Error();
 * ```
 */
export function byteName(byte: number): string {
  if (byte === 0x22) return "a quote";
  return byte > 0x20 && byte < 0x7f ? `"${String.fromCharCode(byte)}"` : `byte ${hexName(byte)}`;
}

function hexName(byte: number): string {
  return `0x${byte.toString(16).padStart(2, "0")}`;
}
