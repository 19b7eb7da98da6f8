import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";
import { GzipError, Inflater, inflateSync } from "./gzip.ts";

const PURE = { permissions: "none" } as const;
const RUNS = fuzzRuns(60);

/** Bytes of some kilobytes, more or less repetitive. */
const content = fc.tuple(fc.uint8Array({ maxLength: 400 }), fc.nat(300)).map(([part, times]) => {
  const bytes = new Uint8Array(part.length * (times + 1));
  for (let i = 0; i <= times; i++) bytes.set(part, i * part.length);
  return bytes;
});
const zipped = fc.tuple(content, fc.constantFrom(0, 1, 6, 9), fc.constantFrom(0, 2, 4));

function whole(gzip: Uint8Array): Uint8Array {
  const pieces: number[] = [];
  inflateSync(gzip, 2 ** 24, (bytes) => pieces.push(...bytes) > 0);
  return new Uint8Array(pieces);
}

async function inPieces(gzip: Uint8Array): Promise<Uint8Array> {
  const pieces: number[] = [];
  const inflater = new Inflater(2 ** 24, (bytes) => void pieces.push(...bytes));
  try {
    await inflater.write(gzip);
    await inflater.end();
  } finally {
    inflater.close();
  }
  return new Uint8Array(pieces);
}

Deno.test("inflateSync() and Inflater give what the platform's gzip was made of", PURE, async () => {
  await fc.assert(
    fc.asyncProperty(zipped, async ([bytes, level, strategy]) => {
      const gzip = gzipSync(bytes, { level, strategy });
      assert.deepEqual(whole(gzip), bytes);
      assert.deepEqual(await inPieces(gzip), bytes);
    }),
    RUNS,
  );
});

Deno.test("inflateSync() ends for any damage, with some bytes or a GzipError", PURE, () => {
  const damage = fc.array(fc.tuple(fc.nat(), fc.nat(255)), { maxLength: 4 });
  fc.assert(
    fc.property(zipped, damage, fc.double({ min: 0, max: 1, noNaN: true }), ([bytes, level], changes, kept) => {
      const gzip = new Uint8Array(gzipSync(bytes, { level }));
      for (const [at, byte] of changes) gzip[at % gzip.length] = byte;
      try {
        whole(gzip.subarray(0, Math.ceil(gzip.length * kept)));
      } catch (error) {
        assert.ok(error instanceof GzipError, String(error));
      }
    }),
    RUNS,
  );
});
