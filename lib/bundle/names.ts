/**
 * Names: releases, the files of a DGA bundle, and the ids they become on a stack.
 *
 * ```ts
 * import { modelIdOf, parseReleaseName } from "./names.ts";
 * if (parseReleaseName("ML-DGA-20201111-1").version !== 1) throw new Error();
 * if (modelIdOf("dga_875109_1.0_model.json") !== "dga_875109_1.0") throw new Error();
 * ```
 *
 * @module
 */

/** `ML-DGA-20201111-1`: the zip, the release and the git tag of a bundle. */
export interface DatedReleaseName {
  /**
   * Kind of bundle. Published so far: `ML-DGA`, `ML-experimental-detections`, `ML-ProblemChild`, `ML-HostRiskScore`,
   * `ML-URLSpoof`, `ML-Beaconing`, `ML-UserRiskScore`; others of this shape are taken as well.
   */
  family: string;
  /** Day of the release: `"20201111"`. */
  date: string;
  /** Number of the release in its family, from 1, counted over all dates. */
  version: number;
}

/** What the first releases were called: `name-ML-DGA-v0.1.0`. */
export interface LegacyReleaseName {
  /** The only family that had such names. */
  family: "ML-DGA";
  /** Text before the family: `"name"`. */
  prefix: string;
  /** Text after the v: `"0.1.0"`. */
  version: string;
}

/** Name of a release. */
export type ReleaseName = DatedReleaseName | LegacyReleaseName;

const DATED = /^(?<family>ML(?:-[A-Za-z]+)+)-(?<date>\d{8})-(?<version>[1-9]\d{0,14})$/;
const LEGACY = /^(?<prefix>[A-Za-z0-9][A-Za-z0-9._-]*)-ML-DGA-v(?<version>\d+\.\d+\.\d+)$/;

/**
 * Reads the name of a release.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { parseReleaseName } from "./names.ts";
 * assert.deepEqual(parseReleaseName("ML-DGA-20201129-25"), { family: "ML-DGA", date: "20201129", version: 25 });
 * ```
 *
 * @throws {SyntaxError} when the text is no name of a release
 */
export function parseReleaseName(text: string): ReleaseName {
  const name = tryParseReleaseName(text);
  if (name === undefined) {
    throw new SyntaxError(
      `Cannot read "${text}" as the name of a release: it must look like ML-DGA-YYYYMMDD-N, with a day of the calendar`,
    );
  }
  return name;
}

/** As {@linkcode parseReleaseName}; undefined when the text is no name of a release. */
export function tryParseReleaseName(text: string): ReleaseName | undefined {
  const dated = DATED.exec(text)?.groups;
  if (dated !== undefined) {
    const { family = "", date = "", version = "" } = dated;
    return isCalendarDay(date) ? { family, date, version: Number(version) } : undefined;
  }
  const legacy = LEGACY.exec(text)?.groups;
  if (legacy === undefined) return undefined;
  const { prefix = "", version = "" } = legacy;
  return { family: "ML-DGA", prefix, version };
}

/**
 * The text of a release's name.
 *
 * ```ts
 * import { formatReleaseName } from "./names.ts";
 * const text = formatReleaseName({ family: "ML-DGA", date: "20201129", version: 25 });
 * if (text !== "ML-DGA-20201129-25") throw new Error();
 * ```
 */
export function formatReleaseName(name: ReleaseName): string {
  return "date" in name
    ? `${name.family}-${name.date}-${name.version}`
    : `${name.prefix}-${name.family}-v${name.version}`;
}

/**
 * The name of a family's next release: its number is one above the largest of the family, over all dates. Names of
 * other families, legacy names and texts that are no names of releases are passed over.
 *
 * ```ts
 * import { formatReleaseName, nextReleaseName } from "./names.ts";
 * const next = nextReleaseName("ML-DGA", "20210706", ["ML-DGA-20210601-3", "ML-DGA-20210604-4", "v1"]);
 * if (formatReleaseName(next) !== "ML-DGA-20210706-5") throw new Error();
 * ```
 *
 * @throws {RangeError} when family or date would not give a name of a release
 */
