import assert from "node:assert/strict";
import fc from "fast-check";
import { splitLines } from "./domain_list.ts";
import { lineBlocks, LONGEST_LINE } from "./line_blocks.ts";

const NONE = { permissions: "none" } as const;

function pieces(...texts: string[]): Uint8Array[] {
  return texts.map((text) => new TextEncoder().encode(text));
}

function blocksOf(...texts: string[]) {
  return Array.fromAsync(lineBlocks(pieces(...texts), "list"));
}

Deno.test("lineBlocks() gives on what has been read, in whole lines", NONE, async () => {
  const blocks = await blocksOf("a.com\nb.", "com", "\nc.com\nd", ".com");
  const seen = blocks.map(({ firstLine, bytes }) => [firstLine, new TextDecoder().decode(bytes)]);
  assert.deepEqual(seen, [[1, "a.com\n"], [2, "b.com\nc.com\n"], [4, "d.com"]]);
});

Deno.test(
  "lineBlocks() takes the names of columns from the first line, behind a byte order mark too",
  NONE,
  async () => {
    for (const end of ["\n", "\r\n", "\r"]) {
      const blocks = await blocksOf(`\ufeffdomain,label${end}a.com,1${end}`);
      assert.equal(blocks.length, 1);
      assert.deepEqual([...blocks[0]?.columns ?? []].sort(), [["domain", 0], ["label", 1]]);
      assert.deepEqual([blocks[0]?.firstLine, new TextDecoder().decode(blocks[0]?.bytes)], [2, `a.com,1${end}`]);
    }
  },
);

Deno.test("lineBlocks() has no block for a list of nothing but columns, nor for nothing", NONE, async () => {
  for (const text of ["domain", "domain\n", "", "\ufeff"]) assert.deepEqual(await blocksOf(text), []);
});

Deno.test("lineBlocks() keeps the beginning of a line that is too long, and counts on behind it", NONE, async () => {
  const half = "x".repeat(LONGEST_LINE / 2 + 1);
  const blocks = await blocksOf("a.com\n", half, half, half, "\nb.com\n");
  assert.deepEqual(blocks.map(({ firstLine, cutOff }) => [firstLine, cutOff]), [[1, false], [2, true]]);
  const [long = "", next] = splitLines(new TextDecoder().decode(blocks[1]?.bytes));
  assert.match(long, /^x{256}$/);
  assert.equal(next, "b.com");
});

Deno.test("lineBlocks() takes a line of the greatest length", NONE, async () => {
  const [block, ...more] = await blocksOf("x".repeat(LONGEST_LINE - 1) + "\n");
  assert.deepEqual([block?.bytes.length, block?.cutOff, more.length], [LONGEST_LINE, false, 0]);
});

Deno.test("lineBlocks() loses no line wherever the pieces end", NONE, async () => {
  const part = fc.constantFrom("a", "é", "\n", "\r", "\r\n", "b,c", " ");
  await fc.assert(fc.asyncProperty(fc.array(part, { maxLength: 20 }), fc.array(fc.nat(30)), async (parts, cuts) => {
    const bytes = new TextEncoder().encode(parts.join(""));
    const ends = [...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
    const cut = ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end));
    const blocks = await Array.fromAsync(lineBlocks(cut, "list"));
    const lines = blocks.flatMap((block) =>
      splitLines(new TextDecoder().decode(block.bytes)).map((text, i) => [block.firstLine + i, text])
    );
    assert.deepEqual(lines, splitLines(parts.join("")).map((text, i) => [i + 1, text]));
  }));
});
