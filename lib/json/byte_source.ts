/**
 * Where bytes come from: a file, an entry of a zip, or memory.
 * @module
 */

/** Bytes that can be read more than once. */
export interface ByteSource {
  /** Number of bytes. */
  readonly size: number;
  /** The bytes from the start, in pieces. */
  stream(): ReadableStream<Uint8Array>;
  /** All bytes at once. */
  bytes(): Promise<Uint8Array>;
}

/**
 * Bytes in memory.
 *
 * ```ts
 * import { memorySource } from "./byte_source.ts";
 * const source = memorySource(new TextEncoder().encode("{}"));
 * if (source.size !== 2) throw new Error();
 * ```
 */
export function memorySource(bytes: Uint8Array): ByteSource {
  return {
    size: bytes.length,
    stream: () =>
      new ReadableStream({
        start(controller) {
          controller.enqueue(bytes);
          controller.close();
        },
      }),
    bytes: () => Promise.resolve(bytes),
  };
}
