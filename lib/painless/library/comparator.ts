/**
 * `Comparator`: the orders that need no lambda.
 * @module
 */

import { JavaComparator } from "../../java/comparator.ts";
import type { JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { method } from "./define.ts";

/** `java.util.Comparator`. */
export const COMPARATOR: LibraryClass = {
  name: "Comparator",
  javaName: "java.util.Comparator",
  supertypes: [],
  methods: [
    method("int compare(def,def)", (_budget, order: JavaComparator, left: JavaValue, right: JavaValue) => {
      return order.compare(left, right);
    }),
    method("boolean equals(Object)", (_budget, order: JavaComparator, other: JavaValue) => order === other),
    method("Comparator reversed()", (_budget, order: JavaComparator) => order.reversed()),
    method("Comparator thenComparing(Comparator)", (_budget, order: JavaComparator, next: JavaComparator | null) => {
      return order.then(notNull(next));
    }),
  ],
  staticMethods: [
    method("Comparator naturalOrder()", () => JavaComparator.natural),
    method("Comparator nullsFirst(Comparator)", (_budget, order: JavaComparator | null) => {
      return JavaComparator.withNulls(order, true);
    }),
    method("Comparator nullsLast(Comparator)", (_budget, order: JavaComparator | null) => {
      return JavaComparator.withNulls(order, false);
    }),
    method("Comparator reverseOrder()", () => JavaComparator.reverse),
  ],
  unsupported: [
    "comparing/1",
    "comparing/2",
    "comparingDouble/1",
    "comparingInt/1",
    "comparingLong/1",
    "thenComparing/2",
    "thenComparingDouble/1",
    "thenComparingInt/1",
    "thenComparingLong/1",
  ],
  isInstance: (value) => value instanceof JavaComparator,
};
