/**
 * Files on their way from GitHub.
 * @module
 */

import { StackError } from "../../stack/errors.ts";
import { safeText } from "../../stack/safe_text.ts";
import type { GithubAsset } from "./answers.ts";

/** The bytes of a download, which are as many as the asset is said to have or the stream fails. */
export function downloaded(
  body: ReadableStream<Uint8Array>,
  { name, size }: Pick<GithubAsset, "name" | "size">,
  onBytes: ((bytes: number, total: number) => void) | undefined,
): ReadableStream<Uint8Array> {
  let come = 0;
  const attempt = `Cannot download "${safeText(name, 200)}"`;
  return body.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>(
      {
        transform(chunk, controller) {
          come += chunk.length;
          if (come > size) {
            const message = `${attempt} as more bytes come than the ${size} that GitHub says it has`;
            throw new StackError("not-github", message, { hint: "Something on the way changes what is downloaded" });
          }
          onBytes?.(come, size);
          controller.enqueue(chunk);
        },
        flush() {
          if (come === size) return;
          throw new StackError("reset", `${attempt} as the connection was cut off after ${come} of ${size} bytes`, {
            hint: "Run the command again",
          });
        },
      },
      { highWaterMark: 1 },
      { highWaterMark: 0 },
    ),
  );
}
