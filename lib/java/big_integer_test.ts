import assert from "node:assert/strict";
import { JavaBigInteger } from "./big_integer.ts";

// Hashes as the JDK computes them.
Deno.test("hashCode() is BigInteger's", { permissions: "none" }, () => {
  const hash = (value: bigint) => new JavaBigInteger(value).hashCode();
  assert.equal(hash(2n ** 64n), 961);
  assert.equal(hash(123456789012345678901234567890n), 1915528825);
  assert.equal(hash(-123456789012345678901234567890n), -1915528825);
});
