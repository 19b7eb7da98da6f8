/**
 * A connection knows its secrets, so no error of its own repeats them, even if a server does.
 * @module
 */

import { Buffer } from "node:buffer";

/** What a connection signs in with. */
export interface Credentials {
  /** Name of the user. */
  readonly username?: string;
  /** The user's password. */
  readonly password?: string;
  /** An API key as the header carries it. */
  readonly apiKey?: string;
}

/**
 * A function that takes these credentials out of a text: as they are, as JSON and URLs spell them, and as headers
 * carry them.
 *
 * ```ts
 * import { redactor } from "./redact.ts";
 * const redact = redactor({ username: "elastic", password: "tr0ub4dor" });
 * if (redact("no user elastic:tr0ub4dor") !== "no user elastic:[redacted]") throw new Error();
 * ```
 */
export function redactor(credentials: Credentials): (text: string) => string {
  const forms = [...new Set(secretsOf(credentials).flatMap(spellings))].sort((a, b) => b.length - a.length);
  return (text) => forms.reduce((redacted, form) => redacted.replaceAll(form, "[redacted]"), text);
}

function secretsOf({ username, password, apiKey }: Credentials): string[] {
  const header = password === undefined ? undefined : Buffer.from(`${username ?? ""}:${password}`).toString("base64");
  const keySecret = apiKey === undefined ? undefined : Buffer.from(apiKey, "base64").toString().split(":").at(1);
  return [password, apiKey, header, keySecret].flatMap((secret) =>
    secret === undefined || secret === "" ? [] : [secret]
  );
}

function spellings(secret: string): string[] {
  return [
    secret,
    escaped(secret),
    // Servers quote JSON within JSON.
    escaped(escaped(secret)),
    encodeURIComponent(secret.toWellFormed()),
    Buffer.from(secret).toString("base64").replace(/=+$/, ""),
  ];
}

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
