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
