/**
 * Canonical JSON of a file that is too large for memory.
 *
 * Its largest arrays and objects are cut into blocks of up to a megabyte; each becomes canonical in memory. Keys of the largest objects decide in which order their blocks are read; a block that lies before
 * the one read last has the file opened anew.
 * @module
 */

import type { ByteSource } from "./byte_source.ts";
import { orderMembers } from "./key_order.ts";
import { LargeContainerIndexing, type LargeContainers, type SegmentSizes } from "./large_containers.ts";
import { OutputChunks } from "./output_chunks.ts";
import { SourceWindow } from "./source_window.ts";
import { ARRAY, OBJECT, Tape } from "./tape.ts";
import { TapeWriter } from "./tape_writer.ts";

const BLOCK: SegmentSizes = { large: 1024 * 1024, run: 256 * 1024 };

/** A string as large as this has to be in memory anyway. */
const LARGEST_BLOCK = 16 * 1024 * 1024;

/** With more the file is held in memory, which is faster. */
const MOST_READINGS = 16;

/** The canonical form of a file in chunks; undefined where it is better held in memory. Throws JsonSyntaxError. */
export async function canonicalBlocks(
  source: ByteSource,
  sizes: SegmentSizes = BLOCK,
): Promise<AsyncGenerator<Uint8Array, void> | undefined> {
  const index = await indexOf(source, sizes);
  const members = await membersOf(source, index);
  if (members === undefined) return undefined;
  const blocks = [...blocksOf(index, members)];
  return isWorthwhile(blocks) ? write(source, blocks) : undefined;
}

async function indexOf(source: ByteSource, sizes: SegmentSizes): Promise<LargeContainers> {
  const indexing = new LargeContainerIndexing(source.size, sizes);
  for await (const chunk of source.stream()) indexing.write(chunk);
  return indexing.end();
}

/** A member of a large object: its segment, its key as it is written, and where its value starts. */
interface Member {
  readonly segment: number;
  readonly key: Uint8Array;
  readonly value: number;
}

/** More keys than this are in no object that is cut for its size and not for its number of members. */
const MOST_MEMBERS = 4096;
/** Lengths of keys, with the white space between them and their values: usual ones, and the longest. */
const KEY_LENGTHS = [128, 4096];

/** The members of the large objects in the order of their keys, by where the object starts; undefined if too many. */
async function membersOf(source: ByteSource, index: LargeContainers): Promise<Map<number, Member[]> | undefined> {
  const keys = [...index.containers()].filter((start) => !index.isArray(start)).flatMap((start) => {
    const boundaries = index.boundaries(start);
    return Array.from(boundaries.subarray(0, -1), (key, segment) => ({ start, segment, key }));
  });
  if (keys.length > MOST_MEMBERS) return undefined;
  keys.sort((one, other) => one.key - other.key);
  const members = new Map<number, Member[]>();
  const window = new SourceWindow(source);
  try {
    for (const { start, segment, key } of keys) {
      const found = await readKey(window, key, source.size);
      if (found === undefined) return undefined;
      const own = members.get(start) ?? [];
      own.push({ segment, ...found });
      members.set(start, own);
    }
  } finally {
    await window.close();
  }
  for (const [start, own] of members) members.set(start, ordered(own));
  return members;
}

/** The key at an offset, and where its value starts. */
async function readKey(
  window: SourceWindow,
  start: number,
  size: number,
): Promise<{ key: Uint8Array; value: number } | undefined> {
  for (const length of KEY_LENGTHS) {
    const text = await window.read(start, Math.min(start + length, size));
    const end = keyEnd(text);
    const value = end === undefined ? undefined : valueStart(text, end);
    if (end !== undefined && value !== undefined) return { key: text.slice(0, end), value: start + value };
  }
  return undefined;
}

/** Behind the closing quote of a key. */
function keyEnd(text: Uint8Array): number | undefined {
  for (let i = 1; i < text.length; i++) {
    if (text[i] === 0x5c) i++;
    else if (text[i] === 0x22) return i + 1;
  }
  return undefined;
}

