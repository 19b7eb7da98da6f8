/**
 * Media types: what a request says of itself, and what its answer is called.
 * @module
 */

import { failure } from "./failure.ts";
import type { IngestError } from "../../ingest/error.ts";

/** What the headers of a request say. */
export interface MediaTypes {
  /** Of the body; undefined where there is no header. */
  readonly body: MediaType | undefined;
  /** The answer's `Content-Type`. */
  readonly answer: string;
}

/** A media type that Elasticsearch knows, or one it does not. */
export interface MediaType {
  readonly format: "json" | "ndjson" | "other-format" | "unknown";
  readonly raw: string;
}

/** A media type with the version that it asks for. */
interface Parsed extends MediaType {
  readonly version: number | undefined;
}

const FORMATS: ReadonlyMap<string, MediaType["format"]> = new Map([
  ["application/json", "json"],
  ["application/vnd.elasticsearch+json", "json"],
  ["application/x-ndjson", "ndjson"],
  ["application/vnd.elasticsearch+x-ndjson", "ndjson"],
  ["application/yaml", "other-format"],
  ["application/cbor", "other-format"],
  ["application/smile", "other-format"],
  ["application/vnd.elasticsearch+yaml", "other-format"],
  ["application/vnd.elasticsearch+cbor", "other-format"],
  ["application/vnd.elasticsearch+smile", "other-format"],
]);

/**
 * Reads `Content-Type` and `Accept` as a server of a major version does: a version in one of them must be in both, and
 * be the server's own or the one before. Throws what the server answers otherwise.
 *
 * ```ts
 * import { readMediaTypes } from "./media_type.ts";
 * const headers = new Headers({ accept: "application/vnd.elasticsearch+json; compatible-with=8" });
 * const { answer } = readMediaTypes(headers, { major: 9, hasBody: false });
 * if (answer !== "application/vnd.elasticsearch+json;compatible-with=8") throw new Error();
 * ```
 */
export function readMediaTypes(headers: Headers, server: { major: number; hasBody: boolean }): MediaTypes {
  const { major, hasBody } = server;
  const accept = parse(headers.get("accept"));
  const content = parse(headers.get("content-type"));
  for (const [name, type] of [["Accept", accept], ["Content-Type", content]] as const) {
    const version = type?.version;
    if (version === undefined || version === major || version === major - 1) continue;
    if (name === "Content-Type" && !hasBody) continue;
    throw refusal(
      `${name} version must be either version ${major} or ${major - 1}, but found ${version}. ${name}=${type?.raw}`,
      [name],
    );
  }
  if (hasBody && accept?.version !== content?.version) {
    throw refusal(
      "A compatible version is required on both Content-Type and Accept headers if either one has requested a " +
        `compatible version and the compatible versions must match. Accept=${accept?.raw ?? null}, ` +
        `Content-Type=${content?.raw ?? null}`,
      ["Content-Type", "Accept"],
    );
  }
  const version = accept?.version;
  return {
    body: content,
    answer: version === undefined
      ? "application/json"
      : `application/vnd.elasticsearch+json;compatible-with=${version}`,
  };
}

function refusal(reason: string, headers: readonly string[]): IngestError {
  return failure(
    400,
    "media_type_header_exception",
    `Invalid media-type value on headers [${headers.join(", ")}]`,
    { causedBy: failure(400, "status_exception", reason) },
  );
}

/** The first of several types counts. */
function parse(header: string | null): Parsed | undefined {
  if (header === null || header.trim() === "") return undefined;
  const [first = ""] = header.split(",");
  const [name = "", ...parameters] = first.toLowerCase().split(";").map((part) => part.trim());
  const version = parameters.map((text) => /^compatible-with\s*=\s*(\d+)$/.exec(text)?.[1]).find(Boolean);
  return {
    format: FORMATS.get(name) ?? "unknown",
    raw: header,
    version: version === undefined || !name.includes("vnd.elasticsearch+") ? undefined : Number(version),
  };
}
