import assert from "node:assert/strict";
import fc from "fast-check";
import type { ScoredLine } from "../score_domains.ts";
import { summarizeScores } from "../tally/score_tally.ts";
import { html } from "./html.ts";
import { renderReport, type ScoreReport } from "./report.ts";

const NONE = { permissions: "none" } as const;

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  "javascript:alert(1)",
  "</style><script>alert(1)</script>",
  "</title><script>alert(1)</script>",
  "<!--",
  "]]>",
  "&lt;b&gt;",
  "{{constructor.constructor('alert(1)')()}}",
  "\u202emoc.elgoog",
  "a\u0000b\u001b[31m",
  "https://evil.example/<a href=javascript:alert(1)>",
];

/** A line of each kind for a name, wherever names are shown. */
function linesWith(name: string): ScoredLine[] {
  const verdict = (probability: number) => ({ probability, prediction: probability >= 0.5 ? 1 : 0 } as const);
  const line = (i: number, fields: Partial<ScoredLine>): ScoredLine => ({
    source: name,
    line: i,
    domain: `${i}${name}`,
    registeredDomain: name,
    label: undefined,
    family: name,
    verdict: undefined,
    against: undefined,
    state: "judged",
    note: "",
    ...fields,
  });
  return [
    line(1, { label: 0, verdict: verdict(0.9), against: verdict(0.1) }),
    line(2, { label: 1, verdict: verdict(0.2), against: verdict(0.7) }),
    line(3, { state: "failed", note: `failed: ${name}` }),
    line(4, { state: "malformed", note: `not scored: ${name}` }),
    line(5, { state: "malformed", note: `not scored: ${name}`, source: "another" }),
  ];
}

function reportOf(name: string, fields: Partial<ScoreReport> = {}): string {
  return renderReport({
    ...summarizeScores(linesWith(name), { compares: true }),
    bundle: name,
    modelId: name,
    against: name,
    threshold: undefined,
    lists: [name],
    complete: false,
    ...fields,
  }, new Date(0));
}

Deno.test("renderReport() shows hostile names as text, in every place", NONE, async (t) => {
  for (const name of HOSTILE) {
    await t.step(JSON.stringify(name), () => {
      const page = reportOf(name);
      const shown = html`${name}`.text;
      assert.ok(page.split(shown).length > 12, "is shown where names are");
      assert.doesNotMatch(page, /<(?:script|img|a|iframe|object|embed|link|base|form)\b/i);
      const tags = page.match(/<[^>]*>/g) ?? [];
      for (const tag of tags) assert.doesNotMatch(tag, /\s(?:on\w+|href|src|xlink:href|action|style)\s*=/i, tag);
      assert.doesNotMatch(page, /url\(|@import|https?:\/\/(?!evil)/i);
      // deno-lint-ignore no-control-regex -- none may be left
      assert.doesNotMatch(page, /[\x00-\x09\x0b-\x1f\u202e]/);
    });
  }
});

Deno.test("renderReport() has the same markup whatever the names are", NONE, () => {
  const markup = (name: string) => (reportOf(name).match(/[<>"']/g) ?? []).join("");
  const plain = markup("x");
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom(...HOSTILE)), (name) => {
      assert.equal(markup(name), plain);
    }),
    { numRuns: 25 },
  );
});

Deno.test("renderReport() forbids by policy what it does not do", NONE, () => {
  assert.match(
    reportOf("x"),
    /<meta http-equiv="Content-Security-Policy"\s+content="default-src 'none'; style-src 'unsafe-inline';/,
  );
});

Deno.test("renderReport() has what there is to show, and nothing else", NONE, () => {
  const all = reportOf("x");
  for (const part of ["ROC curve", "Malicious now, benign before", "Not scored (2)", "Stopped after 5 lines"]) {
    assert.ok(all.includes(part), part);
  }
  const empty = renderReport({
    ...summarizeScores([]),
    ...{ bundle: "b", modelId: "m", against: undefined, threshold: 0.9, lists: [], complete: true },
  });
  for (const part of ["<svg", "<table", "Stopped", "Made", "NaN", "undefined", "Infinity"]) {
    assert.ok(!empty.includes(part), part);
  }
  assert.ok(empty.includes("malicious from a probability of 0.9 on"));
});

Deno.test("renderReport() stays small for any number of lines", NONE, () => {
  const many = Array.from({ length: 4000 }, (_, i) => linesWith(`${"x".repeat(200)}${i}`))
    .flatMap((lines, i) => lines.map((line) => ({ ...line, source: `list ${i}` })));
  const page = reportOf("x", { ...summarizeScores(many, { compares: true }), lists: many.map(({ source }) => source) });
  assert.ok(page.length < 400_000, String(page.length));
});
