/**
 * Validation of DGA bundles: every finding at once, and a typed bundle when none of them is an error.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import type { ByteSource } from "../json/byte_source.ts";
import type { Document } from "../json/document.ts";
import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import type { BundleFiles } from "./bundle_files.ts";
import { behaviourFindings } from "./dga_behaviour.ts";
import { uncalledFindings } from "./dga_calls.ts";
import { type DgaFileSet, dgaFileSet } from "./dga_file_set.ts";
import { handlerFindings } from "./dga_handlers.ts";
import { type DgaJsonFile, readDgaJson } from "./dga_json.ts";
import { checkModel } from "./dga_model.ts";
import { checkDgaPipeline } from "./dga_pipelines.ts";
import { checkScript, type DgaScript } from "./dga_scripts.ts";
import { limitFindings } from "./limit_findings.ts";
import { type DgaFileRole, modelIdOf, type ReleaseName, tryParseReleaseName } from "./names.ts";

/** A DGA bundle that the server takes: its parts by the ids they are installed under, ready for an ingest node. */
export interface DgaBundle {
  /** Name of the folder or archive. */
  readonly name: string;
  /** The same as the name of a release, if it is one. */
  readonly release: ReleaseName | undefined;
  /** The five files by name: what is released of it. */
  readonly files: ReadonlyMap<string, ByteSource>;
  /** The id that the model is installed under, which its file's name gives. */
  readonly modelId: string;
  /** The file that the model came in. */
  readonly modelFile: { readonly name: string; readonly source: ByteSource };
  /** The model, under its id. */
  readonly models: Readonly<Record<string, TrainedModel>>;
  /** The stored scripts. */
  readonly scripts: Readonly<Record<string, DgaScript>>;
  /** The configurations of the pipelines. */
  readonly pipelines: Readonly<Record<string, Document>>;
}

const SCRIPT_ROLES = ["dga_ngrams_create", "dga_ngrams_transform_delete"] as const;
const PIPELINE_ROLES = ["dns_enrich_pipeline", "dns_dga_inference_enrich_pipeline"] as const;

/**
 * Finds everything that is wrong with a DGA bundle, and what is accepted but hurts. Depends on the bytes only.
 *
 * ```ts
 * import { readBundle } from "./read.ts";
 * import { validateDgaBundle } from "./dga.ts";
 * const { value, findings } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * if (value?.modelId !== "dga_20261101_1.0" || findings.some(({ level }) => level === "error")) throw new Error();
 * ```
 */
export async function validateDgaBundle(files: BundleFiles): Promise<Validation<DgaBundle>> {
  // An archive that can't be read has no files, and nothing more to say.
  if (files.size === 0 && hasErrors(files.findings)) return { findings: [...files.findings] };
  const set = dgaFileSet(files);
  const json = await readSmallFiles(set);
  const scripts = checkScripts(json.files);
  const model = await checkModelFile(set);
  const pipelines = checkPipelines(json.files, set, scripts.sound);
  const findings = [
    ...files.findings,
    ...set.findings,
    ...model.findings,
    ...json.findings,
    ...scripts.findings,
    ...pipelines.findings,
  ];
  const modelFile = set.files.get("model");
  if (hasErrors(findings) || modelFile === undefined || model.value === undefined) {
    return { findings: limitFindings(findings) };
  }
  const parts = { modelId: modelIdOf(modelFile.name), scripts: scripts.all, pipelines: pipelines.configs };
  findings.push(...uncalledFindings(json.files, modelFile));
  if (!findings.some(({ code }) => code === "not-supported")) {
    findings.push(...behaviourFindings({ ...parts, model: model.value }, json.files));
  }
  return {
    value: {
      name: files.name,
      release: tryParseReleaseName(files.name),
      files: new Map([...set.files.values()].map(({ name, source }) => [name, source])),
      ...parts,
      modelFile: { name: modelFile.name, source: modelFile.source },
      models: { [parts.modelId]: model.value },
    },
    findings: limitFindings(findings),
  };
}

async function readSmallFiles(
  set: DgaFileSet,
): Promise<{ files: Map<DgaFileRole, DgaJsonFile>; findings: Finding[] }> {
  const files = new Map<DgaFileRole, DgaJsonFile>();
  const findings: Finding[] = [];
  for (const role of [...SCRIPT_ROLES, ...PIPELINE_ROLES]) {
    const file = set.files.get(role);
    if (file === undefined) continue;
    const reading = await readDgaJson(file);
    findings.push(...reading.findings);
    if (reading.file !== undefined) files.set(role, reading.file);
  }
  return { files, findings };
}

/** The scripts by id: all that would be stored, and those of them that are known to compile. */
interface CheckedScripts {
  readonly all: Record<string, DgaScript>;
  readonly sound: Record<string, DgaScript>;
  readonly findings: Finding[];
}

function checkScripts(files: ReadonlyMap<DgaFileRole, DgaJsonFile>): CheckedScripts {
  const checked: CheckedScripts = { all: {}, sound: {}, findings: [] };
  for (const role of SCRIPT_ROLES) {
    const file = files.get(role);
    if (file === undefined) continue;
    const { script, findings } = checkScript(file);
    checked.findings.push(...findings);
    if (script === undefined) continue;
    checked.all[role] = script;
    if (!findings.some(({ code }) => code === "not-supported")) checked.sound[role] = script;
  }
  return checked;
}

async function checkModelFile(set: DgaFileSet): Promise<Validation<TrainedModel>> {
  const file = set.files.get("model");
  return file === undefined ? { findings: [] } : await checkModel(file);
}

function checkPipelines(
  files: ReadonlyMap<DgaFileRole, DgaJsonFile>,
  set: DgaFileSet,
  scripts: Readonly<Record<string, DgaScript>>,
): { configs: Record<string, Document>; findings: Finding[] } {
  const configs: Record<string, Document> = {};
  const findings: Finding[] = [];
  const model = set.files.get("model");
  const ids = {
    scripts: SCRIPT_ROLES,
    pipelines: PIPELINE_ROLES,
    models: model === undefined ? [] : [modelIdOf(model.name)],
  };
  for (const role of PIPELINE_ROLES) {
    const file = files.get(role);
    if (file === undefined) continue;
    const checked = checkDgaPipeline(file, ids, scripts);
    findings.push(...checked.findings);
    if (checked.config !== undefined) configs[role] = checked.config;
  }
  findings.push(...handlerFindings(PIPELINE_ROLES.flatMap((role) => files.get(role) ?? [])));
  return { configs, findings };
}
