import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { formatDocument } from "../json/document.ts";
import { readDnsLine } from "./dns_line.ts";

const NONE = { permissions: "none" } as const;
const EXPECTED = new URL("../../testdata/expected.ndjson", import.meta.url);

function read(document: unknown) {
  const line = readDnsLine(JSON.stringify(document), 1);
  assert.ok("document" in line, JSON.stringify(line));
  return line;
}

Deno.test(
  "readDnsLine() leaves the recorded documents as they are",
  { permissions: { read: [EXPECTED] } },
  async () => {
    const records = (await readFile(EXPECTED, "utf8")).trim().split("\n").map((line) => JSON.parse(line));
    for (const { before } of records) {
      const line = read(before);
      assert.deepEqual(JSON.parse(formatDocument(line.document())), before);
      assert.equal(line.name.registeredDomain, before.dns.question.registered_domain);
      assert.equal(line.completed, false);
    }
  },
);

Deno.test(
  "readDnsLine() takes a hit of a search, and forgets the verdict and the error of an earlier run",
  NONE,
  () => {
    const question = { name: "a.example.com", registered_domain: "example.com" };
    const hit = {
      _id: "1",
      _source: { dns: { question }, ml_is_dga: { malicious_prediction: 1 }, error: { message: "x" } },
    };
    assert.deepEqual(JSON.parse(formatDocument(read(hit).document())), { dns: { question } });
  },
);

Deno.test("readDnsLine() splits the name of a document that has no registered domain", NONE, () => {
  const line = read({ type: "dns", dns: { question: { name: "www.Example.co.uk" } } });
  assert.equal(line.completed, true);
  assert.deepEqual(JSON.parse(formatDocument(line.document())).dns.question, {
    name: "www.Example.co.uk",
    registered_domain: "example.co.uk",
    top_level_domain: "co.uk",
    subdomain: "www",
  });
});

Deno.test("readDnsLine() goes by the registered domain of the document, as the stack does", NONE, () => {
  const line = read({ dns: { question: { name: "192.0.2.1", registered_domain: "example.com" } } });
  assert.deepEqual([line.text, line.name.registeredDomain], ["192.0.2.1", "example.com"]);
});

Deno.test("readDnsLine() gives each run a document of its own", NONE, () => {
  const line = read({ dns: { question: { name: "example.com" } } });
  line.document().delete("dns");
  assert.ok(line.document().get("dns") !== undefined);
});

Deno.test("readDnsLine() says what is no DNS document", NONE, async (t) => {
  const lines: Record<string, [code: string, reason: RegExp]> = {
    "{": ["document", /^no JSON document: .*line 1, column/],
    '{"a":1}{': ["document", /^no JSON document/],
    '{"dns":[]}': ["document", /without dns\.question$/],
    '{"dns":{"question":{}}}': ["document", /without dns\.question\.name$/],
    '{"dns":{"question":{"name":5}}}': ["document", /without dns\.question\.name$/],
    '{"dns":{"question":{"name":"192.0.2.1"}}}': ["address", /address/],
    '{"dns":{"question":{"name":"localhost"}}}': ["single-label", /single label/],
  };
  for (const [text, [code, reason]] of Object.entries(lines)) {
    await t.step(text, () => {
      const line = readDnsLine(text, 3);
      assert.ok("code" in line);
      assert.deepEqual([line.line, line.code], [3, code]);
      assert.match(line.reason, reason);
    });
  }
});
