/**
 * Bodies of requests, within the limits of Kibana.
 * @module
 */

import { platformFailure } from "./failure.ts";

/** The bytes of a body; refuses more than the limit. */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.length;
    if (size > limit) {
      throw platformFailure(413, `Payload content length greater than maximum allowed: ${limit}`);
    }
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

/** The JSON value of a body; null where there is none. */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  const bytes = await readBytes(request, limit);
  if (bytes.length === 0) return null;
  if (!/^application\/json\b/i.test(request.headers.get("content-type") ?? "")) throw platformFailure(415);
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw platformFailure(400, "Invalid request payload JSON format");
  }
}
