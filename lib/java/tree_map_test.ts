import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaComparator } from "./comparator.ts";
import { compareStrings, JavaTreeMap } from "./map.ts";
import { NotSupportedError } from "./throwable.ts";
import type { JavaValue } from "./value.ts";

/** What a plain search says. */
function model(keys: readonly string[], key: string) {
  const sorted = [...new Set(keys)].sort(compareStrings);
  return {
    sorted,
    floor: sorted.findLast((each) => compareStrings(each, key) <= 0),
    lower: sorted.findLast((each) => compareStrings(each, key) < 0),
    ceiling: sorted.find((each) => compareStrings(each, key) >= 0),
    higher: sorted.find((each) => compareStrings(each, key) > 0),
  };
}

Deno.test("JavaTreeMap finds neighbours as a plain search does", { permissions: "none" }, () => {
  const key = fc.string({ maxLength: 3 });
  fc.assert(fc.property(fc.array(key), fc.array(key), key, (put, removed, asked) => {
    const map = new JavaTreeMap();
    for (const each of put) map.set(each, 1);
    for (const each of removed) map.delete(each);
    const expected = model(put.filter((each) => !removed.includes(each)), asked);
    assert.deepEqual(map.keys(), expected.sorted);
    assert.equal(map.firstKey(), expected.sorted[0]);
    assert.equal(map.lastKey(), expected.sorted.at(-1));
    assert.equal(map.keyBelow(asked, true), expected.floor);
    assert.equal(map.keyBelow(asked, false), expected.lower);
    assert.equal(map.keyAbove(asked, true), expected.ceiling);
    assert.equal(map.keyAbove(asked, false), expected.higher);
  }));
});

Deno.test("JavaTreeMap stays sorted when it is large, and quick", { permissions: "none" }, () => {
  const started = performance.now();
  const map = new JavaTreeMap();
  const order = Array.from({ length: 50_000 }, (_, i) => (i * 7919) % 50_000);
  for (const key of order) {
    map.set(key, 1);
    map.keyBelow(key, false);
  }
  for (const key of order) if (key % 3 === 0) map.delete(key);
  assert.deepEqual(map.keys(), order.filter((key) => key % 3 !== 0).sort((a, b) => a - b));
  assert.ok(performance.now() - started < 15_000, "150,000 operations took more than fifteen seconds");
});

Deno.test("JavaTreeMap refuses what has no order, as Java does", { permissions: "none" }, () => {
  const refused = (key: JavaValue, keys: readonly JavaValue[]) => () => {
    const map = new JavaTreeMap();
    for (const each of keys) map.set(each, 1);
    map.set(key, 1);
  };
  assert.throws(refused(null, []), { className: "java.lang.NullPointerException" });
  assert.throws(refused(new JavaTreeMap(), []), { className: "java.lang.ClassCastException" });
  assert.throws(refused(1n, [1]), { className: "java.lang.ClassCastException" });
});

Deno.test(
  "JavaTreeMap takes the reverse order, and no order that disagrees with equals",
  { permissions: "none" },
  () => {
    const map = new JavaTreeMap(JavaComparator.reverse);
    for (const key of ["a", "c", "b"]) map.set(key, 1);
    assert.deepEqual(map.keys(), ["c", "b", "a"]);
    assert.throws(() => new JavaTreeMap(JavaComparator.withNulls(null, true)), NotSupportedError);
  },
);
