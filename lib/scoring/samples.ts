/**
 * A few names that show what a model does.
 * @module
 */

import type { JudgedDomain } from "./summary.ts";

/** Names of one kind. */
export interface Sample {
  /** What they have in common. */
  readonly title: string;
  /** Some of them, with their verdicts. */
  readonly domains: readonly JudgedDomain[];
}

/**
 * Names on each side. Where the truth is known: well-known sites, or else any benign names, evenly over the list, and
 * malicious ones of as many families as there is room for. Elsewhere: the most and the least probable.
 */
export function pickSamples(judged: readonly JudgedDomain[], size = 7): readonly Sample[] {
  const sites = judged.filter((domain) => domain.label === 0 && domain.family === "top-site");
  const benign = judged.filter((domain) => domain.label === 0);
  const malicious = judged.filter((domain) => domain.label === 1);
  const samples = benign.length + malicious.length > 0
    ? [
      {
        title: sites.length > 0 ? "Well-known sites" : "Benign",
        domains: evenly(sites.length > 0 ? sites : benign, size),
      },
      { title: "Malicious", domains: evenly(onePerFamily(malicious, size), size) },
    ]
    : [
      { title: "Most probably malicious", domains: byProbability(judged).slice(-size).reverse() },
      {
        title: "Least probably malicious",
        domains: byProbability(judged).slice(0, Math.max(0, judged.length - size)).slice(0, size),
      },
    ];
  return samples.filter((sample) => sample.domains.length > 0);
}

/** The first of each family; all names where that would be fewer families than wanted names. */
function onePerFamily(domains: readonly JudgedDomain[], wanted: number): readonly JudgedDomain[] {
  const families = Map.groupBy(domains, (domain) => domain.family);
  return families.size < wanted ? domains : [...families.values()].flatMap(([first]) => first ?? []);
}

/** So many of them, the first and the last included, at equal distances. */
function evenly(domains: readonly JudgedDomain[], size: number): readonly JudgedDomain[] {
  if (domains.length <= size) return domains;
  const step = (domains.length - 1) / (size - 1);
  return Array.from({ length: size }, (_, i) => domains[Math.round(i * step)]).flatMap((domain) => domain ?? []);
}

function byProbability(domains: readonly JudgedDomain[]): readonly JudgedDomain[] {
  return domains.toSorted((a, b) => a.probability - b.probability);
}
