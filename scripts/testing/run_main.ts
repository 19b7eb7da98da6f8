/**
 * Runs a script's main in the process.
 * @module
 */

import { readFile } from "node:fs/promises";
import { type MemoryIo, memoryIo, type MemoryIoOptions } from "../../lib/terminal/memory_io.ts";
import type { ScriptIo } from "../../lib/terminal/script_io.ts";

/** What came of a script. */
export interface Ran {
  readonly exit: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `main(args, io)` with files of the test only. */
export async function run(
  main: (args: readonly string[], io: ScriptIo) => Promise<number>,
  args: readonly string[],
  options: MemoryIoOptions = {},
): Promise<Ran> {
  const io: MemoryIo = memoryIo(options);
  const exit = await main(args, io);
  return { exit, out: io.out, err: io.err };
}

/** A file by the path that a script is given. */
export async function fileAt(path: string): Promise<Record<string, Uint8Array>> {
  return { [path]: await readFile(path) };
}