export function nextReleaseName(family: string, date: string, existing: Iterable<string>): DatedReleaseName {
  let version = 1;
  for (const text of existing) {
    const name = tryParseReleaseName(text);
    if (name !== undefined && "date" in name && name.family === family) version = Math.max(version, name.version + 1);
  }
  const next = { family, date, version };
  if (tryParseReleaseName(formatReleaseName(next)) === undefined) {
    throw new RangeError(
      `Cannot name the next release of "${family}" on "${date}": ` +
        "the family must look like ML-DGA and the date like 20201129, a day of the calendar",
    );
  }
  return next;
}

function isCalendarDay(date: string): boolean {
  const day = new Date(`${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10).replaceAll("-", "") === date;
}

/**
 * What each of the five files of a DGA bundle is, and the pattern of its name. All but the model are installed under
 * the name of their role; the model under the id that {@linkcode modelIdOf} gives.
 */
export const DGA_FILE_PATTERNS = {
  model: "dga_*_model.json",
  dga_ngrams_create: "dga_*_ngrams_create.json",
  dga_ngrams_transform_delete: "dga_*_ngrams_transform_delete.json",
  dns_enrich_pipeline: "dga_*_ingest_pipeline1.json",
  dns_dga_inference_enrich_pipeline: "dga_*_ingest_pipeline2.json",
} as const;

/** What a file of a DGA bundle is. */
export type DgaFileRole = keyof typeof DGA_FILE_PATTERNS;

/** The roles of a bundle's files, in the order of {@linkcode DGA_FILE_PATTERNS}. */
export const DGA_FILE_ROLES: readonly DgaFileRole[] = [
  "model",
  "dga_ngrams_create",
  "dga_ngrams_transform_delete",
  "dns_enrich_pipeline",
  "dns_dga_inference_enrich_pipeline",
];

/**
 * What a file of a DGA bundle is, by its name; undefined when no pattern fits.
 *
 * ```ts
 * import { dgaFileRole } from "./names.ts";
 * if (dgaFileRole("dga_875109_1.0_dga_ngrams_create.json") !== "dga_ngrams_create") throw new Error();
 * if (dgaFileRole("readme.md") !== undefined) throw new Error();
 * ```
 */
export function dgaFileRole(fileName: string): DgaFileRole | undefined {
  return DGA_FILE_ROLES.find((role) => matches(fileName, DGA_FILE_PATTERNS[role]));
}

/** As a shell's `*`, which also stands for nothing; the ends of the pattern may not share a character. */
function matches(name: string, pattern: string): boolean {
  const [start = "", end = ""] = pattern.split("*");
  return name.length >= start.length + end.length && name.startsWith(start) && name.endsWith(end);
}

/**
 * The id that a model is installed under: its file's name up to the last underscore.
 *
 * ```ts
 * import { modelIdOf } from "./names.ts";
 * if (modelIdOf("dga_1611725_2.0_model.json") !== "dga_1611725_2.0") throw new Error();
 * ```
 *
 * @throws {SyntaxError} when the name has no underscore
 */
export function modelIdOf(fileName: string): string {
  const end = fileName.lastIndexOf("_");
  if (end < 0) {
    throw new SyntaxError(`Cannot take the id of a model from "${fileName}": its name has no underscore`);
  }
  return fileName.slice(0, end);
}

/** Longest id of a trained model that the server takes, in characters. */
const MODEL_ID_LENGTH = 64;

/**
 * What makes a text no id of a trained model, in words; undefined when it is one.
 *
 * ```ts
 * import { modelIdFault } from "./names.ts";
 * if (modelIdFault("dga_1611725_2.0") !== undefined) throw new Error();
 * if (modelIdFault("DGA") === undefined) throw new Error();
 * ```
 */
export function modelIdFault(id: string): string | undefined {
  if (id === "") return "it is empty";
  const illegal = /[^a-z0-9._-]/u.exec(id);
  if (illegal !== null) return `it holds ${JSON.stringify(illegal[0])}`;
  if (!/^[a-z0-9]/.test(id)) return `it starts with "${id.charAt(0)}"`;
  if (!/[a-z0-9]$/.test(id)) return `it ends with "${id.charAt(id.length - 1)}"`;
  return id.length > MODEL_ID_LENGTH ? `it has ${id.length} characters, more than ${MODEL_ID_LENGTH}` : undefined;
}
