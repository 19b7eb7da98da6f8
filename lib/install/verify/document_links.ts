/**
 * What documents say of the chain: indices, arrival, enrichment, types, counters.
 * @module
 */

import { OUTER_PIPELINE } from "../dga/parts.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import type { NameCommand } from "../shell_command.ts";
import type { SetupFacts } from "./facts.ts";
import { conditionsOf, grant } from "./installed_links.ts";
import { type Link, missing, ok, unknown, unseen } from "./link.ts";

/** Whether there are indices to look at. */
export function indicesLink({ indices, indexPattern }: SetupFacts): Link {
  if (indices.kind === "unknown") {
    return unknown("indices", indices, grant("index", "view_index_metadata"));
  }
  if (indices.value.length === 0) {
    return missing(
      "indices",
      `there is no index ${indexPattern}`,
      "see that Packetbeat or the Elastic Agent writes there, or name the indices of the DNS documents with --index, as " +
        "packetbeat-* or logs-network_traffic.dns-*",
    );
  }
  return ok("indices", `${indexPattern} stands for ${plural(indices.value.length, "index", "indices")}`);
}

/** Whether documents with a registered domain arrive. */
export function documentsLink({ documents, indices, indexPattern }: SetupFacts): Link {
  if (hasNone(indices)) return unseen("documents", "there is no index to look at");
  if (documents.kind === "unknown") return unknown("documents", documents, grant("index", "read"));
  const { total, recent } = documents.value;
  if (recent > 0) {
    return ok(
      "documents",
      `${count(recent)} with dns.question.registered_domain in the last 24 hours, ${count(total)} in all`,
    );
  }
  return missing(
    "documents",
    `${indexPattern} has no documents with dns.question.registered_domain and an @timestamp of the last 24 hours` +
      (total === 0 ? ", nor older ones" : ` (${count(total)} in all)`),
    "see that Packetbeat or the Elastic Agent runs and captures DNS (packetbeat.protocols: type: dns), and that --index " +
      "names the indices it writes to",
  );
}

/** Whether documents carry verdicts. */
export function enrichmentLink(facts: SetupFacts, command: NameCommand): Link {
  const { documents, plainDocument, indexPattern } = facts;
  if (documents.kind === "unknown") return unknown("enrichment", documents, grant("index", "read"));
  const { recent, enriched, failed } = documents.value;
  if (recent === 0) return unseen("enrichment", "there are no documents of the last 24 hours to look at");
  const share = `${count(enriched)} of the ${count(recent)} documents of the last 24 hours carry ml_is_dga`;
  if (enriched > 0 && failed <= enriched) {
    return ok("enrichment", failed === 0 ? share : `${share}; ${count(failed)} have an error.message in its place`);
  }
  const plain = plainDocument.kind === "known" ? plainDocument.value : undefined;
  switch (plain?.tried.kind) {
    case "judged":
      return missing(
        "enrichment",
        `${share}, though the newest one without it (in "${plain.index}") gets its verdict when it is sent through ` +
          `"${OUTER_PIPELINE}" now: it came by another way, or before the pipeline was there`,
        `${command("wire_dga.ts", ["--index", indexPattern])} says how to lead all of them there`,
      );
    case "failed":
      return missing(
        "enrichment",
        `${share}: the newest one without it (in "${plain.index}") fails in "${OUTER_PIPELINE}": ${plain.tried.reason}`,
        "mend the documents' field that the reason names, or set up a bundle whose scripts take it",
      );
    case "passed-by":
      return missing(
        "enrichment",
        `${share}: the newest one without it (in "${plain.index}") does not meet the conditions of ` +
          `"${OUTER_PIPELINE}"${conditionsOf(outerOf(facts))}`,
        "set up a bundle whose ingest_pipeline1 takes documents of this shape, with setup_dga.ts --overwrite",
      );
    case undefined:
      return missing(
        "enrichment",
        failed > 0 ? `${share}; ${count(failed)} have an error.message in its place` : share,
        "look at error.message of these documents, and try the bundle with rehearse.ts",
      );
  }
}

