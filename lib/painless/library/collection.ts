/**
 * `Collection`.
 * @module
 */

import { JavaArray, JavaCollection, JavaList } from "../../java/collection.ts";
import type { JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeEntries, chargeReferences, chargeVisit, chargeVisits } from "./charge.ts";
import { method } from "./define.ts";
import { membershipIn } from "./membership.ts";
import { countWork } from "../../java/work.ts";

/** `java.util.Collection`. */
export const COLLECTION: LibraryClass = {
  name: "Collection",
  javaName: "java.util.Collection",
  supertypes: ["Iterable"],
  methods: [
    method("boolean add(def)", (budget, values: JavaCollection, value: JavaValue) => {
      chargeHash(budget, values, value);
      chargeEntries(budget, 1);
      return values.append(value);
    }),
    method("boolean addAll(Collection)", (budget, values: JavaCollection, others: JavaCollection | null) => {
      const added = [...notNull(others).elements()];
      chargeEntries(budget, added.length);
      let changed = false;
      for (const value of added) {
        chargeHash(budget, values, value);
        changed = values.append(value) || changed;
      }
      return changed;
    }),
    method("void clear()", (_budget, values: JavaCollection) => values.clear()),
    method("boolean contains(def)", (budget, values: JavaCollection, value: JavaValue) => {
      chargeVisits(budget, value, values.size);
      return values.has(value);
    }),
    method("boolean containsAll(Collection)", (budget, values: JavaCollection, others: JavaCollection | null) => {
      const wanted = notNull(others).elements();
      countWork(wanted.length);
      return wanted.length === 0 || wanted.every(membershipIn(budget, values));
    }),
    method("boolean isEmpty()", (_budget, values: JavaCollection) => values.size === 0),
    method("boolean removeAll(Collection)", (budget, values: JavaCollection, others: JavaCollection | null) => {
      const unwanted = membershipIn(budget, notNull(others));
      return values.retain((value) => !unwanted(value));
    }),
    method("boolean retainAll(Collection)", (budget, values: JavaCollection, others: JavaCollection | null) => {
      return values.retain(membershipIn(budget, notNull(others)));
    }),
    method("int size()", (_budget, values: JavaCollection) => values.size),
    method("def[] toArray()", (budget, values: JavaCollection) => {
      chargeReferences(budget, values.size);
      return new JavaArray("def", [...values.elements()]);
    }),
    method("def[] toArray(def[])", (budget, values: JavaCollection, array: JavaArray | null) => {
      const target = notNull(array);
      chargeReferences(budget, values.size);
      if (target.items.length < values.size) return new JavaArray(target.elementType, [...values.elements()]);
      values.elements().forEach((value, i) => target.items[i] = value);
      if (target.items.length > values.size) target.items[values.size] = null;
      return target;
    }),
  ],
  unsupported: [
    "collect/1",
    "collect/2",
    "find/1",
    "findAll/1",
    "findResult/1",
    "findResult/2",
    "removeIf/1",
    "split/1",
    "spliterator/0",
    "stream/0",
  ],
  isInstance: (value) => value instanceof JavaCollection,
};

/** A list takes a value as it is, which may even hold itself; a set looks at all that is in it. */
function chargeHash(budget: Budget, values: JavaCollection, value: JavaValue): void {
  if (!(values instanceof JavaList)) chargeVisit(budget, value);
}
