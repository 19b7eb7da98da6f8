/**
 * The query delay that the server chooses for a datafeed: between one and two minutes, always the same for a job.
 * @module
 */

import { javaHash } from "../../../java/value.ts";
import { millisText } from "../parse/time_value.ts";

const SHORTEST = 60_000n;
const LONGEST = 120_000n;
const MASK_48 = (1n << 48n) - 1n;

/**
 * What `java.util.Random` gives, seeded with the hash code of the job's id.
 *
 * ```ts
 * import { defaultQueryDelay } from "./query_delay.ts";
 * if (!/^\d{5,6}ms$/.test(defaultQueryDelay("dga"))) throw new Error();
 * ```
 */
export function defaultQueryDelay(jobId: string): string {
  let seed = (BigInt.asUintN(64, BigInt(javaHash(jobId))) ^ 0x5DEECE66Dn) & MASK_48;
  const next32 = (): bigint => {
    seed = (seed * 0x5DEECE66Dn + 0xBn) & MASK_48;
    return BigInt.asIntN(32, seed >> 16n);
  };
  const nextPositive = (): bigint => BigInt.asUintN(64, (next32() << 32n) + next32()) >> 1n;
  const range = LONGEST - SHORTEST;
  for (;;) {
    const drawn = nextPositive();
    const delay = drawn % range;
    // Where the last stretch of numbers is not whole, Java draws again.
    if (BigInt.asIntN(64, drawn + range - 1n - delay) >= 0n) return millisText(Number(delay + SHORTEST));
  }
}
