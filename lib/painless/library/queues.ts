/**
 * `LinkedList`, and what makes it a `Queue` and a `Deque`.
 * @module
 */

import { type JavaCollection, JavaList } from "../../java/collection.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeEntries, chargeVisits } from "./charge.ts";
import { method } from "./define.ts";

/** `java.util.Queue`. */
export const QUEUE: LibraryClass = {
  name: "Queue",
  javaName: "java.util.Queue",
  supertypes: ["Collection"],
  methods: [
    method("def element()", (_budget, list: JavaList) => present(list, 0)),
    method("boolean offer(def)", (budget, list: JavaList, value: JavaValue) => insert(budget, list, list.size, value)),
    method("def peek()", (_budget, list: JavaList) => list.size === 0 ? null : list.get(0)),
    method("def poll()", (_budget, list: JavaList) => list.size === 0 ? null : list.removeAt(0)),
    method("def remove()", (_budget, list: JavaList) => removed(list, 0)),
  ],
  isInstance: isLinked,
};

/** `java.util.Deque`. */
export const DEQUE: LibraryClass = {
  name: "Deque",
  javaName: "java.util.Deque",
  supertypes: ["Queue"],
  methods: [
    method("void addFirst(def)", (budget, list: JavaList, value: JavaValue) => {
      insert(budget, list, 0, value);
    }),
    method("void addLast(def)", (budget, list: JavaList, value: JavaValue) => {
      insert(budget, list, list.size, value);
    }),
    method("def getFirst()", (_budget, list: JavaList) => present(list, 0)),
    method("def getLast()", (_budget, list: JavaList) => present(list, list.size - 1)),
    method("boolean offerFirst(def)", (budget, list: JavaList, value: JavaValue) => insert(budget, list, 0, value)),
    method("boolean offerLast(def)", (budget, list: JavaList, value: JavaValue) => {
      return insert(budget, list, list.size, value);
    }),
    method("def peekFirst()", (_budget, list: JavaList) => list.size === 0 ? null : list.get(0)),
    method("def peekLast()", (_budget, list: JavaList) => list.size === 0 ? null : list.get(list.size - 1)),
    method("def pollFirst()", (_budget, list: JavaList) => list.size === 0 ? null : list.removeAt(0)),
    method("def pollLast()", (_budget, list: JavaList) => list.size === 0 ? null : list.removeAt(list.size - 1)),
    method("def pop()", (_budget, list: JavaList) => removed(list, 0)),
    method("void push(def)", (budget, list: JavaList, value: JavaValue) => {
      insert(budget, list, 0, value);
    }),
    method("boolean remove(def)", (budget, list: JavaList, value: JavaValue) => {
      chargeVisits(budget, value, list.size);
      return removeAt(list, list.indexOf(value));
    }),
    method("def removeFirst()", (_budget, list: JavaList) => removed(list, 0)),
    method("boolean removeFirstOccurrence(def)", (budget, list: JavaList, value: JavaValue) => {
      chargeVisits(budget, value, list.size);
      return removeAt(list, list.indexOf(value));
    }),
    method("def removeLast()", (_budget, list: JavaList) => removed(list, list.size - 1)),
    method("boolean removeLastOccurrence(def)", (budget, list: JavaList, value: JavaValue) => {
      chargeVisits(budget, value, list.size);
      return removeAt(list, list.lastIndexOf(value));
    }),
  ],
  unsupported: ["descendingIterator/0"],
  isInstance: isLinked,
};

/** `java.util.AbstractSequentialList`: what linked lists are made from; it adds no method. */
export const ABSTRACT_SEQUENTIAL_LIST: LibraryClass = {
  name: "AbstractSequentialList",
  javaName: "java.util.AbstractSequentialList",
  supertypes: ["AbstractList"],
  isInstance: isLinked,
};

/** `java.util.LinkedList`: a List first, so `remove` takes a position. */
export const LINKED_LIST: LibraryClass = {
  name: "LinkedList",
  javaName: "java.util.LinkedList",
  supertypes: ["AbstractSequentialList", "List", "Deque"],
  constructors: [
    method("LinkedList new()", (budget) => {
      chargeEntries(budget, 1);
      return new JavaList([], "java.util.LinkedList");
    }),
    method("LinkedList new(Collection)", (budget, values: JavaCollection | null) => {
      chargeEntries(budget, 1 + notNull(values).size);
      return new JavaList([...notNull(values).elements()], "java.util.LinkedList");
    }),
  ],
  methods: [
    method("def clone()", (budget, list: JavaList) => {
      chargeEntries(budget, 1 + list.size);
      return new JavaList([...list.items], "java.util.LinkedList");
    }),
  ],
  isInstance: isLinked,
};

function isLinked(value: JavaValue): boolean {
  return value instanceof JavaList && value.className === "java.util.LinkedList";
}

function insert(budget: Budget, list: JavaList, index: number, value: JavaValue): boolean {
  chargeEntries(budget, 1);
  list.insert(index, value);
  return true;
}

function present(list: JavaList, index: number): JavaValue {
  if (list.size === 0) throw new JavaThrowable("java.util.NoSuchElementException");
  return list.get(index);
}

function removed(list: JavaList, index: number): JavaValue {
  if (list.size === 0) throw new JavaThrowable("java.util.NoSuchElementException");
  return list.removeAt(index);
}

function removeAt(list: JavaList, index: number): boolean {
  if (index >= 0) list.removeAt(index);
  return index >= 0;
}
