import assert from "node:assert/strict";
import { readDomainList } from "./domain_list.ts";
import { pickSamples } from "./samples.ts";
import type { Outcome } from "./score.ts";
import { summarize, type Summary } from "./summary.ts";

const NONE = { permissions: "none" } as const;

function judged(probability: number): Outcome {
  return { kind: "judged", prediction: probability > 0.5 ? 1 : 0, probability };
}

function summaryOf(table: string, outcomes: readonly Outcome[]): Summary {
  const { domains } = readDomainList(table);
  assert.equal(domains.length, outcomes.length);
  return summarize(domains.map((domain, i) => ({ ...domain, outcome: outcomes[i] ?? judged(0) })));
}

Deno.test("summarize() measures labelled names, lists false positives and keeps failures apart", NONE, () => {
  const summary = summaryOf("domain,label\na.com,0\nb.com,0\nc.com,1\nd.com,1\ne.com,0\nf.com,1\n", [
    judged(0.6),
    judged(0.9),
    judged(0.8),
    judged(0.2),
    judged(0.1),
    { kind: "failed", reason: "no" },
  ]);
  assert.deepEqual(summary.failed, [{ line: 7, domain: "f.com", reason: "no" }]);
  assert.deepEqual(summary.falsePositives.map(({ domain }) => domain), ["b.com", "a.com"]);
  assert.deepEqual(summary.quality, {
    labelled: 5,
    truePositives: 1,
    falsePositives: 2,
    trueNegatives: 1,
    falseNegatives: 1,
    precision: 1 / 3,
    recall: 1 / 2,
    areaUnderRoc: 3 / 6,
  });
  assert.equal(summary.difference, undefined);
});

Deno.test("summarize() compares with the recorded probabilities, to the tolerance", NONE, () => {
  const { difference } = summaryOf("domain,probability\na.com,0.5\nb.com,0.25\nc.com,0.75\nd.com,\n", [
    judged(0.5 + 1e-13),
    judged(0.5),
    judged(0.75 + 2e-12),
    judged(0.9),
  ]);
  assert.equal(difference?.compared, 3);
  assert.equal(difference?.largest, 0.25);
  assert.deepEqual(difference?.different.map(({ domain }) => domain), ["b.com", "c.com"]);
});

Deno.test("summarize() of an unlabelled list measures nothing", NONE, () => {
  const summary = summaryOf("a.com\nb.com\n", [judged(0.9), judged(0.1)]);
  assert.deepEqual([summary.quality, summary.difference, summary.falsePositives], [undefined, undefined, []]);
});

Deno.test("pickSamples() shows well-known sites and malicious names of many families", NONE, () => {
  const rows = [
    ...["a", "b", "c", "d"].map((name) => `${name}.com,0,top-site`),
    "e.com,0,compound",
    ...["f", "g", "h"].map((name) => `${name}.com,1,letters`),
    "i.com,1,base32",
    "j.com,1,short",
  ];
  const { judged: domains } = summaryOf(`domain,label,family\n${rows.join("\n")}\n`, rows.map(() => judged(0.5)));
  const names = (size: number) =>
    pickSamples(domains, size).map((sample) => sample.domains.map(({ domain }) => domain[0]).join(""));
  assert.deepEqual(names(3), ["acd", "fij"]);
  assert.deepEqual(names(9), ["abcd", "fghij"]);
});

Deno.test("pickSamples() shows the extremes of an unlabelled list, each name once", NONE, () => {
  const { judged: domains } = summaryOf("a.com\nb.com\nc.com\n", [judged(0.5), judged(0.9), judged(0.1)]);
  const picked = pickSamples(domains, 2).map((sample) => [sample.title, sample.domains.map(({ domain }) => domain)]);
  assert.deepEqual(picked, [["Most probably malicious", ["b.com", "a.com"]], ["Least probably malicious", ["c.com"]]]);
  assert.deepEqual(pickSamples([]), []);
});
