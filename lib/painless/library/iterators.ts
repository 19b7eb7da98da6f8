/**
 * `Iterator`, `ListIterator` and `Iterable`.
 * @module
 */

import { JavaCollection, JavaList } from "../../java/collection.ts";
import { JavaIterator, JavaListIterator } from "../../java/iterator.ts";
import type { JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeEntries, chargeReferences, textOf } from "./charge.ts";
import { method } from "./define.ts";
import { doubleValueOf } from "./small_numbers.ts";
import { joinTexts } from "./string.ts";
import { countWork } from "../../java/work.ts";

/** `java.util.Iterator`. */
export const ITERATOR: LibraryClass = {
  name: "Iterator",
  javaName: "java.util.Iterator",
  supertypes: [],
  methods: [
    method("boolean hasNext()", (_budget, iterator: JavaIterator) => iterator.hasNext()),
    method("def next()", (_budget, iterator: JavaIterator) => iterator.next()),
    method("void remove()", (_budget, iterator: JavaIterator) => iterator.remove()),
  ],
  unsupported: ["forEachRemaining/1"],
  isInstance: (value) => value instanceof JavaIterator,
};

/** `java.util.ListIterator`. */
export const LIST_ITERATOR: LibraryClass = {
  name: "ListIterator",
  javaName: "java.util.ListIterator",
  supertypes: ["Iterator"],
  methods: [
    method("void add(def)", (budget, iterator: JavaListIterator, value: JavaValue) => {
      chargeEntries(budget, 1);
      iterator.add(value);
    }),
    method("boolean hasPrevious()", (_budget, iterator: JavaListIterator) => iterator.hasPrevious()),
    method("int nextIndex()", (_budget, iterator: JavaListIterator) => iterator.nextIndex()),
    method("int previousIndex()", (_budget, iterator: JavaListIterator) => iterator.previousIndex()),
    method("void set(def)", (_budget, iterator: JavaListIterator, value: JavaValue) => iterator.set(value)),
  ],
  isInstance: (value) => value instanceof JavaListIterator,
};

/** `java.lang.Iterable`, with Painless's own additions. */
export const ITERABLE: LibraryClass = {
  name: "Iterable",
  javaName: "java.lang.Iterable",
  supertypes: [],
  methods: [
    method("Collection asCollection()", (_budget, values: JavaCollection) => values),
    method("List asList()", (budget, values: JavaCollection) => {
      if (values instanceof JavaList) return values;
      chargeEntries(budget, values.size);
      return new JavaList([...values.elements()]);
    }),
    method("Iterator iterator()", (budget, values: JavaCollection) => {
      chargeReferences(budget, values instanceof JavaList ? 4 : values.size);
      return values.iterator();
    }),
    method("String join(String)", (budget, values: JavaCollection, between: string | null) => {
      const texts: string[] = [];
      for (const value of values.elements()) {
        chargeReferences(budget, 1);
        texts.push(textOf(budget, value));
      }
      return joinTexts(budget, texts.length > 1 ? notNull(between) : "", texts);
    }),
    method("double sum()", (_budget, values: JavaCollection) => sum(values.elements())),
  ],
  unsupported: [
    "any/1",
    "each/1",
    "eachWithIndex/1",
    "every/1",
    "findResults/1",
    "forEach/1",
    "groupBy/1",
    "spliterator/0",
    "sum/1",
  ],
  isInstance: (value) => value instanceof JavaCollection,
};

function sum(values: readonly JavaValue[]): number {
  countWork(values.length);
  let total = 0;
  for (const value of values) total += doubleValueOf(value);
  return total;
}
