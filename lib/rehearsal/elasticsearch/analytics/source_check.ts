/**
 * Whether the indices of a data frame analytics job can be read and written.
 * @module
 */

import { IngestError } from "../../../ingest/error.ts";
import type { ClusterState } from "../cluster_state.ts";
import { failure, statusFailure } from "../failure.ts";
import { valuesAt } from "../document_values.ts";
import type { Index, IndexedDocument } from "../index_state.ts";
import type { AnalyticsConfig } from "./analytics_config.ts";

/** Throws everything that is wrong with source and destination at once. */
export function checkSourceAndDest(state: ClusterState, { source, dest }: AnalyticsConfig): void {
  checkDestName(dest.index);
  const faults: string[] = [];
  const sources: Index[] = [];
  for (const name of source.index) {
    if (name.includes(":")) {
      faults.push("remote source indices are not supported");
      continue;
    }
    try {
      sources.push(...state.indices.expand(name));
    } catch (thrown) {
      if (!(thrown instanceof IngestError)) throw thrown;
      faults.push(thrown.reason ?? "");
    }
  }
  if (dest.index !== dest.index.toLowerCase()) faults.push(`Destination index [${dest.index}] must be lowercase`);
  const target = state.indices.get(dest.index)?.name ?? dest.index;
  if (sources.some(({ name }) => name === target)) {
    faults.push(`Destination index [${target}] is included in source expression [${source.index.join(",")}]`);
  }
  if (faults.length === 0) return;
  const listed = faults.map((fault, i) => `${i + 1}: ${fault};`).join("");
  throw failure(400, "validation_exception", `Validation Failed: ${listed}`);
}

function checkDestName(name: string): void {
  if (!/[\\/*?"<>| ,#:]/.test(name)) return;
  throw failure(
    400,
    "invalid_index_name_exception",
    `Invalid index name [${name}], must not contain the following characters ['\\','/','*','?','"','<','>','|',' ',',']`,
    { details: { index_uuid: "_na_", index: name } },
  );
}

const NUMBERS = ["byte", "double", "float", "half_float", "integer", "long", "scaled_float", "short", "unsigned_long"];
const CATEGORIES = ["ip", "keyword", "text"];

/** Throws where there is nothing to analyse: no field of a fitting type, or no document. */
export function checkAnalysis(state: ClusterState, config: AnalyticsConfig): void {
  const { id, source, dest, analysis } = config;
  if ((state.indices.get(dest.index)?.documents.size ?? 0) > 0) {
    throw statusFailure(409, `dest index [${dest.index}] must be empty`);
  }
  const indices = state.indices.expand(source.index.join(","));
  const documents = indices.flatMap((index) => [...index.documents.values()]);
  const { dependent_variable: dependent } = analysis.options;
  const target = typeof dependent === "string" ? dependent : undefined;
  if (target !== undefined && !indices.some(({ mapping }) => mapping.typeOf(target) !== undefined)) {
    throw statusFailure(400, `no mappings could be found for field [${target}]`);
  }
  if (!indices.some((index) => hasFeature(index, config, target))) {
    const excluding = target === undefined ? "" : ` (excluding fields [${target}])`;
    throw statusFailure(400, `at least one field must be included in the analysis${excluding}`);
  }
  if (analysis.kind === "classification" && target !== undefined) checkClasses(documents, target);
  if (documents.length > 0) return;
  throw statusFailure(
    400,
    `Unable to start ${id} as no documents in the source indices [${
      source.index.join(", ")
    }] contained all the fields ` +
      "selected for analysis. If you are relying on automatic field selection then there are currently mapped fields " +
      "that do not exist in any indexed documents, and you will have to switch to explicit field selection and include " +
      "only fields that exist in indexed documents.",
  );
}

function hasFeature({ mapping }: Index, { analysis }: AnalyticsConfig, target: string | undefined): boolean {
  const types = analysis.kind === "outlier_detection"
    ? [...NUMBERS, "boolean"]
    : [...NUMBERS, "boolean", ...CATEGORIES];
  return [...mapping.fields()].some(([name, { type }]) => name !== target && types.includes(type));
}

function checkClasses(documents: readonly IndexedDocument[], field: string): void {
  const classes = new Set(documents.flatMap(({ source }) => valuesAt(source, field)));
  if (documents.length === 0 || classes.size >= 2) return;
  throw statusFailure(400, `Field [${field}] must have at least [2] distinct values but there were [${classes.size}]`);
}