/** Behind the white space and the colon. */
function valueStart(text: Uint8Array, end: number): number | undefined {
  const start = text.findIndex((byte, i) => i >= end && ![0x20, 0x3a, 0x0a, 0x0d, 0x09].includes(byte));
  return start < 0 ? undefined : start;
}

function ordered(members: readonly Member[]): Member[] {
  const sorted = members.toSorted((one, other) => one.segment - other.segment);
  const offsets: number[] = [];
  let length = 0;
  for (const { key } of sorted) {
    offsets.push(length);
    length += key.length;
  }
  const keys = new Uint8Array(length);
  sorted.forEach(({ key }, i) => keys.set(key, offsets[i]));
  const order = sorted.map((_, i) => i);
  const kept = orderMembers(keys, order, (member) => offsets[member] ?? 0);
  return order.slice(0, kept).flatMap((member) => sorted[member] ?? []);
}

/** What is written one after the other: a text of ours, a key with its colon, or what an array or object holds. */
type Block =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "key"; readonly key: Uint8Array }
  | { readonly kind: typeof ARRAY | typeof OBJECT; readonly start: number; readonly end: number };

/** A large array or object whose blocks are being listed. */
interface Frame {
  readonly isArray: boolean;
  readonly segments: readonly Segment[];
  next: number;
}

interface Segment {
  readonly start: number;
  readonly end: number;
  readonly value: number;
  readonly key?: Uint8Array;
}

function* blocksOf(index: LargeContainers, members: ReadonlyMap<number, readonly Member[]>): Generator<Block> {
  if (!index.isLarge(index.root)) return;
  const frames = [frameOf(index, members, index.root)];
  yield { kind: "text", text: index.isArray(index.root) ? "[" : "{" };
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const segment = frame.segments[frame.next];
    if (segment === undefined) {
      yield { kind: "text", text: frame.isArray ? "]" : "}" };
      frames.pop();
      continue;
    }
    if (frame.next++ > 0) yield { kind: "text", text: ", " };
    if (!index.isLarge(segment.value)) {
      yield { kind: frame.isArray ? ARRAY : OBJECT, start: segment.start, end: segment.end };
      continue;
    }
    if (segment.key !== undefined) yield { kind: "key", key: segment.key };
    yield { kind: "text", text: index.isArray(segment.value) ? "[" : "{" };
    frames.push(frameOf(index, members, segment.value));
  }
}

function frameOf(index: LargeContainers, members: ReadonlyMap<number, readonly Member[]>, start: number): Frame {
  const boundaries = index.boundaries(start);
  const place = (segment: number) => ({ start: boundaries[segment] ?? 0, end: boundaries[segment + 1] ?? 0 });
  const segments = index.isArray(start)
    ? Array.from(boundaries.subarray(0, -1), (value, segment) => ({ ...place(segment), value }))
    : (members.get(start) ?? []).map(({ segment, key, value }) => ({ ...place(segment), key, value }));
  return { isArray: index.isArray(start), segments, next: 0 };
}

function isWorthwhile(blocks: readonly Block[]): boolean {
  let readings = 1;
  let at = 0;
  for (const block of blocks) {
    if (!("start" in block)) continue;
    if (block.end - block.start > LARGEST_BLOCK) return false;
    if (block.start < at) readings++;
    at = block.end;
  }
  return blocks.length > 0 && readings <= MOST_READINGS;
}

async function* write(source: ByteSource, blocks: readonly Block[]): AsyncGenerator<Uint8Array, void> {
  const window = new SourceWindow(source);
  const tape = new Tape();
  const output = new OutputChunks();
  try {
    for (const block of blocks) {
      if (block.kind === "text") output.ascii(block.text);
      else if (block.kind === "key") yield* new TapeWriter(block.key, tape, output).writeKey(0);
      else {
        const bytes = await window.read(block.start, block.end);
        tape.readInside(block.kind, bytes, 0);
        yield* new TapeWriter(bytes, tape, output).write(block.kind, 1);
      }
      yield* output.takeFull();
    }
  } finally {
    await window.close();
  }
  yield output.takeRest();
}
