/**
 * A tokenizer of JSON on bytes, which are pushed in as they come: all that reads JSON here reads it through this.
 *
 * It takes what RFC 8259 takes and nothing else, so that the server (Jackson) and Python agree with it, and refuses what
 * is not UTF-8. It never holds more than one token, and needs no recursion.
 * @module
 */

import { asciiText } from "./ascii_text.ts";
import { keyText } from "./key_cache.ts";
import { isNumberByte, scanNumber } from "./number_scanner.ts";
import { byteName, LONGEST_STRING, PLAIN, StringDecoder } from "./string_decoder.ts";
import { JsonSyntaxError } from "./syntax_error.ts";

export { JsonSyntaxError };

/** What a tokenizer reports, in the order of the text. */
export interface JsonEvents {
  /** `{` */
  startObject(): void;
  /** A key, before its value. */
  key(name: string): void;
  /** `}` */
  endObject(): void;
  /** `[` */
  startArray(): void;
  /** `]` */
  endArray(): void;
  /** A string value. A lone surrogate that was written as an escape is one in the string too. */
  string(value: string): void;
  /** A number as it stands in the text. */
  number(text: string): void;
  /** Its length alone, in the place of `number`, for whoever has the text: most of a model is numbers. */
  numberLength?(length: number): void;
  /** `true` or `false` */
  boolean(value: boolean): void;
  /** `null` */
  null(): void;
  /** Asked at the start of each string value; true: it comes by `stringPiece` instead of `string`. */
  wantsPieces?(): boolean;
  /**
   * A part of a string value, unescaped, in UTF-8 (a lone surrogate as the three bytes it would have). The bytes are only
   * valid during the call; the last part may be empty.
   */
  stringPiece?(bytes: Uint8Array, last: boolean): void;
}

/** How a tokenizer reads. */
export interface JsonTokenizerOptions {
  /** Deepest nesting of arrays and objects. @default {1000} */
  maxDepth?: number;
  /** Most UTF-16 units of a key, or of a string that does not come in pieces. @default {2 ** 29 - 24, V8's own bound} */
  maxStringLength?: number;
  /** Takes `NaN`, `Infinity` and `-Infinity` for numbers, as Python does. @default {false} */
  pythonNumbers?: boolean;
}

/** What may come next, as bits. */
const VALUE = 1;
const KEY = 2;
const CLOSING = 4;
const COLON = 8;
const COMMA = 16;
const NOTHING = 0;

/** The token that goes on in the next chunk. */
const NO_TOKEN = 0;
const IN_STRING = 1;
const IN_NUMBER = 2;
const IN_LITERAL = 3;

const OBJECT = 1;
const ARRAY = 0;

/** No number that means anything is longer; a bound keeps a hostile one from filling the memory. */
const LONGEST_NUMBER = 1_000_000;

/**
 * Reads JSON in chunks of any size and reports its tokens.
 *
 * ```ts
 * import { JsonTokenizer } from "./tokenizer.ts";
 * const seen: string[] = [];
 * const tokenizer = new JsonTokenizer({
 *   startObject: () => seen.push("{"),
 *   key: (name) => seen.push(`${name}:`),
 *   endObject: () => seen.push("}"),
 *   startArray: () => seen.push("["),
 *   endArray: () => seen.push("]"),
 *   string: (value) => seen.push(value),
 *   number: (text) => seen.push(text),
 *   boolean: (value) => seen.push(String(value)),
 *   null: () => seen.push("null"),
 * });
 * tokenizer.write(new TextEncoder().encode('{"a": [1.'));
 * tokenizer.write(new TextEncoder().encode("50, true]}"));
 * tokenizer.end();
 * if (seen.join(" ") !== "{ a: [ 1.50 true ] }") throw new Error();
 * ```
 */
export class JsonTokenizer {
  readonly #events: JsonEvents;
  readonly #maxDepth: number;
  readonly #maxStringLength: number;
  readonly #pythonNumbers: boolean;
  #expected = VALUE;
  /** Which container is open at each depth. */
  #containers = new Uint8Array(64);
  #depth = 0;
  #unfinished = NO_TOKEN;
  #ended = false;
  /** Offset of the chunk's first byte in the whole. */
  #base = 0;
  #tokenStart = 0;
  #line = 1;
  #lineStart = 0;
  /** Bytes since the start of the line that are no characters of their own, and how many of them precede the token. */
  #continuationBytes = 0;
  #continuationBeforeToken = 0;
  #decoder: StringDecoder | undefined;
  #stringIsKey = false;
  #stringInPieces = false;
  /** The start of a number that goes on in the next chunk. */
  #numberStart: Uint8Array = NO_BYTES;
  #literal = "";
  #literalMatched = 0;

