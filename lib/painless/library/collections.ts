/**
 * `Collections`.
 * @module
 */

import { type JavaArray, type JavaCollection, JavaList, JavaSet, type ListClass } from "../../java/collection.ts";
import { JavaComparator } from "../../java/comparator.ts";
import { JavaLinkedHashMap, type JavaMap } from "../../java/map.ts";
import { JavaUnmodifiableList } from "../../java/list_views.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import {
  JavaFixedMap,
  JavaUnmodifiableCollection,
  JavaUnmodifiableMap,
  JavaUnmodifiableSet,
} from "../../java/unmodifiable.ts";
import { javaEquals, type JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { indexOutOfBounds, notNull } from "./arguments.ts";
import { chargeEntries, chargeReferences, chargeVisit, chargeVisits } from "./charge.ts";
import { method } from "./define.ts";
import { membershipIn } from "./membership.ts";
import { countWork } from "../../java/work.ts";

const EMPTY_LIST = fixedList([], "java.util.Collections$EmptyList");
const EMPTY_MAP = fixedMap("java.util.Collections$EmptyMap");
const EMPTY_SET = JavaSet.ofKeys(fixedMap("java.util.Collections$EmptySet"), "java.util.Collections$EmptySet");

/** `java.util.Collections`. */
export const COLLECTIONS: LibraryClass = {
  name: "Collections",
  javaName: "java.util.Collections",
  supertypes: [],
  staticMethods: [
    method("boolean addAll(Collection,def[])", (budget, values: JavaCollection | null, added: JavaArray | null) => {
      chargeEntries(budget, notNull(added).items.length);
      let changed = false;
      for (const value of notNull(added).items) {
        chargeVisit(budget, value);
        changed = notNull(values).append(value) || changed;
      }
      return changed;
    }),
    method("int binarySearch(List,def)", (_budget, list: JavaList | null, key: JavaValue) => {
      return binarySearch(notNull(list), key, JavaComparator.natural);
    }),
    method(
      "int binarySearch(List,def,Comparator)",
      (_budget, list: JavaList | null, key: JavaValue, order: JavaComparator | null) => {
        return binarySearch(notNull(list), key, order ?? JavaComparator.natural);
      },
    ),
    method("void copy(List,List)", (_budget, target: JavaList | null, source: JavaList | null) => {
      countWork(2 * notNull(source).size);
      const values = [...notNull(source).items];
      if (values.length > notNull(target).size) throw indexOutOfBounds("Source does not fit in dest");
      values.forEach((value, i) => notNull(target).set(i, value));
    }),
    method("boolean disjoint(Collection,Collection)", (
      budget,
      one: JavaCollection | null,
      other: JavaCollection | null,
    ) => {
      countWork(2 * notNull(one).size);
      return !notNull(one).elements().some(membershipIn(budget, notNull(other)));
    }),
    method("List emptyList()", () => EMPTY_LIST),
    method("Map emptyMap()", () => EMPTY_MAP),
    method("Set emptySet()", () => EMPTY_SET),
    method("void fill(List,def)", (_budget, list: JavaList | null, value: JavaValue) => {
      countWork(notNull(list).size);
      for (let i = 0; i < notNull(list).size; i++) notNull(list).set(i, value);
    }),
    method("int frequency(Collection,def)", (budget, values: JavaCollection | null, value: JavaValue) => {
      chargeVisits(budget, value, notNull(values).size);
      return notNull(values).elements().filter((item) => javaEquals(value, item)).length;
    }),
    method("int indexOfSubList(List,List)", (budget, list: JavaList | null, part: JavaList | null) => {
      const most = notNull(list).size - notNull(part).size;
      for (let at = 0; at <= most; at++) if (hasAt(budget, notNull(list), notNull(part), at)) return at;
      return -1;
    }),
    method("int lastIndexOfSubList(List,List)", (budget, list: JavaList | null, part: JavaList | null) => {
      const most = notNull(list).size - notNull(part).size;
      for (let at = most; at >= 0; at--) if (hasAt(budget, notNull(list), notNull(part), at)) return at;
      return -1;
    }),
    method("def max(Collection)", (_budget, values: JavaCollection | null) => {
      return greatest(notNull(values), JavaComparator.natural.compare);
    }),
    method("def max(Collection,Comparator)", (_budget, values: JavaCollection | null, order: JavaComparator | null) => {
      return greatest(notNull(values), (order ?? JavaComparator.natural).compare);
    }),
    method("def min(Collection)", (_budget, values: JavaCollection | null) => {
      return greatest(notNull(values), JavaComparator.reverse.compare);
    }),
    method("def min(Collection,Comparator)", (_budget, values: JavaCollection | null, order: JavaComparator | null) => {
      return greatest(notNull(values), (left, right) => -(order ?? JavaComparator.natural).compare(left, right));
    }),
    method("List nCopies(int,def)", (budget, count: number, value: JavaValue) => {
      if (count < 0) throw new JavaThrowable("java.lang.IllegalArgumentException", `List length = ${count}`);
      chargeReferences(budget, count);
      return fixedList(new Array<JavaValue>(count).fill(value), "java.util.Collections$CopiesList");
    }),
    method("boolean replaceAll(List,def,def)", (budget, list: JavaList | null, old: JavaValue, by: JavaValue) => {
      chargeVisits(budget, old, notNull(list).size);
      let changed = false;
      notNull(list).items.forEach((item, i) => {
        if (!javaEquals(old, item)) return;
        notNull(list).set(i, by);
        changed = true;
      });
      return changed;
    }),
    method("void reverse(List)", (budget, list: JavaList | null) => {
      setAll(budget, notNull(list), notNull(list).items.toReversed());
    }),
    method("Comparator reverseOrder()", () => JavaComparator.reverse),
    method("Comparator reverseOrder(Comparator)", (_budget, order: JavaComparator | null) => {
      return order === null ? JavaComparator.reverse : order.reversed();
    }),
    method("void rotate(List,int)", (budget, list: JavaList | null, distance: number) => {
      const items = notNull(list).items;
      if (items.length === 0) return;
      const by = ((distance % items.length) + items.length) % items.length;
      if (by === 0) return;
      setAll(budget, notNull(list), [...items.slice(-by), ...items.slice(0, -by)]);
    }),
    method("Set singleton(def)", (budget, value: JavaValue) => {
      chargeVisit(budget, value);
      chargeEntries(budget, 1);
      const name = "java.util.Collections$SingletonSet";
      return JavaSet.ofKeys(fixedMap(name, [value, true]), name);
    }),
    method("List singletonList(def)", (budget, value: JavaValue) => {
      chargeEntries(budget, 1);
      return fixedList([value], "java.util.Collections$SingletonList");
    }),
    method("Map singletonMap(def,def)", (budget, key: JavaValue, value: JavaValue) => {
      chargeVisit(budget, key);
      chargeEntries(budget, 1);
      return fixedMap("java.util.Collections$SingletonMap", [key, value]);
    }),
    method("void sort(List)", (budget, list: JavaList | null) => {
      chargeReferences(budget, notNull(list).size);
      notNull(list).sort(JavaComparator.natural.compare);
    }),
    method("void sort(List,Comparator)", (budget, list: JavaList | null, order: JavaComparator | null) => {
      chargeReferences(budget, notNull(list).size);
      notNull(list).sort((order ?? JavaComparator.natural).compare);
    }),
    method("void swap(List,int,int)", (_budget, list: JavaList | null, left: number, right: number) => {
      notNull(list).set(left, notNull(list).set(right, notNull(list).get(left)));
    }),
    method("Collection unmodifiableCollection(Collection)", (_budget, values: JavaCollection | null) => {
      return new JavaUnmodifiableCollection(notNull(values));
    }),
    method("List unmodifiableList(List)", (_budget, list: JavaList | null) => new JavaUnmodifiableList(notNull(list))),
    method("Map unmodifiableMap(Map)", (_budget, map: JavaMap | null) => new JavaUnmodifiableMap(notNull(map))),
    method("Set unmodifiableSet(Set)", (_budget, set: JavaSet | null) => new JavaUnmodifiableSet(notNull(set))),
  ],
  staticFields: {
    EMPTY_LIST: { type: "List", value: EMPTY_LIST },
    EMPTY_MAP: { type: "Map", value: EMPTY_MAP },
    EMPTY_SET: { type: "Set", value: EMPTY_SET },
  },
  unsupported: [
    "asLifoQueue/1",
    "emptyEnumeration/0",
    "emptyIterator/0",
    "emptyListIterator/0",
    "emptyNavigableMap/0",
    "emptyNavigableSet/0",
    "emptySortedMap/0",
    "emptySortedSet/0",
    "enumeration/1",
    "list/1",
    "newSetFromMap/1",
    "shuffle/1",
    "shuffle/2",
    "unmodifiableNavigableMap/1",
    "unmodifiableNavigableSet/1",
    "unmodifiableSortedMap/1",
    "unmodifiableSortedSet/1",
  ],
  isInstance: () => false,
};

function fixedList(items: JavaValue[], className: ListClass): JavaList {
  return new JavaList(items, className);
}

function fixedMap(className: string, ...entries: readonly [key: JavaValue, value: JavaValue][]): JavaFixedMap {
  const map = new JavaLinkedHashMap();
  for (const [key, value] of entries) map.set(key, value);
  return new JavaFixedMap(map, className);
}

/** The first element that no other is greater than. */
function greatest(values: JavaCollection, compare: (left: JavaValue, right: JavaValue) => number): JavaValue {
  countWork(4 * values.size);
  const [first, ...others] = values.elements();
  if (first === undefined) throw new JavaThrowable("java.util.NoSuchElementException");
  return others.reduce<JavaValue>((found, value) => compare(value, found) > 0 ? value : found, first);
}

function binarySearch(list: JavaList, key: JavaValue, order: JavaComparator): number {
  const items = list.items;
  let low = 0;
  let high = items.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = order.compare(items[middle] ?? null, key);
    if (found === 0) return middle;
    if (found < 0) low = middle + 1;
    else high = middle - 1;
  }
  return -(low + 1);
}

function hasAt(budget: Budget, list: JavaList, part: JavaList, at: number): boolean {
  return part.items.every((value, i) => {
    budget.charge(1);
    countWork(1);
    return javaEquals(value, list.get(at + i));
  });
}

function setAll(budget: Budget, list: JavaList, values: readonly JavaValue[]): void {
  chargeReferences(budget, values.length);
  countWork(values.length);
  values.forEach((value, i) => list.set(i, value));
}
