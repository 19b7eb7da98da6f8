/**
 * Copies of the test bundle that differ from it, for tests.
 * @module
 */

import assert from "node:assert/strict";
import { copyFile, mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The folder of test data. */
export const TESTDATA = fileURLToPath(new URL("../../testdata/", import.meta.url));

/** The folder of the test bundle. */
export const BUNDLE = join(TESTDATA, "ML-DGA-20261101-1");

/** The id of its model. */
export const MODEL = "dga_20261101_1.0";

/** A text of one file, and what stands in its place. */
export type Edit = readonly [file: string, from: string, to: string];

/** What the test bundle does not do, and is warned of: a second run starts without the first one's verdict. */
export const TIDY: Edit = [
  "ingest_pipeline2",
  '"processors": [',
  '"processors": [{ "remove": { "field": "ml_is_dga", "ignore_missing": true } },',
];

/** Uses a copy of the test bundle in which texts were replaced; a model id renames files and the call of the model. */
export async function withEdited(
  edits: readonly Edit[],
  use: (bundle: string) => Promise<void>,
  modelId = MODEL,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "ml-dga-" });
  try {
    const bundle = join(folder, "ML-DGA-20261101-1");
    await mkdir(bundle);
    for (const name of await readdir(BUNDLE)) await copyFile(join(BUNDLE, name), join(bundle, name));
    const renaming: Edit[] = modelId === MODEL ? [] : [["ingest_pipeline2", `"${MODEL}"`, `"${modelId}"`]];
    for (const [file, from, to] of [...edits, ...renaming]) {
      const path = join(bundle, `${MODEL}_${file}.json`);
      const text = await readFile(path, "utf8");
      assert.ok(text.includes(from), `${file} has ${from}`);
      await writeFile(path, text.replace(from, () => to));
    }
    if (modelId !== MODEL) {
      for (const name of await readdir(bundle)) {
        await rename(join(bundle, name), join(bundle, name.replace(MODEL, modelId)));
      }
    }
    await use(bundle);
  } finally {
    await rm(folder, { recursive: true });
  }
}
