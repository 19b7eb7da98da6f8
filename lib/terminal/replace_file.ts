/**
 * Writing a file so that there is never half of it.
 * @module
 */

import { basename, dirname, join } from "node:path";

/**
 * Writes beside the place and moves what was written there when it is complete. Only a file is replaced: no folder, no
 * device, and a link stays one, as what it points to is replaced.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await targetOf(path);
  const draft = join(dirname(target), `.${basename(target)}.${crypto.randomUUID().slice(0, 8)}.tmp`);
  try {
    await Deno.writeTextFile(draft, text, { createNew: true });
    await Deno.rename(draft, target);
  } catch (error) {
    await Deno.remove(draft).catch(() => {});
    throw error;
  }
}

/**
 * Fails where {@linkcode replaceFile} would, as far as that can be known before there is something to write. On a
 * terminal, Deno asks for a permission that is missing.
 */
export async function checkReplaceable(path: string): Promise<void> {
  const folder = dirname(await targetOf(path));
  const { isDirectory } = await Deno.stat(folder);
  if (!isDirectory) throw new Error(`"${folder}" is no folder`);
  const { state } = await Deno.permissions.request({ name: "write", path: folder });
  if (state !== "granted") throw new WritePermissionError(folder);
}

/** The script was started without the permission to write into a folder. */
export class WritePermissionError extends Error {
  override name = "WritePermissionError";
  readonly folder: string;

  constructor(folder: string) {
    super(`the script may not write into "${folder}"`);
    this.folder = folder;
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    const { isFile, isDirectory } = await Deno.stat(path);
    if (isDirectory) throw new Deno.errors.IsADirectory(path);
    if (!isFile) throw new Error("it is no file");
    return await Deno.realPath(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return path;
    throw error;
  }
}
