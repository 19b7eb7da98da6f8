/**
 * What to do about an error of GitHub.
 * @module
 */

import type { GithubAnswer, GithubFault } from "./error.ts";
import type { MetLimit } from "./rate_limit.ts";

/** An answer and what was read from it. */
export interface ReadAnswer extends Pick<GithubAnswer, "status" | "signed"> {
  /** Its sentence. */
  readonly message: string;
  /** Its failed fields. */
  readonly faults: readonly GithubFault[];
  /** The limit that it is about. */
  readonly limit: MetLimit | undefined;
}

/** What to do about this answer, if that is known. */
export function githubHint({ status, signed, message, faults, limit }: ReadAnswer): string | undefined {
  const said = [message, ...faults.map((fault) => `${fault.field} ${fault.code} ${fault.message}`)].join("\n");
  if (limit?.kind === "primary") {
    return signed
      ? `The token's requests of this hour are used up: run the command again in ${duration(limit.seconds)}`
      : `Without a token GitHub answers 60 requests an hour: set GITHUB_TOKEN, or run the command again in ` +
        duration(limit.seconds);
  }
  if (limit !== undefined) return `GitHub wants a pause: run the command again in ${duration(limit.seconds)}`;
  switch (status) {
    case 401:
      return signed
        ? "Check the token (GITHUB_TOKEN): whether it is whole, has expired or was revoked, and is for this GitHub"
        : "This needs a token: set GITHUB_TOKEN";
    case 403:
      return /SAML/i.test(said)
        ? "Authorize the token for the organization's single sign-on, on the page of your tokens"
        : signed
        ? "The token's rights do not reach so far: a fine-grained one needs Contents: read and write for this " +
          "repository, a workflow permissions: contents: write"
        : "This needs a token: set GITHUB_TOKEN";
    case 404:
      return signed
        ? "There is no such thing, or this token may not see or change it; check the name of the repository"
        : "There is no such thing, or it is hidden from whoever has no token; check the name of the repository, or set GITHUB_TOKEN";
    case 413:
      return "A proxy takes no body of this size";
    case 422:
      return hintForFields(said);
    default:
      return status >= 500
        ? "GitHub, or a proxy before it, fails: it may have carried out the request all the same; run the command again later"
        : undefined;
  }
}

function hintForFields(said: string): string | undefined {
  if (/immutable release/i.test(said)) {
    return /tag_name/.test(said)
      ? "A tag that an immutable release had can never be used again: take the next number"
      : "A release of this repository cannot be changed once it is published: make a new one";
  }
  if (/tag_name already_exists/.test(said)) return "A published release has this tag already: take the next number";
  if (/name already_exists/.test(said)) {
    return "The release has a file of this name already: look at it, and delete it if it is wrong";
  }
  if (/target_commitish/.test(said)) return "The branch or commit that the tag should point at is not there";
  return undefined;
}

function duration(seconds: number): string {
  return seconds < 120 ? `${seconds} s` : `${Math.ceil(seconds / 60)} min`;
}
