/**
 * Errors of the API, in GitHub's shape and words.
 * @module
 */

import type { Answer } from "./answer.ts";

const DOCUMENTATION = "https://docs.github.com/rest";

/** One entry of a failed validation. */
export interface FieldFault {
  readonly resource: "Release" | "ReleaseAsset";
  readonly code: "already_exists" | "custom" | "invalid" | "missing_field";
  readonly field?: string;
  readonly message?: string;
}

/** A call that failed. */
export class GithubFailure extends Error {
  override name = "GithubFailure";
  readonly status: number;
  readonly errors: readonly FieldFault[];
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    status: number,
    message: string,
    { errors = [], headers = {} }: { errors?: readonly FieldFault[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.status = status;
    this.errors = errors;
    this.headers = headers;
  }

  /** What is answered. The upload host names the request in place of the status. */
  answer(isUpload: boolean): Answer {
    const { status, message, errors, headers } = this;
    return {
      status,
      headers,
      body: {
        message,
        ...(isUpload ? { request_id: "0000:000000:000000:000000:00000000" } : {}),
        ...(errors.length === 0 ? {} : { errors }),
        documentation_url: DOCUMENTATION,
        ...(isUpload ? {} : { status: String(status) }),
      },
    };
  }
}

/** What is not there, or must not be seen. */
export function notFound(): GithubFailure {
  return new GithubFailure(404, "Not Found");
}

/** What was sent makes no release or asset. */
export function validationFailed(...errors: readonly FieldFault[]): GithubFailure {
  return new GithubFailure(422, "Validation Failed", { errors });
}

/** What was sent does not have the form that the call wants. */
export function invalidRequest(found: string): GithubFailure {
  return new GithubFailure(422, `Invalid request.\n\n${found}`);
}

/** A call that the rehearsal lacks, whether or not GitHub has it. */
export function missingCall(method: string, path: string): GithubFailure {
  return new GithubFailure(
    501,
    `The rehearsal GitHub has no [${method} ${path}]; it has what publishing and downloading releases needs`,
  );
}
