/**
 * Bytes that can be read from any position: what an archive is read from without unpacking it.
 * @module
 */

/** Bytes that can be read from any position. */
export interface RandomAccess {
  /** Number of bytes. */
  readonly size: number;
  /** Exactly the bytes asked for; the range must lie within {@linkcode size}. */
  read(offset: number, length: number): Promise<Uint8Array>;
}

/** Bytes in memory. */
export function memoryAccess(bytes: Uint8Array): RandomAccess {
  return {
    size: bytes.length,
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
  };
}

const PIECE = 256 * 1024;

/** A range from its start to its end, in pieces. */
export async function* pieces(access: RandomAccess, offset: number, length: number): AsyncGenerator<Uint8Array> {
  const end = offset + length;
  for (let at = offset; at < end; at += PIECE) yield await access.read(at, Math.min(PIECE, end - at));
}

/** All pieces as one. */
export async function joined(pieces: AsyncIterable<Uint8Array>, size: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
