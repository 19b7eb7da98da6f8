/**
 * Small files that inflate to a lot.
 * @module
 */

import { deflateRawSync } from "node:zlib";
import { concat, text } from "./zip_builder.ts";

/** A gzip file of a start and so many spaces, made without having them anywhere. */
export function spacesAfter(start: string, gibibytes: number): Uint8Array {
  const SYNC_FLUSH = { finishFlush: 2 };
  const block = deflateRawSync(new Uint8Array(64 * 1024 * 1024).fill(0x20), SYNC_FLUSH);
  const blocks = Array.from({ length: gibibytes * 16 }, () => block);
  const header = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3]);
  return concat(header, deflateRawSync(text(start), SYNC_FLUSH), ...blocks);
}
