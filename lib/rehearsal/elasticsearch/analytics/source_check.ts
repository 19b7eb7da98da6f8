/**
 * Whether the indices of a data frame analytics job can be read and written.
 * @module
 */

import { IngestError } from "../../../ingest/error.ts";
import type { ClusterState } from "../cluster_state.ts";
import { failure, statusFailure } from "../failure.ts";
import type { Index } from "../index_state.ts";
import { isObjectType } from "../mappings/field_types.ts";
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

/** Throws where there is nothing to analyse: no field of a fitting type, or no document. */
export function checkSourceFields(state: ClusterState, { id, source, analysis }: AnalyticsConfig): void {
  const indices = state.indices.expand(source.index.join(","));
  const shown = `[${source.index.join(", ")}]`;
  const types = indices.flatMap(({ mapping }) => [...mapping.fields().values()].map(({ type }) => type));
  const isFit = (type: string) =>
    !isObjectType(type) && (analysis.kind !== "outlier_detection" || NUMBERS.includes(type) || type === "boolean");
  if (!types.some(isFit)) {
    throw statusFailure(
      400,
      `No compatible fields could be detected in index ${shown}. Supported types are [boolean, ` +
        `${NUMBERS.join(", ")}].`,
    );
  }
  if (indices.every(({ documents }) => documents.size === 0)) {
    throw statusFailure(
      400,
      `Unable to start ${id} as no documents in the source indices ${shown} contained all the fields selected for ` +
        "analysis. If you are relying on automatic field selection then there are currently mapped fields that do not " +
        "exist in any indexed documents, and you will have to switch to explicit field selection and include only " +
        "fields that exist in indexed documents.",
    );
  }
}
