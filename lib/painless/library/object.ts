/**
 * `Object`, `Objects` and `Comparable`.
 * @module
 */

import type { JavaArray } from "../../java/collection.ts";
import { compareNaturally, isComparable } from "../../java/compare.ts";
import type { JavaComparator } from "../../java/comparator.ts";
import { nullPointer } from "../../java/throwable.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import { javaEquals, javaHash, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { deepEquals } from "./arrays.ts";
import { notNull } from "./arguments.ts";
import { chargeVisit, textOf } from "./charge.ts";
import { method } from "./define.ts";

/** `java.lang.Object`. */
export const OBJECT: LibraryClass = {
  name: "Object",
  javaName: "java.lang.Object",
  supertypes: [],
  methods: [
    method("boolean equals(Object)", (budget, value: JavaValue, other: JavaValue) => {
      chargeVisit(budget, value);
      return javaEquals(value, other);
    }),
    method("int hashCode()", (budget, value: JavaValue) => {
      chargeVisit(budget, value);
      return javaHash(value);
    }),
    method("String toString()", (budget, value: JavaValue) => textOf(budget, value)),
  ],
  isInstance: () => true,
};

/** `java.lang.Comparable`. */
export const COMPARABLE: LibraryClass = {
  name: "Comparable",
  javaName: "java.lang.Comparable",
  supertypes: [],
  methods: [
    method("int compareTo(def)", (_budget, value: JavaValue, other: JavaValue) => compareNaturally(value, other)),
  ],
  isInstance: isComparable,
};

/** `java.util.Objects`. */
export const OBJECTS: LibraryClass = {
  name: "Objects",
  javaName: "java.util.Objects",
  supertypes: [],
  staticMethods: [
    method(
      "int compare(def,def,Comparator)",
      (_budget, left: JavaValue, right: JavaValue, order: JavaComparator | null) => {
        return left === right ? 0 : notNull(order).compare(left, right);
      },
    ),
    method("boolean deepEquals(Object,Object)", (budget, left: JavaValue, right: JavaValue) => {
      return deepEquals(budget, left, right);
    }),
    method("boolean equals(Object,Object)", (budget, left: JavaValue, right: JavaValue) => {
      chargeVisit(budget, left);
      return javaEquals(left, right);
    }),
    method("int hash(Object[])", (budget, values: JavaArray | null) => {
      let hash = values === null ? 0 : 1;
      for (const value of values?.items ?? []) {
        chargeVisit(budget, value);
        hash = (Math.imul(31, hash) + javaHash(value)) | 0;
      }
      return hash;
    }),
    method("int hashCode(Object)", (budget, value: JavaValue) => {
      chargeVisit(budget, value);
      return javaHash(value);
    }),
    method("boolean isNull(Object)", (_budget, value: JavaValue) => value === null),
    method("boolean nonNull(Object)", (_budget, value: JavaValue) => value !== null),
    method("def requireNonNull(def)", (_budget, value: JavaValue) => {
      if (value === null) throw nullPointer();
      return value;
    }),
    method("def requireNonNull(def,String)", (_budget, value: JavaValue, message: string | null) => {
      if (value === null) throw new JavaThrowable("java.lang.NullPointerException", message);
      return value;
    }),
    method("String toString(Object)", (budget, value: JavaValue) => textOf(budget, value)),
    method("String toString(Object,String)", (budget, value: JavaValue, instead: string | null) => {
      return value === null ? instead : textOf(budget, value);
    }),
  ],
  isInstance: () => false,
};
