/**
 * An answer of Kibana that is an error, or not Kibana's at all, as one sentence.
 * @module
 */

import { type Answer, bodyInWords, parsed } from "./answer_error.ts";
import { StackError } from "./errors.ts";
import { kibanaCause } from "./kibana_cause.ts";
import { kibanaHint } from "./kibana_hints.ts";
import { retryAfterSeconds } from "./retry_after.ts";
import { safeText } from "./safe_text.ts";

const LONGEST_REASON = 600;
const LONGEST_PATH = 200;

/** A Kibana that starts answers so, without JSON and without a header of its own. */
const NOT_READY = /^Kibana server is not (?:ready|available) yet/;

/**
 * The error that an answer stands for; undefined for an answer that is none.
 *
 * ```ts
 * import { kibanaError } from "./kibana_error.ts";
 * const error = kibanaError({
 *   method: "POST",
 *   path: "/api/detection_engine/rules",
 *   status: 409,
 *   headers: new Headers({ "kbn-name": "kibana" }),
 *   text: '{"message":"rule_id: \\"a\\" already exists","status_code":409}',
 *   sentBytes: 2,
 * });
 * if (!error?.message.endsWith('as Kibana answered 409: rule_id: "a" already exists')) throw new Error();
 * ```
 */
export function kibanaError(answer: Answer, allowed: readonly number[] = []): StackError | undefined {
  const body = parsed(answer.text);
  const isKibana = answer.headers.has("kbn-name");
  if (answer.status < 300) return isJson(body, answer) && !isElasticsearch(answer) ? undefined : strange(answer);
  const cause = NOT_READY.test(answer.text) ? answer.text : kibanaCause(body);
  if (answer.status < 400 || isElasticsearch(answer) || (!isKibana && cause === undefined)) return strange(answer);
  // That a proxy has never heard of the path does not tell whether Kibana has the thing.
  if (allowed.includes(answer.status) && (isKibana || isObject(body))) return undefined;
  const reason = cause ?? (answer.text.trim() === "" ? "without a body" : answer.text);
  const hint = kibanaHint(answer.status, reason);
  return new StackError("http", `${attempted(answer)} Kibana answered ${answer.status}: ${told(reason)}`, {
    status: answer.status,
    ...(hint === undefined ? {} : { hint: safeText(hint, LONGEST_REASON) }),
    ...retryAfter(answer),
  });
}

function told(reason: string): string {
  return safeText(reason, LONGEST_REASON);
}

function strange(answer: Answer): StackError {
  const elasticsearch = isElasticsearch(answer);
  const message =
    `${attempted(answer)} what answered is ${elasticsearch ? "Elasticsearch and not Kibana" : "not Kibana"}` +
    `: status ${answer.status} with ${bodyInWords(answer)}`;
  const passing = answer.status === 429 || answer.status === 413;
  const hint = elasticsearch
    ? "The URL of Kibana is another one than that of Elasticsearch, with a port of its own (5601 by default)"
    : passing
    ? kibanaHint(answer.status, "") ?? ""
    : "A proxy or a page to sign in may have answered in its place; check the URL, its port and its base path";
  return new StackError(passing ? "http" : "not-kibana", message, {
    status: answer.status,
    hint,
    ...retryAfter(answer),
  });
}

function isJson(body: unknown, answer: Answer): boolean {
  return body !== undefined || answer.text.trim() === "";
}

function isElasticsearch({ headers }: Answer): boolean {
  return headers.get("x-elastic-product") === "Elasticsearch" && !headers.has("kbn-name");
}

function attempted({ method, path }: Answer): string {
  return `Cannot ${method} "${safeText(path, LONGEST_PATH)}" as`;
}

function retryAfter({ headers }: Answer): { retryAfterSeconds?: number } {
  const seconds = retryAfterSeconds(headers.get("retry-after"));
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}
