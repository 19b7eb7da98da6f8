/**
 * Models that were released before: a bundle is told apart by the name and the hash of its model.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import type { Manifest } from "./manifest.ts";
import type { PackedBundle } from "./packed_bundle.ts";

/** How much a duplicate matters. */
export interface DuplicateOptions {
  /** Level of a model file's name that a release has already. @default {"warning"} */
  readonly sameName?: Finding["level"];
}

/** What of a bundle is compared. */
export type ComparedBundle = Pick<PackedBundle, "bundle" | "files">;

/**
 * What of a bundle's model other releases have, by their manifests: its file name, or its contents (a warning). The
 * bundle's own release is passed over. Detections bundles have no model.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDgaBundle } from "../bundle/dga.ts";
 * import { findDuplicates } from "./duplicates.ts";
 * import { packBundle } from "./packed_bundle.ts";
 * const { value } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * const { value: packed } = value === undefined ? {} : await packBundle(value);
 * if (packed === undefined || findDuplicates(packed, []).length !== 0) throw new Error();
 * ```
 */
export function findDuplicates(
  { bundle, files }: ComparedBundle,
  manifests: readonly Manifest[],
  { sameName = "warning" }: DuplicateOptions = {},
): Finding[] {
  const model = files.find(({ name }) => "modelFile" in bundle && name === bundle.modelFile.name);
  if (model === undefined) return [];
  const others = manifests.filter(({ tag_name }) => tag_name !== bundle.name).flatMap((manifest) =>
    Object.values(manifest.assets).flatMap(({ entries }) =>
      Object.values(entries).map((entry) => ({ ...entry, tag: manifest.tag_name }))
    )
  );
  const named = others.filter(({ name }) => name === model.name);
  const same = others.filter(({ sha256 }) => sha256 === model.sha256);
  return [
    ...(named.length === 0 ? [] : [{
      level: sameName,
      code: "model-name-duplicate",
      file: model.name,
      message: `The name of the model's file is not new: "${model.name}" is in ${inWords(named)}`,
      hint: "Give the model a new id by the name of its file, so that the name tells which one is meant.",
    }]),
    ...(same.length === 0 ? [] : [{
      level: "warning" as const,
      code: "model-hash-duplicate",
      file: model.name,
      message: `The model is not new: ${inWords(same)} has the same one, sha256 ${model.sha256}`,
      hint: "Is it the folder that was meant?",
    }]),
  ];
}

const MOST_TOLD = 3;

function inWords(found: readonly { readonly tag: string }[]): string {
  const tags = [...new Set(found.map(({ tag }) => `"${tag}"`))];
  const more = tags.length > MOST_TOLD ? ` and ${tags.length - MOST_TOLD} more` : "";
  return `${tags.slice(0, MOST_TOLD).join(", ")}${more}`;
}
