import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createRehearsalStack } from "./stack.ts";
import { parseRestFile, playStep } from "./testing/rest_case.ts";

const FOLDER = fileURLToPath(new URL("../../testdata/rest/", import.meta.url));

Deno.test("createRehearsalStack() holds what Elasticsearch's own REST tests expect", {
  permissions: { read: [FOLDER] },
}, async (t) => {
  const files = (await readdir(FOLDER)).filter((name) => name.endsWith(".json")).sort();
  assert.ok(files.length > 0);
  for (const name of files) {
    const file = parseRestFile(await readFile(`${FOLDER}${name}`, "utf8"));
    for (const { name: caseName, steps } of file.cases) {
      for (const version of ["8.19.21", "9.5.3"] as const) {
        await t.step(`${name}: ${caseName} (${version})`, async () => {
          const { elasticsearch } = createRehearsalStack({ version });
          const wrong: string[] = [];
          for (const step of [...file.setup ?? [], ...steps]) wrong.push(...await playStep(elasticsearch, step));
          assert.deepEqual(wrong, []);
        });
      }
    }
  }
});
