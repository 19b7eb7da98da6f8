/**
 * What becomes of the model when a bundle is set up.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import type { Finding } from "../../json/finding.ts";
import type { Difference } from "../plan.ts";
import { megabytes } from "./preflight.ts";
import type { InstalledModel, StackSnapshot } from "../snapshot.ts";
import type { Step } from "../step.ts";

/** A model that is larger than this in the server's memory is not held in ours. */
export const LARGEST_KEPT_MODEL = 1024 * 1024 * 1024;

/** Largest answer with a compressed definition; a model in memory is several times its compressed form. */
export const LARGEST_KEPT_ANSWER = 256 * 1024 * 1024;

/** What becomes of the model. */
export interface ModelPlan {
  /** What is done. */
  readonly steps: readonly Step[];
  /** What keeps it from being done. */
  readonly findings: readonly Finding[];
  /** What is there and is another model. */
  readonly differences: readonly Difference[];
  /** What is there and stays. */
  readonly unchanged: readonly string[];
  /** What should be known before. */
  readonly notes: readonly string[];
}

const NOTHING: ModelPlan = { steps: [], findings: [], differences: [], unchanged: [], notes: [] };

/** Plans what becomes of the model. */
export function planModel(
  bundle: DgaBundle,
  snapshot: StackSnapshot,
  { overwrite, tool }: { readonly overwrite: boolean; readonly tool: string },
): ModelPlan {
  const { modelId: id, modelFile: { name: file, source } } = bundle;
  const { model, upload } = snapshot;
  if (upload === undefined) throw new TypeError("Cannot plan a setup as the snapshot was not taken for a bundle");
  const put = {
    kind: "put-model",
    id,
    file,
    source,
    origin: { release: bundle.name, sha256: upload.sha256, tool },
  } as const;
  if (model === undefined) return { ...NOTHING, steps: [{ ...put, replaces: false }] };
  if (model.id !== id) return { ...NOTHING, findings: [aliasFinding(id, model)] };
  const comparison = compareModel(bundle, model, upload.sha256);
  if (comparison.changes.length === 0) {
    return { ...NOTHING, unchanged: [`model "${id}"`], notes: comparison.notes };
  }
  const differences: Difference[] = [{ kind: "model", id, changes: comparison.changes }];
  const findings = overwrite ? replacementFindings(model) : [];
  if (!overwrite || findings.length > 0) return { ...NOTHING, differences, findings };
  return {
    ...NOTHING,
    differences,
    steps: [
      { kind: "fetch-model", id, maxBytes: LARGEST_KEPT_ANSWER, required: true },
      { kind: "delete-model", id, force: true, aliases: [] },
      { ...put, replaces: true },
    ],
    notes: [
      `The model "${id}" is replaced under the same id, which has to delete it first: documents that arrive until the ` +
      "new one is stored get no verdict. A new id (the name of the model's file) would avoid that.",
    ],
  };
}

/** Whether an installed model is the bundle's: by the fingerprint that was left with it, else by what it says of itself. */
export function compareModel(
  bundle: DgaBundle,
  installed: InstalledModel,
  sha256: string,
): { changes: string[]; notes: string[] } {
  const { origin } = installed;
  if (origin !== undefined) {
    if (origin.sha256 === sha256) return { changes: [], notes: [] };
    return {
      changes: [
        `another file: sha256 ${origin.sha256.slice(0, 12)}… from "${origin.release}" is there, ` +
        `the bundle has ${sha256.slice(0, 12)}…`,
      ],
      notes: [],
    };
  }
  const changes = factChanges(bundle, installed);
  return {
    changes,
    notes: changes.length > 0 ? [] : [
      `The model "${installed.id}" was installed by something else, without a fingerprint: description, tags and input ` +
      "fields are those of the bundle, so it is taken for the same. The definition itself was not compared.",
    ],
  };
}

function factChanges(bundle: DgaBundle, installed: InstalledModel): string[] {
  const wanted = bundle.models[bundle.modelId];
  if (wanted === undefined) throw new TypeError(`Cannot plan as the bundle has no model "${bundle.modelId}"`);
  const facts = [
    ["description", installed.description ?? "", wanted.description ?? ""],
    ["tags", installed.tags.toSorted().join(", "), wanted.tags.toSorted().join(", ")],
    ["input/field_names", installed.inputFields.join(", "), wanted.inputFields.join(", ")],
  ] as const;
  return facts.filter(([, there, here]) => there !== here).map(([path, there, here]) =>
    path === "input/field_names"
      ? `${path}: others (${installed.inputFields.length} there, ${wanted.inputFields.length} in the bundle)`
      : `${path}: ${JSON.stringify(there)} is there, the bundle has ${JSON.stringify(here)}`
  );
}

function aliasFinding(id: string, { id: target }: InstalledModel): Finding {
  return {
    level: "error",
    code: "model-alias",
    message: `Cannot store the model as its id "${id}" is an alias of the model "${target}"`,
    hint: "Give the model another id by the name of its file, or delete the alias.",
  };
}

/** What keeps an installed model from being deleted for a moment. */
function replacementFindings({ id, aliases, sizeBytes }: InstalledModel): Finding[] {
  const wayOut = "Give the bundle's model a new id by the name of its file, which keeps both.";
  if (aliases.length > 0) {
    return [{
      level: "error",
      code: "model-alias",
      message: `Cannot replace the model "${id}" as its aliases would go with it: ${aliases.join(", ")}`,
      hint: wayOut,
    }];
  }
  if (sizeBytes !== undefined && sizeBytes > LARGEST_KEPT_MODEL) {
    return [{
      level: "error",
      code: "model-copy",
      message: `Cannot replace the model "${id}" as it is too large to be kept in memory meanwhile: ` +
        `${megabytes(sizeBytes)}`,
      hint: wayOut,
    }];
  }
  return [];
}
