/**
 * `TreeMap`, `TreeSet` and the interfaces of what is sorted.
 * @module
 */

import { JavaSet } from "../../java/collection.ts";
import type { JavaComparator } from "../../java/comparator.ts";
import { JavaKeyIterator } from "../../java/iterator.ts";
import { JavaTreeMap } from "../../java/map.ts";
import { JavaMapEntry } from "../../java/map_entry.ts";
import { keySetOf } from "../../java/map_views.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { chargeEntries, chargeReferences } from "./charge.ts";
import { method } from "./define.ts";

/** `java.util.SortedMap`. */
export const SORTED_MAP: LibraryClass = {
  name: "SortedMap",
  javaName: "java.util.SortedMap",
  supertypes: ["Map"],
  methods: [
    method("Comparator comparator()", (_budget, map: JavaTreeMap) => map.order),
    method("def firstKey()", (_budget, map: JavaTreeMap) => present(map.firstKey())),
    method("def lastKey()", (_budget, map: JavaTreeMap) => present(map.lastKey())),
  ],
  unsupported: ["headMap/1", "subMap/2", "tailMap/1"],
  isInstance: (value) => value instanceof JavaTreeMap,
};

/** `java.util.NavigableMap`. */
export const NAVIGABLE_MAP: LibraryClass = {
  name: "NavigableMap",
  javaName: "java.util.NavigableMap",
  supertypes: ["SortedMap"],
  methods: [
    method("Map.Entry ceilingEntry(def)", (_budget, map: JavaTreeMap, key: JavaValue) => {
      return entryOf(map, map.keyAbove(key, true));
    }),
    method("def ceilingKey(def)", (_budget, map: JavaTreeMap, key: JavaValue) => map.keyAbove(key, true) ?? null),
    method("Map.Entry firstEntry()", (_budget, map: JavaTreeMap) => entryOf(map, map.firstKey())),
    method("Map.Entry floorEntry(def)", (_budget, map: JavaTreeMap, key: JavaValue) => {
      return entryOf(map, map.keyBelow(key, true));
    }),
    method("def floorKey(def)", (_budget, map: JavaTreeMap, key: JavaValue) => map.keyBelow(key, true) ?? null),
    method("Map.Entry higherEntry(def)", (_budget, map: JavaTreeMap, key: JavaValue) => {
      return entryOf(map, map.keyAbove(key, false));
    }),
    method("def higherKey(def)", (_budget, map: JavaTreeMap, key: JavaValue) => map.keyAbove(key, false) ?? null),
    method("Map.Entry lastEntry()", (_budget, map: JavaTreeMap) => entryOf(map, map.lastKey())),
    method("Map.Entry lowerEntry(def)", (_budget, map: JavaTreeMap, key: JavaValue) => {
      return entryOf(map, map.keyBelow(key, false));
    }),
    method("NavigableSet navigableKeySet()", (_budget, map: JavaTreeMap) => keySetOf(map)),
    method("Map.Entry pollFirstEntry()", (_budget, map: JavaTreeMap) => pollEntry(map, map.firstKey())),
    method("Map.Entry pollLastEntry()", (_budget, map: JavaTreeMap) => pollEntry(map, map.lastKey())),
  ],
  unsupported: ["descendingKeySet/0", "descendingMap/0", "headMap/2", "subMap/4", "tailMap/2"],
  isInstance: (value) => value instanceof JavaTreeMap,
};

/** `java.util.TreeMap`. */
export const TREE_MAP: LibraryClass = {
  name: "TreeMap",
  javaName: "java.util.TreeMap",
  supertypes: ["AbstractMap", "NavigableMap"],
  constructors: [
    method("TreeMap new()", (budget) => {
      chargeEntries(budget, 2);
      return new JavaTreeMap();
    }),
    method("TreeMap new(Comparator)", (budget, order: JavaComparator | null) => {
      chargeEntries(budget, 2);
      return new JavaTreeMap(order);
    }),
  ],
  methods: [
    method("def clone()", (budget, map: JavaTreeMap) => {
      chargeEntries(budget, 2 + map.size);
      return copyOf(map);
    }),
  ],
  isInstance: (value) => value instanceof JavaTreeMap,
};

