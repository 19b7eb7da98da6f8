/**
 * Files that a person names on the command line.
 * @module
 */

import type { ScriptIo } from "./script_io.ts";
import { ScriptError } from "./script_error.ts";

/**
 * The text of a file, or of standard input for `-`; bytes that are not UTF-8 become `\ufffd`.
 *
 * ```ts
 * import { readText } from "./files.ts";
 * import { memoryIo } from "./memory_io.ts";
 * const text = await readText(memoryIo({ files: { "names.txt": "example.com" } }), "names.txt", "a list of domains");
 * if (text !== "example.com") throw new Error();
 * ```
 *
 * @throws {ScriptError} with the reason in words
 */
export async function readText(
  io: Pick<ScriptIo, "readFile" | "readStdin">,
  path: string,
  as: string,
): Promise<string> {
  let bytes: Uint8Array;
  try {
    bytes = await (path === "-" ? io.readStdin() : io.readFile(path));
  } catch (error) {
    throw new ScriptError(`Cannot read "${path}" as ${as}: ${reasonOf(error)}`);
  }
  const [first, second] = bytes;
  if (first === 0x1f && second === 0x8b) {
    throw new ScriptError(`Cannot read "${path}" as ${as}: it is compressed`, {
      hint: `Unpack it first: gunzip -c FILE | … -`,
    });
  }
  if (first === 0xff && second === 0xfe || first === 0xfe && second === 0xff) {
    throw new ScriptError(`Cannot read "${path}" as ${as}: it is UTF-16`, { hint: "Save it as UTF-8" });
  }
  return new TextDecoder().decode(bytes);
}

/** Why a file cannot be read, in words; a lack of permission is thrown on, as it is no fault of the file. */
export function reasonOf(error: unknown): string {
  if (error instanceof Deno.errors.NotFound) return "there is no such file";
  if (error instanceof Deno.errors.PermissionDenied) return "reading it is not permitted";
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.NotCapable) throw error;
  return error instanceof Error ? error.message : String(error);
}
