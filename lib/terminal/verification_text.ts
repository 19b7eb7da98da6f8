/**
 * What was found on a stack, as people read it.
 * @module
 */

import type { InstalledBundle } from "../install/inventory/group_bundles.ts";
import type { Link } from "../install/verify/link.ts";
import type { Verification } from "../install/verify/verdict.ts";
import { visible } from "./safe_text.ts";
import type { Style } from "./style.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** The chain, a line for each link. */
export function describeVerification(verification: Verification, { style }: Terminal): string {
  const { modelId, indexPattern, serverVersion, links } = verification;
  const title = `"${modelId}" on Elasticsearch ${serverVersion}, for documents of ${indexPattern}`;
  return [visible(title), ...links.map((link) => lineOf(link, style))].map((line) => `${line}\n`).join("");
}

function lineOf({ name, state, message }: Link, style: Style): string {
  const colour = state === "ok" ? style.green : state === "missing" ? style.red : style.yellow;
  return `  ${colour(state.padEnd(7))}  ${name.padEnd(10)}  ${visible(message)}`;
}

/** The bundles, each with what belongs to it. */
export function describeBundles(bundles: readonly InstalledBundle[]): string {
  if (bundles.length === 0) return "There is no ML bundle on this stack\n";
  return bundles.map((bundle) => {
    const { family = "Family not known", modelId, origin, aliases, pipelines, scripts, absent } = bundle;
    const facts: [string, string][] = [
      ["release", origin === undefined ? "not known: it was not set up by this tool" : origin.release],
      ["sha256", origin?.sha256 ?? ""],
      ["aliases", aliases.join(", ")],
      ["pipelines", pipelines.join(", ")],
      ["scripts", scripts.join(", ")],
      ["missing", absent.join(", ")],
    ];
    const title = modelId === undefined ? `${family}, without a model` : `${family}, model ${modelId}`;
    const rows = facts.filter(([, value]) => value !== "");
    return `${visible(title)}\n${formatTable([{ title: "" }, { title: "" }], rows)}`;
  }).join("\n");
}
