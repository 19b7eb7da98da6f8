/**
 * What is stored on a server, with its text as it was written.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import { formatDocument, parseJson } from "../../json/document.ts";
import type { ElasticsearchResponse } from "../../stack/elasticsearch.ts";
import { isSameJson } from "../compare.ts";
import type { Requests } from "../requests.ts";

/** Something stored: its value, and the text that it was answered in, which knows `1.0` from `1`. */
export interface StoredJson {
  /** As JSON values. */
  readonly value: Readonly<Record<string, unknown>>;
  /** As JSON text that can be stored again. */
  readonly text: string;
}

/** That something is missing is an answer too, and is narrowed like all others: not every 404 is about the thing. */
export function ask(requests: Requests, path: string): Promise<ElasticsearchResponse> {
  return requests.read({ method: "GET", path, allow: [404] });
}

/**
 * A part of an answer as it was written, so that `1.0` stays one: to a script that is another number than `1`. Without
 * the members that are named.
 */
export function partText(
  { text }: ElasticsearchResponse,
  keys: readonly (string | number)[],
  without: readonly string[] = [],
): string | undefined {
  if (text === undefined) return undefined;
  let part: JavaValue = parseJson(text);
  for (const key of keys) part = memberOf(part, key);
  if (!(part instanceof JavaMap)) return undefined;
  for (const key of without) part.delete(key);
  return formatDocument(part);
}

function memberOf(value: JavaValue, key: string | number): JavaValue {
  if (typeof key === "number") return value instanceof JavaList ? value.items[key] ?? null : null;
  return value instanceof JavaMap ? value.get(key) ?? null : null;
}

/** Whether a text is stored. */
export function isStored(stored: StoredJson | undefined, text: string): boolean {
  return stored !== undefined && isSameJson(stored.text, text);
}

/** As it is written: a value would go out with `1` for `1.0`, which is another number to a script. */
export function jsonStream(text: string): () => ReadableStream<Uint8Array> {
  return () => ReadableStream.from(pieces(text));
}

const PIECE = 1_000_000;

function* pieces(text: string): Generator<Uint8Array> {
  const encoder = new TextEncoder();
  for (let at = 0; at < text.length;) {
    // A pair of surrogates must not be cut.
    let end = Math.min(at + PIECE, text.length);
    if (end < text.length && !text.slice(end - 1, end).isWellFormed()) end--;
    yield encoder.encode(text.slice(at, end));
    at = end;
  }
}
