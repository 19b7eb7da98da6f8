import assert from "node:assert/strict";
import type { ScoredLine } from "../../scoring/score_domains.ts";
import { formatRows, rowsHeader } from "./rows.ts";

const NONE = { permissions: "none" } as const;

function line(domain: string, fields: Partial<ScoredLine> = {}): ScoredLine {
  return {
    source: "list",
    line: 1,
    domain,
    registeredDomain: undefined,
    label: undefined,
    family: undefined,
    verdict: undefined,
    against: undefined,
    state: "malformed",
    note: "",
    ...fields,
  };
}

const PLAIN = { compares: false };

Deno.test("formatRows() writes CSV that spreadsheets take for text", NONE, () => {
  const domains: Record<string, string> = {
    "=cmd|calc": "'=cmd|calc",
    "+1": "'+1",
    "-a.com": "'-a.com",
    "@a": "'@a",
    " =1": "' =1",
    'a"b': '"a""b"',
    "a,b": '"a,b"',
    "\t=1": "\\u{9}=1",
    "a\nb": "a\\u{a}b",
    "a\u202eb": "a\\u{202e}b",
  };
  for (const [domain, cell] of Object.entries(domains)) {
    assert.equal(formatRows([line(domain)], "csv", PLAIN), `${cell},,,,\n`);
  }
});

Deno.test("formatRows() writes probabilities to the last digit in CSV and NDJSON", NONE, () => {
  const judged = line("a.com", {
    registeredDomain: "a.com",
    verdict: { prediction: 1, probability: 0.9938093379123758 },
    against: { prediction: 0, probability: 9.56390290928027e-5 },
  });
  assert.equal(rowsHeader("csv", PLAIN), "domain,registered_domain,prediction,probability,note\n");
  assert.equal(formatRows([judged], "csv", PLAIN), "a.com,a.com,1,0.9938093379123758,\n");
  const compares = { compares: true };
  assert.match(rowsHeader("csv", compares), /,note,against_prediction,against_probability\n$/);
  assert.equal(formatRows([judged], "csv", compares), "a.com,a.com,1,0.9938093379123758,,0,0.0000956390290928027\n");
  assert.deepEqual(JSON.parse(formatRows([judged], "ndjson", compares)), {
    domain: "a.com",
    registered_domain: "a.com",
    prediction: 1,
    probability: 0.9938093379123758,
    note: "",
    against_prediction: 0,
    against_probability: 9.56390290928027e-5,
  });
});

Deno.test("formatRows() writes NDJSON that reads back as the same names, a line each", NONE, () => {
  for (const domain of ["a\u2028b", "\u001b[31m", '"', "\u202e", "\ud800"]) {
    const text = formatRows([line(domain)], "ndjson", PLAIN);
    assert.equal(JSON.parse(text).domain, domain);
    assert.match(text, /^[\x20-\x7e]+\n$/);
  }
});

Deno.test("formatRows() aligns a table, and shows nothing that a terminal obeys", NONE, () => {
  const text = formatRows([line("a\u001b[31m"), line("b.com", { note: "x\u202ey" })], "table", PLAIN);
  // deno-lint-ignore no-control-regex -- none may be left
  assert.doesNotMatch(text, /[\x00-\x09\x0b-\x1f\u202e]/);
  assert.equal(text.split("\n")[1]?.indexOf("x\\u{202e}y"), 2 + 28 + 2 + 22 + 2 + 9 + 2 + 8 + 2);
});
