#!/usr/bin/env -S deno run --allow-read --allow-run=deno
/**
 * Makes a standalone program of each script, in dist/, with exactly the permissions that its first line names.
 * @module
 */

import { object } from "@optique/core/constructs";
import { fileURLToPath } from "node:url";
import { denoIo } from "../../lib/terminal/deno_io.ts";
import type { ExitCode } from "../../lib/terminal/exit_code.ts";
import { commonOptions } from "../../lib/terminal/options.ts";
import { runScript, type Script } from "../../lib/terminal/run_script.ts";
import { ScriptError } from "../../lib/terminal/script_error.ts";
import type { ScriptIo } from "../../lib/terminal/script_io.ts";
import type { Terminal } from "../../lib/terminal/terminal.ts";
import { engineFlags, permissionFlags } from "./shebang.ts";

const ROOT = new URL("../../", import.meta.url);

/** What a script reads when it is told no other, and modules of its threads: its program has to carry them. */
const CARRIED: Readonly<Record<string, readonly string[]>> = {
  "rehearse.ts": ["testdata/ML-DGA-20261101-1", "testdata/domains.csv"],
  "score_domains.ts": ["lib/terminal/scoring/worker.ts"],
};

/** One program to make. */
export interface Compilation {
  /** Where the program goes, relative to the project. */
  readonly output: string;
  /** Arguments of `deno`. */
  readonly args: readonly string[];
}

/** How to compile a script. */
export function planCompilation(name: string, source: string): Compilation {
  const output = `dist/${name.replace(/\.ts$/, "")}`;
  const include = (CARRIED[name] ?? []).flatMap((path) => ["--include", path]);
  return {
    output,
    args: [
      ...["compile", "--quiet", ...permissionFlags(source), ...engineFlags(source), ...include],
      ...["--output", output, `scripts/${name}`],
    ],
  };
}

/** What `compile.ts` is. */
export const script: Script<{ readonly json: boolean }> = {
  name: "compile.ts",
  brief: "Compiles every script to a standalone program in dist/, with exactly the permissions of the script.",
  options: object(commonOptions()),
  run: compileAll,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function compileAll(_: unknown, terminal: Terminal): Promise<Record<string, unknown>> {
  const compilations: Compilation[] = [];
  for await (const { name } of Deno.readDir(new URL("scripts/", ROOT))) {
    if (!name.endsWith(".ts") || name.endsWith("_test.ts")) continue;
    compilations.push(planCompilation(name, await Deno.readTextFile(new URL(`scripts/${name}`, ROOT))));
  }
  for (const compilation of compilations) {
    terminal.progress.show(`Compiling ${compilation.output}`);
    await compile(compilation);
    terminal.print(`${compilation.output}\n`);
  }
  return { compiled: compilations.map(({ output }) => output) };
}

async function compile({ output, args }: Compilation): Promise<void> {
  const { success, stderr } = await new Deno.Command("deno", {
    args: [...args],
    cwd: fileURLToPath(ROOT),
    stdout: "null",
    stderr: "piped",
  }).output();
  if (!success) throw compilationError(output, new TextDecoder().decode(stderr));
}

/** Why a program could not be made, in words. */
export function compilationError(output: string, stderr: string): ScriptError {
  // deno-lint-ignore no-control-regex -- Deno colours its messages
  const said = stderr.replace(/\x1b\[[0-9;]*m/g, "").trim();
  const runtimeMissing = /denort/.test(said) &&
    /error sending request|error trying to connect|Failed to fetch|denort not found|404/i.test(said);
  if (!runtimeMissing) return new ScriptError(`Cannot compile ${output}: Deno says\n${said}`);
  return new ScriptError(
    `Cannot compile ${output} as the runtime that goes into every program (denort, ${Deno.version.deno}) cannot be ` +
      `downloaded from here`,
    {
      hint: "Nothing else needs it: the scripts run with deno. Compile where Deno's downloads can be reached, or let " +
        `DENORT_BIN name a copy of denort. Deno says\n${said.replace(/\n+Stack backtrace:[\s\S]*$/, "")}`,
    },
  );
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
