import assert from "node:assert/strict";
import fc from "fast-check";
import type { ByteSource } from "./byte_source.ts";
import { canonicalJson } from "./canonical.ts";
import { canonicalBlocks } from "./canonical_blocks.ts";
import { JsonSyntaxError } from "./tokenizer.ts";

const NONE = { permissions: "none" } as const;
const encoder = new TextEncoder();

/** A file that comes in pieces of a size, and how often it was opened. */
function fileOf(text: string, piece: number): ByteSource & { opened: number } {
  const bytes = encoder.encode(text);
  return {
    opened: 0,
    size: bytes.length,
    stream() {
      this.opened++;
      let at = 0;
      return new ReadableStream({
        pull(controller) {
          if (at >= bytes.length) controller.close();
          else controller.enqueue(bytes.subarray(at, at += piece));
        },
      });
    },
    bytes: () => Promise.resolve(bytes),
  };
}

async function inBlocks(file: ByteSource, large: number): Promise<string | undefined> {
  const blocks = await canonicalBlocks(file, { large, run: large >> 1 });
  return blocks === undefined ? undefined : await new Response(ReadableStream.from(blocks)).text();
}

function inMemory(text: string): string {
  return new TextDecoder().decode(canonicalJson(encoder.encode(text)));
}

Deno.test("canonicalBlocks() gives what is given in memory, wherever the file is cut", NONE, async () => {
  let compared = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.json({ maxDepth: 5 }),
      fc.nat(2),
      fc.integer({ min: 1, max: 70 }),
      fc.integer({ min: 4, max: 200 }),
      async (json, indent, piece, large) => {
        const text = JSON.stringify(JSON.parse(json), null, indent);
        const canonical = await inBlocks(fileOf(text, piece), large);
        if (canonical === undefined) return;
        compared++;
        assert.equal(canonical, inMemory(text));
      },
    ),
    { numRuns: 1000 },
  );
  assert.ok(compared > 100, `${compared}`);
});

Deno.test("canonicalBlocks() orders keys by code points, and takes the last of equal ones", NONE, async () => {
  const filling = '"filling to more than the size of a block"';
  const text =
    `{ "\\u0062":${filling} , "\u{1f600}":[1.0,${filling}],\n"\uff5e" : {"z":1,"y":${filling}},"a":${filling},"b":2}`;
  const canonical = await inBlocks(fileOf(text, 7), 30);
  assert.equal(canonical, inMemory(text));
  assert.equal(
    canonical,
    `{"a": ${filling}, "b": 2, "\\uff5e": {"y": ${filling}, "z": 1}, "\\ud83d\\ude00": [1.0, ${filling}]}`,
  );
});

Deno.test("canonicalBlocks() reads a file whose parts are in order three times", NONE, async () => {
  const file = fileOf(`{"a": [${"1.50, ".repeat(2000)}2], "b": {"c": [${"[3], ".repeat(2000)}[]]}}`, 256);
  assert.ok((await inBlocks(file, 256))?.startsWith('{"a": [1.5, 1.5, '));
  assert.equal(file.opened, 3);
});

Deno.test("canonicalBlocks() leaves to memory what would be read too often", NONE, async () => {
  const members = Array.from({ length: 40 }, (_, i) => `"${String(99 - i)}": "filling"`);
  assert.equal(await inBlocks(fileOf(`{${members}}`, 64), 32), undefined);
  assert.equal(await inBlocks(fileOf('"a string"', 64), 4), undefined);
});

Deno.test("canonicalBlocks() refuses what is not JSON, and a file that became shorter", NONE, async () => {
  await assert.rejects(inBlocks(fileOf('{"a": [1, 2,]}', 3), 4), JsonSyntaxError);
  const shrinking = fileOf(`[${"1, ".repeat(100)}2]`, 16);
  const { stream } = shrinking;
  shrinking.stream = function () {
    return this.opened === 0 ? stream.call(this) : new ReadableStream({ start: (controller) => controller.close() });
  };
  await assert.rejects(inBlocks(shrinking, 32), RangeError);
});
