/**
 * Files on their way to GitHub.
 * @module
 */

import type { ByteSource } from "../../json/byte_source.ts";
import type { NewAsset } from "../github.ts";
import type { GithubAsset } from "./answers.ts";

/** Throws for a name that GitHub would change, as the asset would not be found under it again. */
export function requireKeptName(name: string): void {
  if (/^[A-Za-z0-9_-](?:[A-Za-z0-9._-]*[A-Za-z0-9_-])?$/.test(name) && !name.includes("..")) return;
  throw new RangeError(
    `Cannot upload "${name}" as GitHub would rename it: only letters, digits, ".", "_" and "-" stay as they are`,
  );
}

/** Whether an asset is the file that was to be uploaded; older servers tell no digest. */
export function isUploaded(there: GithubAsset, { name, source, sha256 }: NewAsset): boolean {
  const isSame = there.digest === null || there.digest === `sha256:${sha256}`;
  return there.name === name && there.state === "uploaded" && there.size === source.size && isSame;
}

/** The bytes of a source, which are as many as it says or the stream fails. */
export function countedBytes(
  source: ByteSource,
  onBytes: ((bytes: number, total: number) => void) | undefined,
): ReadableStream<Uint8Array> {
  let sent = 0;
  return source.stream().pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>(
      {
        transform(chunk, controller) {
          sent += chunk.length;
          onBytes?.(sent, source.size);
          controller.enqueue(chunk);
        },
        flush() {
          if (sent !== source.size) {
            throw new Error(
              `Cannot upload a file as it has ${sent} bytes and had ${source.size} when it was looked at`,
            );
          }
        },
      },
      { highWaterMark: 1 },
      { highWaterMark: 0 },
    ),
  );
}
