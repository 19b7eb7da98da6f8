import assert from "node:assert/strict";
import { splitDomainName } from "./domain_name.ts";

const NONE = { permissions: "none" } as const;

/** Name, registered domain, public suffix, subdomain. */
const SPLIT: readonly [text: string, registered: string, suffix: string, subdomain: string | undefined][] = [
  ["example.com", "example.com", "com", undefined],
  ["api.eu.example.com", "example.com", "com", "api.eu"],
  ["www.example.co.uk", "example.co.uk", "co.uk", "www"],
  ["someone.github.io", "someone.github.io", "github.io", undefined],
  ["a.b.kawasaki.jp", "a.b.kawasaki.jp", "b.kawasaki.jp", undefined],
  ["www.city.kawasaki.jp", "city.kawasaki.jp", "kawasaki.jp", "www"],
  ["printer.local", "printer.local", "local", undefined],
  ["_dmarc.example.com", "example.com", "com", "_dmarc"],
  ["4.3.2.1.in-addr.arpa", "1.in-addr.arpa", "in-addr.arpa", "4.3.2"],
];

Deno.test("splitDomainName() splits by the public suffix list", NONE, () => {
  for (const [name, registeredDomain, topLevelDomain, subdomain] of SPLIT) {
    assert.deepEqual(splitDomainName(name), { name, subdomain, registeredDomain, topLevelDomain });
  }
});

Deno.test(
  "splitDomainName() takes the provider's domain below the dynamic DNS domains of the test bundle",
  NONE,
  () => {
    const providers = ["chickenkiller.com", "crabdance.com", "ignorelist.com", "jumpingcrab.com", "mooo.com"];
    for (const provider of [...providers, "strangled.net", "twilightparadox.com", "us.to", "x24hr.com"]) {
      const name = splitDomainName(`www.camera.${provider}`);
      assert.ok("name" in name);
      assert.equal(name.registeredDomain, provider);
      assert.equal(name.subdomain, "www.camera");
    }
  },
);

Deno.test(
  "splitDomainName() reads names as DNS has them: lower case, ASCII, no last dot, no space around",
  NONE,
  () => {
    const names: Record<string, string> = {
      "WWW.Example.COM": "www.example.com",
      "example.com.": "example.com",
      " \texample.com ": "example.com",
      "bücher.example": "xn--bcher-kva.example",
      "BÜCHER.example": "xn--bcher-kva.example",
      "日本。jp": "xn--wgv71a.jp",
    };
    for (const [text, expected] of Object.entries(names)) {
      const name = splitDomainName(text);
      assert.ok("name" in name, text);
      assert.equal(name.name, expected);
    }
  },
);

Deno.test("splitDomainName() says why a text cannot be scored", NONE, async (t) => {
  const texts: Record<string, readonly string[]> = {
    empty: ["", "   "],
    address: ["192.0.2.1", "2001:db8::1", "[2001:db8::1]", "::1"],
    "single-label": ["localhost", "com", "x."],
    "public-suffix": ["co.uk", "github.io", "su.it"],
    malformed: [
      "1.2.3",
      "0x7f.1",
      "a..b.com",
      ".example.com",
      "example.com..",
      ".",
      "exa mple.com",
      "https://example.com/",
      "example.com:53",
      "someone@example.com",
      "evil[.]com",
      "*.example.com",
      "example.com\u0000",
      "\ufffd\ufffd.com",
      "1,example.com",
      `${"a".repeat(64)}.com`,
      `${"a.".repeat(126)}com`,
    ],
  };
  for (const [code, ofCode] of Object.entries(texts)) {
    for (const text of ofCode) {
      await t.step(JSON.stringify(text.slice(0, 40)), () => {
        const refused = splitDomainName(text);
        assert.ok("code" in refused);
        assert.equal(refused.code, code);
        assert.notEqual(refused.reason, "");
      });
    }
  }
});

Deno.test("splitDomainName() takes the longest label and name", NONE, () => {
  for (const name of [`${"a".repeat(63)}.com`, `${"a.".repeat(125)}com`]) {
    assert.ok("name" in splitDomainName(name));
  }
});

Deno.test("splitDomainName() believes that a public suffix was registered if told so", NONE, () => {
  assert.deepEqual(splitDomainName("su.it", { registered: true }), {
    name: "su.it",
    subdomain: undefined,
    registeredDomain: "su.it",
    topLevelDomain: "it",
  });
});
