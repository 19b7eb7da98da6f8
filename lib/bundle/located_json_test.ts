import assert from "node:assert/strict";
import fc from "fast-check";
import { parseJson } from "../json/document.ts";
import { JsonSyntaxError } from "../json/tokenizer.ts";
import { javaEquals } from "../java/value.ts";
import { parseLocatedJson } from "./located_json.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

Deno.test("placeOf() finds values, and what is around a value that is not there", { permissions: "none" }, () => {
  const json = parseLocatedJson(bytes('{\n  "é": [1, {"a/b": true}],\n  "c": {"d": null}\n}'));
  const places = {
    "": [1, 1],
    "é": [2, 8],
    "é/0": [2, 9],
    "é/1": [2, 12],
    "é/1/a/b": [2, 20],
    "é/1/a": [2, 12],
    "é/7/x/y": [2, 8],
    "c/d": [3, 14],
    "c/e": [3, 8],
    "x": [1, 1],
  };
  for (const [path, [line, column]] of Object.entries(places)) {
    const place = json.placeOf(path);
    assert.deepEqual([place.line, place.column], [line, column], path);
  }
});

Deno.test("placeInString() counts characters as they are written", { permissions: "none" }, () => {
  const text = '{"a":\n "x\\n\\u00e9😀\\ud83d\\ude00é\\"y"}';
  const json = parseLocatedJson(bytes(text));
  const value = 'x\né😀😀é"y';
  const columns = [3, 4, 6, 12, 13, 13, 19, 25, 26, 28];
  for (let i = 0; i < value.length; i++) {
    if (i === 4) continue; // within a character
    assert.deepEqual({ ...json.placeInString("a", i) }, { line: 2, column: columns[i] }, `character ${i}`);
  }
  assert.deepEqual(json.placeInString("a", 99).column, 29);
});

Deno.test(
  "parseLocatedJson() keeps the last of duplicate keys and says where they are",
  { permissions: "none" },
  () => {
    const json = parseLocatedJson(bytes('{"a": [{"b": 1,\n "b": 2, "b": 3}], "__proto__": 1}'));
    assert.deepEqual(json.duplicates, [
      { key: "b", path: "a/0/b", line: 2, column: 2 },
      { key: "b", path: "a/0/b", line: 2, column: 10 },
    ]);
    assert.equal(json.value instanceof Object && json.value.toText(), "{a=[{b=3}], __proto__=1}");
  },
);

Deno.test("parseLocatedJson() gives the value that parseJson() gives", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.json(), (text) => {
    assert.ok(javaEquals(parseLocatedJson(bytes(text)).value, parseJson(text)));
  }));
});

Deno.test("parseLocatedJson() refuses a million nested brackets at once", { permissions: "none" }, () => {
  const before = performance.now();
  assert.throws(() => parseLocatedJson(bytes("[".repeat(1_000_000))), JsonSyntaxError);
  assert.ok(performance.now() - before < 10_000);
});

Deno.test(
  "parseLocatedJson() holds a long key once, however many duplicates are below it",
  { permissions: "none" },
  () => {
    const json = parseLocatedJson(bytes(`{"${"k".repeat(400_000)}": {${'"a":1,'.repeat(90_000)}"a":1}}`));
    assert.equal(json.duplicates.length, 90_000);
    assert.equal(json.duplicates[0]?.path.length, 400_002);
  },
);