  /** Tells `events` what is read. */
  constructor(events: JsonEvents, options: JsonTokenizerOptions = {}) {
    this.#events = events;
    this.#maxDepth = options.maxDepth ?? 1000;
    this.#maxStringLength = options.maxStringLength ?? LONGEST_STRING;
    this.#pythonNumbers = options.pythonNumbers ?? false;
  }

  /** Byte offset of the token that is being reported, from 0. */
  get offset(): number {
    return this.#tokenStart;
  }

  /** Line and column of the token that is being reported, from 1, columns in characters. */
  position(): { line: number; column: number } {
    return {
      line: this.#line,
      column: this.#tokenStart - this.#lineStart - this.#continuationBeforeToken + 1,
    };
  }

  /** Reads on. Throws JsonSyntaxError; nothing can be read after that. */
  write(chunk: Uint8Array): void {
    if (this.#ended) throw new TypeError("Cannot write to the tokenizer as its input has ended");
    const start = this.#unfinished === NO_TOKEN ? 0 : this.#resume(chunk);
    if (start >= 0) this.#read(chunk, start);
    this.#base += chunk.length;
  }

  /** Says that there is no more. Throws JsonSyntaxError when the value is not complete. */
  end(): void {
    if (this.#ended) return;
    if (this.#unfinished === IN_NUMBER) this.#finishNumber();
    if (this.#unfinished === IN_STRING) this.#fail(0, this.#decoder?.missing() ?? "the text ends within a string");
    if (this.#unfinished === IN_LITERAL) this.#fail(0, `the text ends where "${this.#literal}" was expected`);
    if (this.#expected !== NOTHING || this.#depth > 0) {
      this.#fail(0, this.#base === 0 ? "there is no text" : `the text ends where ${this.#expectation()} was expected`);
    }
    this.#ended = true;
  }

  /** The state machine: each byte is a token's start, or white space, or wrong. */
  #read(chunk: Uint8Array, start: number): void {
    const end = chunk.length;
    const events = this.#events;
    let i = start;
    while (i < end) {
      const byte = chunk[i] ?? 0;
      switch (byte) {
        case 0x0a:
          i++;
          this.#line++;
          this.#lineStart = this.#base + i;
          this.#continuationBytes = 0;
          break;
        case 0x20:
        case 0x09:
        case 0x0d:
          i++;
          break;
        case 0x22:
          this.#startToken(i);
          i = this.#startString(chunk, i);
          if (i < 0) return;
          break;
        case 0x2c:
          if ((this.#expected & COMMA) === 0) this.#unexpected(byte, i);
          this.#expected = this.#containers[this.#depth - 1] === OBJECT ? KEY : VALUE;
          i++;
          break;
        case 0x3a:
          if (this.#expected !== COLON) this.#unexpected(byte, i);
          this.#expected = VALUE;
          i++;
          break;
        case 0x7b:
          this.#open(chunk, i, OBJECT);
          events.startObject();
          i++;
          break;
        case 0x5b:
          this.#open(chunk, i, ARRAY);
          events.startArray();
          i++;
          break;
        case 0x7d:
          this.#close(chunk, i, OBJECT);
          events.endObject();
          i++;
          break;
        case 0x5d:
          this.#close(chunk, i, ARRAY);
          events.endArray();
          i++;
          break;
        default:
          if ((this.#expected & VALUE) === 0) this.#unexpected(byte, i);
          this.#startToken(i);
          if (byte >= 0x30 && byte <= 0x39 || byte === 0x2d && !this.#isNegativeInfinity(chunk, i)) {
            const after = scanNumber(chunk, i, end);
            if (after === end) {
              this.#numberStart = chunk.slice(i);
              this.#unfinished = IN_NUMBER;
              return;
            }
            if (after < 0) this.#refuseNumber(~after, chunk[~after]);
            if (after - i > LONGEST_NUMBER) this.#refuseLongNumber(after);
            this.#afterValue();
            if (events.numberLength === undefined) events.number(asciiText(chunk, i, after));
            else events.numberLength(after - i);
            i = after;
          } else {
            i = this.#startLiteral(chunk, i);
            if (i < 0) return;
          }
      }
    }
  }

  #startToken(index: number): void {
    this.#tokenStart = this.#base + index;
    this.#continuationBeforeToken = this.#continuationBytes;
  }

  #afterValue(): void {
    this.#expected = this.#depth === 0 ? NOTHING : COMMA | CLOSING;
  }

  #open(chunk: Uint8Array, index: number, container: number): void {
    if ((this.#expected & VALUE) === 0) this.#unexpected(chunk[index] ?? 0, index);
    if (this.#depth >= this.#maxDepth) this.#fail(index, `it is nested more than ${this.#maxDepth} levels deep`);
    if (this.#depth === this.#containers.length) {
      const larger = new Uint8Array(this.#depth * 2);
      larger.set(this.#containers);
      this.#containers = larger;
    }
    this.#startToken(index);
    this.#containers[this.#depth++] = container;
    this.#expected = container === OBJECT ? KEY | CLOSING : VALUE | CLOSING;
  }

  #close(chunk: Uint8Array, index: number, container: number): void {
    if ((this.#expected & CLOSING) === 0 || this.#containers[this.#depth - 1] !== container) {
      this.#unexpected(chunk[index] ?? 0, index);
    }
    this.#startToken(index);
    this.#depth--;
    this.#afterValue();
  }

  /** Reads a string from its opening quote: the index after it, or -1 when it goes on in the next chunk. */
  #startString(chunk: Uint8Array, index: number): number {
    const expected = this.#expected;
    if ((expected & (KEY | VALUE)) === 0) this.#unexpected(chunk[index] ?? 0, index);
    const isKey = (expected & KEY) !== 0;
    const inPieces = !isKey && this.#events.wantsPieces?.() === true;
    let i = index + 1;
    while (PLAIN[chunk[i] ?? 0] === 1) i++;
    if (chunk[i] === 0x22) {
      const length = i - index - 1;
      if (length > this.#maxStringLength && !inPieces) {
        this.#fail(i, `a string is longer than ${this.#maxStringLength} characters`);
      }
      if (isKey) {
        this.#expected = COLON;
        this.#events.key(keyText(chunk, index + 1, i));
      } else {
        this.#afterValue();
        if (inPieces) this.#events.stringPiece?.(chunk.subarray(index + 1, i), true);
        else this.#events.string(asciiText(chunk, index + 1, i));
      }
      return i + 1;
    }
    this.#stringIsKey = isKey;
    this.#stringInPieces = inPieces;
    const decoder = this.#decoder ??= new StringDecoder({
      refuse: (at, problem) => this.#fail(at, problem),
      piece: (bytes, last) => this.#events.stringPiece?.(bytes, last),
    }, this.#maxStringLength);
    decoder.begin(inPieces);
    this.#unfinished = IN_STRING;
    return this.#continueString(chunk, index + 1);
  }

  #continueString(chunk: Uint8Array, index: number): number {
    const decoder = this.#decoder;
    const after = decoder?.decode(chunk, index) ?? -1;
    if (decoder === undefined || after < 0) return -1;
    this.#unfinished = NO_TOKEN;
    this.#continuationBytes += decoder.continuationBytes;
    decoder.continuationBytes = 0;
    if (this.#stringIsKey) {
      this.#expected = COLON;
      this.#events.key(decoder.takeText());
    } else {
      this.#afterValue();
      if (!this.#stringInPieces) this.#events.string(decoder.takeText());
    }
    return after;
  }

  /** Goes on with the token that the last chunk ended in: the index after it, or -1. */
  #resume(chunk: Uint8Array): number {
    switch (this.#unfinished) {
      case IN_STRING:
        return this.#continueString(chunk, 0);
      case IN_LITERAL:
        return this.#continueLiteral(chunk, 0);
      default:
        return this.#continueNumber(chunk);
    }
  }

  #continueNumber(chunk: Uint8Array): number {
    if (this.#numberStart.length === 1 && this.#numberStart[0] === 0x2d && this.#pythonNumbers && chunk[0] === 0x49) {
      this.#literal = "-Infinity";
      this.#literalMatched = 1;
      this.#unfinished = IN_LITERAL;
      return this.#continueLiteral(chunk, 0);
    }
    let i = 0;
    while (i < chunk.length && isNumberByte(chunk[i] ?? 0)) i++;
    const start = this.#numberStart;
    if (start.length + i > LONGEST_NUMBER) this.#refuseLongNumber(i);
    const joined = new Uint8Array(start.length + i);
    joined.set(start);
    joined.set(chunk.subarray(0, i), start.length);
    this.#numberStart = joined;
    if (i === chunk.length) return -1;
    this.#finishNumber(chunk[i]);
    return i;
  }

  /** Reports the number that `#numberStart` now holds as a whole; `next` is the byte after it, if any. */
  #finishNumber(next?: number): void {
    const digits = this.#numberStart;
    const terminated = new Uint8Array(digits.length + 1);
    terminated.set(digits);
    terminated[digits.length] = 0x20;
    const after = scanNumber(terminated, 0, terminated.length);
    const index = this.#tokenStart - this.#base;
    if (after < 0) this.#refuseNumber(index + ~after, ~after < digits.length ? digits[~after] : next);
    this.#unfinished = NO_TOKEN;
    this.#numberStart = NO_BYTES;
    this.#afterValue();
    if (this.#events.numberLength === undefined) this.#events.number(asciiText(digits, 0, after));
    else this.#events.numberLength(after);
    if (after < digits.length) this.#unexpected(digits[after] ?? 0, index + after);
  }

  #refuseNumber(index: number, found: number | undefined): never {
    this.#fail(index, `a number has ${found === undefined ? "its end" : byteName(found)} where a digit was expected`);
  }

  #refuseLongNumber(index: number): never {
    this.#fail(index, `a number is longer than ${LONGEST_NUMBER} characters`);
  }

  #isNegativeInfinity(chunk: Uint8Array, index: number): boolean {
    return this.#pythonNumbers && chunk[index + 1] === 0x49;
  }

  #startLiteral(chunk: Uint8Array, index: number): number {
    this.#literal = this.#literalAt(chunk, index);
    if (this.#literal === "") this.#unexpected(chunk[index] ?? 0, index);
    this.#literalMatched = 0;
    this.#unfinished = IN_LITERAL;
    return this.#continueLiteral(chunk, index);
  }

  #literalAt(chunk: Uint8Array, index: number): string {
    switch (chunk[index]) {
      case 0x74:
        return "true";
      case 0x66:
        return "false";
      case 0x6e:
        return "null";
      case 0x4e:
        return this.#pythonNumbers ? "NaN" : "";
      case 0x49:
        return this.#pythonNumbers ? "Infinity" : "";
      case 0x2d:
        return "-Infinity";
      default:
        return "";
    }
  }

  #continueLiteral(chunk: Uint8Array, start: number): number {
    let i = start;
    const literal = this.#literal;
    while (this.#literalMatched < literal.length) {
      if (i === chunk.length) return -1;
      if (chunk[i] !== literal.charCodeAt(this.#literalMatched)) {
        this.#fail(i, `${byteName(chunk[i] ?? 0)} was found within what began as "${literal}"`);
      }
      this.#literalMatched++;
      i++;
    }
    this.#unfinished = NO_TOKEN;
    this.#afterValue();
    if (literal === "null") this.#events.null();
    else if (literal === "true" || literal === "false") this.#events.boolean(literal === "true");
    else if (this.#events.numberLength === undefined) this.#events.number(literal);
    else this.#events.numberLength(literal.length);
    return i;
  }

  #unexpected(byte: number, index: number): never {
    if (this.#base + index === 0 && (byte === 0xef || byte === 0xfe || byte === 0xff)) {
      this.#fail(index, "it starts with a byte order mark (JSON is UTF-8 without one)");
    }
    this.#fail(index, `${byteName(byte)} was found where ${this.#expectation()} was expected`);
  }

  #expectation(): string {
    switch (this.#expected) {
      case VALUE:
        return "a value";
      case VALUE | CLOSING:
        return 'a value or "]"';
      case KEY:
        return "a key in quotes";
      case KEY | CLOSING:
        return 'a key in quotes or "}"';
      case COLON:
        return '":"';
      case NOTHING:
        return "nothing more";
      default:
        return this.#containers[this.#depth - 1] === OBJECT ? '"," or "}"' : '"," or "]"';
    }
  }

  /** Throws for the byte at this index of the current chunk. */
  #fail(index: number, problem: string): never {
    const offset = this.#base + index;
    const continuationBytes = this.#continuationBytes + (this.#decoder?.continuationBytes ?? 0);
    throw new JsonSyntaxError(problem, {
      offset,
      line: this.#line,
      column: offset - this.#lineStart - continuationBytes + 1,
    });
  }
}

const NO_BYTES = new Uint8Array(0);
