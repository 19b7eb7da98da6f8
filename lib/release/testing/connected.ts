/**
 * A client of a rehearsal GitHub, for tests.
 * @module
 */

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { memorySource } from "../../json/byte_source.ts";
import { createGithub } from "../../rehearsal/github.ts";
import type { GithubRehearsalOptions } from "../../rehearsal/github/options.ts";
import { StackError } from "../../stack/errors.ts";
import type { Handler } from "../../stack/handler.ts";
import { connectGithub, type Github, type NewAsset } from "../github.ts";
import type { GithubOptions } from "../github/options.ts";

/** The token of the client, which no error may hold. */
export const TOKEN = "ghp_Tr0ub4dor3TokenOfTheTest";

/** The tag of the draft. */
export const DRAFT_TAG = "ML-DGA-20261128-1";

/** A draft to be made. */
export const DRAFT = { tag_name: DRAFT_TAG, name: DRAFT_TAG, body: "A text", draft: true };

/** How the client and its GitHub are made. */
export interface Connecting extends Omit<GithubOptions, "token" | "handler"> {
  readonly rehearsal?: GithubRehearsalOptions;
  /** Stands between client and GitHub. */
  readonly around?: (handler: Handler) => Handler;
  /** Null for none. */
  readonly token?: string | null;
}

/** A client, and what it asked. */
export interface Connected {
  readonly github: Github;
  readonly log: readonly string[];
  readonly requests: readonly Request[];
}

/** Makes a client. */
export function connected(
  { rehearsal = {}, around = (handler) => handler, token = TOKEN, ...options }: Connecting = {},
): Connected {
  const log: string[] = [];
  const requests: Request[] = [];
  const handler = createGithub(rehearsal);
  const github = connectGithub({
    ...(token === null ? {} : { token }),
    ...options,
    handler: around((request) => {
      const { pathname } = new URL(request.url);
      log.push(`${request.method} ${pathname}`);
      requests.push(request);
      return handler(request);
    }),
  });
  return { github, log, requests };
}

/** A file to be uploaded. */
export function newAsset(name: string, text: string): NewAsset {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, label: "a label", contentType: "application/zip", source: memorySource(bytes), sha256 };
}

/** A stream as text. */
export async function textOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}

/** How something fails, which must be a `StackError` without the token. */
export async function failure(work: Promise<unknown>): Promise<StackError> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof StackError, String(error));
  assert.ok(!`${error.message}${error.hint}${error.stack}`.includes("Tr0ub"), error.message);
  return error;
}

/** Waits are over at once. */
export function noSleep(): Promise<void> {
  return Promise.resolve();
}
