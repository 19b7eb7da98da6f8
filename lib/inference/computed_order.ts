/**
 * The order of a `java.util.HashMap` that was filled by `compute`.
 * @module
 */

import { NotSupportedError } from "../java/throwable.ts";
import { javaHash } from "../java/value.ts";

/**
 * The distinct keys of a `HashMap` in its order, after `compute` with each of these in turn.
 *
 * `compute` differs from `put`: a new key becomes the first of its bucket, not the last; a full table grows at the next
 * call, not at once; and a bucket overflows with its eighth key, not its ninth.
 *
 * ```ts
 * import { computedOrder } from "./computed_order.ts";
 * if (computedOrder(["Aa", "BB", "Aa"]).join() !== "BB,Aa") throw new Error();
 * ```
 */
export function computedOrder(calls: Iterable<string>): string[] {
  const hashes = new Map<string, number>();
  let capacity = 16;
  let inBucket = new Map<number, number>();
  const grow = () => {
    capacity *= 2;
    inBucket = new Map();
    for (const hash of hashes.values()) {
      const bucket = hash & (capacity - 1);
      inBucket.set(bucket, (inBucket.get(bucket) ?? 0) + 1);
    }
  };
  for (const key of calls) {
    if (hashes.size > capacity * 0.75) grow();
    if (hashes.has(key)) continue;
    const hash = javaHash(key);
    const spread = hash ^ (hash >>> 16);
    const bucket = spread & (capacity - 1);
    const before = inBucket.get(bucket) ?? 0;
    hashes.set(key, spread);
    inBucket.set(bucket, before + 1);
    if (before < 7) continue;
    if (capacity >= 64) {
      throw new NotSupportedError("The order of a HashMap with more than seven computed keys in one bucket");
    }
    grow();
  }
  const keys = [...hashes].map(([key, hash]) => ({ key, bucket: hash & (capacity - 1) }));
  return keys.reverse().sort((a, b) => a.bucket - b.bucket).map(({ key }) => key);
}
