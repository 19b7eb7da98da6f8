/**
 * Lists of any size, cut into blocks of whole lines that can be scored by themselves.
 * @module
 */

import { type Columns, readColumns } from "./domain_line.ts";
import { splitLines } from "./domain_list.ts";

/** Some lines of a list, which may travel between threads. */
export interface LineBlock {
  /** The name of the list. */
  readonly source: string;
  /** Line of the list that the block begins with, from 1. */
  readonly firstLine: number;
  /** The lines in UTF-8; only the last one of a list may lack its end. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** What the first line of the list said of its columns. */
  readonly columns: Columns;
  /** The first line of the block is longer than {@linkcode LONGEST_LINE}, and only its beginning is here. */
  readonly cutOff: boolean;
}

/** Bytes of the longest line that is read. DNS documents are a few thousand bytes long. */
export const LONGEST_LINE = 262_144;

/** What is kept of a longer one, to show which line it is. */
const KEPT_OF_LONG_LINE = 256;

/** A block is what one read gives, up to this and the rest of a line before. */
const LONGEST_PIECE = 65_536;

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

/**
 * Cuts the bytes of a list into blocks. What has been read is given on at once, so that lines that arrive slowly are
 * scored when they arrive; at most one line, and what one read gave, are held.
 *
 * ```ts
 * import { lineBlocks } from "./line_blocks.ts";
 * const pieces = ["domain,label\nexam", "ple.com,0\n"].map((text) => new TextEncoder().encode(text));
 * const blocks = await Array.fromAsync(lineBlocks(pieces, "names.csv"));
 * if (blocks.length !== 1 || blocks[0]?.firstLine !== 2 || !blocks[0].columns?.has("label")) throw new Error();
 * ```
 */
export async function* lineBlocks(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  source: string,
): AsyncGenerator<LineBlock> {
  let columns: Columns;
  let nextLine = 1;
  for await (const { bytes, cutOff } of wholeLines(pieces)) {
    const isFirst = nextLine === 1;
    let lines = isFirst && startsWithMark(bytes) ? bytes.subarray(3) : bytes;
    let firstLine = nextLine;
    nextLine += countLines(lines);
    if (isFirst && !cutOff) {
      const end = lines.findIndex((byte) => byte === LINE_FEED || byte === CARRIAGE_RETURN);
      const [header = ""] = splitLines(new TextDecoder().decode(end < 0 ? lines : lines.subarray(0, end)));
      columns = readColumns(header);
      if (columns !== undefined) {
        lines = end < 0 ? new Uint8Array() : lines.subarray(lines[end + 1] === LINE_FEED ? end + 2 : end + 1);
        firstLine = 2;
      }
    }
    // A copy, so that it can be given away without what it was cut from.
    if (lines.length > 0) yield { source, firstLine, bytes: lines.slice(), columns, cutOff };
  }
}

/** Pieces that end where a line ends, and the rest at the end. */
async function* wholeLines(
  pieces: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
): AsyncGenerator<{ bytes: Uint8Array; cutOff: boolean }> {
  let rest = new Uint8Array();
  let cutOff = false;
  for await (const large of pieces) {
    for (let at = 0; at < large.length; at += LONGEST_PIECE) {
      const piece = large.subarray(at, at + LONGEST_PIECE);
      const end = lastLineEnd(piece) + 1;
      if (end > 0) {
        yield { bytes: joined(rest, piece.subarray(0, end), cutOff), cutOff };
        rest = piece.slice(end);
        cutOff = false;
      } else if (cutOff || rest.length + piece.length > LONGEST_LINE) {
        rest = rest.slice(0, KEPT_OF_LONG_LINE);
        cutOff = true;
      } else {
        rest = joined(rest, piece, false);
      }
    }
  }
  if (rest.length > 0) yield { bytes: rest, cutOff };
}

/** The line that was begun and what follows it; of a line that is too long the rest goes. */
function joined(rest: Uint8Array, piece: Uint8Array, cutOff: boolean): Uint8Array<ArrayBuffer> {
  const from = cutOff ? piece.findIndex((byte) => byte === LINE_FEED || byte === CARRIAGE_RETURN) : 0;
  const bytes = new Uint8Array(rest.length + piece.length - from);
  bytes.set(rest);
  bytes.set(piece.subarray(from), rest.length);
  return bytes;
}

/** A carriage return at the very end may belong to a line feed that is still to come. */
function lastLineEnd(bytes: Uint8Array): number {
  const lineFeed = bytes.lastIndexOf(LINE_FEED);
  return lineFeed >= 0 || bytes.length < 2 ? lineFeed : bytes.lastIndexOf(CARRIAGE_RETURN, bytes.length - 2);
}

function countLines(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === LINE_FEED || byte === CARRIAGE_RETURN && bytes[at + 1] !== LINE_FEED) count++;
  }
  const last = bytes.at(-1);
  return last === LINE_FEED || last === CARRIAGE_RETURN || bytes.length === 0 ? count : count + 1;
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}
