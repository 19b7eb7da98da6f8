/**
 * A bundle from where a person says it is: from a folder or zip here, or from a release on GitHub.
 * @module
 */

import type { BundleFiles } from "../bundle/bundle_files.ts";
import type { AskedConnection } from "./connection_options.ts";
import { connectGithubAsAsked, downloadAsAsked, unusualSource } from "./github.ts";
import type { ReadBundleOptions } from "./read_bundle.ts";
import type { AskedRelease, BundlePlace } from "./release_options.ts";
import type { Terminal } from "./terminal.ts";

/** A valid bundle. */
export interface FoundBundle<Bundle> {
  readonly bundle: Bundle;
  /** Whose release it is, where that is unusual. */
  readonly from?: string | undefined;
}

/** How a bundle of this kind is read and validated, as in `read_bundle.ts`. */
export interface BundleReading<Bundle> {
  readonly read: (path: string, terminal: Terminal, options: ReadBundleOptions) => Promise<Bundle>;
  readonly validate: (files: BundleFiles, terminal: Terminal, options: ReadBundleOptions) => Promise<Bundle>;
}

/** Reads or downloads a bundle that is to be set up, and validates it. */
export async function bundleAt<Bundle>(
  place: BundlePlace,
  asked: { readonly connection: AskedConnection; readonly release: AskedRelease },
  terminal: Terminal,
  { read, validate }: BundleReading<Bundle>,
): Promise<FoundBundle<Bundle>> {
  const attempt = "set up";
  if (place.kind === "path") return { bundle: await read(place.path, terminal, { attempt }) };
  const github = connectGithubAsAsked({ ...asked.connection, ...asked.release }, terminal);
  const files = await downloadAsAsked(github, place.tag, asked.release, terminal);
  return { bundle: await validate(files, terminal, { attempt }), from: unusualSource(github) };
}
