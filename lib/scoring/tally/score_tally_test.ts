import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { parseDocument } from "../../json/document.ts";
import { areaUnderRoc } from "../metrics.ts";
import { type ScoredLine, scoreDomains } from "../score_domains.ts";
import { Histogram, STEPS } from "./histogram.ts";
import { RankedNames } from "./ranked_names.ts";
import { ScoreTally, summarizeScores, tallyLines } from "./score_tally.ts";
import { EXACT_NAMES, VerdictTally } from "./verdict_tally.ts";

const NONE = { permissions: "none" } as const;
const DOMAINS = new URL("../../../testdata/domains.csv", import.meta.url);

function line(domain: string, fields: Partial<ScoredLine> = {}): ScoredLine {
  return {
    source: "list",
    line: 1,
    domain,
    registeredDomain: domain,
    label: undefined,
    family: undefined,
    verdict: undefined,
    against: undefined,
    state: "judged",
    note: "",
    ...fields,
  };
}

/** Lines with verdicts as a model gives them: prediction by 0.5, few distinct probabilities so that many tie. */
const verdict = fc.constantFrom(0, 0.1, 0.29, 0.5, 0.7, 0.9, 0.999, 1, 1 / 3).map((probability) => ({
  probability,
  prediction: probability >= 0.5 ? 1 as const : 0 as const,
}));
const lines = fc.array(
  fc.record({
    domain: fc.constantFrom("a.com", "b.com", "c.com", "d.com", "e.com"),
    label: fc.constantFrom<(0 | 1 | undefined)[]>(undefined, 0, 1),
    verdict,
    against: verdict,
  }).map(({ domain, ...fields }) => line(domain, fields)),
  { maxLength: 40 },
);

Deno.test("ScoreTally gives the same figures however the lines are cut into blocks", NONE, () => {
  fc.assert(fc.property(lines, fc.nat(10), (lines, size) => {
    const tally = new ScoreTally({ compares: true });
    for (let at = 0; at < lines.length; at += size + 1) tally.add(tallyLines(lines.slice(at, at + size + 1)));
    const whole = summarizeScores(lines, { compares: true });
    const { comparison, ...rest } = tally.summary();
    // Sums of fractions depend on their order in the last bits.
    assert.ok(Math.abs((comparison?.meanMove ?? 0) - (whole.comparison?.meanMove ?? 0)) < 1e-12);
    const exact = { meanMove: 0, totalMove: 0 };
    assert.deepEqual(
      { ...rest, comparison: { ...comparison, ...exact } },
      { ...whole, comparison: { ...whole.comparison, ...exact } },
    );
  }));
});

Deno.test("summarizeScores() counts above thresholds what is above them, one by one", NONE, () => {
  fc.assert(fc.property(lines, (lines) => {
    const { thresholds, quality } = summarizeScores(lines);
    for (const { threshold, called, recall, falsePositiveRate } of thresholds) {
      const above = (of: readonly ScoredLine[]) =>
        of.filter(({ verdict }) => (verdict?.probability ?? 0) >= threshold).length;
      const [benign, malicious] = [0, 1].map((label) => lines.filter((line) => line.label === label));
      assert.equal(called, above(lines));
      assert.equal(recall, malicious?.length ? above(malicious) / malicious.length : undefined);
      assert.equal(falsePositiveRate, benign?.length ? above(benign) / benign.length : undefined);
    }
    const labelled = lines.flatMap(({ label, verdict }) =>
      label === undefined || verdict === undefined ? [] : [{ label, probability: verdict.probability }]
    );
    assert.equal(quality?.areaUnderRoc, areaUnderRoc(labelled));
  }));
});

Deno.test("summarizeScores() compares two bundles", NONE, () => {
  const was = { prediction: 0, probability: 0.25 } as const;
  const is = { prediction: 1, probability: 0.75 } as const;
  const { comparison, rankings } = summarizeScores([
    line("up.com", { verdict: is, against: was, label: 1 }),
    line("down.com", { verdict: was, against: is, label: 1 }),
    line("same.com", { verdict: was, against: was, label: 0 }),
    line("new.com", { verdict: was, label: 0 }),
  ], { compares: true });
  assert.ok(comparison !== undefined);
  const { qualityBefore, ...counts } = comparison;
  assert.deepEqual(counts, {
    ...{ compared: 3, toMalicious: 1, toBenign: 1, maliciousAlike: 0, moved: 2, largestMove: 0.5, totalMove: 1 },
    ...{ agreement: 1 / 3, meanMove: 1 / 3, maliciousBefore: 1 },
  });
  assert.deepEqual([qualityBefore?.labelled, qualityBefore?.recall], [3, 0.5]);
  const { top, falsePositives, falseNegatives, toMalicious, toBenign, moves } = rankings;
  const domains = [top, falsePositives, falseNegatives, toMalicious, toBenign, moves].map((names) =>
    names.map(({ first }) => first.domain)
  );
  assert.deepEqual(domains, [
    ["up.com", "down.com", "new.com", "same.com"],
    [],
    ["down.com"],
    ["up.com"],
    ["down.com"],
    ["down.com", "up.com"],
  ]);
});

