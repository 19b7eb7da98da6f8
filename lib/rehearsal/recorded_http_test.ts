import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { answerTo, requestsOf } from "../../testdata/judge/http_case.ts";
import { JavaMap } from "../java/map.ts";
import { javaEquals } from "../java/value.ts";
import { formatDocument, parseJson } from "../json/document.ts";
import { createRehearsalStack } from "./stack.ts";

const FOLDER = fileURLToPath(new URL("../../testdata/http/", import.meta.url));

Deno.test("createRehearsalStack() answers as a real node did, or as 8.x is known to", {
  permissions: { read: [FOLDER] },
}, async (t) => {
  for (const name of (await readdir(FOLDER)).filter((name) => name.endsWith(".json")).sort()) {
    await t.step(name, async () => {
      const httpCase = parseJson(await readFile(`${FOLDER}${name}`, "utf8"));
      assert.ok(httpCase instanceof JavaMap);
      const { elasticsearch } = createRehearsalStack();
      const differences: string[] = [];
      for (const request of requestsOf(httpCase)) {
        const expected = request.get("expected8") ?? request.get("expected") ?? null;
        const answer = await answerTo(elasticsearch, "http://rehearsal", request);
        if (javaEquals(expected, answer)) continue;
        const what = `${String(request.get("method"))} ${String(request.get("path"))}`;
        differences.push(`${what}\n  expected ${formatDocument(expected)}\n  actual   ${formatDocument(answer)}`);
      }
      assert.equal(differences.join("\n"), "");
    });
  }
});
