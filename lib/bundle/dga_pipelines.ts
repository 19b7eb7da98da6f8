/**
 * The pipelines of a DGA bundle: what the server would refuse to store, what calls for something that is not in the
 * bundle, and what is accepted but hurts.
 * @module
 */

import { checkPipeline } from "../ingest/check.ts";
import { JavaHashMap } from "../java/map.ts";
import type { Document } from "../json/document.ts";
import type { Finding } from "../json/finding.ts";
import { type BundleIds, callFindings } from "./dga_calls.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";
import type { DgaScript } from "./dga_scripts.ts";

/** With the whole bundle in view. */
const TOLD_ELSEWHERE: ReadonlySet<string> = new Set(["unknown-script", "no-on-failure"]);

/**
 * Checks the file of a pipeline. The configuration is there when the server would store it, as far as can be told.
 *
 * @param scripts those that compile; what is wrong with the others is told of their own files
 */
export function checkDgaPipeline(
  file: DgaJsonFile,
  ids: BundleIds,
  scripts: Readonly<Record<string, DgaScript>>,
): { config?: Document; findings: Finding[] } {
  const config = file.json.value;
  if (!(config instanceof JavaHashMap)) {
    const finding = findingAt(file, {
      level: "error",
      code: "pipeline-refused",
      path: "",
      message: `Cannot store the pipeline "${file.role}": it is not of the form {"processors": […]}`,
      hint: 'Write {"processors": […], "on_failure": […]}.',
    });
    return { findings: [finding] };
  }
  const { placeOf, placeInString } = file.json;
  const checked = checkPipeline(config, { scripts }, {
    id: file.role,
    locate: (path, offset) => offset === undefined ? placeOf(path) : placeInString(path, offset),
  });
  const findings = [
    ...callFindings(file, config, ids),
    ...checked.filter(({ code }) => !TOLD_ELSEWHERE.has(code)).map((finding) => ({ ...finding, file: file.name })),
  ];
  return findings.some((finding) => finding.level === "error") ? { findings } : { config, findings };
}
