/**
 * Where the token may go, and which redirects are followed.
 * @module
 */

import { isLoopback } from "../../stack/address.ts";
import { safeText } from "../../stack/safe_text.ts";

const PUBLIC_API = "https://api.github.com";
const PUBLIC_UPLOADS = "https://uploads.github.com";

/**
 * Whether the token may go there: to the API itself, and to the host of the public GitHub's uploads.
 *
 * ```ts
 * import { mayHaveToken } from "./trust.ts";
 * const api = new URL("https://api.github.com");
 * if (!mayHaveToken(new URL("https://uploads.github.com/repos/o/r"), api)) throw new Error();
 * if (mayHaveToken(new URL("https://uploads.github.com.evil.example/"), api)) throw new Error();
 * ```
 */
export function mayHaveToken(url: URL, api: URL): boolean {
  return url.origin === api.origin || (api.origin === PUBLIC_API && url.origin === PUBLIC_UPLOADS);
}

/** A redirect, and what was asked for first. */
export interface Redirect {
  /** Method and address of the request that began it. */
  readonly first: { readonly method: string; readonly url: URL };
  /** Where it leads; null where that is no address. */
  readonly target: URL | null;
  /** How many there were before it. */
  readonly before: number;
  /** Whether it may lead to another host: for files, whose bytes are compared, and never for answers of the API. */
  readonly anyHost: boolean;
}

const MOST_REDIRECTS = 5;

/** Why a redirect is not followed, in words; undefined if it is. */
export function redirectFault({ first, target, before, anyHost }: Redirect): string | undefined {
  if (before >= MOST_REDIRECTS) return "there are too many of them in a row";
  if (target === null) return "its address is not valid";
  if (first.method !== "GET") return "what changes something is not sent elsewhere";
  const host = safeText(target.host, 100);
  if (!anyHost && target.origin !== first.url.origin) return `it leads to another host, ${host}`;
  const isSafe = target.protocol === "https:" || (isLoopback(target) && isLoopback(first.url));
  return isSafe ? undefined : `it leads to ${host} without TLS`;
}
