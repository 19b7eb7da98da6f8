import assert from "node:assert/strict";
import fc from "fast-check";
import { canonicalJson } from "./canonical.ts";
import { parseDocument, parseJson } from "./document.ts";
import { fuzzRuns } from "./testing/fuzz_runs.ts";
import { type JsonEvents, JsonSyntaxError, JsonTokenizer, type JsonTokenizerOptions } from "./tokenizer.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();
const strictDecoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const runs = fuzzRuns(1000);

/** Pieces of JSON, put together without sense. */
const shreds: fc.Arbitrary<Uint8Array> = fc.array(
  fc.constantFrom(
    ...[
      "{",
      "}",
      "[",
      "]",
      '"',
      ",",
      ":",
      "\\",
      "u",
      " ",
      "\n",
      "\t",
      "\u0000",
      "0",
      "1",
      "9",
      "-",
      "+",
      ".",
      "e",
      "E",
    ],
    ...[
      "true",
      "null",
      "fals",
      "NaN",
      "-Infinity",
      "é",
      "€",
      "😀",
      "\\ud83d",
      "\\ude00",
      "\\n",
      '"a":',
      "1.5e-7",
      "\ufeff",
    ],
  ),
  { maxLength: 40 },
).map((parts) => encoder.encode(parts.join("")));

/** JSON with some of its bytes replaced. */
const damaged: fc.Arbitrary<Uint8Array> = fc.tuple(
  fc.json(),
  fc.nat(),
  fc.nat({ max: 3 }),
  fc.uint8Array({ maxLength: 3 }),
)
  .map(([json, at, removed, added]) => {
    const bytes = [...encoder.encode(json)];
    bytes.splice(at % bytes.length, removed, ...added);
    return new Uint8Array(bytes);
  });

/** Valid, nearly valid, and not at all. */
const inputs = fc.oneof(
  fc.json().map((json) => encoder.encode(json)),
  damaged,
  shreds,
  fc.uint8Array({ maxLength: 60 }),
);

/** Calls; false if it throws a JsonSyntaxError. Whatever else is thrown, is thrown on. */
function takes(read: () => unknown): boolean {
  try {
    read();
    return true;
  } catch (error) {
    if (error instanceof JsonSyntaxError) return false;
    throw error;
  }
}

/** All that a tokenizer says, as texts: events, places, pieces, and the error. */
function story(chunks: readonly Uint8Array[], options: JsonTokenizerOptions & { inPieces: boolean }): string[] {
  const told: string[] = [];
  let pieces: number[] = [];
  const tell = (event: string) => {
    const { line, column } = tokenizer.position();
    told.push(`${event} at ${tokenizer.offset}, ${line}:${column}`);
  };
  const events: JsonEvents = {
    startObject: () => tell("{"),
    key: (name) => tell(`key ${JSON.stringify(name)}`),
    endObject: () => tell("}"),
    startArray: () => tell("["),
    endArray: () => tell("]"),
    string: (value) => tell(`string ${JSON.stringify(value)}`),
    number: (text) => tell(`number ${text}`),
    boolean: (value) => tell(String(value)),
    null: () => tell("null"),
    wantsPieces: () => options.inPieces,
    stringPiece(bytes, last) {
      pieces.push(...bytes);
      if (!last) return;
      tell(`pieces ${pieces.join(" ")}`);
      pieces = [];
    },
  };
  const tokenizer: JsonTokenizer = new JsonTokenizer(events, options);
  try {
    for (const chunk of chunks) tokenizer.write(chunk);
    tokenizer.end();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    told.push(`${error.message}, offset ${error.offset}`);
  }
  return told;
}

function cut(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const end = start + (sizes[i % sizes.length] ?? 1);
    chunks.push(bytes.slice(start, end));
    start = end;
  }
  return chunks;
}

Deno.test("JsonTokenizer tells the same for any chunks", { permissions: "none" }, () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(inputs, sizes, fc.boolean(), fc.boolean(), (bytes, sizes, inPieces, pythonNumbers) => {
      const options = { inPieces, pythonNumbers };
      assert.deepEqual(story(cut(bytes, sizes), options), story([bytes], options));
    }),
    runs,
  );
});

Deno.test("parseJson() takes what JSON.parse() takes, duplicate keys aside", { permissions: "none" }, () => {
  fc.assert(
    fc.property(inputs, (bytes) => {
      let expected = true;
      try {
        JSON.parse(strictDecoder.decode(bytes));
      } catch {
        expected = false;
      }
      const taken = story([bytes], { inPieces: false }).at(-1)?.startsWith("Cannot read the JSON") === false;
      assert.equal(taken, expected);
      assert.ok(expected || !takes(() => parseJson(bytes)));
    }),
    runs,
  );
});

Deno.test("parseDocument() and parseJson() throw nothing but JsonSyntaxError", { permissions: "none" }, () => {
  fc.assert(
    fc.property(inputs, fc.string({ unit: "binary" }), (bytes, text) => {
      for (const json of [decoder.decode(bytes), text]) {
        const taken = takes(() => parseDocument(json));
        assert.ok(!taken || takes(() => parseJson(json)));
        assert.ok(!taken || takes(() => parseJson(json, { trailingText: "ignore" })));
      }
    }),
    runs,
  );
});

Deno.test("canonicalJson() throws nothing but JsonSyntaxError, and gives JSON", { permissions: "none" }, () => {
  fc.assert(
    fc.property(inputs, (bytes) => {
      let canonical = "";
      if (!takes(() => canonical = decoder.decode(canonicalJson(bytes)))) return;
      assert.match(canonical, /^[ -~]+$/);
      assert.equal(decoder.decode(canonicalJson(encoder.encode(canonical))), canonical);
    }),
    runs,
  );
});
