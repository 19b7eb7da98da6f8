/**
 * Lists of domains that a person names on the command line, in blocks.
 * @module
 */

import { type LineBlock, lineBlocks } from "../../scoring/line_blocks.ts";
import { ListFormatError, plainBytes } from "../../scoring/plain_bytes.ts";
import { reasonOf } from "../files.ts";
import { ScriptError, UsageError } from "../script_error.ts";
import type { InputFile, ScriptIo } from "../script_io.ts";

/** A list that can be read. */
export interface OpenedList {
  /** As it is named in messages. */
  readonly name: string;
  readonly file: InputFile;
}

/**
 * Looks at all files before the first is read, so that a mistyped name is told at once. Without a name, or for `-`,
 * standard input is read.
 *
 * @throws {ScriptError} for what cannot be read
 */
export async function openLists(paths: readonly string[], io: ScriptIo): Promise<OpenedList[]> {
  if (paths.length === 0 && io.stdin.isTerminal) {
    throw new UsageError("Cannot score domains as no list is named", "Name files, or - to type domains");
  }
  if (paths.filter((path) => path === "-").length > 1) {
    throw new UsageError("Cannot read standard input twice: - is named more than once");
  }
  const lists: OpenedList[] = [];
  for (const path of paths.length === 0 ? ["-"] : paths) {
    if (path === "-") lists.push({ name: "standard input", file: io.stdin });
    else lists.push({ name: path, file: await io.openFile(path).catch((error) => cannotRead(path, error)) });
  }
  return lists;
}

/** Bytes of all lists; undefined where one of them has no size. */
export function sizeOfLists(lists: readonly OpenedList[]): number | undefined {
  return lists.reduce<number | undefined>(
    (sum, { file }) => sum === undefined || file.size === undefined ? undefined : sum + file.size,
    0,
  );
}

/**
 * The blocks of one list after the other.
 *
 * @param onRead told how many bytes were read, before they are unpacked
 * @throws {ScriptError} for what turns out to be no list
 */
export async function* readLists(
  lists: readonly OpenedList[],
  onRead: (bytes: number) => void,
): AsyncGenerator<LineBlock> {
  for (const { name, file } of lists) {
    try {
      yield* lineBlocks(plainBytes(counted(file.pieces(), onRead)), name);
    } catch (error) {
      cannotRead(name, error);
    }
  }
}

async function* counted(
  pieces: AsyncIterable<Uint8Array>,
  onRead: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces) {
    onRead(piece.length);
    yield piece;
  }
}

function cannotRead(name: string, error: unknown): never {
  const hint = error instanceof ListFormatError ? error.hint : undefined;
  throw new ScriptError(
    `Cannot read "${name}" as a list of domains: ${reasonOf(error)}`,
    hint === undefined ? {} : { hint },
  );
}