/** Whether the fields have types that jobs and rules can work with. */
export function typesLink({ types, indices, indexPattern }: SetupFacts, command: NameCommand): Link {
  if (hasNone(indices)) return unseen("types", "there is no index to look at");
  if (types.kind === "unknown") return unknown("types", types, grant("index", "view_index_metadata"));
  const { prediction, probability } = types.value;
  const mend =
    `${
      command("wire_dga.ts", ["--index", indexPattern, "--apply"])
    } puts the types into the template; the indices that are ` +
    "there keep theirs until they are rolled over";
  if (prediction.length === 0 && probability.length === 0) {
    return missing(
      "types",
      "ml_is_dga.malicious_prediction and ml_is_dga.malicious_probability are not mapped, so that jobs and rules do not " +
        "find them; the first verdict would make them long and float where the index maps by itself",
      mend,
    );
  }
  const wrong = [
    ...wrongType("malicious_prediction", prediction, WHOLE, "long"),
    ...wrongType("malicious_probability", probability, FRACTIONS, "float"),
  ];
  if (wrong.length > 0) return missing("types", wrong.join("; "), mend);
  return ok("types", `malicious_prediction is ${prediction.join()}, malicious_probability ${probability.join()}`);
}

const WHOLE = ["long", "integer", "short", "byte", "unsigned_long"];
const FRACTIONS = ["float", "double", "half_float", "scaled_float"];

function wrongType(name: string, found: readonly string[], right: readonly string[], best: string): string[] {
  if (found.length === 1 && right.includes(found[0] ?? "")) return [];
  const is = found.length === 0 ? "not mapped" : found.join(" here and ") + (found.length === 1 ? "" : " there");
  return [`ml_is_dga.${name} is ${is}, not ${best}`];
}

/** Whether pipelines and model do what they are asked, most of the time. */
export function countersLink({ traffic, modelCounts }: SetupFacts): Link {
  if (traffic.kind === "unknown") return unknown("counters", traffic, grant("cluster", "monitor"));
  const { outer, inner } = traffic.value;
  const counts = modelCounts.kind === "known" ? modelCounts.value : undefined;
  const told = [
    `${count(outer.count)} documents since the nodes started, ${count(outer.failed + inner.failed)} failures`,
    modelCounts.kind === "unknown"
      ? `the model's own counters are not known: ${modelCounts.reason}`
      : counts === undefined
      ? "the model's own counters are not written yet"
      : `the model: ${count(counts.inferences)} documents, ${count(counts.failures)} failures, ` +
        `${count(counts.missingAllFields)} without any of its fields`,
  ].join("; ");
  if (counts !== undefined && isMost(counts.missingAllFields, counts.inferences)) {
    return missing(
      "counters",
      `most documents come to the model without any of its fields (${told})`,
      "set up scripts and model of one bundle, with setup_dga.ts --overwrite",
    );
  }
  if (isMost(inner.failed, inner.count) || (counts !== undefined && isMost(counts.failures, counts.inferences))) {
    return missing("counters", `most documents fail (${told})`, "look at error.message of the documents");
  }
  return ok("counters", told);
}

function hasNone(indices: SetupFacts["indices"]): boolean {
  return indices.kind === "known" && indices.value.length === 0;
}

function isMost(part: number, whole: number): boolean {
  return whole > 0 && part * 2 > whole;
}

function outerOf({ pipelines }: SetupFacts): StoredJson | undefined {
  return pipelines.kind === "known" ? pipelines.value[OUTER_PIPELINE] : undefined;
}

function plural(count: number, one: string, more: string): string {
  return `${count} ${count === 1 ? one : more}`;
}

function count(documents: number): string {
  return documents.toLocaleString("en-US");
}
