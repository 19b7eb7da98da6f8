import assert from "node:assert/strict";
import { JavaList, JavaSet } from "./collection.ts";
import { JavaListIterator } from "./iterator.ts";
import { JavaHashMap } from "./map.ts";
import { JavaMapEntry } from "./map_entry.ts";
import { JavaEntrySet, JavaMapValues, keySetOf } from "./map_views.ts";

const CHANGED = { className: "java.util.ConcurrentModificationException" };

Deno.test("JavaListIterator stops in silence when the last but one was removed, as Java's does", {
  permissions: "none",
}, () => {
  const list = new JavaList([1, 2, 3]);
  const seen = [];
  for (const iterator = list.iterator(); iterator.hasNext();) {
    const value = iterator.next();
    seen.push(value);
    if (value === 2) list.removeAt(1);
  }
  assert.deepEqual(seen, [1, 2]);
});

Deno.test("JavaListIterator fails after a change behind its back", { permissions: "none" }, () => {
  const list = new JavaList([1, 2, 3]);
  const iterator = list.iterator();
  iterator.next();
  list.removeAt(0);
  assert.ok(iterator.hasNext());
  assert.throws(() => iterator.next(), CHANGED);
});

Deno.test("JavaListIterator walks both ways, sets, adds and removes", { permissions: "none" }, () => {
  const list = new JavaList(["a", "b"]);
  const iterator = new JavaListIterator(list);
  assert.equal(iterator.next(), "a");
  iterator.set("A");
  iterator.add("x");
  assert.throws(() => iterator.set("y"), { className: "java.lang.IllegalStateException" });
  assert.equal(iterator.previous(), "x");
  iterator.remove();
  assert.equal(iterator.next(), "b");
  assert.throws(() => iterator.next(), { className: "java.util.NoSuchElementException" });
  assert.deepEqual(list.items, ["A", "b"]);
});

Deno.test(
  "JavaKeyIterator removes from the map, and fails after a change behind its back",
  { permissions: "none" },
  () => {
    const map = new JavaHashMap();
    for (const key of ["a", "b", "c"]) map.set(key, key.toUpperCase());
    const values = new JavaMapValues(map).iterator();
    assert.equal(values.next(), "A");
    values.remove();
    assert.throws(() => values.remove(), { className: "java.lang.IllegalStateException" });
    assert.equal(values.next(), "B");
    assert.deepEqual(map.keys(), ["b", "c"]);
    map.set("b", 1);
    assert.equal(values.next(), "C");
    map.set("d", 1);
    assert.throws(() => values.next(), CHANGED);
  },
);

Deno.test("The views of a map change it", { permissions: "none" }, () => {
  const map = new JavaHashMap();
  for (const key of ["a", "b", "c", "d"]) map.set(key, 1);
  const [keys, entries] = [keySetOf(map), new JavaEntrySet(map)];
  assert.ok(keys.delete("a") && !keys.delete("x"));
  assert.ok(!entries.delete(JavaMapEntry.simple("b", 2)) && entries.delete(JavaMapEntry.simple("b", 1)));
  assert.ok(keys.retain((key) => key === "c"));
  assert.equal(entries.toText(), "[c=1]");
  assert.equal(entries.hashCode(), map.hashCode());
  assert.throws(() => keys.add("z"), { className: "java.lang.UnsupportedOperationException" });
  const [entry] = entries.elements();
  assert.ok(entry instanceof JavaMapEntry);
  assert.equal(entry.setValue(5), 1);
  map.set("c", 6);
  assert.equal(entry.toText(), "c=6");
});

Deno.test("JavaSet equals a set of another order", { permissions: "none" }, () => {
  const [hashed, linked] = [JavaSet.hashSet(), JavaSet.linkedHashSet()];
  for (const value of [3, "b", null]) hashed.add(value);
  for (const value of [null, "b", 3]) linked.add(value);
  assert.ok(hashed.equals(linked) && linked.equals(hashed));
  assert.equal(hashed.hashCode(), linked.hashCode());
  assert.ok(!linked.add(3) && linked.delete(3) && !hashed.equals(linked));
});
