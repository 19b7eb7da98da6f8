/**
 * Which file of a detections bundle is what, and the text of those that are read.
 * @module
 */

import { BundleContentError, type BundleFiles } from "../bundle/bundle_files.ts";
import { closestName } from "../json/closest_name.ts";
import type { Finding } from "../json/finding.ts";

/** What a file of a detections bundle is; by its name, whose case does not count. */
export type DetectionsFileKind = "job" | "rule" | "readme" | "other";

/** A file that is read. */
export interface DetectionsText {
  readonly kind: DetectionsFileKind;
  readonly file: string;
  readonly text: string;
}

/** Largest file that is read, in bytes: Kibana imports no more at once, and jobs have a few thousand. */
export const LARGEST_DETECTIONS_FILE = 10 * 1024 * 1024;

/**
 * What a file of a detections bundle is.
 *
 * ```ts
 * import { detectionsFileKind } from "./detections_files.ts";
 * if (detectionsFileKind("README.md") !== "readme" || detectionsFileKind("a.ndjson") !== "rule") throw new Error();
 * ```
 */
export function detectionsFileKind(name: string): DetectionsFileKind {
  if (/^readme\.md$/i.test(name)) return "readme";
  if (/\.json$/i.test(name)) return "job";
  return /\.(?:toml|ndjson)$/i.test(name) ? "rule" : "other";
}

/** Reads jobs, rules and readme; what cannot be read is a finding. */
export async function readDetectionsFiles(
  files: BundleFiles,
): Promise<{ texts: DetectionsText[]; findings: Finding[] }> {
  const texts: DetectionsText[] = [];
  const findings: Finding[] = [];
  for (const [file, source] of files) {
    const kind = detectionsFileKind(file);
    if (kind === "other") continue;
    if (source.size > LARGEST_DETECTIONS_FILE) {
      findings.push(tooLarge(file, source.size));
      continue;
    }
    try {
      const text = new TextDecoder("utf-8", { fatal: true }).decode(await source.bytes());
      texts.push({ kind, file, text });
    } catch (error) {
      findings.push(unreadable(file, error));
    }
  }
  if (![...files.keys()].some((name) => detectionsFileKind(name) === "readme")) findings.push(noReadme(files));
  return { texts, findings };
}

function tooLarge(file: string, size: number): Finding {
  return {
    level: "error",
    code: "file-too-large",
    file,
    message: `Cannot read "${file}": it has ${size} bytes, and at most ${LARGEST_DETECTIONS_FILE} are read`,
    hint: "No job or rule needs that: see what made the file.",
  };
}

function unreadable(file: string, error: unknown): Finding {
  if (error instanceof BundleContentError) return { ...error.finding, file };
  if (error instanceof TypeError) {
    const message = `Cannot read "${file}": it is not UTF-8`;
    return { level: "error", code: "not-utf8", file, message, hint: "Save it as UTF-8." };
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    const hint = "See that the file is there and may be read.";
    return { level: "error", code: "file-unreadable", file, message: `Cannot read "${file}": ${error.message}`, hint };
  }
  throw error;
}

function noReadme(files: BundleFiles): Finding {
  const meant = [...files.keys()].find((name) =>
    /^readme\b/i.test(name) || closestName(name.toLowerCase(), ["readme.md"]) !== undefined
  );
  return {
    level: "error",
    code: "readme-missing",
    message: 'Cannot find the readme: no file is called "readme.md"',
    hint: meant === undefined
      ? "Add one that says what the jobs and rules find, and which DGA release they need."
      : `Did you mean "${meant}"? Rename it to "readme.md".`,
  };
}
