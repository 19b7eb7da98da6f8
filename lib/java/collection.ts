/**
 * Lists, arrays and sets as Java has them.
 * @module
 */

export { JavaCollection } from "./abstract_collection.ts";
export { type ElementType, JavaArray } from "./array.ts";
export { JavaList, type ListClass } from "./list.ts";
export { JavaSet } from "./set.ts";
