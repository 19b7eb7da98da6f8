/**
 * `List`, `ArrayList` and what is abstract about them.
 * @module
 */

import { type JavaCollection, JavaList } from "../../java/collection.ts";
import { JavaComparator } from "../../java/comparator.ts";
import { JavaListIterator } from "../../java/iterator.ts";
import { JavaSubList } from "../../java/list_views.ts";
import { javaEquals, type JavaObject, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { indexOutOfBounds, notNull } from "./arguments.ts";
import { getByPath } from "./by_path.ts";
import { chargeEntries, chargeReferences, chargeVisit, chargeVisits } from "./charge.ts";
import { method } from "./define.ts";

/** `java.util.List`, with Painless's own additions. */
export const LIST: LibraryClass = {
  name: "List",
  javaName: "java.util.List",
  supertypes: ["Collection"],
  methods: [
    method("void add(int,def)", (budget, list: JavaList, index: number, value: JavaValue) => {
      chargeEntries(budget, 1);
      list.insert(index, value);
    }),
    method("boolean addAll(int,Collection)", (budget, list: JavaList, index: number, values: JavaCollection | null) => {
      chargeEntries(budget, notNull(values).size);
      list.insertAll(index, notNull(values).elements());
      return notNull(values).size > 0;
    }),
    method("boolean equals(Object)", (budget, list: JavaList, other: JavaValue) => {
      chargeVisit(budget, list);
      return javaEquals(list, other);
    }),
    method("def get(int)", (_budget, list: JavaList, index: number) => list.get(index)),
    method("Object getByPath(String)", (_budget, list: JavaList, path: string | null) => {
      return getByPath(list, notNull(path));
    }),
    method("Object getByPath(String,Object)", (_budget, list: JavaList, path: string | null, instead: JavaValue) => {
      return getByPath(list, notNull(path), instead);
    }),
    method("int getLength()", (_budget, list: JavaList) => list.size),
    method("int hashCode()", (budget, list: JavaList) => {
      chargeVisit(budget, list);
      return list.hashCode();
    }),
    method("int indexOf(def)", (budget, list: JavaList, value: JavaValue) => {
      chargeVisits(budget, value, list.size);
      return list.indexOf(value);
    }),
    method("int lastIndexOf(def)", (budget, list: JavaList, value: JavaValue) => {
      chargeVisits(budget, value, list.size);
      return list.lastIndexOf(value);
    }),
    method("ListIterator listIterator()", (_budget, list: JavaList) => new JavaListIterator(list)),
    method("ListIterator listIterator(int)", (_budget, list: JavaList, index: number) => {
      if (index < 0 || index > list.size) throw indexOutOfBounds(`Index: ${index}, Size: ${list.size}`);
      return new JavaListIterator(list, index);
    }),
    method("def remove(int)", (_budget, list: JavaList, index: number) => list.removeAt(index)),
    method("def set(int,def)", (_budget, list: JavaList, index: number, value: JavaValue) => list.set(index, value)),
    method("void sort(Comparator)", (budget, list: JavaList, order: JavaComparator | null) => {
      chargeReferences(budget, list.size);
      list.sort((order ?? JavaComparator.natural).compare);
    }),
    method("List subList(int,int)", (_budget, list: JavaList, from: number, to: number) => {
      return new JavaSubList(list, from, to);
    }),
  ],
  unsupported: ["replaceAll/1"],
  isInstance: (value) => value instanceof JavaList,
};

/** `java.util.ArrayList`. */
export const ARRAY_LIST: LibraryClass = {
  name: "ArrayList",
  javaName: "java.util.ArrayList",
  supertypes: ["AbstractList", "List", "RandomAccess"],
  constructors: [
    method("ArrayList new()", (budget) => {
      chargeEntries(budget, 1);
      return new JavaList();
    }),
    method("ArrayList new(Collection)", (budget, values: JavaCollection | null) => {
      chargeEntries(budget, 1 + notNull(values).size);
      return new JavaList([...notNull(values).elements()]);
    }),
  ],
  methods: [
    method("def clone()", (budget, list: JavaList) => {
      chargeEntries(budget, 1 + list.size);
      return new JavaList([...list.items], "java.util.ArrayList");
    }),
    method("void trimToSize()", () => {}),
  ],
  isInstance: (value) => value instanceof JavaList && value.className === "java.util.ArrayList",
};

/** The views of `Collections` implement the interfaces only. */
export function isWrapped(value: JavaObject): boolean {
  return value.className.startsWith("java.util.Collections$Unmodifiable");
}

/** `java.util.AbstractList`: what lists are made from; it adds no method. */
export const ABSTRACT_LIST: LibraryClass = {
  name: "AbstractList",
  javaName: "java.util.AbstractList",
  supertypes: ["AbstractCollection", "List"],
  isInstance: (value) => value instanceof JavaList && !isWrapped(value),
};

/** `java.util.RandomAccess`: marks lists that are arrays inside. */
export const RANDOM_ACCESS: LibraryClass = {
  name: "RandomAccess",
  javaName: "java.util.RandomAccess",
  supertypes: [],
  isInstance: (value) =>
    value instanceof JavaList && value.className !== "java.util.LinkedList" &&
    value.className !== "java.util.Collections$UnmodifiableList",
};
