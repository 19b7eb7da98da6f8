/**
 * An answer that is an error, as one sentence with the deepest cause.
 * @module
 */

import { StackError } from "./errors.ts";
import { hintFor } from "./hints.ts";
import { retryAfterSeconds } from "./retry_after.ts";
import { safeText } from "./safe_text.ts";
import { deepestCause, type ServerCause } from "./server_cause.ts";

/** An answer with what is known of its request. */
export interface Answer {
  /** The request's method. */
  readonly method: string;
  /** The request's path, without its query. */
  readonly path: string;
  /** HTTP status. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The answer's body. */
  readonly text: string;
  /** Bytes that were sent as the request's body. */
  readonly sentBytes: number;
}

/** Elasticsearch's own texts are at most a few hundred characters, but for those that quote their input. */
const LONGEST_REASON = 600;
const LONGEST_SCRIPT_LINE = 120;
const LONGEST_PATH = 200;
const LONGEST_START = 60;

/**
 * The error that an answer stands for.
 *
 * ```ts
 * import { answerError } from "./answer_error.ts";
 * const error = answerError({
 *   method: "PUT",
 *   path: "/_scripts/a",
 *   status: 400,
 *   headers: new Headers({ "x-elastic-product": "Elasticsearch" }),
 *   text: '{"error":{"type":"parse_exception","reason":"unknown field"},"status":400}',
 *   sentBytes: 2,
 * });
 * if (error.message !== 'Cannot PUT "/_scripts/a" as Elasticsearch answered 400: [parse_exception] unknown field') {
 *   throw new Error();
 * }
 * ```
 */
export function answerError(answer: Answer): StackError {
  const cause = deepestCause(parsed(answer.text));
  const fromElasticsearch = isElasticsearch(answer) || cause?.reason !== undefined;
  // These two come from the part of the server, or of a proxy, that sends no body and no header of Elasticsearch.
  if (!fromElasticsearch && !(answer.status === 413 || answer.status === 429)) return strangeAnswerError(answer);
  const hint = hintFor(answer, cause);
  const seconds = retryAfterSeconds(answer.headers.get("retry-after"));
  return new StackError("http", `${attempted(answer)} answered ${answer.status}${told(cause, answer)}`, {
    status: answer.status,
    ...(cause?.type === undefined ? {} : { type: safeText(cause.type, LONGEST_SCRIPT_LINE) }),
    ...(hint === undefined ? {} : { hint: safeText(hint, LONGEST_REASON) }),
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

/** The error for an answer that does not come from Elasticsearch. */
export function strangeAnswerError(answer: Answer): StackError {
  const seconds = retryAfterSeconds(answer.headers.get("retry-after"));
  const message = `Cannot ${answer.method} "${safeText(answer.path, LONGEST_PATH)}" as what answered is not ` +
    `Elasticsearch 8 or 9: status ${answer.status} with ${bodyInWords(answer)}`;
  return new StackError("not-elasticsearch", message, {
    status: answer.status,
    hint: isRedirect(answer) || isHtml(answer) || answer.status >= 400
      ? "A proxy or load balancer may have answered in its place; check the URL, its port and its path (Kibana has a port of its own)"
      : "Check the URL and its port; Elasticsearch before 8.0 is not supported",
    ...(seconds === undefined ? {} : { retryAfterSeconds: seconds }),
  });
}

/** Whether the answer says that it comes from Elasticsearch, as every answer of 8 and 9 does. */
export function isElasticsearch(answer: Answer): boolean {
  return answer.headers.get("x-elastic-product") === "Elasticsearch";
}

/** What is in an answer that should not have come, as a part of a sentence. */
export function bodyInWords(answer: Answer): string {
  if (isRedirect(answer)) return "a redirect";
  if (isHtml(answer)) return "an HTML page";
  return answer.text.trim() === "" ? "no body" : `"${safeText(answer.text, LONGEST_START)}"`;
}

function isRedirect({ status }: Answer): boolean {
  return status >= 300 && status < 400;
}

function isHtml({ text }: Answer): boolean {
  return /^\s*<(?:!doctype|html)/i.test(text);
}

function attempted({ method, path }: Answer): string {
  return `Cannot ${method} "${safeText(path, LONGEST_PATH)}" as Elasticsearch`;
}

function told(cause: ServerCause | undefined, answer: Answer): string {
  const type = cause?.type === undefined ? "" : `[${safeText(cause.type, LONGEST_SCRIPT_LINE)}] `;
  const reason = cause?.reason ?? (answer.text.trim() === "" ? "without a body" : answer.text);
  const line = cause?.scriptLine === undefined ? "" : `, at: ${safeText(cause.scriptLine, LONGEST_SCRIPT_LINE)}`;
  return `: ${type}${safeText(reason, LONGEST_REASON)}${line}`;
}

/** The JSON value of an answer; undefined where there is none. */
export function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
