/**
 * Lists of domains: one a line, or a table in CSV whose first line names the columns.
 * @module
 */

import { type DomainName, splitDomainName, type UnscorableName } from "./domain_name.ts";

/** A domain of a list, and what the list says of it. */
export interface ListedDomain {
  /** Line in the list, from 1. */
  readonly line: number;
  /** As the list has it. */
  readonly text: string;
  /** The name, taken apart. */
  readonly name: DomainName;
  /** 1 is malicious, 0 benign. */
  readonly label: 0 | 1 | undefined;
  /** A kind of names, as `top-site`. */
  readonly family: string | undefined;
  /** The probability that somebody recorded for it. */
  readonly probability: number | undefined;
}

/** A line that cannot be scored. */
export interface RefusedLine {
  /** Line of the list, from 1. */
  readonly line: number;
  /** What stands there. */
  readonly text: string;
  /** Why it cannot be scored. */
  readonly code: UnscorableName["code"] | "label" | "probability";
  /** To be read after "is": `"an IP address, not a name"`. */
  readonly reason: string;
}

/** A list that was read. */
export interface DomainList {
  /** The names that can be scored. */
  readonly domains: readonly ListedDomain[];
  /** The lines that cannot. */
  readonly refused: readonly RefusedLine[];
}

/**
 * Reads a list. Every line ends up among the domains or, with a reason, among the refused.
 *
 * A table has the column `domain` and may have `label` (0 or 1), `family` and `probability`; its domains were
 * registered by somebody, while a plain list has names as they are looked up.
 *
 * ```ts
 * import { readDomainList } from "./domain_list.ts";
 * const list = readDomainList("domain,label\nexample.com,0\n192.0.2.1,1\n");
 * if (list.domains[0]?.label !== 0 || list.refused[0]?.code !== "address") throw new Error();
 * ```
 */
export function readDomainList(text: string): DomainList {
  const lines = text.replace(/^\ufeff/, "").split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  const columns = columnsOf(lines[0] ?? "");
  const domains: ListedDomain[] = [];
  const refused: RefusedLine[] = [];
  lines.forEach((text, i) => {
    if (i === 0 && columns !== undefined) return;
    const row = readRow(text, i + 1, columns);
    if ("name" in row) domains.push(row);
    else refused.push(row);
  });
  return { domains, refused };
}

/** Places of the columns by name, if this is the first line of a table. */
function columnsOf(line: string): ReadonlyMap<string, number> | undefined {
  const names = cellsOf(line).map((cell) => cell.trim().toLowerCase());
  // Of two columns of one name the first counts.
  return names.includes("domain") ? new Map(names.map((name, i) => [name, i] as const).reverse()) : undefined;
}

function readRow(
  text: string,
  line: number,
  columns: ReadonlyMap<string, number> | undefined,
): ListedDomain | RefusedLine {
  const refuse = (code: RefusedLine["code"], reason: string): RefusedLine => ({ line, text, code, reason });
  const cells = columns === undefined ? [text] : cellsOf(text);
  const cell = (column: string) => cells[columns?.get(column) ?? (column === "domain" ? 0 : -1)]?.trim() || undefined;

  if (columns === undefined && /[,;\t]/.test(text)) {
    return refuse("malformed", "a row of a table without names of columns: begin with a line like rank,domain");
  }
  const name = splitDomainName(cell("domain") ?? "", { registered: columns !== undefined });
  if ("code" in name) return refuse(name.code, name.reason);
  const label = cell("label");
  if (label !== undefined && label !== "0" && label !== "1") return refuse("label", "labelled neither 0 nor 1");
  const probability = cell("probability");
  const recorded = probability === undefined ? undefined : Number(probability);
  if (recorded !== undefined && !(recorded >= 0 && recorded <= 1)) {
    return refuse("probability", "recorded with a probability that is no number from 0 to 1");
  }
  return {
    line,
    text: cell("domain") ?? "",
    name,
    label: label === undefined ? undefined : label === "1" ? 1 : 0,
    family: cell("family"),
    probability: recorded,
  };
}

/** The cells of a line of CSV; a cell in quotes may have commas, and quotes written twice. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map((match) =>
    match[1]?.replaceAll('""', '"') ?? match[2] ?? ""
  );
}
