/**
 * From facts to the state of each link, and one sentence.
 * @module
 */

import { type NameCommand, shellCommand } from "../shell_command.ts";
import { countersLink, documentsLink, enrichmentLink, indicesLink, typesLink } from "./document_links.ts";
import type { SetupFacts } from "./facts.ts";
import { bundleLink, licenseLink, modelLink, pipelinesLink, proofLink, scriptsLink } from "./installed_links.ts";
import type { Link } from "./link.ts";
import { wiringLink } from "./wiring_link.ts";

/** What was found of the chain from an installed model to enriched documents. */
export interface Verification {
  /** The model that was looked at. */
  readonly modelId: string;
  /** The indices that were looked at. */
  readonly indexPattern: string;
  /** Version of the server. */
  readonly serverVersion: string;
  /** Every link, in the order in which documents depend on them. */
  readonly links: readonly Link[];
  /** The first link that is missing; or, where none is, the first of which nothing is known. */
  readonly broken?: Link;
  /** The same in one sentence, with what mends it. */
  readonly sentence: string;
}

/**
 * What facts say. Depends on nothing else.
 *
 * @param command names the commands that mend a link
 */
export function verdictOf(facts: SetupFacts, command: NameCommand = shellCommand): Verification {
  const links = [
    licenseLink(facts),
    modelLink(facts, command),
    scriptsLink(facts, command),
    pipelinesLink(facts, command),
    ...bundleLink(facts, command),
    proofLink(facts, command),
    indicesLink(facts),
    wiringLink(facts, command),
    documentsLink(facts),
    enrichmentLink(facts, command),
    typesLink(facts, command),
    countersLink(facts),
  ];
  const broken = links.find(({ state }) => state === "missing") ?? links.find(({ state }) => state === "unknown");
  const { modelId, indexPattern, serverVersion } = facts;
  return {
    modelId,
    indexPattern,
    serverVersion,
    links,
    ...(broken === undefined ? {} : { broken }),
    sentence: sentenceOf(facts, broken),
  };
}

function sentenceOf({ modelId, indexPattern }: SetupFacts, broken: Link | undefined): string {
  if (broken === undefined) return `All is well: documents of ${indexPattern} are enriched by "${modelId}".`;
  const mend = broken.mend === undefined ? "" : `; to mend it: ${broken.mend}`;
  return broken.state === "missing"
    ? `The first missing link is "${broken.name}": ${broken.message}${mend}.`
    : `Nothing is missing as far as can be seen, but "${broken.name}" is not known: ${broken.message}${mend}.`;
}
