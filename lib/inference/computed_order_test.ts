import assert from "node:assert/strict";
import { NotSupportedError } from "../java/throwable.ts";
import { computedOrder } from "./computed_order.ts";

const PURE = { permissions: "none" } as const;

// What Java 17 prints for a HashMap after compute() with these keys.
Deno.test("computedOrder() puts a new key first in its bucket", PURE, () => {
  assert.deepEqual(computedOrder(["AaAa", "x", "BBBB", "AaBB", "BBBB", "BBAa"]), ["x", "BBAa", "AaBB", "BBBB", "AaAa"]);
});

Deno.test("computedOrder() grows a full table at the next call", PURE, () => {
  const keys = [..."klmnopqrstuvw"];
  assert.equal(computedOrder(keys).join(""), "pqrstuvwklmno");
  assert.equal(computedOrder([...keys, "k"]).join(""), "klmnopqrstuvw");
});

Deno.test("computedOrder() grows a small table when a bucket gets its eighth key", PURE, () => {
  const keys = ["k18", "k29", "k90", "k140", "k151", "k162", "k173"];
  assert.equal(computedOrder(keys).join(), "k173,k162,k151,k140,k90,k29,k18");
  assert.equal(computedOrder([...keys, "k184"]).join(), "k90,k184,k173,k162,k151,k140,k29,k18");
  assert.equal(
    computedOrder([...keys, "k184", "k195", "k250"]).join(),
    "k90,k184,k162,k140,k18,k250,k195,k173,k151,k29",
  );
});

Deno.test("computedOrder() does not guess the order of a tree", PURE, () => {
  const same = Array.from({ length: 16 }, (_, i) => [8, 4, 2, 1].map((bit) => (i & bit) === 0 ? "Aa" : "BB").join(""));
  assert.throws(() => computedOrder(same), NotSupportedError);
});
