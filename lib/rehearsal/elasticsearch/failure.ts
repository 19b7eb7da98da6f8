/**
 * Failures of requests, in the shape of Elasticsearch's own.
 * @module
 */

import {
  type ErrorBody,
  IngestError,
  type IngestErrorOptions,
  notSupported,
  toIngestError,
} from "../../ingest/error.ts";
import { JsonSyntaxError } from "../../json/syntax_error.ts";
import type { Answer } from "./answer.ts";
import { RawJson } from "./json_text.ts";

/**
 * A failure with its status, type and reason.
 *
 * ```ts
 * import { failure } from "./failure.ts";
 * const error = failure(404, "resource_not_found_exception", "pipeline [a] is missing");
 * if (error.status !== 404) throw new Error();
 * ```
 */
export function failure(
  status: number,
  type: string,
  reason: string,
  options: Omit<IngestErrorOptions, "status"> = {},
): IngestError {
  return new IngestError(type, reason, { ...options, status });
}

/** `illegal_argument_exception`, 400. */
export function badArgument(reason: string): IngestError {
  return failure(400, "illegal_argument_exception", reason);
}

/** `status_exception`: the usual failure of machine learning. */
export function statusFailure(status: number, reason: string, causedBy?: IngestError): IngestError {
  return failure(status, "status_exception", reason, causedBy === undefined ? {} : { causedBy });
}

/** `resource_not_found_exception`, 404. */
export function notFound(reason: string): IngestError {
  return failure(404, "resource_not_found_exception", reason);
}

/** `action_request_validation_exception`, 400: everything that is wrong with a request at once. */
export function invalidRequest(...faults: readonly string[]): IngestError {
  const listed = faults.map((fault, i) => `${i + 1}: ${fault};`).join("");
  return failure(400, "action_request_validation_exception", `Validation Failed: ${listed}`);
}

/** What the server could do and the rehearsal cannot: answered with 501. */
export function unsupported(what: string): IngestError {
  return notSupported(what);
}

/** Whatever was thrown, as a failure. Programming errors pass through. */
export function toFailure(thrown: unknown): IngestError {
  if (thrown instanceof JsonSyntaxError) {
    return failure(400, "x_content_parse_exception", `[${thrown.line}:${thrown.column}] ${thrown.message}`);
  }
  return toIngestError(thrown);
}

/** Exceptions of Java that are nobody's fault but the server's. */
const SERVER_FAULTS: ReadonlySet<string> = new Set([
  "arithmetic_exception",
  "array_index_out_of_bounds_exception",
  "class_cast_exception",
  "concurrent_modification_exception",
  "fail_processor_exception",
  "illegal_state_exception",
  "index_out_of_bounds_exception",
  "null_pointer_exception",
  "string_index_out_of_bounds_exception",
  "unsupported_operation_exception",
]);

/** The status of a failure. */
export function statusOf(error: IngestError): number {
  if (error.unsupported) return 501;
  return error.status === 400 && SERVER_FAULTS.has(error.type) ? 500 : error.status;
}

/** The answer to a request that failed as a whole. */
export function failureAnswer(error: IngestError): Answer {
  const status = statusOf(error);
  const { caused_by: _, ...root } = rootCause(error).toBody();
  return {
    status,
    body: { error: errorJson({ ...error.toBody(), root_cause: [{ ...root, root_cause: undefined }] }), status },
  };
}

/** Failures that the server looks behind, for the one that tells most. */
const WRAPPERS: ReadonlySet<string> = new Set([
  "document_parsing_exception",
  "mapper_parsing_exception",
  "status_exception",
  "x_content_parse_exception",
]);

/** Failures of Java, and others that the server does not count as its own. */
const NOT_ITS_OWN: ReadonlySet<string> = new Set([
  ...SERVER_FAULTS,
  "action_request_validation_exception",
  "exception",
  "illegal_argument_exception",
  "named_object_not_found_exception",
  "number_format_exception",
  "validation_exception",
  "x_content_parse_exception",
]);

/** The innermost failure that is one of the server's own, or of the same parser. */
function rootCause(error: IngestError): IngestError {
  const { type, causedBy } = error;
  if (causedBy === undefined || !WRAPPERS.has(type)) return error;
  const isOfParser = type === "x_content_parse_exception" && causedBy.type === "named_object_not_found_exception";
  return causedBy.type === type || isOfParser || !NOT_ITS_OWN.has(causedBy.type) ? rootCause(causedBy) : error;
}

/** An error as a part of an answer. */
export function errorJson(error: ErrorBody): RawJson {
  return new RawJson(JSON.stringify(error));
}

/** The answer to a request that got nowhere: just a sentence. */
export function simpleFailure(status: number, error: string, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: { error, status }, headers };
}
