/**
 * What a connection to GitHub is made from, checked before anything is sent.
 * @module
 */

import { isLoopback } from "../../stack/address.ts";
import { ConnectOptionsError } from "../../stack/connect_options_error.ts";
import type { Handler } from "../../stack/handler.ts";

/** Which repository, where GitHub is, and who asks. */
export interface GithubOptions {
  /** Owner and name of the repository. @default {"elastic/detection-rules"} */
  readonly repository?: string;
  /** Address of the API; of GitHub Enterprise it is `https://HOST/api/v3`. @default {"https://api.github.com"} */
  readonly url?: string;
  /** What answers in the place of GitHub, in this process. */
  readonly handler?: Handler;
  /** A token; without one what is public can be read, 60 requests an hour. */
  readonly token?: string;
  /** Certificates of the authority that signed the server's, as PEM text; in the place of the system's own. */
  readonly caCertificate?: string;
  /** How long nothing may come or go before a request is given up. @default {60000} */
  readonly timeoutMs?: number;
  /** How long a rate limit is waited for at most, at once. @default {120} */
  readonly maxWaitSeconds?: number;
  /** Whether `http://` may be used to another machine. @default {false} */
  readonly allowPlainHttp?: boolean;
}

/** Options that make sense. */
export interface CheckedGithubOptions {
  /** The repository's owner. */
  readonly owner: string;
  /** The repository's name. */
  readonly repo: string;
  /** Address of the API, without a slash at its end. */
  readonly url: string;
  /** What answers in the place of GitHub. */
  readonly handler?: Handler;
  /** The token, as a header takes it. */
  readonly token?: string;
  /** Certificates to trust, as PEM text. */
  readonly caCertificate?: string;
  /** How long nothing may come or go. */
  readonly timeoutMs: number;
  /** How long a rate limit is waited for. */
  readonly maxWaitSeconds: number;
}

/** The repository whose releases are meant unless another one is named. */
export const DEFAULT_REPOSITORY = "elastic/detection-rules";

const PUBLIC_API = "https://api.github.com";
const DEFAULT_TIMEOUT_MS = 60_000;
const DEFAULT_MAX_WAIT_SECONDS = 120;

/** Node's timers hold no more than 31 bits. */
const LONGEST_TIMEOUT_MS = 2 ** 31 - 1;

/** The options in one form, or a {@linkcode ConnectOptionsError} that names the wrong one and shows no secret. */
export function checkGithubOptions(options: GithubOptions): CheckedGithubOptions {
  const { handler, token, caCertificate, timeoutMs = DEFAULT_TIMEOUT_MS } = options;
  if (!(timeoutMs > 0 && timeoutMs <= LONGEST_TIMEOUT_MS)) {
    throw new ConnectOptionsError("Cannot use the timeout as it must be more than 0 and at most 24 days");
  }
  return {
    ...parseRepository(options.repository ?? DEFAULT_REPOSITORY),
    url: apiUrl(options.url ?? PUBLIC_API, options.allowPlainHttp ?? false),
    ...(handler === undefined ? {} : { handler }),
    ...(token === undefined ? {} : { token: checkedToken(token) }),
    ...(caCertificate === undefined ? {} : { caCertificate }),
    timeoutMs,
    maxWaitSeconds: options.maxWaitSeconds ?? DEFAULT_MAX_WAIT_SECONDS,
  };
}

/**
 * Owner and name of a repository.
 *
 * ```ts
 * import { parseRepository } from "./options.ts";
 * if (parseRepository("elastic/detection-rules").owner !== "elastic") throw new Error();
 * ```
 *
 * @throws {ConnectOptionsError} for anything else
 */
export function parseRepository(text: string): { readonly owner: string; readonly repo: string } {
  const [, owner, repo] = /^([A-Za-z0-9][A-Za-z0-9-]{0,99})\/((?!\.{1,2}$)[\w.-]{1,100})$/.exec(text) ?? [];
  if (owner !== undefined && repo !== undefined) return { owner, repo };
  throw new ConnectOptionsError(
    "Cannot use the name of the repository as it is not of the form owner/name",
    `It looks like ${DEFAULT_REPOSITORY}`,
  );
}

function apiUrl(text: string, allowPlainHttp: boolean): string {
  const url = /^https?:\/\//i.test(text.trim()) ? URL.parse(text.trim()) : null;
  if (url === null || url.search !== "" || url.hash !== "") {
    throw new ConnectOptionsError(
      "Cannot use the URL of GitHub as it is not valid (not shown, as it may hold a secret)",
      `It looks like ${PUBLIC_API}, or https://HOST/api/v3 for GitHub Enterprise`,
    );
  }
  if (url.username !== "" || url.password !== "") {
    throw new ConnectOptionsError(
      `Cannot use the URL of GitHub at "${url.host}" as it holds credentials`,
      "The token is taken from GITHUB_TOKEN",
    );
  }
  if (/^(?:www\.)?github\.com$/.test(url.hostname)) {
    throw new ConnectOptionsError(
      `Cannot use the URL of GitHub at "${url.host}" as that is its web page`,
      `Its API is at ${PUBLIC_API}`,
    );
  }
  if (url.protocol === "http:" && !isLoopback(url) && !allowPlainHttp) {
    throw new ConnectOptionsError(
      `Cannot ask GitHub at "${url.origin}" as anyone on the way could read and change what goes over plain http`,
      "Give an https:// URL, or allow it with --allow-plain-http",
    );
  }
  return url.href.replace(/\/+$/, "");
}

/** A token that a header cannot hold would be quoted by the error about it. */
function checkedToken(token: string): string {
  const trimmed = token.trim();
  if (/^[\x21-\x7e]+$/.test(trimmed)) return trimmed;
  throw new ConnectOptionsError(
    "Cannot use the token of GitHub as it is empty or holds characters that no token has",
    "Check GITHUB_TOKEN",
  );
}
