/**
 * What a bundle is, whatever its family and however old: its files, the facts of its model, its jobs and rules.
 * @module
 */

import { createHash } from "node:crypto";
import { BundleContentError, type BundleFiles } from "../bundle/bundle_files.ts";
import { dgaFileRole, type ReleaseName, tryParseReleaseName } from "../bundle/names.ts";
import { releasedForm } from "../bundle/zip_bundle.ts";
import { type Job, parseJob } from "../detections/job.ts";
import { parseRules, type Rule } from "../detections/rule.ts";
import { validateTrainedModel } from "../inference/trained_model.ts";
import type { ByteSource } from "../json/byte_source.ts";
import type { Finding } from "../json/finding.ts";
import { JsonSyntaxError } from "../json/syntax_error.ts";

/** What a file is. */
export type InspectedKind = "model" | "script" | "pipeline" | "job" | "rules" | "readme" | "data" | "other";

/** A file of a bundle. */
export interface InspectedFile {
  /** Its name. */
  readonly name: string;
  /** What it is, by its name and its contents. */
  readonly kind: InspectedKind;
  /** Bytes in canonical form. */
  readonly size: number;
  /** sha256 in canonical form, in hex; undefined if a JSON file is not JSON, or not what its archive says. */
  readonly sha256: string | undefined;
}

/** What there is to know of a model. */
export interface ModelFacts {
  /** Its file. */
  readonly file: string;
  /** `input.field_names`: how many. */
  readonly inputs: number;
  /** How many features its trees use. */
  readonly features: number;
  /** How many preprocessors it has. */
  readonly preprocessors: number;
  /** How many trees it has. */
  readonly trees: number;
  /** How many nodes they have. */
  readonly nodes: number;
  /** Labels of its classes, if it is a classifier. */
  readonly classes: readonly string[] | undefined;
  /** In which form its definition is. */
  readonly form: "definition" | "compressed_definition";
}

/** What a bundle is. */
export interface Inspection {
  /** Its name. */
  readonly name: string;
  /** The same as the name of a release, if it is one. */
  readonly release: ReleaseName | undefined;
  /** Which of the known kinds it is. */
  readonly kind: "dga" | "detections" | "other";
  /** From which time its layout is, in words. */
  readonly layout: string;
  /** Its files, by name. */
  readonly files: readonly InspectedFile[];
  /** Its models; a bundle has one. */
  readonly models: readonly ModelFacts[];
  /** Its jobs, as far as they can be read. */
  readonly jobs: readonly Pick<Job, "name" | "type" | "file">[];
  /** Its rules, as far as they can be read. */
  readonly rules: readonly Pick<Rule, "name" | "ruleId" | "type" | "file">[];
  /** What could not be read. */
  readonly findings: readonly Finding[];
}

/** Larger files are read in pieces only, or not at all. */
const SMALL = 10 * 1024 * 1024;

/**
 * Describes any bundle; nothing of it has to be valid.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { inspectBundle } from "./inspect.ts";
 * const { kind, models } = await inspectBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * if (kind !== "dga" || models[0]?.trees !== 88 || models[0].inputs !== 184) throw new Error();
 * ```
 */
export async function inspectBundle(files: BundleFiles): Promise<Inspection> {
  const findings: Finding[] = [...files.findings];
  const inspected: InspectedFile[] = [];
  const models: ModelFacts[] = [];
  const jobs: Inspection["jobs"][number][] = [];
  const rules: Inspection["rules"][number][] = [];
  for (const [name, source] of files) {
    try {
      const text = await smallText(source);
      const kind = kindOf(name, text);
      inspected.push({ name, kind, ...await canonicalFacts(name, source) });
      if (kind === "model") models.push(...await modelFacts(name, source));
      if (kind === "job" && text !== undefined) jobs.push(...jobFacts(text, name));
      if (kind === "rules" && text !== undefined) rules.push(...ruleFacts(text, name));
    } catch (error) {
      if (!(error instanceof BundleContentError)) throw error;
      findings.push({ ...error.finding, file: name });
      inspected.push({ name, kind: "other", size: source.size, sha256: undefined });
    }
  }
  const release = tryParseReleaseName(files.name);
  const kinds = inspected.map(({ kind }) => kind);
  const roles = new Set([...files.keys()].flatMap((name) => dgaFileRole(name) ?? []));
  const kind = roles.size >= 4
    ? "dga"
    : !kinds.includes("model") && (kinds.includes("job") || kinds.includes("rules"))
    ? "detections"
    : "other";
  const layout = layoutOf(kind, release, [...files.keys()]);
  return { name: files.name, release, kind, layout, files: inspected, models, jobs, rules, findings };
}

function layoutOf(kind: Inspection["kind"], release: ReleaseName | undefined, names: readonly string[]): string {
  if (release !== undefined && !("date" in release)) {
    return "the very first releases: the name has a version, and neither day nor number";
  }
  switch (kind) {
    case "dga":
      return "a DGA bundle: model, two scripts, two pipelines";
    case "detections":
      return names.some((name) => /\.ndjson$/i.test(name))
        ? "experimental detections of later releases: rules as ndjson"
        : "experimental detections: rules as TOML";
    case "other":
      return release === undefined ? "none that is known" : `another family's bundle (${release.family})`;
  }
}

async function smallText(source: ByteSource): Promise<string | undefined> {
  return source.size > SMALL ? undefined : new TextDecoder().decode(await source.bytes());
}

function kindOf(name: string, text: string | undefined): InspectedKind {
  if (/^readme\b/i.test(name)) return "readme";
  if (/\.(?:toml|ndjson)$/i.test(name)) return "rules";
  if (!/\.json$/i.test(name)) return "other";
  const keys = text === undefined ? undefined : keysOf(text);
  if (keys === undefined) return /_model\.json$/i.test(name) ? "model" : "data";
  if (["definition", "compressed_definition", "inference_config"].some((key) => keys.includes(key))) return "model";
  if (["name", "type", "body"].every((key) => keys.includes(key))) return "job";
  if (keys.includes("processors")) return "pipeline";
  return keys.includes("script") ? "script" : "data";
}

function keysOf(text: string): string[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? Object.keys(value) : [];
  } catch {
    return undefined;
  }
}

async function canonicalFacts(name: string, source: ByteSource): Promise<Pick<InspectedFile, "size" | "sha256">> {
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const piece of releasedForm(name, source)) {
      hash.update(piece);
      size += piece.length;
    }
    return { size, sha256: hash.digest("hex") };
  } catch (error) {
    if (error instanceof JsonSyntaxError) return { size: source.size, sha256: undefined };
    throw error;
  }
}

async function modelFacts(file: string, source: ByteSource): Promise<ModelFacts[]> {
  const { value } = await validateTrainedModel(source);
  if (value === undefined) return [];
  const { inputFields, featureNames, preprocessors, trees, nodes, classificationLabels: classes, form } = value;
  return [{
    ...{ file, inputs: inputFields.length, features: featureNames.length },
    ...{ preprocessors, trees, nodes, classes, form },
  }];
}

function jobFacts(text: string, name: string): Pick<Job, "name" | "type" | "file">[] {
  const { value } = parseJob(text, name);
  return value === undefined ? [] : [{ name: value.name, type: value.type, file: name }];
}

function ruleFacts(text: string, file: string): Pick<Rule, "name" | "ruleId" | "type" | "file">[] {
  return (parseRules(text, file).value ?? []).map(({ name, ruleId, type }) => ({ name, ruleId, type, file }));
}
