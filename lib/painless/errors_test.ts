import assert from "node:assert/strict";
import { compilePainless, PainlessCompileError } from "./compile.ts";

Deno.test(
  "PainlessCompileError does not repeat a literal that is as long as the script",
  { permissions: "none" },
  () => {
    for (
      const source of [
        `return ${"9".repeat(60_000)}`,
        `return ${"9".repeat(60_000)}L`,
        `return 1 '${"x y".repeat(9000)}'`,
      ]
    ) {
      assert.throws(
        () => compilePainless(source),
        (error) => error instanceof PainlessCompileError && error.message.length < 400 && error.message.includes("…"),
      );
    }
  },
);
