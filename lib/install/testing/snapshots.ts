/** Snapshots for tests of plans, as data. @module */

import type { DgaBundle } from "../../bundle/dga.ts";
import { formatDocument } from "../../json/document.ts";
import type { InstalledModel, StackSnapshot } from "../snapshot.ts";

/** A stack on which nothing is installed and everything is allowed. */
export const EMPTY: StackSnapshot = {
  version: "9.5.3",
  license: { type: "trial", status: "active" },
  machineLearning: { available: true, enabled: true },
  privileges: { kind: "security-off" },
  maxContentLength: 104_857_600,
  scripts: {},
  pipelines: {},
  references: [],
  indices: [],
  busyPipelines: [],
  upload: { sha256: "ab".repeat(32), bytes: 400_000 },
};

/** What a model of a bundle looks like once it is installed. */
export function installedModel(bundle: DgaBundle, sha256: string | undefined = "ab".repeat(32)): InstalledModel {
  const { modelId: id, models } = bundle;
  const model = models[id];
  return {
    id,
    sizeBytes: 1_000_000,
    tags: model?.tags ?? [],
    aliases: [],
    ...(model?.description === undefined ? {} : { description: model.description }),
    inputFields: model?.inputFields ?? [],
    ...(sha256 === "" ? {} : { origin: { release: bundle.name, sha256, tool: "ml-dga/0.1.0" } }),
  };
}

/** A stack on which a bundle is installed. */
export function withInstalled(bundle: DgaBundle, changes: Partial<StackSnapshot> = {}): StackSnapshot {
  const stored = (text: string) => ({ text, value: JSON.parse(text) });
  return {
    ...EMPTY,
    model: installedModel(bundle),
    scripts: mapValues(bundle.scripts, (script) => stored(JSON.stringify(script))),
    pipelines: mapValues(bundle.pipelines, (pipeline) => stored(formatDocument(pipeline))),
    ...changes,
  };
}

function mapValues<From, To>(record: Readonly<Record<string, From>>, map: (value: From) => To): Record<string, To> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, map(value)]));
}
