/**
 * How long fuzzing goes on.
 * @module
 */

/** The given number of runs, or `FUZZ_RUNS` where the task for longer fuzzing sets it. */
export function fuzzRuns(usual: number): { numRuns: number } {
  const { state } = Deno.permissions.querySync({ name: "env", variable: "FUZZ_RUNS" });
  const wanted = state === "granted" ? Deno.env.get("FUZZ_RUNS") : undefined;
  return { numRuns: wanted === undefined ? usual : Number(wanted) };
}
