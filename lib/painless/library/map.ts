/**
 * `Map`, `HashMap`, `LinkedHashMap` and their entries.
 * @module
 */

import type { JavaCollection } from "../../java/collection.ts";
import { JavaHashMap, JavaLinkedHashMap, JavaMap } from "../../java/map.ts";
import { JavaMapEntry } from "../../java/map_entry.ts";
import { JavaEntrySet, JavaMapValues, keySetOf } from "../../java/map_views.ts";
import { javaEquals, type JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { getByPath } from "./by_path.ts";
import { chargeEntries, chargeReferences, chargeVisit, chargeVisits } from "./charge.ts";
import { method } from "./define.ts";
import { isWrapped } from "./list.ts";

/** `java.util.Map`, with Painless's own additions. */
export const MAP: LibraryClass = {
  name: "Map",
  javaName: "java.util.Map",
  supertypes: [],
  methods: [
    method("void clear()", (_budget, map: JavaMap) => map.clear()),
    method("boolean containsKey(def)", (budget, map: JavaMap, key: JavaValue) => {
      chargeVisit(budget, key);
      return map.has(key);
    }),
    method("boolean containsValue(def)", (budget, map: JavaMap, value: JavaValue) => {
      chargeReferences(budget, map.size);
      chargeVisits(budget, value, map.size);
      return new JavaMapValues(map).has(value);
    }),
    method("Set entrySet()", (_budget, map: JavaMap) => new JavaEntrySet(map)),
    method("boolean equals(Object)", (budget, map: JavaMap, other: JavaValue) => {
      chargeVisit(budget, map);
      return javaEquals(map, other);
    }),
    method("def get(def)", (budget, map: JavaMap, key: JavaValue) => {
      chargeVisit(budget, key);
      return map.get(key) ?? null;
    }),
    method("Object getByPath(String)", (_budget, map: JavaMap, path: string | null) => getByPath(map, notNull(path))),
    method("Object getByPath(String,Object)", (_budget, map: JavaMap, path: string | null, instead: JavaValue) => {
      return getByPath(map, notNull(path), instead);
    }),
    method("def getOrDefault(def,def)", (budget, map: JavaMap, key: JavaValue, instead: JavaValue) => {
      chargeVisit(budget, key);
      const value = map.get(key);
      return value === undefined ? instead : value;
    }),
    method("boolean isEmpty()", (_budget, map: JavaMap) => map.size === 0),
    method("Set keySet()", (_budget, map: JavaMap) => keySetOf(map)),
    method("def put(def,def)", (budget, map: JavaMap, key: JavaValue, value: JavaValue) => {
      chargeVisit(budget, key);
      return put(budget, map, key, value);
    }),
    method("void putAll(Map)", (budget, map: JavaMap, others: JavaMap | null) => {
      chargeEntries(budget, notNull(others).size);
      for (const key of notNull(others).keys()) chargeVisit(budget, key);
      map.putAll(notNull(others));
    }),
    method("def putIfAbsent(def,def)", (budget, map: JavaMap, key: JavaValue, value: JavaValue) => {
      chargeVisit(budget, key);
      const old = map.get(key) ?? null;
      if (old === null) put(budget, map, key, value);
      return old;
    }),
    method("def remove(def)", (budget, map: JavaMap, key: JavaValue) => {
      chargeVisit(budget, key);
      return map.delete(key) ?? null;
    }),
    method("boolean remove(def,def)", (budget, map: JavaMap, key: JavaValue, value: JavaValue) => {
      chargeVisit(budget, key);
      chargeVisit(budget, value);
      const old = map.get(key);
      if (old === undefined || !javaEquals(old, value)) return false;
      map.delete(key);
      return true;
    }),
    method("def replace(def,def)", (budget, map: JavaMap, key: JavaValue, value: JavaValue) => {
      chargeVisit(budget, key);
      const old = map.get(key);
      if (old !== undefined) map.set(key, value);
      return old ?? null;
    }),
    method(
      "boolean replace(def,def,def)",
      (budget, map: JavaMap, key: JavaValue, expected: JavaValue, value: JavaValue) => {
        chargeVisit(budget, key);
        chargeVisit(budget, expected);
        const old = map.get(key);
        if (old === undefined || !javaEquals(old, expected)) return false;
        map.set(key, value);
        return true;
      },
    ),
    method("int size()", (_budget, map: JavaMap) => map.size),
    method("Collection values()", (_budget, map: JavaMap): JavaCollection => new JavaMapValues(map)),
  ],
  unsupported: [
    "collect/1",
    "collect/2",
    "compute/2",
    "computeIfAbsent/2",
    "computeIfPresent/2",
    "count/1",
    "each/1",
    "every/1",
    "find/1",
    "findAll/1",
    "findResult/1",
    "findResult/2",
    "findResults/1",
    "forEach/1",
    "groupBy/1",
    "merge/3",
    "replaceAll/1",
  ],
  isInstance: (value) => value instanceof JavaMap,
};

/** `java.util.HashMap`. */
export const HASH_MAP: LibraryClass = {
  name: "HashMap",
  javaName: "java.util.HashMap",
  supertypes: ["AbstractMap", "Map"],
  constructors: [
    method("HashMap new()", (budget) => {
      chargeEntries(budget, 2);
      return new JavaHashMap();
    }),
    method("HashMap new(Map)", (budget, map: JavaMap | null) => {
      chargeEntries(budget, 2 + notNull(map).size);
      return JavaHashMap.copyOf(notNull(map));
    }),
  ],
  methods: [
    method("def clone()", (budget, map: JavaMap) => {
      chargeEntries(budget, 2 + map.size);
      return map instanceof JavaLinkedHashMap ? linkedCopyOf(map) : JavaHashMap.copyOf(map);
    }),
  ],
  isInstance: (value) => value instanceof JavaHashMap || value instanceof JavaLinkedHashMap,
};

/** `java.util.LinkedHashMap`. */
export const LINKED_HASH_MAP: LibraryClass = {
  name: "LinkedHashMap",
  javaName: "java.util.LinkedHashMap",
  supertypes: ["HashMap", "Map"],
  constructors: [
    method("LinkedHashMap new()", (budget) => {
      chargeEntries(budget, 2);
      return new JavaLinkedHashMap();
    }),
    method("LinkedHashMap new(Map)", (budget, map: JavaMap | null) => {
      chargeEntries(budget, 2 + notNull(map).size);
      return linkedCopyOf(notNull(map));
    }),
  ],
  isInstance: (value) => value instanceof JavaLinkedHashMap,
};

/** `java.util.AbstractMap`: what maps are made from; it adds no method. */
export const ABSTRACT_MAP: LibraryClass = {
  name: "AbstractMap",
  javaName: "java.util.AbstractMap",
  supertypes: ["Map"],
  isInstance: (value) => value instanceof JavaMap && !isWrapped(value),
};

/** `java.util.Map.Entry`. */
export const MAP_ENTRY: LibraryClass = {
  name: "Map.Entry",
  javaName: "java.util.Map$Entry",
  supertypes: [],
  methods: [
    method("boolean equals(Object)", (budget, entry: JavaMapEntry, other: JavaValue) => {
      chargeVisit(budget, entry);
      return javaEquals(entry, other);
    }),
    method("def getKey()", (_budget, entry: JavaMapEntry) => entry.key),
    method("def getValue()", (_budget, entry: JavaMapEntry) => entry.value),
    method("int hashCode()", (budget, entry: JavaMapEntry) => {
      chargeVisit(budget, entry);
      return entry.hashCode();
    }),
    method("def setValue(def)", (_budget, entry: JavaMapEntry, value: JavaValue) => entry.setValue(value)),
  ],
  unsupported: ["comparingByKey/0", "comparingByKey/1", "comparingByValue/0", "comparingByValue/1"],
  isInstance: (value) => value instanceof JavaMapEntry,
};

/** `java.util.AbstractMap.SimpleEntry`. */
export const SIMPLE_ENTRY: LibraryClass = {
  name: "AbstractMap.SimpleEntry",
  javaName: "java.util.AbstractMap$SimpleEntry",
  supertypes: ["Map.Entry"],
  constructors: [
    method("AbstractMap.SimpleEntry new(def,def)", (budget, key: JavaValue, value: JavaValue) => {
      chargeEntries(budget, 1);
      return JavaMapEntry.simple(key, value);
    }),
    method("AbstractMap.SimpleEntry new(Map.Entry)", (budget, entry: JavaMapEntry | null) => {
      chargeEntries(budget, 1);
      return JavaMapEntry.simple(notNull(entry).key, notNull(entry).value);
    }),
  ],
  isInstance: (value) => value instanceof JavaMapEntry && value.className === "java.util.AbstractMap$SimpleEntry",
};

/** `java.util.AbstractMap.SimpleImmutableEntry`. */
export const SIMPLE_IMMUTABLE_ENTRY: LibraryClass = {
  name: "AbstractMap.SimpleImmutableEntry",
  javaName: "java.util.AbstractMap$SimpleImmutableEntry",
  supertypes: ["Map.Entry"],
  constructors: [
    method("AbstractMap.SimpleImmutableEntry new(def,def)", (budget, key: JavaValue, value: JavaValue) => {
      chargeEntries(budget, 1);
      return JavaMapEntry.immutable(key, value);
    }),
    method("AbstractMap.SimpleImmutableEntry new(Map.Entry)", (budget, entry: JavaMapEntry | null) => {
      chargeEntries(budget, 1);
      return JavaMapEntry.immutable(notNull(entry).key, notNull(entry).value);
    }),
  ],
  isInstance: (value) =>
    value instanceof JavaMapEntry && value.className === "java.util.AbstractMap$SimpleImmutableEntry",
};

/** `map.put(key, value)`: only a new key is charged. */
function put(budget: Budget, map: JavaMap, key: JavaValue, value: JavaValue): JavaValue {
  const old = map.get(key);
  if (old === undefined) chargeEntries(budget, 1);
  map.set(key, value);
  return old ?? null;
}

function linkedCopyOf(map: JavaMap): JavaLinkedHashMap {
  const copy = new JavaLinkedHashMap();
  copy.putAll(map);
  return copy;
}
