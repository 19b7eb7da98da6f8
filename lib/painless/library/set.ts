/**
 * `Set`, `HashSet` and `LinkedHashSet`.
 * @module
 */

import { type JavaCollection, JavaSet } from "../../java/collection.ts";
import { JavaHashMap } from "../../java/map.ts";
import { javaEquals, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeEntries, chargeVisit } from "./charge.ts";
import { method } from "./define.ts";
import { isWrapped } from "./list.ts";

/** `java.util.Set`. */
export const SET: LibraryClass = {
  name: "Set",
  javaName: "java.util.Set",
  supertypes: ["Collection"],
  methods: [
    method("boolean equals(Object)", (budget, set: JavaSet, other: JavaValue) => {
      chargeVisit(budget, set);
      return javaEquals(set, other);
    }),
    method("int hashCode()", (budget, set: JavaSet) => {
      chargeVisit(budget, set);
      return set.hashCode();
    }),
    method("boolean remove(def)", (budget, set: JavaSet, value: JavaValue) => {
      chargeVisit(budget, value);
      return set.delete(value);
    }),
  ],
  isInstance: (value) => value instanceof JavaSet,
};

/** `java.util.HashSet`. */
export const HASH_SET: LibraryClass = {
  name: "HashSet",
  javaName: "java.util.HashSet",
  supertypes: ["AbstractSet", "Set"],
  constructors: [
    method("HashSet new()", (budget) => {
      chargeEntries(budget, 2);
      return JavaSet.hashSet();
    }),
    method("HashSet new(Collection)", (budget, values: JavaCollection | null) => {
      chargeEntries(budget, 2 + notNull(values).size);
      for (const value of notNull(values).elements()) chargeVisit(budget, value);
      return JavaSet.hashSetOf(notNull(values).elements());
    }),
  ],
  methods: [
    method("def clone()", (budget, set: JavaSet) => {
      chargeEntries(budget, 2 + set.size);
      if (set.className !== "java.util.HashSet") return linkedSetOf(set.elements());
      return JavaSet.ofKeys(JavaHashMap.copyOf(set.map), set.className);
    }),
  ],
  isInstance: (value) =>
    value instanceof JavaSet &&
    (value.className === "java.util.HashSet" || value.className === "java.util.LinkedHashSet"),
};

/** `java.util.LinkedHashSet`. */
export const LINKED_HASH_SET: LibraryClass = {
  name: "LinkedHashSet",
  javaName: "java.util.LinkedHashSet",
  supertypes: ["HashSet", "Set"],
  constructors: [
    method("LinkedHashSet new()", (budget) => {
      chargeEntries(budget, 2);
      return JavaSet.linkedHashSet();
    }),
    method("LinkedHashSet new(Collection)", (budget, values: JavaCollection | null) => {
      chargeEntries(budget, 2 + notNull(values).size);
      for (const value of notNull(values).elements()) chargeVisit(budget, value);
      return linkedSetOf(notNull(values).elements());
    }),
  ],
  isInstance: (value) => value instanceof JavaSet && value.className === "java.util.LinkedHashSet",
};

/** `java.util.AbstractSet`: what sets are made from; it adds no method. */
export const ABSTRACT_SET: LibraryClass = {
  name: "AbstractSet",
  javaName: "java.util.AbstractSet",
  supertypes: ["AbstractCollection", "Set"],
  isInstance: (value) => value instanceof JavaSet && !isWrapped(value),
};

function linkedSetOf(values: readonly JavaValue[]): JavaSet {
  const set = JavaSet.linkedHashSet();
  for (const value of values) set.add(value);
  return set;
}
