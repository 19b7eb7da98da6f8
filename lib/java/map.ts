/**
 * Maps as Java has them; a `HashMap` is walked in the order of its buckets, as Java walks it.
 * @module
 */

export { JavaMap } from "./abstract_map.ts";
export { compareDoubles, compareNaturally, compareStrings } from "./compare.ts";
export { JavaHashMap, JavaLinkedHashMap } from "./hash_map.ts";
export { JavaTreeMap } from "./tree_map.ts";
