import assert from "node:assert/strict";
import fc from "fast-check";
import { memorySource } from "./byte_source.ts";
import { canonicalJson, canonicalJsonStream } from "./canonical.ts";
import { JsonSyntaxError } from "./tokenizer.ts";

/** A text, and what Python made of it; see testdata/json/record_canonical.py. */
interface PythonCase {
  input?: string;
  input_hex?: string;
  output?: string;
  sha256?: string;
  error?: string;
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function recordedCases(): Promise<PythonCase[]> {
  const path = new URL("../../testdata/json/canonical_cases.ndjson", import.meta.url);
  const lines = (await Deno.readTextFile(path)).trim().split("\n");
  return lines.map((line): PythonCase => JSON.parse(line));
}

function inputOf(python: PythonCase): Uint8Array {
  return python.input === undefined ? Uint8Array.fromHex(python.input_hex ?? "") : encoder.encode(python.input);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", new Uint8Array(bytes))).toHex();
}

function canonicalText(json: string): string {
  return decoder.decode(canonicalJson(encoder.encode(json)));
}

const withTestdata = { permissions: { read: [new URL("../../testdata/", import.meta.url)] } };

Deno.test("canonicalJson() gives Python's bytes, and refuses what Python refuses", withTestdata, async () => {
  const cases = await recordedCases();
  assert.ok(cases.length > 100);
  for (const python of cases) {
    const input = inputOf(python);
    if (python.error !== undefined) {
      assert.throws(() => canonicalJson(input), JsonSyntaxError, JSON.stringify(python));
    } else if (python.output !== undefined) {
      assert.equal(decoder.decode(canonicalJson(input)), python.output);
    } else {
      assert.equal(await sha256(canonicalJson(input)), python.sha256, JSON.stringify(python));
    }
  }
});

// Made of many cases, the arrays and objects are large and are written in parts; Python's outputs make up the expected.
Deno.test("canonicalJson() gives Python's bytes for large arrays and objects", withTestdata, async () => {
  const values = (await recordedCases()).flatMap(({ input, output }) =>
    input !== undefined && output !== undefined && !input.startsWith("[".repeat(99)) &&
      !input.startsWith('{"a":{"a":{"a"')
      ? [{ input, output }]
      : []
  );
  const many = (count: number) => Array.from({ length: count }, (_, i) => values[i % values.length]);
  const array = (count: number) => ({
    input: `[${many(count).map((value) => value?.input).join(" , \n")}]`,
    output: `[${many(count).map((value) => value?.output).join(", ")}]`,
  });
  const key = (i: number) => `k${String(i).padStart(6, "0")}`;
  const object = (items: readonly ({ input: string; output: string } | undefined)[]) => {
    const order = items.map((_, i) => (i * 7919) % items.length);
    const members = order.map((i) => `\t"${key(i)}" : ${items[i]?.input}`);
    return {
      input: `{"${key(0)}":0,"\\u006b000000":[1],${members.join(",")} }`,
      output: `{${items.map((item, i) => `"${key(i)}": ${item?.output}`).join(", ")}}`,
    };
  };
  const string = { input: `"${"é\\/x".repeat(60_000)}"`, output: `"${"\\u00e9/x".repeat(60_000)}"` };
  const plain = { input: `"${"QUJD".repeat(60_000)}"`, output: `"${"QUJD".repeat(60_000)}"` };
  const numbers = {
    input: `[${Array.from({ length: 30_000 }, (_, i) => `${i}.50`).join(",")}]`,
    output: `[${Array.from({ length: 30_000 }, (_, i) => `${i}.5`).join(", ")}]`,
  };
  const cases = [
    numbers,
    string,
    plain,
    array(20_000),
    object(many(5003)),
    object([array(3000), object(many(3001)), string, array(10), array(3001), plain, object(many(2))]),
    object([object([object([array(5000)])])]),
  ];
  const mixed = [...cases, array(3), ...cases, array(2), array(4000)];
  cases.push({
    input: `[1,${mixed.map((value) => value.input).join(",2,")},3]`,
    output: `[1, ${mixed.map((value) => value.output).join(", 2, ")}, 3]`,
  });
  for (const { input, output } of cases) {
    assert.ok(input.length > 65536);
    assert.ok(canonicalText(input) === output, input.slice(0, 100));
  }
});

Deno.test("canonicalJson() takes large arrays and objects of white space", { permissions: "none" }, () => {
  const space = " \n\t\r".repeat(30_000);
  assert.equal(canonicalText(`{${space}}`), "{}");
  assert.equal(canonicalText(`[${space}]`), "[]");
  assert.equal(
    canonicalText(`${space}[[${space}] , {"b"${space}:[${space}],"a":${space}1}]`),
    '[[], {"a": 1, "b": []}]',
  );
});

Deno.test("canonicalJson() of canonical JSON is the same", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.json(), (json) => {
    const once = canonicalText(json);
    assert.equal(canonicalText(once), once);
    assert.deepEqual(JSON.parse(once), JSON.parse(json));
  }));
});

Deno.test("canonicalJson() refuses hostile depth in bounded time", { permissions: "none" }, () => {
  assert.throws(() => canonicalJson(new Uint8Array(1_000_000).fill(0x5b)), /nested more than 1000 levels deep/);
});

Deno.test("canonicalJsonStream() gives the same in chunks", { permissions: "none" }, async () => {
  const json = encoder.encode(`[${'{"b": 1, "a": "x"},'.repeat(20_000)}0]`);
  const chunks = await Array.fromAsync(canonicalJsonStream(memorySource(json)));
  assert.ok(chunks.length > 5);
  assert.deepEqual(
    new Uint8Array(await new Blob(chunks.map((chunk) => new Uint8Array(chunk))).bytes()),
    canonicalJson(json),
  );
});

Deno.test("canonicalJsonStream() fails for what is not JSON", { permissions: "none" }, async () => {
  const stream = canonicalJsonStream(memorySource(encoder.encode("[1,]")));
  await assert.rejects(Array.fromAsync(stream), JsonSyntaxError);
});
