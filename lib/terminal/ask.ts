/**
 * Asks on the terminal: for a secret, and whether to do something.
 * @module
 */

import { stdin } from "node:process";
import { Writable } from "node:stream";
import { visible } from "./safe_text.ts";
import { Interruption } from "./script_io.ts";

/**
 * Asks; what is typed shows as dots. Standard input and standard error must be terminals: the prompt would never
 * come back otherwise.
 */
export async function askSecret(question: string): Promise<string> {
  // Only whoever is asked pays for loading it.
  const { isCancel, password } = await import("@clack/prompts");
  const answer = await password({ message: visible(question), input: stdin, output: promptOutput() });
  if (isCancel(answer)) throw new Interruption("SIGINT");
  return answer ?? "";
}

/** Asks yes or no, and takes no for what is only confirmed with the return key. */
export async function askConsent(question: string): Promise<boolean> {
  const { confirm, isCancel } = await import("@clack/prompts");
  const options = { message: visible(question), initialValue: false, input: stdin, output: promptOutput() };
  const answer = await confirm(options);
  if (isCancel(answer)) throw new Interruption("SIGINT");
  return answer === true;
}

/** Standard error; a terminal that nobody has given a size would be taken for one without any columns. */
function promptOutput(): Writable {
  const output = new Writable({
    decodeStrings: true,
    write(chunk: Uint8Array, _, done) {
      Deno.stderr.writeSync(chunk);
      done();
    },
  });
  const { columns, rows } = Deno.consoleSize();
  return Object.assign(output, { columns: columns || 80, rows: rows || 24, isTTY: true });
}
