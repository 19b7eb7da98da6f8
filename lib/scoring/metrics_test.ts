import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { readDomainList } from "./domain_list.ts";
import { areaUnderRoc, countConfusion, precision, recall } from "./metrics.ts";

const DOMAINS = new URL("../../testdata/domains.csv", import.meta.url);
const NONE = { permissions: "none" } as const;

Deno.test("areaUnderRoc() gives what scikit-learn gave when the bundle was trained", {
  permissions: { read: [DOMAINS] },
}, async () => {
  const list = readDomainList(await readFile(DOMAINS, "utf8"));
  const verdicts = list.domains.flatMap(({ label, probability }) =>
    label === undefined || probability === undefined ? [] : [{ label, probability }]
  );
  assert.equal(verdicts.length, 2089);
  assert.equal(areaUnderRoc(verdicts)?.toFixed(5), "0.99386");
});

Deno.test("areaUnderRoc() is the share of pairs in the right order, ties counting half", NONE, () => {
  const verdict = fc.record({ label: fc.constantFrom<0 | 1>(0, 1), probability: fc.constantFrom(0, 0.1, 0.5, 0.9, 1) });
  fc.assert(fc.property(fc.array(verdict, { maxLength: 30 }), (verdicts) => {
    const of = (label: 0 | 1) => verdicts.filter((one) => one.label === label).map((one) => one.probability);
    const pairs = of(1).flatMap((high) => of(0).map((low) => high > low ? 1 : high === low ? 0.5 : 0));
    const area = areaUnderRoc(verdicts);
    if (pairs.length === 0) assert.equal(area, undefined);
    else assert.ok(Math.abs((area ?? NaN) - pairs.reduce<number>((sum, one) => sum + one, 0) / pairs.length) < 1e-12);
  }));
});

Deno.test("countConfusion(), precision() and recall() count by truth and decision", NONE, () => {
  const verdicts = ([[1, 1], [1, 1], [1, 1], [0, 1], [0, 0], [0, 0], [1, 0], [1, 0]] as const)
    .map(([label, prediction]) => ({ label, prediction, probability: prediction }));
  const confusion = countConfusion(verdicts);
  assert.deepEqual(confusion, { truePositives: 3, falsePositives: 1, trueNegatives: 2, falseNegatives: 2 });
  assert.equal(precision(confusion), 0.75);
  assert.equal(recall(confusion), 0.6);
});

Deno.test("precision() and recall() are undefined where there is nothing to divide by", NONE, () => {
  const nothing = countConfusion([{ label: 0, prediction: 0, probability: 0 }]);
  assert.equal(precision(nothing), undefined);
  assert.equal(recall(nothing), undefined);
});
