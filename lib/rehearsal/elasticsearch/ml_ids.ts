/**
 * Ids of machine learning, and expressions that name some of them.
 * @module
 */

import type { IngestError } from "../../ingest/error.ts";
import { badArgument } from "./failure.ts";
import { wildcard } from "./filter_path.ts";

/** The longest id. */
export const ID_LENGTH_LIMIT = 64;

/**
 * Whether an id, or the name of a group, is one.
 *
 * ```ts
 * import { isValidMlId } from "./ml_ids.ts";
 * if (!isValidMlId("dga_1.0-b") || isValidMlId("_dga") || isValidMlId("DGA")) throw new Error();
 * ```
 */
export function isValidMlId(id: string): boolean {
  return /^[a-z0-9](?:[a-z0-9_\-.]*[a-z0-9])?$/.test(id);
}

/** What the server says of an id that is none. */
export function invalidMlId(field: string, id: string): string {
  return `Invalid ${field}; '${id}' can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must ` +
    "start and end with alphanumeric";
}

/** Refuses a body that is about another id than the path. */
export function inconsistentId(field: string, inBody: string, inPath: string): IngestError {
  return badArgument(
    `Inconsistent ${field}; '${inBody}' specified in the body differs from '${inPath}' specified as a URL argument`,
  );
}

/** What an expression names, and which parts of it name nothing. */
export interface Expanded {
  readonly ids: readonly string[];
  readonly missing: readonly string[];
}

/**
 * Expands names, patterns and `_all`; `otherNames` are further names that an id goes by, as a job by its groups.
 *
 * ```ts
 * import { expandMlIds } from "./ml_ids.ts";
 * const { ids, missing } = expandMlIds("b*,c", ["b2", "b1"], { allowNoMatch: true });
 * if (ids.join() !== "b1,b2" || missing.join() !== "c") throw new Error();
 * ```
 */
export function expandMlIds(
  expression: string,
  ids: Iterable<string>,
  { allowNoMatch, otherNames = () => [] }: {
    readonly allowNoMatch: boolean;
    readonly otherNames?: (id: string) => readonly string[];
  },
): Expanded {
  const known = [...ids].sort();
  const found = new Set<string>();
  const missing: string[] = [];
  for (const part of expression.split(",").map((part) => part.trim())) {
    const pattern = part === "" || part === "_all" ? "*" : part;
    const expected = wildcard(pattern);
    const matches = known.filter((id) => expected.test(id) || otherNames(id).some((name) => expected.test(name)));
    for (const id of matches) found.add(id);
    if (matches.length === 0 && (!pattern.includes("*") || !allowNoMatch)) missing.push(part);
  }
  return { ids: [...found].sort(), missing };
}
