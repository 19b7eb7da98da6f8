/**
 * An answer that is an error, as one sentence with what GitHub says and what to do.
 * @module
 */

import { z } from "zod";
import { StackError, type StackErrorDetails } from "../../stack/errors.ts";
import { retryAfterSeconds } from "../../stack/retry_after.ts";
import { safeText } from "../../stack/safe_text.ts";
import { githubHint } from "./hints.ts";
import { metLimit } from "./rate_limit.ts";

/** An answer with what is known of its request. */
export interface GithubAnswer {
  /** The request's method. */
  readonly method: string;
  /** The request's path, without its query. */
  readonly path: string;
  /** Whether a token was sent. */
  readonly signed: boolean;
  /** HTTP status. */
  readonly status: number;
  /** The answer's headers. */
  readonly headers: Headers;
  /** The answer's body, without secrets. */
  readonly text: string;
}

const LONGEST_MESSAGE = 400;
const LONGEST_PATH = 200;
const LONGEST_START = 60;

const FAULT = z.union([
  z.string().transform((message) => ({ message, field: undefined, code: undefined })),
  z.object({ message: z.string().optional(), field: z.string().optional(), code: z.string().optional() }),
]);

const BODY = z.object({ message: z.string(), errors: z.array(FAULT).optional().catch(undefined) });

/** What an error body says. */
export type GithubFault = z.infer<typeof FAULT>;

/**
 * The error that an answer stands for; `type` is the code of the first failed field.
 *
 * ```ts
 * import { githubError } from "./error.ts";
 * const error = githubError({
 *   method: "POST",
 *   path: "/repos/o/r/releases",
 *   signed: true,
 *   status: 422,
 *   headers: new Headers(),
 *   text: '{"message":"Validation Failed","errors":[{"resource":"Release","code":"already_exists","field":"tag_name"}]}',
 * });
 * const told = 'Cannot POST "/repos/o/r/releases" as GitHub answered 422: Validation Failed (tag_name: already_exists)';
 * if (error.message !== told || error.type !== "already_exists") throw new Error();
 * ```
 */
export function githubError(answer: GithubAnswer): StackError {
  const { method, path, status, headers, text } = answer;
  const body = BODY.safeParse(parsed(text)).data;
  // A proxy says this without a word, and so may GitHub.
  if (body === undefined && ![413, 429].includes(status)) return strangeGithubAnswer(answer);
  const faults = body?.errors ?? [];
  const message = body?.message ?? "without a message";
  const limit = metLimit(status, headers, message);
  const hint = githubHint({ ...answer, message, faults, limit });
  const told = [message, ...faults.length === 0 ? [] : [`(${faults.map(inWords).join(", ")})`]].join(" ");
  const sentence = `Cannot ${method} "${safeText(path, LONGEST_PATH)}" as GitHub answered ${status}: ` +
    safeText(told, LONGEST_MESSAGE);
  const type = faults.find(({ code }) => code !== undefined)?.code;
  return new StackError("http", sentence, {
    status,
    ...(type === undefined ? {} : { type: safeText(type, LONGEST_START) }),
    ...(hint === undefined ? {} : { hint }),
    ...waitField(limit?.seconds ?? retryAfterSeconds(headers.get("retry-after"))),
  });
}

/** The error for an answer that does not come from GitHub, or not in a form that is known. */
export function strangeGithubAnswer(answer: GithubAnswer, found?: string): StackError {
  const { method, path, status, headers, text } = answer;
  const details: StackErrorDetails = {
    status,
    hint: "A proxy may have answered in its place; check the URL of its API, GITHUB_API_URL or --github-url " +
      "(https://HOST/api/v3 for GitHub Enterprise)",
    ...waitField(retryAfterSeconds(headers.get("retry-after"))),
  };
  const what = found ?? contentOf(text);
  const message = `Cannot ${method} "${safeText(path, LONGEST_PATH)}" as what answered is not GitHub: ` +
    `status ${status} with ${what}`;
  return new StackError("not-github", message, details);
}

function waitField(seconds: number | undefined): Pick<StackErrorDetails, "retryAfterSeconds"> {
  return seconds === undefined ? {} : { retryAfterSeconds: seconds };
}

function contentOf(text: string): string {
  if (/^\s*<(?:!doctype|html)/i.test(text)) return "an HTML page";
  return text.trim() === "" ? "no body" : `"${safeText(text, LONGEST_START)}"`;
}

function inWords({ field, code, message }: GithubFault): string {
  const what = message ?? code ?? "invalid";
  return field === undefined || what.startsWith(`${field} `) ? what : `${field}: ${what}`;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
