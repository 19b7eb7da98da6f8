/** Bundles for tests: the starter, and others made from it. @module */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { bundleFiles } from "../../bundle/bundle_files.ts";
import { type DgaBundle, validateDgaBundle } from "../../bundle/dga.ts";
import { memorySource } from "../../json/byte_source.ts";

/** What a bundle has other than the starter. */
export interface Changes {
  /** Another id of the model. */
  readonly modelId?: string;
  /** A few of the model's trees and preprocessors only: it judges badly, and is quickly stored. */
  readonly isSmall?: boolean;
  /** Another description within the model, which makes it another file. */
  readonly modelDescription?: string;
  /** Text that is put before the source of the first script. */
  readonly scriptComment?: string;
  /** The outer pipeline calls the inner one for every document. */
  readonly isUnconditional?: boolean;
  /** Another description of the outer pipeline. */
  readonly outerDescription?: string;
}

const FOLDER = new URL("../../../testdata/ML-DGA-20261101-1/", import.meta.url);

/** The id of the starter's model. */
export const STARTER_ID = "dga_20261101_1.0";

/** The starter's files, read once, so that tests of plans need no permission. */
const FILES = new Map(
  await Promise.all(
    ["model", "dga_ngrams_create", "dga_ngrams_transform_delete", "ingest_pipeline1", "ingest_pipeline2"]
      .map(async (part) => [part, await readFile(new URL(`${STARTER_ID}_${part}.json`, FOLDER), "utf8")] as const),
  ),
);

function jsonOf(part: string) {
  return JSON.parse(FILES.get(part) ?? "");
}

/** A bundle that is the starter but for some changes. */
export async function bundleWith(changes: Changes = {}): Promise<DgaBundle> {
  const id = changes.modelId ?? STARTER_ID;
  const model = jsonOf("model");
  if (changes.isSmall) {
    const { definition } = model;
    definition.preprocessors.length = 4;
    definition.trained_model.ensemble.trained_models.length = 3;
  }
  const create = jsonOf("dga_ngrams_create");
  const outer = jsonOf("ingest_pipeline1");
  if (changes.isUnconditional) delete outer.processors[0].pipeline.if;
  const files: [string, unknown][] = [
    ["model", { ...model, description: changes.modelDescription ?? model.description }],
    ["dga_ngrams_create", {
      script: { ...create.script, source: (changes.scriptComment ?? "") + create.script.source },
    }],
    ["dga_ngrams_transform_delete", jsonOf("dga_ngrams_transform_delete")],
    ["ingest_pipeline1", { ...outer, description: changes.outerDescription ?? outer.description }],
    ["ingest_pipeline2", JSON.parse(JSON.stringify(jsonOf("ingest_pipeline2")).replaceAll(STARTER_ID, id))],
  ];
  const { value, findings } = await validateDgaBundle(bundleFiles(
    "ML-DGA-20261101-1",
    files.map(([part, json]) => [`${id}_${part}.json`, memorySource(new TextEncoder().encode(JSON.stringify(json)))]),
  ));
  assert.ok(value !== undefined, JSON.stringify(findings));
  return value;
}
