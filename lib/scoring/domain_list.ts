/**
 * Lists of domains: one a line, or a table in CSV whose first line names the columns.
 * @module
 */

import { type ListedDomain, readColumns, readDomainLine, type RefusedLine } from "./domain_line.ts";

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
 * registered by somebody, while a plain list has names, or URLs, as they are looked up.
 *
 * ```ts
 * import { readDomainList } from "./domain_list.ts";
 * const list = readDomainList("domain,label\nexample.com,0\n192.0.2.1,1\n");
 * if (list.domains[0]?.label !== 0 || list.refused[0]?.code !== "address") throw new Error();
 * ```
 */
export function readDomainList(text: string): DomainList {
  const lines = splitLines(text.replace(/^\ufeff/, ""));
  const columns = readColumns(lines[0] ?? "");
  const domains: ListedDomain[] = [];
  const refused: RefusedLine[] = [];
  lines.forEach((text, i) => {
    if (i === 0 && columns !== undefined) return;
    const row = readDomainLine(text, i + 1, columns);
    if ("name" in row) domains.push(row);
    else refused.push(row);
  });
  return { domains, refused };
}

/** Lines without their ends; what stands behind the last end is a line if it is not empty. */
export function splitLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}
