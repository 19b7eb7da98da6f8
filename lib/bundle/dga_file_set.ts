/**
 * Which file of a DGA bundle is what: exactly one for each of the five patterns.
 * @module
 */

import type { ByteSource } from "../json/byte_source.ts";
import type { Finding } from "../json/finding.ts";
import type { BundleFiles } from "./bundle_files.ts";
import { DGA_FILE_PATTERNS, DGA_FILE_ROLES, type DgaFileRole, dgaFileRole, modelIdFault, modelIdOf } from "./names.ts";
import { releaseNameFindings } from "./release_name.ts";
import { closestName } from "../json/closest_name.ts";

/** One of the five files. */
export interface DgaFile {
  readonly role: DgaFileRole;
  readonly name: string;
  readonly source: ByteSource;
}

/** Largest files that are read, in bytes. */
const DGA_FILE_LIMITS = { model: 1024 * 1024 * 1024, other: 1024 * 1024 } as const;

/** The files that were found, each once, and what is wrong with the set. */
export interface DgaFileSet {
  readonly files: ReadonlyMap<DgaFileRole, DgaFile>;
  readonly findings: Finding[];
}

/** Tells the files of a bundle apart by their names. */
export function dgaFileSet(bundle: BundleFiles): DgaFileSet {
  const findings = releaseNameFindings(bundle.name, "ML-DGA");
  const files = new Map<DgaFileRole, DgaFile>();
  const others = [...bundle.keys()].filter((name) => dgaFileRole(name) === undefined);
  for (const role of DGA_FILE_ROLES) {
    const names = [...bundle.keys()].filter((name) => dgaFileRole(name) === role);
    const [name, ...more] = names;
    const source = name === undefined ? undefined : bundle.get(name);
    if (name === undefined || source === undefined) findings.push(missing(role, others));
    else if (more.length > 0) findings.push(ambiguous(role, names));
    else if (source.size > limitOf(role)) findings.push(tooLarge(role, name, source.size));
    else files.set(role, { role, name, source });
  }
  findings.push(...others.map(unexpected));
  const model = files.get("model");
  if (model !== undefined) findings.push(...modelIdFindings(model.name));
  return { files, findings };
}

/** What a role is called in sentences. */
export function describeRole(role: DgaFileRole): string {
  switch (role) {
    case "model":
      return "the model";
    case "dga_ngrams_create":
    case "dga_ngrams_transform_delete":
      return `the script "${role}"`;
    case "dns_enrich_pipeline":
    case "dns_dga_inference_enrich_pipeline":
      return `the pipeline "${role}"`;
  }
}

function missing(role: DgaFileRole, others: readonly string[]): Finding {
  const pattern = DGA_FILE_PATTERNS[role];
  const meant = others.find((name) => closestName(name, [pattern]) !== undefined);
  return {
    level: "error",
    code: "file-missing",
    message: `Cannot find ${describeRole(role)}: no file has a name like "${pattern}"`,
    hint: meant === undefined
      ? "Add the file, or rename it."
      : `Did you mean "${meant}"? Rename it to fit the pattern.`,
  };
}

function ambiguous(role: DgaFileRole, names: readonly string[]): Finding {
  const all = names.map((name) => `"${name}"`).join(", ");
  return {
    level: "error",
    code: "file-ambiguous",
    message: `Cannot tell which file is ${describeRole(role)}: ${names.length} have names like ` +
      `"${DGA_FILE_PATTERNS[role]}" (${all})`,
    hint: "Keep one of them.",
  };
}

function limitOf(role: DgaFileRole): number {
  return role === "model" ? DGA_FILE_LIMITS.model : DGA_FILE_LIMITS.other;
}

function tooLarge(role: DgaFileRole, name: string, size: number): Finding {
  return {
    level: "error",
    code: "file-too-large",
    file: name,
    message: `Cannot read ${describeRole(role)}: it has ${size} bytes, and at most ${limitOf(role)} are read`,
    hint: "No bundle needs that: see what made the file.",
  };
}

function unexpected(name: string): Finding {
  const pattern = closestName(name, Object.values(DGA_FILE_PATTERNS));
  return {
    level: "warning",
    code: "unexpected-file",
    file: name,
    message: `The file "${name}" fits none of the five patterns; it is neither installed nor released`,
    hint: pattern === undefined ? "Remove it from the bundle." : `Did you mean a name like "${pattern}"?`,
  };
}

function modelIdFindings(fileName: string): Finding[] {
  const id = modelIdOf(fileName);
  const fault = modelIdFault(id);
  if (fault === undefined) return [];
  return [{
    level: "error",
    code: "model-id",
    file: fileName,
    message: `Cannot install the model as "${id}", its file's name up to the last "_": ${fault}`,
    hint:
      'Rename the file. An id has at most 64 of a-z, 0-9, "_", "-" and ".", and starts and ends with a letter or digit.',
  }];
}
