/**
 * The small files of a DGA bundle as JSON with places.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { JsonSyntaxError } from "../json/tokenizer.ts";
import { BundleContentError } from "./bundle_files.ts";
import { describeRole, type DgaFile } from "./dga_file_set.ts";
import { type LocatedJson, parseLocatedJson } from "./located_json.ts";

/** A file that is JSON. */
export interface DgaJsonFile extends DgaFile {
  readonly json: LocatedJson;
}

/** Reads a file as JSON; without a file in the answer, the findings say why. */
export async function readDgaJson(file: DgaFile): Promise<{ file?: DgaJsonFile; findings: Finding[] }> {
  try {
    const json = parseLocatedJson(await file.source.bytes());
    const findings = json.duplicates.map(({ key, path, line, column }): Finding => ({
      level: "warning",
      code: "duplicate-key",
      file: file.name,
      path,
      line,
      column,
      message: `The key "${key}" is in its object more than once: the last value is the one that is installed`,
      hint: "Keep one of them. Whoever sends the file as it is sees it refused.",
    }));
    return { file: { ...file, json }, findings };
  } catch (error) {
    return { findings: [readFinding(file, error)] };
  }
}

/** What an error that came up while a file was read says of the file. Other errors are thrown on. */
export function readFinding({ name, role }: DgaFile, error: unknown): Finding {
  if (error instanceof BundleContentError) return { ...error.finding, file: name };
  if (error instanceof JsonSyntaxError) {
    const { line, column, problem, isTooMuch, hint } = error;
    const message = `Cannot read ${describeRole(role)} as ${isTooMuch ? "" : "it is not JSON: "}${problem}`;
    return { level: "error", code: "json-syntax", file: name, line, column, message, hint };
  }
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    return {
      level: "error",
      code: "file-unreadable",
      file: name,
      message: `Cannot read "${name}": ${error.message}`,
      hint: "See that the file is there and may be read.",
    };
  }
  throw error;
}

/** A finding about the value at a path of a file. */
export function findingAt(file: DgaJsonFile, finding: Finding & { path: string }): Finding {
  const { line, column } = file.json.placeOf(finding.path);
  const { path, ...rest } = finding;
  return { ...rest, file: file.name, ...(path === "" ? {} : { path }), line, column };
}
