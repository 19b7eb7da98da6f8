/**
 * Families of bundles, by the names that their parts have on a stack.
 * @module
 */

import { tryParseReleaseName } from "../../bundle/names.ts";

/** The families that were released, and what the ids of their models, pipelines and scripts have in common. */
const FAMILIES: readonly (readonly [family: string, ids: RegExp])[] = [
  ["ML-DGA", /(?:^|_)dga(?:_|$)|^dns_enrich_pipeline$/],
  ["ML-ProblemChild", /problem_?child/],
  ["ML-HostRiskScore", /host_?risk/],
  ["ML-UserRiskScore", /user_?risk/],
  ["ML-URLSpoof", /url_?spoof/],
  ["ML-Beaconing", /beacon/],
];

/**
 * The family of something on a stack: by its release where that is known, else by its ids.
 *
 * ```ts
 * import { familyOf } from "./family.ts";
 * if (familyOf({ ids: ["dga_1611725_2.0"] }) !== "ML-DGA") throw new Error();
 * if (familyOf({ release: "ML-URLSpoof-20211201-1", ids: ["model"] }) !== "ML-URLSpoof") throw new Error();
 * ```
 */
export function familyOf({ release, ids }: { release?: string; ids: readonly string[] }): string | undefined {
  const name = release === undefined ? undefined : tryParseReleaseName(release);
  if (name !== undefined) return name.family;
  return FAMILIES.find(([, pattern]) => ids.some((id) => pattern.test(id.toLowerCase())))?.[0];
}
