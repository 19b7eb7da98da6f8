/**
 * Splits the text of a JSON object into its members while it streams by, without a look into their values.
 * @module
 */

/** What a splitter reports. */
export interface MemberEvents {
  /** A member begins. */
  key(name: string): void;
  /** A part of its value, as it stands in the text; the bytes are part of the chunk. */
  value(bytes: Uint8Array): void;
  /** Its value has ended. */
  end(): void;
}

/** Where in the text. */
type State = "before" | "between" | "key" | "colon" | "value" | "after";

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/**
 * Splits an object. The text must be JSON and an object, which whoever calls this has made sure of.
 *
 * ```ts
 * import { MemberSplitter } from "./member_splitter.ts";
 * const seen: string[] = [];
 * const splitter = new MemberSplitter({
 *   key: (name) => seen.push(name),
 *   value: (bytes) => seen.push(new TextDecoder().decode(bytes)),
 *   end: () => seen.push("."),
 * });
 * splitter.write(new TextEncoder().encode('{"a" : [1, {"b": "}"}], "c":2}'));
 * if (seen.join(" ") !== 'a [1, {"b": "}"}] . c 2 .') throw new Error();
 * ```
 */
export class MemberSplitter {
  readonly #events: MemberEvents;
  #state: State = "before";
  #depth = 0;
  #inString = false;
  #isEscaped = false;
  #keyBytes: number[] = [];

  /** Tells `events` what is read. */
  constructor(events: MemberEvents) {
    this.#events = events;
  }

  /** Reads on. */
  write(chunk: Uint8Array): void {
    let i = 0;
    while (i < chunk.length) {
      switch (this.#state) {
        case "value":
          i = this.#readValue(chunk, i);
          break;
        case "key":
          i = this.#readKey(chunk, i);
          break;
        default:
          if (this.#readBetween(chunk[i] ?? 0)) i++;
      }
    }
  }

  /** Whether the byte has been dealt with; the first one of a value belongs to it. */
  #readBetween(byte: number): boolean {
    const isSpace = byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
    if (isSpace || this.#state === "after") return true;
    if (this.#state === "before") this.#state = "between";
    else if (this.#state === "colon") {
      if (byte === 0x3a) return true;
      this.#state = "value";
      return false;
    } else if (byte === QUOTE) {
      this.#state = "key";
      this.#keyBytes = [QUOTE];
    } else if (byte === 0x7d) this.#state = "after";
    return true;
  }

  #readKey(chunk: Uint8Array, start: number): number {
    for (let i = start; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      this.#keyBytes.push(byte);
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#state = "colon";
        this.#events.key(JSON.parse(new TextDecoder().decode(new Uint8Array(this.#keyBytes))));
        return i + 1;
      }
    }
    return chunk.length;
  }

  #readValue(chunk: Uint8Array, start: number): number {
    let depth = this.#depth;
    let i = start;
    for (; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.#inString) {
        i = this.#skipString(chunk, i);
        continue;
      }
      if (byte === QUOTE) this.#inString = true;
      else if (byte === 0x7b || byte === 0x5b) depth++;
      else if (depth === 0 && (byte === 0x2c || byte === 0x7d)) {
        this.#finishValue(chunk.subarray(start, i));
        this.#state = byte === 0x2c ? "between" : "after";
        this.#depth = 0;
        return i + 1;
      } else if (byte === 0x7d || byte === 0x5d) depth--;
    }
    this.#depth = depth;
    this.#events.value(chunk.subarray(start));
    return chunk.length;
  }

  /** The offset of the last byte of a string in this chunk: its quote, or the chunk's end. */
  #skipString(chunk: Uint8Array, start: number): number {
    for (let i = start; i < chunk.length; i++) {
      const byte = chunk[i] ?? 0;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === BACKSLASH) this.#isEscaped = true;
      else if (byte === QUOTE) {
        this.#inString = false;
        return i;
      }
    }
    return chunk.length;
  }

  #finishValue(bytes: Uint8Array): void {
    if (bytes.length > 0) this.#events.value(bytes);
    this.#events.end();
  }
}