Deno.test("RankedNames keeps the highest names, each once and counted, like sorting all of them would", NONE, () => {
  const ranks = new Map(Array.from({ length: 40 }, (_, i) => [`${i % 13}-${i}.com`, (i * 7) % 11]));
  const domain = fc.constantFrom(...ranks.keys());
  fc.assert(fc.property(fc.array(domain, { maxLength: 300 }), fc.integer({ min: 1, max: 6 }), (domains, limit) => {
    const kept = new RankedNames(limit);
    for (const name of domains) kept.add({ first: line(name), rank: ranks.get(name) ?? 0, lines: 1 });
    const counts = [...Map.groupBy(domains, (name) => name)].map(([name, all]) => ({
      name,
      rank: ranks.get(name) ?? 0,
      lines: all.length,
    }));
    const sorted = counts.sort((a, b) => b.rank - a.rank || (a.name < b.name ? -1 : 1)).slice(0, limit);
    assert.deepEqual(kept.list().map(({ first, rank, lines }) => ({ name: first.domain, rank, lines })), sorted);
  }));
});

Deno.test("Histogram puts every probability between the edges of its step", NONE, () => {
  const edge = fc.nat(STEPS).map((step) => step / STEPS);
  fc.assert(fc.property(fc.oneof(edge, fc.double({ min: 0, max: 1, noNaN: true })), (probability) => {
    const histogram = new Histogram();
    histogram.add(Float64Array.of(probability));
    const step = histogram.counts.indexOf(1);
    assert.ok(step / STEPS <= probability && (step === STEPS || probability < (step + 1) / STEPS));
  }));
  for (let step = 0; step <= STEPS; step++) {
    const histogram = new Histogram();
    histogram.add(Float64Array.of(step / STEPS));
    assert.equal(histogram.counts[step], 1);
  }
});

Deno.test("Histogram takes what is no probability without losing it", NONE, () => {
  const histogram = new Histogram();
  histogram.add(Float64Array.of(NaN, -1, 2, Infinity));
  assert.deepEqual([histogram.counts[0], histogram.counts[STEPS], histogram.total], [2, 2, 4]);
});

Deno.test("VerdictTally takes the area from steps where there are too many names, and says so", NONE, () => {
  const none = { probabilities: new Float64Array(), calledMalicious: 0 };
  const spread = (length: number, shift: number) => ({
    probabilities: Float64Array.from({ length }, (_, i) => (i / length + shift) % 1),
    calledMalicious: 0,
  });
  const [benign, malicious] = [spread(1000, 0), spread(1000, 0.2)];
  const exact = new VerdictTally();
  exact.add({ unlabelled: none, benign, malicious });
  const many = new VerdictTally();
  for (let names = 0; names <= EXACT_NAMES; names += 200_000) {
    const repeated = ({ probabilities }: typeof benign) => ({
      probabilities: Float64Array.from({ length: 100_000 }, (_, i) => probabilities[i % 1000] ?? 0),
      calledMalicious: 0,
    });
    many.add({ unlabelled: none, benign: repeated(benign), malicious: repeated(malicious) });
  }
  const [one, other] = [exact.quality(), many.quality()];
  assert.deepEqual([one?.areaIsExact, other?.areaIsExact], [true, false]);
  assert.ok(Math.abs((one?.areaUnderRoc ?? 0) - (other?.areaUnderRoc ?? 1)) < 1e-3);
  assert.deepEqual([one?.roc[0], one?.roc.at(-1)], [[0, 0], [1, 1]]);
});

Deno.test("scoreDomains() and summarizeScores() measure recorded verdicts as they were measured then", {
  permissions: { read: [DOMAINS] },
}, async () => {
  const text = await readFile(DOMAINS, "utf8");
  const recorded = new Map(
    text.trim().split("\n").slice(1).map((row) => [row.split(",")[0], row.split(",")[3]] as const),
  );
  const run = (_: string, document: ReturnType<typeof parseDocument>) => {
    const name = /[{ ]name=([^,}]+)/.exec(document.toText())?.[1];
    const probability = Number(recorded.get(name));
    const verdict = { malicious_prediction: probability >= 0.5 ? 1 : 0, malicious_probability: probability };
    return parseDocument(JSON.stringify({ ml_is_dga: verdict }));
  };
  const summary = summarizeScores(scoreDomains({ run }, text));
  assert.equal(summary.quality?.areaUnderRoc?.toFixed(5), "0.99386");
  assert.deepEqual(summary.distribution.all.reduce((sum, count) => sum + count), 2089);
});
