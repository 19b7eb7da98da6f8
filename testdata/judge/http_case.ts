/**
 * Recorded requests: how they are written, sent and compared. One JSON file a case, its requests in order:
 *
 *     { "about": "…", "covers": ["H1"], "requests": [{ "method": "PUT", "path": "/_scripts/h-1", "body": {…},
 *       "expected": { "status": 200, "body": {…} } }] }
 *
 * `lines` in the place of `body` is NDJSON, `text` is sent as it is. Where 8.x differs from 7.10, `expected8` says what is
 * expected of the rehearsal, and `why8` how that is known.
 * @module
 */

import { JavaList } from "../../lib/java/collection.ts";
import { JavaHashMap, JavaMap } from "../../lib/java/map.ts";
import type { JavaValue } from "../../lib/java/value.ts";
import { formatDocument, parseJson } from "../../lib/json/document.ts";
import { comparable, oneLine } from "./ingest_case.ts";

/** Reads the requests of a case. */
export function requestsOf(httpCase: JavaMap): JavaMap[] {
  const requests = httpCase.get("requests");
  return requests instanceof JavaList ? requests.items.filter((request) => request instanceof JavaMap) : [];
}

/** Sends one request, and says what was answered: `{"status": …, "body": …}` without what is never the same twice. */
export async function answerTo(
  send: (request: Request) => Promise<Response>,
  base: string,
  request: JavaMap,
): Promise<JavaMap> {
  const body = bodyOf(request);
  const response = await send(
    new Request(`${base}${String(request.get("path"))}`, {
      method: String(request.get("method")),
      ...(body === undefined ? {} : { body, headers: { "content-type": contentType(request) } }),
    }),
  );
  const text = await response.text();
  const answer = new JavaHashMap();
  answer.set("status", response.status);
  if (text !== "") answer.set("body", steady(comparable(parseJson(text))));
  return answer;
}

function bodyOf(request: JavaMap): string | undefined {
  const lines = request.get("lines");
  if (lines instanceof JavaList) return lines.items.map((line) => `${formatDocument(line)}\n`).join("");
  const text = request.get("text");
  if (typeof text === "string") return text;
  return request.has("body") ? formatDocument(request.get("body") ?? null) : undefined;
}

function contentType(request: JavaMap): string {
  return request.has("lines") ? "application/x-ndjson" : "application/json";
}

/** Measured times, made up ids, and places in a body. */
const UNSTEADY: ReadonlySet<string> = new Set([
  "took",
  "ingest_took",
  "time_in_millis",
  "index_uuid",
  "creation_date",
  "uuid",
  "node",
  "line",
  "col",
]);

function steady(value: JavaValue): JavaValue {
  if (value instanceof JavaList) return new JavaList(value.items.map(steady));
  if (typeof value === "string") return value.replaceAll(/\/[\w-]{22}(?=\])/g, "/…").replace(/(?<=allowed: \[)[A-Z, ]+/, sorted);
  if (!(value instanceof JavaMap)) return value;
  const copy = new JavaHashMap();
  for (const [key, item] of value.entries()) if (!UNSTEADY.has(String(key))) copy.set(key, steady(item));
  return copy;
}

/** The methods that a path allows come in the order of a set, which is another one in each process. */
function sorted(methods: string): string {
  return methods.split(", ").sort().join(", ");
}

/** Writes a case. */
export function formatHttpCase(httpCase: JavaMap): string {
  const requests = requestsOf(httpCase).map((request) => {
    const lines = ["body", "lines", "text", "expected", "expected8", "why8"].filter((key) => request.has(key)).map((key) =>
      `      ${JSON.stringify(key)}: ${oneLine(request.get(key) ?? null)}`
    );
    const head = `      "method": ${oneLine(request.get("method") ?? null)}, "path": ${oneLine(request.get("path") ?? null)}`;
    return `    {\n${[head, ...lines].join(",\n")}\n    }`;
  });
  return `{\n  "about": ${oneLine(httpCase.get("about") ?? null)},\n  "covers": ${
    oneLine(httpCase.get("covers") ?? null)
  },\n  "requests": [\n${requests.join(",\n")}\n  ]\n}\n`;
}

function lastness(path: string): number {
  if (path.startsWith("/_component_template/")) return 2;
  return Number(path.startsWith("/_"));
}

/** The requests that take back what a case left. */
export function cleanUp(httpCase: JavaMap): string[] {
  const paths = requestsOf(httpCase).map((request) => String(request.get("path")).replace(/\?.*$/, ""));
  const kept = paths.flatMap((path) => {
    const [, first = "", second = "", third = ""] = path.split("/");
    if (first === "_scripts") return [`/_scripts/${second}`];
    if (first === "_ingest" && !third.startsWith("_")) return [`/_ingest/pipeline/${third}`];
    if (/^_(component|index)_template$/.test(first) && second.startsWith("h-")) return [`/${first}/${second}`];
    return first.startsWith("h-") ? [`/${first}`] : [];
  });
  // Indices go first, and the parts of templates last: what is in use stays.
  return [...new Set(kept)].sort((a, b) => lastness(a) - lastness(b));
}
