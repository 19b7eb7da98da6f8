/**
 * Programs of their own, for what depends on permissions and memory of a whole process.
 * @module
 */

import { fileURLToPath } from "node:url";

const CONFIG = fileURLToPath(new URL("../../../deno.json", import.meta.url));

/** Runs the code with these flags and gives what it printed, errors behind the rest. */
export async function runProgram(code: string, flags: readonly string[]): Promise<string> {
  // By Deno.Command: node:child_process would give every permission to a Deno that it starts.
  const child = new Deno.Command(Deno.execPath(), {
    args: ["run", "-q", "--no-prompt", "--config", CONFIG, ...flags, "--ext=ts", "-"],
    env: { NO_COLOR: "1" },
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await new Blob([code]).stream().pipeTo(child.stdin);
  const { stdout, stderr } = await child.output();
  return new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
}

/** The address that a program imports a file of this folder's parent by. */
export function moduleUrl(name: string): string {
  return JSON.stringify(new URL(`../${name}`, import.meta.url).href);
}
