/**
 * Kibana's errors: the platform's, and those of the detection engine, which have a form of their own.
 * @module
 */

import type { Answer } from "./answer.ts";

const REASONS: ReadonlyMap<number, string> = new Map([
  [400, "Bad Request"],
  [401, "Unauthorized"],
  [403, "Forbidden"],
  [404, "Not Found"],
  [413, "Request Entity Too Large"],
  [415, "Unsupported Media Type"],
  [501, "Not Implemented"],
]);

/** A refusal, with the answer that tells it. */
export class KibanaFailure extends Error {
  override name = "KibanaFailure";
  readonly answer: Answer;

  constructor(answer: Answer) {
    super(`Kibana answers ${answer.status}`);
    this.answer = answer;
  }
}

/** As the platform refuses: `{statusCode, error, message}`. */
export function platformFailure(
  status: number,
  message = REASONS.get(status) ?? "Error",
  headers: Readonly<Record<string, string>> = {},
): KibanaFailure {
  const body = { statusCode: status, error: REASONS.get(status) ?? "Error", message };
  return new KibanaFailure({ status, body, headers });
}

/** As the detection engine refuses: `{message, status_code}`. */
export function engineFailure(status: number, message: string | readonly string[]): KibanaFailure {
  return new KibanaFailure({ status, body: { message, status_code: status } });
}

/** What the rehearsal lacks, whether or not Kibana has it. */
export function notSupported(what: string): KibanaFailure {
  return platformFailure(501, `The rehearsal Kibana has no ${what}; it has what uploading detection rules needs`);
}
