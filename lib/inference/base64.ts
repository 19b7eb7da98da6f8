/**
 * Base64 as the server reads it: no line breaks, padding optional but right where it is.
 * @module
 */

/** A text that is no base64, in Java's words. */
export class Base64Error extends Error {
  override name = "Base64Error";
}

const VALUES = new Int8Array(256).fill(-1);
for (const [value, digit] of [..."ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"].entries()) {
  VALUES[digit.charCodeAt(0)] = value;
}
const PADDING = 0x3d;

/**
 * Decodes text that comes in pieces.
 *
 * ```ts
 * import { Base64Decoder } from "./base64.ts";
 * const decoder = new Base64Decoder();
 * const first = decoder.decode(new TextEncoder().encode("aGk"));
 * const rest = decoder.decode(new TextEncoder().encode("="));
 * decoder.end();
 * if (new TextDecoder().decode(first) + new TextDecoder().decode(rest) !== "hi") throw new Error();
 * ```
 */
export class Base64Decoder {
  #bits = 0;
  /** Digits of the group of four that is being read. */
  #digits = 0;
  #padding = 0;
  #position = 0;

  /** The bytes of whole groups; what is left waits for the next piece. */
  decode(text: Uint8Array): Uint8Array {
    const bytes = new Uint8Array(Math.ceil((text.length + 3) / 4) * 3);
    let length = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text[i] ?? 0;
      const value = VALUES[code] ?? -1;
      if (this.#padding > 0 || value < 0) {
        length = this.#pad(code, bytes, length);
      } else {
        this.#bits = (this.#bits << 6) | value;
        if (++this.#digits === 4) {
          bytes[length++] = this.#bits >> 16;
          bytes[length++] = this.#bits >> 8;
          bytes[length++] = this.#bits;
          this.#digits = this.#bits = 0;
        }
      }
      this.#position++;
    }
    return bytes.subarray(0, length);
  }

  /** The last bytes, where the text has no padding. */
  end(): Uint8Array {
    if (this.#position === 1) throw new Base64Error("Input byte[] should at least have 2 bytes for base64 bytes");
    if (this.#digits === 1) throw new Base64Error("Last unit does not have enough valid bits");
    if (this.#padding === 1 && this.#digits === 2) {
      throw new Base64Error("Input byte array has wrong 4-byte ending unit");
    }
    const bytes = new Uint8Array(2);
    return bytes.subarray(0, this.#padding > 0 ? 0 : this.#flush(bytes, 0));
  }

  #pad(code: number, bytes: Uint8Array, length: number): number {
    if (code !== PADDING) {
      if (this.#padding === 0) throw new Base64Error(`Illegal base64 character ${code.toString(16)}`);
      throw new Base64Error(`Input byte array has incorrect ending byte at ${this.#position}`);
    }
    this.#padding++;
    if (this.#digits === 1) throw new Base64Error("Last unit does not have enough valid bits");
    if (this.#digits < 2 || this.#padding + this.#digits > 4) {
      throw new Base64Error(
        this.#digits < 2
          ? "Input byte array has wrong 4-byte ending unit"
          : `Input byte array has incorrect ending byte at ${this.#position}`,
      );
    }
    return this.#padding === 1 ? this.#flush(bytes, length) : length;
  }

  #flush(bytes: Uint8Array, start: number): number {
    let length = start;
    if (this.#digits >= 2) bytes[length++] = this.#digits === 2 ? this.#bits >> 4 : this.#bits >> 10;
    if (this.#digits === 3) bytes[length++] = this.#bits >> 2;
    return length;
  }
}

/** Whether a text is base64 throughout. */
export function decodesAsBase64(text: string): boolean {
  const decoder = new Base64Decoder();
  try {
    decoder.decode(new TextEncoder().encode(text));
    decoder.end();
    return true;
  } catch (error) {
    if (error instanceof Base64Error) return false;
    throw error;
  }
}
