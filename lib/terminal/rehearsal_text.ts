/**
 * A rehearsal as people read it.
 * @module
 */

import type { FailureExplanation } from "../scoring/explain_failure.ts";
import type { RefusedLine } from "../scoring/domain_line.ts";
import { pickSamples } from "../scoring/samples.ts";
import type { JudgedDomain, Summary } from "../scoring/summary.ts";
import { plural } from "./findings.ts";
import type { RehearsedRelease } from "./rehearse_release.ts";
import { visible } from "./safe_text.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** A rehearsal that is over, as `--json` prints it. */
export interface Rehearsal extends Summary {
  /** Name of the bundle. */
  readonly bundle: string;
  /** Id of its model. */
  readonly modelId: string;
  /** What became of it on the rehearsal GitHub. */
  readonly release: RehearsedRelease;
  /** Where the domains came from. */
  readonly list: string;
  /** Why documents failed. */
  readonly failures: readonly FailureExplanation[];
  /** Lines that are no domains. */
  readonly refused: readonly RefusedLine[];
  /** How many documents went through the pipelines in a second. */
  readonly documentsPerSecond: number;
}

/** Verdicts, failures and figures, for people. */
export function describeRehearsal(rehearsal: Rehearsal, { style }: Terminal): string {
  const { judged, falsePositives, difference, failed, failures, refused } = rehearsal;
  const sections: [title: string, body: string][] = [
    ...pickSamples(judged).map(({ title, domains }): [string, string] => [title, verdicts(domains)]),
    ["Benign names called malicious, the surest first", verdicts(falsePositives, { atMost: 10 })],
    [
      "Not the recorded probability, the largest difference first",
      verdicts(difference?.different ?? [], { atMost: 10, recorded: true }),
    ],
    ["Failed in the pipelines", reasons(failed.map(({ line, domain, reason }) => ({ line, text: domain, reason })))],
    ["Why they failed", failures.map(explained).join("")],
    ["Cannot be scored", reasons(refused)],
    ["Summary", facts(rehearsal)],
  ];
  return sections.filter(([, body]) => body !== "").map(([title, body]) => `${style.bold(title)}\n${body}`).join("\n");
}

/** Names with their probabilities, and with the recorded ones where those are the matter. */
function verdicts(domains: readonly JudgedDomain[], { atMost = domains.length, recorded = false } = {}): string {
  const rows = domains.slice(0, atMost).map((domain) => [
    domain.domain,
    domain.probability.toFixed(6),
    domain.prediction === 1 ? "malicious" : "benign",
    recorded ? `recorded ${domain.recorded}` : domain.family ?? "",
  ]);
  return formatTable([{ title: "" }, { title: "", align: "right" }, { title: "" }, { title: "" }], rows) +
    more(domains.length - atMost);
}

/** Lines and what is wrong with them. */
function reasons(lines: readonly Pick<RefusedLine, "line" | "text" | "reason">[], atMost = 10): string {
  const rows = lines.slice(0, atMost).map(({ line, text, reason }) => [`line ${line}`, shortened(text), reason]);
  return formatTable([{ title: "" }, { title: "" }, { title: "" }], rows) + more(lines.length - atMost);
}

/** A failure in the words of the server, and in a script the place. */
export function explained({ domain, alike, explanation }: FailureExplanation): string {
  const [what = "", ...stack] = explanation.split("\n").map(visible);
  const others = alike > 1 ? `, and ${number(alike - 1)} more like it` : "";
  return [`${visible(domain)}${others}: ${what}`, ...stack].map((line) => `  ${line}\n`).join("");
}

function more(count: number): string {
  return count > 0 ? `  and ${number(count)} more, which --json lists\n` : "";
}

/** A text that fits into a line. */
export function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : text;
}

function facts(
  { bundle, modelId, release, list, judged, failed, refused, quality, difference, ...rest }: Rehearsal,
): string {
  const malicious = judged.filter((domain) => domain.prediction === 1).length;
  const rows = [
    ["bundle", `${bundle}, model ${modelId}`],
    ["release", released(release)],
    ["domains", `${number(judged.length + failed.length)} from ${list}`],
    [
      "verdicts",
      `${number(malicious)} malicious, ${number(judged.length - malicious)} benign`,
    ],
  ];
  if (failed.length > 0) rows.push(["failed", plural(failed.length, "document")]);
  if (refused.length > 0) rows.push(["not scored", plural(refused.length, "line")]);
  if (quality !== undefined) {
    const { truePositives, falsePositives, trueNegatives, falseNegatives, areaUnderRoc } = quality;
    rows.push(
      ["right", `${number(truePositives)} malicious, ${number(trueNegatives)} benign`],
      ["wrong", `${plural(falsePositives, "false positive")}, ${plural(falseNegatives, "false negative")}`],
      ["precision", figure(quality.precision, 4)],
      ["recall", figure(quality.recall, 4)],
      ["AUC", figure(areaUnderRoc, 5)],
    );
  }
  if (difference !== undefined) {
    const { compared, different, largest, tolerance } = difference;
    const equal = number(compared - different.length);
    rows.push([
      "recorded",
      `${equal} of ${number(compared)} probabilities equal within ${tolerance}, ` +
      `largest difference ${largest === 0 ? "0" : largest.toPrecision(2)}`,
    ]);
  }
  // A short list only shows how long everything takes to get going.
  if (judged.length >= 1000) rows.push(["speed", `${number(rest.documentsPerSecond)} documents a second`]);
  return formatTable([{ title: "" }, { title: "" }], rows);
}

function released(release: RehearsedRelease): string {
  if (release.kind === "not-released") return `none: ${release.reason}`;
  return `${release.zip}, ${number(release.size)} bytes: published, downloaded, verified`;
}

/** A count with its thousands apart. */
export function number(count: number): string {
  return count.toLocaleString("en-US");
}

/** A rate or an area, which is undefined where there is nothing to divide by. */
export function figure(value: number | undefined, digits: number, nothing = "no names to tell from"): string {
  return value === undefined ? nothing : value.toFixed(digits);
}
