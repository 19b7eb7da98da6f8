import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { judgePainlessCase } from "../../testdata/judge/run_painless_case.ts";

const CORPUS = fileURLToPath(new URL("../../testdata/painless/", import.meta.url));
const READ = { permissions: { read: [CORPUS] } };

/** Names of cases that the rehearsal refuses, with the reason. */
function readNotSupported(): ReadonlyMap<string, string> {
  const lines = readFileSync(`${CORPUS}not_supported.txt`, "utf8").split("\n");
  return new Map(
    lines.filter((line) => line !== "" && !line.startsWith("#")).map((line) => {
      const [, name = "", reason = ""] = /^(\S+): (.+)$/.exec(line) ?? [];
      assert.ok(name !== "" && reason !== "", `Cannot read "${line}" of not_supported.txt as "case: reason"`);
      return [name, reason];
    }),
  );
}

function listCases(): string[] {
  return readdirSync(CORPUS, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".painless"))
    .map((name) => name.slice(0, -".painless".length))
    .sort();
}

Deno.test("compilePainless() does what the corpus says", READ, async (t) => {
  const notSupported = readNotSupported();
  const cases = listCases();
  assert.ok(cases.length >= 900, `${cases.length} cases found`);
  const unknown = [...notSupported.keys()].filter((name) => !cases.includes(name));
  assert.deepEqual(unknown, [], "not_supported.txt names cases that do not exist");
  const folders = Map.groupBy(cases, (name) => name.slice(0, name.lastIndexOf("/")));
  for (const [folder, names] of folders) {
    await t.step(`${folder} (${names.length})`, () => {
      const wrong = names.flatMap((name) => {
        const text = readFileSync(`${CORPUS}${name}.painless`, "utf8");
        const difference = judgePainlessCase(text, { refused: notSupported.has(name) });
        return difference === undefined ? [] : `${name}: ${difference}`;
      });
      assert.ok(wrong.length === 0, `${wrong.length} of ${names.length}\n${wrong.join("\n")}`);
    });
  }
});
