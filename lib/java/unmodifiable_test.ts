import assert from "node:assert/strict";
import { JavaList, JavaSet } from "./collection.ts";
import { JavaHashMap } from "./map.ts";
import { JavaEntrySet, keySetOf } from "./map_views.ts";
import { JavaFixedMap, JavaUnmodifiableCollection, JavaUnmodifiableMap, JavaUnmodifiableSet } from "./unmodifiable.ts";

const REFUSED = { className: "java.lang.UnsupportedOperationException" };

Deno.test("JavaUnmodifiableMap shows its map and refuses every change, through its views too", {
  permissions: "none",
}, () => {
  const map = new JavaHashMap();
  const view = new JavaUnmodifiableMap(map);
  map.set("a", 1);
  assert.ok(view.equals(map) && map.equals(view));
  assert.equal(view.get("a"), 1);
  const iterator = keySetOf(view).iterator();
  iterator.next();
  const changes = [
    () => view.set(),
    () => view.delete(),
    () => view.clear(),
    () => view.putAll(),
    () => keySetOf(view).delete("a"),
    () => new JavaEntrySet(view).clear(),
    () => iterator.remove(),
  ];
  for (const change of changes) assert.throws(change, REFUSED);
  assert.equal(map.toText(), "{a=1}");
});

Deno.test("JavaFixedMap refuses only what would change it", { permissions: "none" }, () => {
  const map = new JavaHashMap();
  map.set("a", 1);
  const fixed = new JavaFixedMap(map, "java.util.Collections$SingletonMap");
  assert.equal(fixed.delete("b"), undefined);
  assert.throws(() => fixed.delete("a"), REFUSED);
  assert.throws(() => fixed.set(), REFUSED);
  assert.throws(() => fixed.clear(), REFUSED);
  new JavaFixedMap(new JavaHashMap(), "java.util.Collections$EmptyMap").clear();
});

Deno.test("JavaUnmodifiableSet and JavaUnmodifiableCollection show and refuse", { permissions: "none" }, () => {
  const set = JavaSet.hashSet();
  set.add("a");
  const view = new JavaUnmodifiableSet(set);
  assert.ok(view.equals(set) && view.has("a"));
  for (const change of [() => view.add(), () => view.delete(), () => view.clear(), () => view.retain()]) {
    assert.throws(change, REFUSED);
  }
  const list = new JavaList([1]);
  const collection = new JavaUnmodifiableCollection(list);
  assert.equal(collection.toText(), "[1]");
  assert.ok(!collection.equals(list) && collection.equals(collection));
  assert.throws(() => collection.append(), REFUSED);
  const iterator = collection.iterator();
  iterator.next();
  assert.throws(() => iterator.remove(), REFUSED);
});
