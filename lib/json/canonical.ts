/**
 * Canonical JSON: the bytes on which the sha256 of every published manifest was computed.
 *
 * They are those of Python's `json.dumps(json.loads(text), sort_keys=True)`, but for two limits of Python: a whole
 * number of more than 4,300 digits is kept as it is, where Python refuses it; and arrays and objects may be nested 1,000
 * levels deep, as on the server, where Python's recursion ends some levels earlier, or later, by its version.
 *
 * No tree is made of the text. A first reading checks it and notes where the parts of its large arrays and objects
 * begin; then one part after the other is written, in the order of their keys.
 * @module
 */

import type { ByteSource } from "./byte_source.ts";
import { canonicalBlocks } from "./canonical_blocks.ts";
import { orderMembers } from "./key_order.ts";
import { indexLargeContainers, type LargeContainers, type Offsets } from "./large_containers.ts";
import { OutputChunks } from "./output_chunks.ts";
import { ARRAY, OBJECT, Tape } from "./tape.ts";
import { TapeWriter } from "./tape_writer.ts";

/**
 * The canonical form of a JSON text. Throws JsonSyntaxError.
 *
 * ```ts
 * import { canonicalJson } from "./canonical.ts";
 * const json = new TextEncoder().encode('{"b":1e-7,"a":"é","b":[1,-0]}');
 * const canonical = new TextDecoder().decode(canonicalJson(json));
 * if (canonical !== '{"a": "\\u00e9", "b": [1, 0]}') throw new Error();
 * ```
 */
export function canonicalJson(text: Uint8Array): Uint8Array {
  const chunks = [...canonicalChunks(text)];
  const result = new Uint8Array(chunks.reduce((length, chunk) => length + chunk.length, 0));
  let at = 0;
  for (const chunk of chunks) {
    result.set(chunk, at);
    at += chunk.length;
  }
  return result;
}

/**
 * The canonical form of a JSON file, in chunks. A large file is read several times, and only small parts of it are in
 * memory, unless the order of its keys would ask for too many readings.
 */
export function canonicalJsonStream(source: ByteSource): ReadableStream<Uint8Array> {
  return ReadableStream.from(chunksOf(source));
}

/** Smaller files are held in memory. */
const LARGE_FILE = 16 * 1024 * 1024;

async function* chunksOf(source: ByteSource): AsyncGenerator<Uint8Array, void> {
  const inBlocks = source.size > LARGE_FILE ? await canonicalBlocks(source) : undefined;
  if (inBlocks !== undefined) yield* inBlocks;
  else yield* canonicalChunks(await source.bytes());
}

function* canonicalChunks(bytes: Uint8Array): Generator<Uint8Array, void> {
  const index = indexLargeContainers(bytes);
  const output = new OutputChunks();
  if (index.isLarge(index.root)) {
    yield* writeLarge(bytes, index, output);
  } else {
    const tape = new Tape();
    tape.readValue(bytes);
    yield* new TapeWriter(bytes, tape, output).write(ARRAY, 0);
  }
  yield* output.takeFull();
  yield output.takeRest();
}

/** A large array or object that is being written. */
interface LargeFrame {
  isArray: boolean;
  boundaries: Offsets;
  /** The segments in the order they are written in. */
  order: Uint32Array;
  next: number;
}

function* writeLarge(bytes: Uint8Array, index: LargeContainers, output: OutputChunks): Generator<Uint8Array, void> {
  const tape = new Tape();
  const writer = new TapeWriter(bytes, tape, output);
  const frames = [openLarge(bytes, index, index.root, output)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const segment = frame.order[frame.next];
    if (segment === undefined) {
      output.ascii(frame.isArray ? "]" : "}");
      frames.pop();
      continue;
    }
    if (frame.next++ > 0) output.ascii(", ");
    const start = frame.boundaries[segment] ?? 0;
    const end = frame.boundaries[segment + 1] ?? 0;
    const value = frame.isArray ? start : valueStart(bytes, start);
    if (index.isLarge(value)) {
      if (!frame.isArray) yield* writer.writeKey(start);
      frames.push(openLarge(bytes, index, value, output));
    } else {
      tape.readInside(frame.isArray ? ARRAY : OBJECT, bytes.subarray(start, end), start);
      yield* writer.write(frame.isArray ? ARRAY : OBJECT, 1);
    }
    yield* output.takeFull();
  }
}

function openLarge(bytes: Uint8Array, index: LargeContainers, start: number, output: OutputChunks): LargeFrame {
  const isArray = bytes[start] === 0x5b;
  const boundaries = index.boundaries(start);
  const segments = new Uint32Array(boundaries.length - 1).map((_, segment) => segment);
  output.ascii(isArray ? "[" : "{");
  const count = isArray ? segments.length : orderMembers(bytes, segments, (segment) => boundaries[segment] ?? 0);
  return { isArray, boundaries, order: segments.subarray(0, count), next: 0 };
}

/** Where the value of the member begins whose key is at an offset. */
function valueStart(bytes: Uint8Array, key: number): number {
  let i = key + 1;
  while (bytes[i] !== 0x22) i += bytes[i] === 0x5c ? 2 : 1;
  do i++; while (isBetween(bytes[i]));
  return i;
}

/** White space and the colon. */
function isBetween(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x3a || byte === 0x0a || byte === 0x0d || byte === 0x09;
}
