/**
 * From what was said of GitHub to the connection, and to the files of a release.
 * @module
 */

import type { BundleFiles } from "../bundle/bundle_files.ts";
import { downloadRelease, type VerifiedZip } from "../release/download.ts";
import { connectGithub, type Github } from "../release/github.ts";
import { DEFAULT_REPOSITORY } from "../release/github/options.ts";
import { saveBundle } from "../release/save.ts";
import { plural } from "./findings.ts";
import { transferProgress } from "./progress_bar.ts";
import type { AskedRelease } from "./release_options.ts";
import { lackOfPermission } from "./run_script.ts";
import { visible } from "./safe_text.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/** What was said of GitHub on the command line. */
export interface AskedGithub {
  readonly repo: string | undefined;
  readonly githubUrl: string | undefined;
  /** Seconds. */
  readonly timeout?: number | undefined;
  readonly allowPlainHttp?: boolean;
}

/**
 * Connects as asked and with the token of the environment, or one that was asked for; it is known to the terminal before
 * anything is sent.
 */
export function connectGithubAsAsked(asked: AskedGithub, { io, secrets }: Terminal, promptedToken?: string): Github {
  const token = firstOf(io.env("GITHUB_TOKEN"), io.env("DR_GH_TOKEN"), promptedToken);
  if (token !== undefined) secrets.add(token.trim());
  const url = firstOf(asked.githubUrl, io.env("GITHUB_API_URL"));
  return connectGithub({
    ...(asked.repo === undefined ? {} : { repository: asked.repo }),
    ...(url === undefined ? {} : { url }),
    ...(token === undefined ? {} : { token }),
    ...(asked.timeout === undefined ? {} : { timeoutMs: asked.timeout * 1000 }),
    ...(asked.allowPlainHttp === undefined ? {} : { allowPlainHttp: asked.allowPlainHttp }),
  });
}

/** Downloads a release, verified, and keeps it if that was asked for. */
export async function downloadAsAsked(
  github: Github,
  tag: string,
  { sha256, save, allowUnverified }: AskedRelease,
  terminal: Terminal,
): Promise<BundleFiles> {
  const { progress, io: { signal } } = terminal;
  progress.show(`Looking for ${tag}`);
  const files = await downloadRelease(github, tag, {
    allowUnverified,
    ...(sha256 === undefined ? {} : { sha256 }),
    signal,
    onRetry: (reason) => terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(reason)}\n`),
    onVerified: (zip) => terminal.note(`${described(zip)}\n`),
    onBytes: (bytes, total) => progress.show(transferProgress(`Downloading ${tag}`, bytes, total)),
  });
  if (save === undefined) return files;
  const path = await saveBundle(files, save, { signal }).catch((error: unknown) => {
    throw lackOfPermission(error) === undefined ? error : notBelow(save);
  });
  terminal.note(`Saved ${plural(files.size, "file")} to ${visible(path)}\n`);
  return files;
}

/** Whose release it is, where it is not the usual repository: for the heading of a plan. */
export function unusualSource({ repository, host }: Github): string | undefined {
  const isUsual = repository === DEFAULT_REPOSITORY && host === "api.github.com";
  if (isUsual) return undefined;
  return host === "api.github.com" ? repository : `${repository} at ${host}`;
}

const PROOFS = {
  digest: "GitHub's digest",
  manifest: "the release's manifest",
  sha256: "the SHA-256 that was given",
} as const;

function described({ name, size, sha256, by }: VerifiedZip): string {
  const proofs = by.map((proof) => PROOFS[proof]).join(" and ");
  const verified = proofs === "" ? "verified by nothing" : `verified by ${proofs}`;
  return `Downloaded ${visible(name)}, ${plural(size, "byte")}, sha256 ${sha256}: ${verified}`;
}

function notBelow(folder: string): ScriptError {
  return new ScriptError(`Cannot save to "${folder}" as the script may write below the working directory only`, {
    hint: "Go to a folder above it first, or give the script more with deno run --allow-write=DIR",
  });
}

function firstOf(...values: readonly (string | undefined)[]): string | undefined {
  return values.find((value) => value !== undefined && value !== "");
}
