/**
 * `Arrays`.
 * @module
 */

import { JavaArray, JavaList } from "../../java/collection.ts";
import { boxedElements, isPrimitive } from "../../java/boxing.ts";
import { NotSupportedError } from "../../java/throwable.ts";
import { javaEquals, javaHash, type JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { notNull } from "./arguments.ts";
import { chargeText, chargeVisit, textOf } from "./charge.ts";
import { method } from "./define.ts";
import { countWork } from "../../java/work.ts";

/** `java.util.Arrays`. */
export const ARRAYS: LibraryClass = {
  name: "Arrays",
  javaName: "java.util.Arrays",
  supertypes: [],
  staticMethods: [
    method("List asList(Object[])", (_budget, array: JavaArray | null) => {
      return new JavaList(notNull(array).items, "java.util.Arrays$ArrayList");
    }),
    method("boolean deepEquals(Object[],Object[])", (budget, left: JavaArray | null, right: JavaArray | null) => {
      return deepEquals(budget, left, right);
    }),
    method("int deepHashCode(Object[])", (budget, array: JavaArray | null) => deepHash(budget, array, 0)),
    method("String deepToString(Object[])", (budget, array: JavaArray | null) => deepText(budget, array, [])),
  ],
  isInstance: () => false,
};

/** Deeper arrays than this are not walked. */
const MAX_DEPTH = 200;

/** `Objects.deepEquals`: arrays by their elements. */
export function deepEquals(budget: Budget, left: JavaValue, right: JavaValue, depth = 0): boolean {
  refuseBelow(depth);
  budget.charge(1);
  countWork(4);
  if (!(left instanceof JavaArray) || !(right instanceof JavaArray)) {
    chargeVisit(budget, left);
    return javaEquals(left, right);
  }
  if (left === right) return true;
  countWork(left.items.length);
  const areObjects = !isPrimitive(left.elementType);
  if (areObjects ? isPrimitive(right.elementType) : left.elementType !== right.elementType) return false;
  return left.items.length === right.items.length && left.items.every((item, i) => {
    const other = right.items[i] ?? null;
    return areObjects ? deepEquals(budget, item, other, depth + 1) : Object.is(item, other);
  });
}

function deepHash(budget: Budget, value: JavaValue, depth: number): number {
  refuseBelow(depth);
  budget.charge(1);
  countWork(4);
  if (value instanceof JavaArray) {
    return boxedElements(value).reduce<number>(
      (hash, item) => (Math.imul(31, hash) + deepHash(budget, item, depth + 1)) | 0,
      1,
    );
  }
  chargeVisit(budget, value);
  return javaHash(value);
}

function deepText(budget: Budget, value: JavaValue, path: readonly JavaValue[]): string {
  refuseBelow(path.length);
  if (!(value instanceof JavaArray)) {
    const text = textOf(budget, value);
    chargeText(budget, text.length + 4);
    return text;
  }
  if (path.includes(value)) return "[...]";
  const inside = [...path, value];
  return `[${boxedElements(value).map((item) => deepText(budget, item, inside)).join(", ")}]`;
}

function refuseBelow(depth: number): void {
  if (depth > MAX_DEPTH) throw new NotSupportedError(`An array nested more than ${MAX_DEPTH} levels deep`);
}
