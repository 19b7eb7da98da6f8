import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import fc from "fast-check";
import { Secrets } from "./secrets.ts";

const NONE = { permissions: "none" } as const;

function knowing(...secrets: string[]): Secrets {
  const known = new Secrets();
  for (const secret of secrets) known.add(secret);
  return known;
}

Deno.test("redact() takes out a secret in every form that a message carries it in", NONE, () => {
  const secret = 'pa"ss w/ürd';
  const secrets = knowing(secret);
  const forms = [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret), `https://me:${secret}@host/`];
  for (const form of forms) {
    const redacted = secrets.redact(`Cannot use ${form}, it says`);
    assert.ok(redacted.includes("[redacted]"), form);
    assert.ok(!redacted.includes("ss"), redacted);
  }
});

Deno.test("redact() takes a secret out of base64 wherever it begins in it", NONE, () => {
  fc.assert(fc.property(
    fc.string({ minLength: 9 }),
    fc.string(),
    fc.string(),
    fc.constantFrom<"base64" | "base64url">("base64", "base64url"),
    (secret, before, after, encoding) => {
      const encoded = Buffer.from(before + secret + after).toString(encoding);
      const decoded = Buffer.from(knowing(secret).redact(encoded).replaceAll("[redacted]", "----"), encoding);
      assert.ok(!decoded.includes(secret), encoded);
      assert.ok(knowing(secret).redact(encoded).includes("[redacted]"));
    },
  ));
});

Deno.test("redact() takes out a secret that contains another one as a whole", NONE, () => {
  assert.equal(knowing("abcdef", "abcdefghij").redact("abcdefghij abcdef"), "[redacted] [redacted]");
});

Deno.test("redact() leaves text alone where nothing is secret", NONE, () => {
  assert.equal(knowing("").redact("as it was"), "as it was");
});

Deno.test("redactValues() goes through all texts of a value", NONE, () => {
  const value = { error: { message: "hunter22 refused" }, list: ["hunter22", 1, null, true] };
  assert.deepEqual(knowing("hunter22").redactValues(value), {
    error: { message: "[redacted] refused" },
    list: ["[redacted]", 1, null, true],
  });
});
