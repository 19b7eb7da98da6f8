/**
 * Lists in, verdicts out: every line of a list becomes a document, goes through the pipelines of one bundle or of two,
 * and comes out with a verdict or with the reason why there is none.
 * @module
 */

import type { IngestNode } from "../ingest/node.ts";
import { readDnsLine } from "./dns_line.ts";
import { domainDocument } from "./domain_document.ts";
import { type Columns, type ListedDomain, readColumns, readDomainLine, type RefusedLine } from "./domain_line.ts";
import { splitLines } from "./domain_list.ts";
import { type LineBlock, LONGEST_LINE } from "./line_blocks.ts";
import { type Outcome, scoreDocument } from "./score.ts";

/** What a model decided. */
export interface DomainVerdict {
  /** 1 is malicious, 0 benign. */
  readonly prediction: 0 | 1;
  /** The probability that it is malicious, 0 to 1. */
  readonly probability: number;
}

/** A line of a list and what came of it. */
export interface ScoredLine {
  /** The name of the list. */
  readonly source: string;
  /** Line in the list, from 1. */
  readonly line: number;
  /** The domain as it was listed, of a URL the host, of a document the name that was asked for. */
  readonly domain: string;
  /** What somebody registered, in ASCII; undefined for a line that is no domain. */
  readonly registeredDomain: string | undefined;
  /** What it is known to be: 1 is malicious. */
  readonly label: 0 | 1 | undefined;
  /** Where it comes from. */
  readonly family: string | undefined;
  /** What the bundle decided; undefined where it decided nothing. */
  readonly verdict: DomainVerdict | undefined;
  /** What the bundle decided that is compared with; undefined where it decided nothing, or there is none. */
  readonly against: DomainVerdict | undefined;
  /** Whether the line has a verdict, its document failed in the pipelines, or why it was not scored. */
  readonly state: "judged" | "failed" | RefusedLine["code"];
  /** Why there is no verdict, and what else there is to know. */
  readonly note: string;
}

/** How lists are scored. */
export interface ScoreDomainsOptions {
  /** A second bundle, which the first is compared with. */
  readonly against?: Pick<IngestNode, "run"> | undefined;
  /** Names are called malicious from this probability on; without it the bundle's own decision counts. */
  readonly threshold?: number | undefined;
  /** The name of the list. @default {"list"} */
  readonly source?: string;
}

/**
 * Scores a list: a domain, a URL or a DNS document (JSON) a line, or a table in CSV whose first line names its columns.
 * There is one result for each line, in the order of the lines.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDgaBundle } from "../bundle/dga.ts";
 * import { createIngestNode } from "../ingest/node.ts";
 * import { scoreDomains } from "./score_domains.ts";
 * const { value: bundle } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * const [name, address] = scoreDomains(createIngestNode(bundle ?? {}), "dyaziosbdjahedeiysy.com\n192.0.2.1\n");
 * if (name?.verdict?.prediction !== 1 || address?.state !== "address") throw new Error();
 * ```
 */
export function scoreDomains(
  node: Pick<IngestNode, "run">,
  list: string,
  options: ScoreDomainsOptions = {},
): ScoredLine[] {
  const lines = splitLines(list.replace(/^\ufeff/, ""));
  const columns = readColumns(lines[0] ?? "");
  const { source = "list" } = options;
  return columns === undefined
    ? scoreLines(node, lines, { source, firstLine: 1, columns }, options)
    : scoreLines(node, lines.slice(1), { source, firstLine: 2, columns }, options);
}

/** Scores a part of a list. */
export function scoreBlock(
  node: Pick<IngestNode, "run">,
  block: LineBlock,
  options: Omit<ScoreDomainsOptions, "source"> = {},
): ScoredLine[] {
  const lines = splitLines(new TextDecoder().decode(block.bytes));
  if (!block.cutOff) return scoreLines(node, lines, block, options);
  const { source, firstLine, columns } = block;
  const [first = "", ...rest] = lines;
  const refused: RefusedLine = {
    line: firstLine,
    text: first,
    code: "long-line",
    reason: `a line of more than ${LONGEST_LINE.toLocaleString("en-US")} bytes`,
  };
  return [
    refusedLine(refused, source),
    ...scoreLines(node, rest, { source, firstLine: firstLine + 1, columns }, options),
  ];
}

interface Place {
  readonly source: string;
  readonly firstLine: number;
  readonly columns: Columns;
}

function scoreLines(
  node: Pick<IngestNode, "run">,
  lines: readonly string[],
  { source, firstLine, columns }: Place,
  options: Omit<ScoreDomainsOptions, "source">,
): ScoredLine[] {
  return lines.map((text, i) => {
    const line = firstLine + i;
    const isDocument = columns === undefined && text.trimStart().startsWith("{");
    const listed = isDocument ? readDnsLine(text, line) : readDomainLine(text, line, columns);
    return "code" in listed ? refusedLine(listed, source) : scoredLine(node, listed, source, options);
  });
}

/** Characters of what is shown of a line that is no name; no name is longer. */
const LONGEST_NAME = 253;

/** Characters of what a bundle may say of a failure. */
const LONGEST_REASON = 500;

function shortened(text: string, limit: number): string {
  return text.length > limit ? `${text.slice(0, limit - 1)}…` : text;
}

function refusedLine({ line, text, code, reason }: RefusedLine, source: string): ScoredLine {
  return {
    source,
    line,
    domain: shortened(text.trim(), LONGEST_NAME),
    registeredDomain: undefined,
    label: undefined,
    family: undefined,
    verdict: undefined,
    against: undefined,
    state: code,
    note: `not scored: ${reason}`,
  };
}

function scoredLine(
  node: Pick<IngestNode, "run">,
  listed: ListedDomain & { document?(): ReturnType<typeof domainDocument>; completed?: boolean },
  source: string,
  { against, threshold }: Omit<ScoreDomainsOptions, "source">,
): ScoredLine {
  const { line, text, name, label, family } = listed;
  const document = () => listed.document?.() ?? domainDocument(name);
  const outcome = scoreDocument(node, document());
  const other = against === undefined ? undefined : scoreDocument(against, document());
  const verdict = verdictOf(outcome, threshold);
  const otherVerdict = verdictOf(other, threshold);
  const notes = [
    outcome.kind === "failed" ? `failed: ${shortened(outcome.reason, LONGEST_REASON)}` : "",
    other?.kind === "failed" ? `failed in the other bundle: ${shortened(other.reason, LONGEST_REASON)}` : "",
    changeOf(verdict, otherVerdict),
    listed.completed === true ? "the document has no registered domain: taken from its name" : "",
  ];
  return {
    source,
    line,
    domain: text,
    registeredDomain: name.registeredDomain,
    label,
    family,
    verdict,
    against: otherVerdict,
    state: verdict === undefined ? "failed" : "judged",
    note: notes.filter((note) => note !== "").join("; "),
  };
}

function verdictOf(outcome: Outcome | undefined, threshold: number | undefined): DomainVerdict | undefined {
  if (outcome?.kind !== "judged") return undefined;
  const { probability, prediction } = outcome;
  return { probability, prediction: threshold === undefined ? prediction : probability >= threshold ? 1 : 0 };
}

function changeOf(verdict: DomainVerdict | undefined, other: DomainVerdict | undefined): string {
  if (verdict === undefined || other === undefined || verdict.prediction === other.prediction) return "";
  return `was ${other.prediction === 1 ? "malicious" : "benign"}, ${other.probability.toFixed(6)}`;
}
