#!/usr/bin/env -S deno run --allow-read --allow-write --allow-net --allow-env=GITHUB_TOKEN,GITHUB_API_URL,DR_GH_TOKEN --ignore-env
/**
 * Releases of bundles: checked, packed, published on GitHub, looked into.
 * @module
 */

import { createRelease } from "../lib/terminal/create_release.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { inspectRelease } from "../lib/terminal/inspect_release.ts";
import {
  type AskedReleaseCommand,
  RELEASE_COMMAND_SECRETS,
  releaseCommands,
} from "../lib/terminal/release_commands.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { validateRelease } from "../lib/terminal/validate_release.ts";

/** What `release.ts` is, for its help and for {@linkcode main}. */
export const script: Script<AskedReleaseCommand> = {
  name: "release.ts",
  brief: "Checks, packs, publishes and describes releases of DGA bundles and of bundles of detections.",
  description: "A release is a folder whose name is its tag, as ML-DGA-20261101-1. The folder is never changed, and " +
    "nothing is written but the zip, where --output says. create makes a draft, uploads zip and manifest, reads them " +
    "back, and publishes only what came back as it was sent; what fails on the way leaves nothing. Every command " +
    "takes --json.",
  examples: [
    "release.ts validate-dga ML-DGA-20261101-1",
    "release.ts validate-detections ML-experimental-detections-20261101-1 --output dist",
    "release.ts create ML-DGA-20261101-1 --repo octocat/detection-rules --description @notes.md",
    "release.ts inspect ML-DGA-20201111-1",
  ],
  options: releaseCommands(),
  secretOptions: RELEASE_COMMAND_SECRETS,
  run,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function run(asked: AskedReleaseCommand, terminal: Terminal): Promise<Record<string, unknown>> {
  switch (asked.command) {
    case "validate-dga":
    case "validate-detections":
      return await validateRelease(asked, terminal);
    case "create":
      return await createRelease(asked, terminal);
    case "inspect":
      return await inspectRelease(asked, terminal);
  }
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
