/**
 * A rehearsal GitHub on a port of this machine, with the test bundle as a release, for tests of scripts.
 * @module
 */

import { validateDgaBundle } from "../../lib/bundle/dga.ts";
import { readBundle } from "../../lib/bundle/read.ts";
import { createGithub } from "../../lib/rehearsal/github.ts";
import type { GithubRehearsalOptions, GithubRepositoryOptions } from "../../lib/rehearsal/github/options.ts";
import { assetsOf, publishedFiles } from "../../lib/release/testing/published.ts";
import type { Handler } from "../../lib/stack/handler.ts";
import { serveOnLoopback } from "../../lib/terminal/serve.ts";
import { BUNDLE } from "./edited_bundle.ts";

/** The tag of the test bundle's release. */
export const TAG = "ML-DGA-20261101-1";

/** A GitHub that listens. */
export interface GithubServer {
  readonly url: string;
  /** `"GET /repos/…"` of each request. */
  readonly log: readonly string[];
  close(): Promise<void>;
}

/** How it behaves. */
export interface GithubServerOptions extends Omit<GithubRehearsalOptions, "repositories"> {
  readonly repository?: Partial<GithubRepositoryOptions>;
  /** Stands before it. */
  readonly around?: (handler: Handler) => Handler;
}

let published: ReturnType<typeof publishedFiles> | undefined;

/** Zip and manifest of the test bundle. */
export function publishedBundle(): ReturnType<typeof publishedFiles> {
  return published ??= readBundle(BUNDLE).then(validateDgaBundle).then(({ value }) => {
    if (value === undefined) throw new Error("The test bundle has errors");
    return publishedFiles(value);
  });
}

/** Starts one with the release. */
export async function startGithub(options: GithubServerOptions = {}): Promise<GithubServer> {
  const { repository = {}, around = (handler) => handler, ...rehearsal } = options;
  const releases = [{ tag: TAG, assets: assetsOf(await publishedBundle(), TAG) }];
  const repositories = [{ name: "elastic/detection-rules", releases, ...repository }];
  const handler = around(createGithub({ repositories, ...rehearsal }));
  const log: string[] = [];
  const server = await serveOnLoopback((request) => {
    log.push(`${request.method} ${new URL(request.url).pathname}`);
    return handler(request);
  });
  return { url: server.url, log, close: () => server.close() };
}
