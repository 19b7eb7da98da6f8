/**
 * The link between documents and the pipeline.
 * @module
 */

import { OUTER_PIPELINE } from "../dga/parts.ts";
import type { NameCommand } from "../shell_command.ts";
import { settingsInWords, waysFrom } from "./calls.ts";
import { currentIndices } from "./current_indices.ts";
import type { IndexFacts, SetupFacts } from "./facts.ts";
import { grant } from "./installed_links.ts";
import { type Link, missing, ok, unknown, unseen } from "./link.ts";

/** Whether documents are led to the pipeline, and only once. */
export function wiringLink(facts: SetupFacts, command: NameCommand): Link {
  const { indices, references, documents, traffic, indexPattern } = facts;
  if (indices.kind === "unknown") return unknown("wiring", indices, grant("index", "view_index_metadata"));
  if (references.kind === "unknown") return unknown("wiring", references, grant("cluster", "read_pipeline"));
  if (indices.value.length === 0) return unseen("wiring", "there is no index to look at");
  const current = currentIndices(indices.value);
  const waysOf = (index: IndexFacts) => waysFrom(index, references.value);
  const twice = current.filter((index) => waysOf(index) > 1);
  if (twice[0] !== undefined) {
    return missing(
      "wiring",
      `documents of ${named(twice)} reach the pipeline in ${waysOf(twice[0])} ways (${settingsInWords(twice[0])}), ` +
        "so that a second verdict is put beside the first",
      "take it out of all but one of these pipelines",
    );
  }
  if (documents.kind === "known" && documents.value.twice > 0) {
    return missing(
      "wiring",
      `${documents.value.twice} of the documents of the last 24 hours went through the pipeline twice: whoever sends them names ` +
        "a pipeline, and a final pipeline or another one leads there as well",
      "take it out of packetbeat.yml, or out of the indices' pipelines",
    );
  }
  const wired = current.filter((index) => waysOf(index) === 1);
  if (wired[0] !== undefined) {
    return ok(
      "wiring",
      `${settingsInWords(wired[0])} leads to it` +
        (wired.length === current.length ? "" : `, in ${wired.length} of ${current.length} current indices`),
    );
  }
  // Nothing but these two shows a Beat or a client that names the pipeline with each document.
  if (documents.kind === "known" && documents.value.enriched > 0) {
    return ok("wiring", "no setting of the indices leads to it; documents are sent to it by name, as Packetbeat does");
  }
  if (traffic.kind === "known" && traffic.value.arrived > 0) {
    return ok(
      "wiring",
      `no setting of the indices leads to it; documents are sent to it by name (${traffic.value.arrived} in ` +
        `${traffic.value.watchedMs / 1000} s)`,
    );
  }
  if (documents.kind === "unknown" && traffic.kind === "unknown") {
    return unknown("wiring", {
      ...traffic,
      reason: `no setting of the indices leads to it, and the counters are not known: ${traffic.reason}`,
    }, grant("cluster", "monitor"));
  }
  return missing(
    "wiring",
    `nothing leads documents of ${indexPattern} to "${OUTER_PIPELINE}": it is in no default or final pipeline of ` +
      `${
        current.length === 1 ? "the current index" : `the ${current.length} current indices`
      }, and nothing is sent to it by name`,
    `${command("wire_dga.ts", ["--index", indexPattern])} says how; if a Beat names it already, see that the Beat runs`,
  );
}

const MOST_NAMED = 3;

function named(indices: readonly IndexFacts[]): string {
  const names = indices.slice(0, MOST_NAMED).map(({ index }) => `"${index}"`).join(", ");
  return indices.length <= MOST_NAMED ? names : `${names} and ${indices.length - MOST_NAMED} more`;
}
