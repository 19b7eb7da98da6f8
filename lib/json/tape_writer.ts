/**
 * Canonical JSON of what is on a tape.
 * @module
 */

import { writeCanonicalNumber } from "./canonical_number.ts";
import { writeCanonicalString } from "./canonical_string.ts";
import { orderMembers } from "./key_order.ts";
import type { OutputChunks } from "./output_chunks.ts";
import { ARRAY, NUMBER, OBJECT, STRING, type Tape } from "./tape.ts";

/** An array or object that is being written. */
interface Frame {
  closing: string;
  isFirst: boolean;
  /** Next entry of an array, or place in `members`. */
  next: number;
  end: number;
  isObject: boolean;
  /** Entries of an object's keys, in the order they are written in; an array that is used again. */
  readonly members: number[];
}

/** Writes tapes; arrays and objects that are not complete wait on a stack, so that depth needs no recursion. */
export class TapeWriter {
  readonly #bytes: Uint8Array;
  readonly #tape: Tape;
  readonly #output: OutputChunks;
  /** One for each depth, used again and again: a model has millions of objects. */
  readonly #frames: Frame[] = [];
  #depth = 0;

  /** Writes tapes of this file. */
  constructor(bytes: Uint8Array, tape: Tape, output: OutputChunks) {
    this.#bytes = bytes;
    this.#tape = tape;
    this.#output = output;
  }

  /** Writes the members or elements from an entry to the end of the tape, without brackets, and gives full chunks. */
  *write(container: typeof OBJECT | typeof ARRAY, from: number): Generator<Uint8Array, void> {
    const tape = this.#tape;
    const output = this.#output;
    this.#push(container, from, tape.length, "");
    for (let frame = this.#frames[this.#depth - 1]; frame !== undefined; frame = this.#frames[this.#depth - 1]) {
      if (frame.next >= frame.end) {
        output.ascii(frame.closing);
        this.#depth--;
        continue;
      }
      if (!frame.isFirst) output.ascii(", ");
      frame.isFirst = false;
      let entry = frame.next;
      if (!frame.isObject) {
        frame.next = tape.after(entry);
      } else {
        entry = frame.members[frame.next++] ?? 0;
        const rest = writeCanonicalString(this.#bytes, tape.start(entry), output, true);
        if (rest >= 0) yield* this.#writeRest(rest);
        output.ascii(": ");
        entry++;
      }
      const kind = tape.kind(entry);
      if (kind === OBJECT || kind === ARRAY) {
        output.ascii(kind === OBJECT ? "{" : "[");
        this.#push(kind, entry + 1, tape.after(entry), kind === OBJECT ? "}" : "]");
      } else if (kind === STRING) {
        const rest = writeCanonicalString(this.#bytes, tape.start(entry), output, true);
        if (rest >= 0) yield* this.#writeRest(rest);
      } else if (kind === NUMBER) {
        writeCanonicalNumber(this.#bytes, tape.start(entry), tape.end(entry), output);
      } else {
        output.copy(this.#bytes, tape.start(entry), tape.end(entry));
      }
      if (output.isReady) yield* output.takeFull();
    }
  }

  /** Writes the key at an offset, and its colon. */
  *writeKey(start: number): Generator<Uint8Array, void> {
    const rest = writeCanonicalString(this.#bytes, start, this.#output, true);
    if (rest >= 0) yield* this.#writeRest(rest);
    this.#output.ascii(": ");
  }

  *#writeRest(from: number): Generator<Uint8Array, void> {
    for (let rest = from; rest >= 0; rest = writeCanonicalString(this.#bytes, rest, this.#output, false)) {
      yield* this.#output.takeFull();
    }
  }

  #push(container: number, from: number, end: number, closing: string): void {
    const frame = this.#frames[this.#depth] ?? newFrame();
    this.#frames[this.#depth++] = frame;
    frame.closing = closing;
    frame.isFirst = true;
    frame.isObject = container === OBJECT;
    frame.next = frame.isObject ? 0 : from;
    frame.end = frame.isObject ? this.#order(frame.members, from, end) : end;
  }

  /** Brings the members between two entries into order; how many there are, without those that are overridden. */
  #order(members: number[], from: number, end: number): number {
    const tape = this.#tape;
    let count = 0;
    for (let entry = from; entry < end; entry = tape.after(entry + 1)) members[count++] = entry;
    members.length = count;
    return orderMembers(this.#bytes, members, (member) => tape.start(member));
  }
}

function newFrame(): Frame {
  return { closing: "", isFirst: true, next: 0, end: 0, isObject: false, members: [] };
}
