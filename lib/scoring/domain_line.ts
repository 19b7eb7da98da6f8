/**
 * One line of a list of domains: a name, a URL, or a row of a table in CSV.
 * @module
 */

import { type DomainName, splitDomainName, type UnscorableName } from "./domain_name.ts";

/** A domain of a list, and what the list says of it. */
export interface ListedDomain {
  /** Line in the list, from 1. */
  readonly line: number;
  /** As the list has it; of a URL its host. */
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
  /** What stands there; of a row of a table what it has for a domain, if it has one. */
  readonly text: string;
  /** Why it cannot be scored. */
  readonly code: UnscorableName["code"] | "label" | "probability" | "document" | "long-line";
  /** To be read after "is": `"an IP address, not a name"`. */
  readonly reason: string;
}

/** Places of the columns of a table by their names in lower case; undefined for a list without a line of names. */
export type Columns = ReadonlyMap<string, number> | undefined;

/**
 * The columns that the first line of a list names, if it has one that is called `domain`.
 *
 * ```ts
 * import { readColumns } from "./domain_line.ts";
 * if (readColumns("rank,Domain")?.get("domain") !== 1 || readColumns("example.com") !== undefined) throw new Error();
 * ```
 */
export function readColumns(line: string): Columns {
  const names = cellsOf(line).map((cell) => cell.trim().toLowerCase());
  // Of two columns of one name the first counts.
  return names.includes("domain") ? new Map(names.map((name, i) => [name, i] as const).reverse()) : undefined;
}

/**
 * Reads a line. Names in a table were registered by somebody, while a plain list has names as they are looked up.
 *
 * ```ts
 * import { readDomainLine } from "./domain_line.ts";
 * const read = readDomainLine("https://user@www.example.com:8443/?q=1", 1, undefined);
 * if (!("name" in read) || read.text !== "www.example.com") throw new Error();
 * ```
 */
export function readDomainLine(text: string, line: number, columns: Columns): ListedDomain | RefusedLine {
  const cells = columns === undefined ? [text] : cellsOf(text);
  const cell = (column: string) => cells[columns?.get(column) ?? (column === "domain" ? 0 : -1)]?.trim() || undefined;
  const domain = cell("domain") ?? "";
  const refuse = (code: RefusedLine["code"], reason: string): RefusedLine => {
    return { line, text: domain === "" ? text : domain, code, reason };
  };

  const host = hostOfUrl(domain);
  if (columns === undefined && host === undefined && /[,;\t]/.test(text)) {
    return refuse("malformed", "a row of a table without names of columns: begin with a line like rank,domain");
  }
  const name = splitDomainName(host ?? domain, { registered: columns !== undefined });
  if ("code" in name) return refuse(name.code, host === undefined ? name.reason : `a URL whose host is ${name.reason}`);
  const label = cell("label");
  if (label !== undefined && label !== "0" && label !== "1") return refuse("label", "labelled neither 0 nor 1");
  const probability = cell("probability");
  const recorded = probability === undefined ? undefined : Number(probability);
  if (recorded !== undefined && !(recorded >= 0 && recorded <= 1)) {
    return refuse("probability", "recorded with a probability that is no number from 0 to 1");
  }
  return {
    line,
    text: host ?? domain,
    name,
    label: label === undefined ? undefined : label === "1" ? 1 : 0,
    family: cell("family"),
    probability: recorded,
  };
}

/**
 * The host of a URL, which ends where browsers let it end: at a backslash too. User, password and port are no part of
 * it. Not by `new URL()`, which decodes and repairs what a list should be told of.
 */
function hostOfUrl(text: string): string | undefined {
  return text.match(/^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#\\]*@)?(\[[^\]]*\]|[^/?#\\:]*)(?::\d*)?(?:[/?#\\]|$)/i)?.[1];
}

/** The cells of a line of CSV; a cell in quotes may have commas, and quotes written twice. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(",");
  return [...line.matchAll(/(?:^|,)\s*(?:"((?:[^"]|"")*)"\s*(?=,|$)|([^,]*))/g)].map((match) =>
    match[1]?.replaceAll('""', '"') ?? match[2] ?? ""
  );
}