/** `java.util.SortedSet`. */
export const SORTED_SET: LibraryClass = {
  name: "SortedSet",
  javaName: "java.util.SortedSet",
  supertypes: ["Set"],
  methods: [
    method("Comparator comparator()", (_budget, set: JavaSet) => treeOf(set).order),
    method("def first()", (_budget, set: JavaSet) => present(treeOf(set).firstKey())),
    method("def last()", (_budget, set: JavaSet) => present(treeOf(set).lastKey())),
  ],
  unsupported: ["headSet/1", "subSet/2", "tailSet/1"],
  isInstance: isSorted,
};

/** `java.util.NavigableSet`. */
export const NAVIGABLE_SET: LibraryClass = {
  name: "NavigableSet",
  javaName: "java.util.NavigableSet",
  supertypes: ["SortedSet"],
  methods: [
    method("def ceiling(def)", (_budget, set: JavaSet, value: JavaValue) => treeOf(set).keyAbove(value, true) ?? null),
    method("Iterator descendingIterator()", (budget, set: JavaSet) => {
      chargeReferences(budget, set.size);
      const map = set.map;
      return new JavaKeyIterator({
        className: "java.util.TreeMap",
        get modifications() {
          return map.modifications;
        },
        keys: () => map.keys().toReversed(),
        delete: (key) => map.delete(key),
      });
    }),
    method("def floor(def)", (_budget, set: JavaSet, value: JavaValue) => treeOf(set).keyBelow(value, true) ?? null),
    method("def higher(def)", (_budget, set: JavaSet, value: JavaValue) => treeOf(set).keyAbove(value, false) ?? null),
    method("def lower(def)", (_budget, set: JavaSet, value: JavaValue) => treeOf(set).keyBelow(value, false) ?? null),
    method("def pollFirst()", (_budget, set: JavaSet) => poll(set, treeOf(set).firstKey())),
    method("def pollLast()", (_budget, set: JavaSet) => poll(set, treeOf(set).lastKey())),
  ],
  unsupported: ["descendingSet/0", "headSet/2", "subSet/4", "tailSet/2"],
  isInstance: isSorted,
};

/** `java.util.TreeSet`. */
export const TREE_SET: LibraryClass = {
  name: "TreeSet",
  javaName: "java.util.TreeSet",
  supertypes: ["AbstractSet", "NavigableSet"],
  constructors: [
    method("TreeSet new()", (budget) => {
      chargeEntries(budget, 2);
      return JavaSet.ofKeys(new JavaTreeMap(), "java.util.TreeSet");
    }),
    method("TreeSet new(Comparator)", (budget, order: JavaComparator | null) => {
      chargeEntries(budget, 2);
      return JavaSet.ofKeys(new JavaTreeMap(order), "java.util.TreeSet");
    }),
  ],
  methods: [
    method("def clone()", (budget, set: JavaSet) => {
      chargeEntries(budget, 2 + set.size);
      return JavaSet.ofKeys(copyOf(treeOf(set)), "java.util.TreeSet");
    }),
  ],
  isInstance: (value) => value instanceof JavaSet && value.className === "java.util.TreeSet",
};

function isSorted(value: JavaValue): boolean {
  return value instanceof JavaSet && value.map instanceof JavaTreeMap && !value.className.includes("Entry");
}

function treeOf(set: JavaSet): JavaTreeMap {
  if (set.map instanceof JavaTreeMap) return set.map;
  throw new TypeError(`Cannot navigate a ${set.className} as it is not sorted`);
}

function copyOf(map: JavaTreeMap): JavaTreeMap {
  const copy = new JavaTreeMap(map.order);
  copy.putAll(map);
  return copy;
}

function present(key: JavaValue | undefined): JavaValue {
  if (key === undefined) throw new JavaThrowable("java.util.NoSuchElementException");
  return key;
}

function entryOf(map: JavaTreeMap, key: JavaValue | undefined): JavaMapEntry | null {
  return key === undefined ? null : JavaMapEntry.immutable(key, map.get(key) ?? null);
}

function pollEntry(map: JavaTreeMap, key: JavaValue | undefined): JavaMapEntry | null {
  const entry = entryOf(map, key);
  if (entry !== null) map.delete(entry.key);
  return entry;
}

function poll(set: JavaSet, value: JavaValue | undefined): JavaValue {
  if (value === undefined) return null;
  set.delete(value);
  return value;
}
