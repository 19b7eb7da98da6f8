import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaList } from "../java/collection.ts";
import { JavaHashMap, type JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { digField, mapFields } from "./document_fields.ts";
import { FieldFinder } from "./field_finder.ts";

const PURE = { permissions: "none" } as const;

function mapOf(fields: Readonly<Record<string, JavaValue>>): JavaHashMap {
  const map = new JavaHashMap();
  for (const [key, value] of Object.entries(fields)) map.set(key, value);
  return map;
}

const key = fc.constantFrom("a", "b", "c", "a.b", "b.c", "a.b.c");
const document: fc.Arbitrary<JavaMap> = fc.letrec<{ map: JavaMap }>((tie) => ({
  map: fc.dictionary(
    key,
    fc.oneof({ maxDepth: 4 }, fc.nat(9), fc.constant(null), fc.constant(new JavaList([1])), tie("map")),
    { maxKeys: 4 },
  ).map(mapOf),
})).map;

Deno.test("FieldFinder finds what digField() finds, field by field", PURE, () => {
  const fields = ["a", "b", "a.b", "a.b.c", "b.c", "c", "a.c.b", "x", Array(20).fill("a").join(".")];
  const finder = new FieldFinder(fields);
  fc.assert(
    fc.property(document, (map) => {
      const found = new Map<string, JavaValue>();
      const count = finder.find(map, (field, value) => found.set(fields[field] ?? "", value));
      assert.equal(count, found.size);
      for (const field of fields) assert.equal(found.get(field), digField(map, field), field);
    }),
    { numRuns: 2000 },
  );
});

Deno.test("FieldFinder finds fields of many parts", PURE, () => {
  const name = Array(20).fill("a").join(".");
  let document = mapOf({ a: 7 });
  for (let i = 1; i < 20; i++) document = mapOf({ a: document });
  const found: [number, JavaValue][] = [];
  assert.equal(new FieldFinder(["x", name]).find(document, (field, value) => found.push([field, value])), 1);
  assert.deepEqual(found, [[1, 7]]);
});

Deno.test("mapFields() changes a copy, and only where the target is absent", PURE, () => {
  const document = mapOf({ s: mapOf({ x: 1 }), there: 2 });
  const mapped = mapFields(document, mapOf({ "s.x": "target", "s.y": "nothing", s: "there" }));
  assert.equal(mapped.get("target"), 1);
  assert.equal(mapped.get("there"), 2);
  assert.equal(mapped.has("nothing"), false);
  assert.equal(document.has("target"), false);
  assert.equal(mapFields(document, mapOf({ "no.such": "x" })), document);
});
