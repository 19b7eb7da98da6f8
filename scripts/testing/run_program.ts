/**
 * Runs a script as a program of its own, with exactly the permissions that its first line names.
 * @module
 */

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { engineFlags, permissionFlags } from "../dev/shebang.ts";
import type { Ran } from "./run_main.ts";

/** How a program is started. */
export interface ProgramOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: "null" | "piped";
  readonly cwd?: string;
}

/** Starts a script of `scripts/`. */
export async function startProgram(
  name: string,
  args: readonly string[],
  { env = {}, stdin = "null", cwd = "/" }: ProgramOptions = {},
): Promise<Deno.ChildProcess> {
  const path = fileURLToPath(new URL(`../${name}`, import.meta.url));
  const source = await readFile(path, "utf8");
  const flags = [...permissionFlags(source), ...engineFlags(source)];
  return new Deno.Command("deno", {
    args: ["run", "-q", "--no-check", "--no-prompt", ...flags, path, ...args],
    env: { NO_COLOR: "1", ...env },
    cwd,
    stdin,
    stdout: "piped",
    stderr: "piped",
  }).spawn();
}

/** Runs a script to its end. */
export async function runProgram(name: string, args: readonly string[], options: ProgramOptions = {}): Promise<Ran> {
  const child = await startProgram(name, args, options);
  const { code, stdout, stderr } = await child.output();
  const text = new TextDecoder();
  return { exit: code, out: text.decode(stdout), err: text.decode(stderr) };
}
