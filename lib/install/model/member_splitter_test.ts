import assert from "node:assert/strict";
import fc from "fast-check";
import { MemberSplitter } from "./member_splitter.ts";

const NONE = { permissions: "none" } as const;

/** The members of an object whose text comes in pieces of a size. */
function split(text: string, size: number): [string, unknown][] {
  const members: [string, unknown][] = [];
  let name = "";
  let value: number[] = [];
  const splitter = new MemberSplitter({
    key: (key) => {
      name = key;
      value = [];
    },
    value: (bytes) => value.push(...bytes),
    end: () => members.push([name, JSON.parse(new TextDecoder().decode(new Uint8Array(value)))]),
  });
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += size) splitter.write(bytes.subarray(at, at + size));
  return members;
}

Deno.test("MemberSplitter finds the members of any object, however it is cut", NONE, () => {
  const object = fc.dictionary(fc.string({ unit: "binary" }).filter((key) => key !== "__proto__"), fc.jsonValue());
  fc.assert(
    fc.property(object, fc.integer({ min: 1, max: 50 }), fc.nat(3), (value, size, indent) => {
      const text = JSON.stringify(value, null, indent);
      assert.deepEqual(split(text, size), Object.entries(JSON.parse(text)));
    }),
    { numRuns: 500 },
  );
});

Deno.test("MemberSplitter is not misled by quotes, backslashes and brackets in strings", NONE, () => {
  const text = String.raw`{"a\"}": "}\\", "b" :[{"c":"]\\\""}],"d":-1e5 , "":null}` + "\n";
  for (let size = 1; size <= text.length; size++) {
    assert.deepEqual(split(text, size), [['a"}', "}\\"], ["b", [{ c: ']\\"' }]], ["d", -1e5], ["", null]]);
  }
});
