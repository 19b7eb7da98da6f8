import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { readDomainList } from "./domain_list.ts";

const NONE = { permissions: "none" } as const;
const EXPECTED = new URL("../../testdata/expected.ndjson", import.meta.url);

Deno.test("readDomainList() reads one domain a line", NONE, () => {
  const list = readDomainList("\ufeffexample.com\r\nwww.example.org\r\n");
  assert.deepEqual(list.domains.map(({ line, text }) => [line, text]), [[1, "example.com"], [2, "www.example.org"]]);
  assert.deepEqual(list.refused, []);
  assert.equal(list.domains[0]?.label, undefined);
});

Deno.test("readDomainList() reads a table with columns in any order, and leaves other columns alone", NONE, () => {
  const list = readDomainList('rank,Probability,family,domain,label\n1,0.25,"a, ""b""",example.com,1\n2,,,"b.org",0\n');
  assert.deepEqual(list.refused, []);
  const [first, second] = list.domains;
  assert.deepEqual([first?.text, first?.probability, first?.family, first?.label], ["example.com", 0.25, 'a, "b"', 1]);
  assert.deepEqual([second?.text, second?.probability, second?.family, second?.label], [
    "b.org",
    undefined,
    undefined,
    0,
  ]);
});

Deno.test("readDomainList() tells every line that cannot be scored", NONE, () => {
  const list = readDomainList(
    "domain,label,probability\na.com,2,\n\nb.com,1,2\nc.com,0,x\n192.0.2.1,0,\nd.com,0,0.5\n",
  );
  assert.deepEqual(list.refused.map(({ line, code }) => [line, code]), [
    [2, "label"],
    [3, "empty"],
    [4, "probability"],
    [5, "probability"],
    [6, "address"],
  ]);
  assert.deepEqual(list.domains.map(({ line }) => line), [7]);
});

Deno.test("readDomainList() takes a public suffix as registered in a table, not in a plain list", NONE, () => {
  assert.equal(readDomainList("domain\nsu.it\n").domains[0]?.name.registeredDomain, "su.it");
  assert.equal(readDomainList("su.it\n").refused[0]?.code, "public-suffix");
});

Deno.test("readDomainList() refuses a table without names of columns line by line", NONE, () => {
  const list = readDomainList("1,example.com\n2,example.org\n");
  assert.deepEqual(
    list.refused.map(({ reason }) => reason),
    Array(2).fill("a row of a table without names of columns: begin with a line like rank,domain"),
  );
});

Deno.test("readDomainList() loses no line of any text", NONE, () => {
  const texts = [
    fc.string({ unit: "binary" }),
    fc.array(fc.constantFrom("domain", ",", '"', "\n", "\r\n", "a.com", "0", "\ufeff")).map((parts) => parts.join("")),
  ];
  fc.assert(fc.property(fc.oneof(...texts), (text) => {
    const list = readDomainList(text);
    const lines = text.split(/\r\n|\n|\r/).length;
    const read = [...list.domains, ...list.refused].map(({ line }) => line).sort((a, b) => a - b);
    assert.ok(read.length <= lines && read.length >= lines - 2);
    assert.equal(new Set(read).size, read.length);
  }));
});

Deno.test(
  "readDomainList() splits names as the recorded documents do",
  { permissions: { read: [EXPECTED] } },
  async () => {
    const records = (await readFile(EXPECTED, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    assert.equal(records.length, 300);
    for (const { domain, before: { dns: { question } } } of records) {
      const asked = readDomainList(`domain\n${question.name}\n`).domains[0]?.name;
      assert.equal(asked?.registeredDomain, question.registered_domain, domain);
      assert.equal(asked?.topLevelDomain, question.top_level_domain, domain);
      assert.equal(asked?.subdomain, question.subdomain, domain);
    }
  },
);

Deno.test("readDomainList() says what a table without names of columns needs", NONE, () => {
  for (const text of ["1,google.com", "google.com;0", "google.com\t0"]) {
    const { domains, refused } = readDomainList(text);
    assert.equal(domains.length, 0);
    assert.equal(
      refused[0]?.reason,
      "a row of a table without names of columns: begin with a line like rank,domain",
    );
  }
});

Deno.test("readDomainList() takes the first of two columns of one name", NONE, () => {
  assert.equal(readDomainList("domain,domain\na.com,b.com").domains[0]?.name.name, "a.com");
});
