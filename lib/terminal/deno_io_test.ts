import assert from "node:assert/strict";
import { outputTo, type SyncWriter } from "./deno_io.ts";

const NONE = { permissions: "none" } as const;

function writer(writeSync: SyncWriter["writeSync"]): SyncWriter {
  return { writeSync, write: (bytes) => Promise.try(() => writeSync(bytes)), isTerminal: () => false };
}

Deno.test("outputTo() writes on where only a part was taken", NONE, () => {
  let taken = "";
  const output = outputTo(writer((bytes) => {
    const part = bytes.subarray(0, 3);
    taken += new TextDecoder().decode(part);
    return part.length;
  }));
  output.write("more than three bytes");
  assert.equal(taken, "more than three bytes");
});

Deno.test("outputTo() drops what is written after the reader has gone", NONE, () => {
  let writes = 0;
  const output = outputTo(writer(() => {
    writes++;
    throw new Deno.errors.BrokenPipe();
  }));
  output.write("one");
  output.write("two");
  assert.equal(output.closed, true);
  assert.equal(writes, 1);
});

Deno.test("outputTo() does not hide another fault of the stream", NONE, () => {
  const output = outputTo(writer(() => {
    throw new Error("disk full");
  }));
  assert.throws(() => output.write("one"), /disk full/);
});
