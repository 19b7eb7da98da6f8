import assert from "node:assert/strict";
import { readColumns, readDomainLine } from "./domain_line.ts";

const NONE = { permissions: "none" } as const;

Deno.test("readDomainLine() takes the host of a URL, as browsers find it", NONE, async (t) => {
  const urls: Record<string, string> = {
    "https://example.com": "example.com",
    "HTTP://WWW.Example.COM:8080/a,b;c?d=https://other.com": "WWW.Example.COM",
    "https://user:p@ss@example.com/": "example.com",
    "https://evil.com\\@example.com/": "evil.com",
    "ftp://example.com#@other.com": "example.com",
    "wss://bücher.example?": "bücher.example",
  };
  for (const [url, host] of Object.entries(urls)) {
    await t.step(url, () => {
      const read = readDomainLine(url, 1, undefined);
      assert.ok("name" in read, JSON.stringify(read));
      assert.equal(read.text, host);
    });
  }
  // What the platform's own parser says of the same URLs.
  for (const [url, host] of Object.entries(urls).filter(([url]) => /^(?:http|ftp)/i.test(url))) {
    assert.equal(new URL(url).hostname, host.toLowerCase(), url);
  }
});

Deno.test("readDomainLine() refuses what is no name in a URL, and says so", NONE, () => {
  const urls: Record<string, string> = {
    "http://192.0.2.1/": "address",
    "http://[2001:db8::1]:80/": "address",
    "http://localhost/": "single-label",
    "file:///etc/passwd": "empty",
    "https://%65xample.com/": "malformed",
    "javascript://%0aalert(1)": "malformed",
    "javascript:alert(1)": "malformed",
    "://example.com": "malformed",
  };
  for (const [url, code] of Object.entries(urls)) {
    const read = readDomainLine(url, 1, undefined);
    assert.ok("code" in read, url);
    assert.equal(read.code, code, `${url}: ${read.reason}`);
  }
});

Deno.test("readDomainLine() reads URLs in a table too, and needs its columns for a row", NONE, () => {
  const columns = readColumns("label,domain");
  const read = readDomainLine('1,"https://example.com/a,b"', 2, columns);
  assert.ok("name" in read);
  assert.deepEqual([read.text, read.label], ["example.com", 1]);
  assert.equal("code" in readDomainLine("example.com,1", 1, undefined), true);
});

Deno.test("readDomainLine() takes long lines in time that grows with their length", NONE, () => {
  const columns = readColumns("a,domain");
  const lines = ['"' + "a".repeat(262_144), '"'.repeat(262_144), ',"""a'.repeat(50_000), `a://${"@".repeat(262_144)}`];
  const begin = performance.now();
  for (const line of lines) {
    for (const known of [columns, undefined]) assert.ok("code" in readDomainLine(line, 1, known));
  }
  assert.ok(performance.now() - begin < 10_000);
});
