/**
 * What Kibana says of a body that has not the form of its schema. It checks with zod, as the rehearsal does: with zod 3 on
 * 8.x and the earlier 9.x, whose texts differ, and with zod 4 since.
 * @module
 */

import type { z } from "zod";

/** Kibana names five faults at most. */
const MOST = 5;

/** The one union by a name that there is. */
const RULE_KINDS =
  "'eql' | 'query' | 'saved_query' | 'threshold' | 'threat_match' | 'machine_learning' | 'new_terms' | 'esql'";

type Issue = z.core.$ZodIssue;

/**
 * The faults in one line.
 *
 * ```ts
 * import { z } from "zod";
 * import { validationText } from "./validation_text.ts";
 * const { error } = z.object({ name: z.string() }).safeParse({}, { reportInput: true });
 * if (validationText(error?.issues ?? [], "zod 3") !== "name: Required") throw new Error();
 * if (!validationText(error?.issues ?? [], "zod 4").startsWith("name: Invalid input: expected string")) throw new Error();
 * ```
 */
export function validationText(issues: readonly Issue[], library: "zod 3" | "zod 4"): string {
  const left = [...issues];
  const texts: string[] = [];
  for (let issue = left.shift(); issue !== undefined; issue = left.shift()) {
    // That no member of a union is meant has no errors of members: since zod 4, Kibana says nothing of it.
    if (issue.code === "invalid_union" && (issue.errors.length > 0 || library === "zod 4")) {
      left.push(...issue.errors.flat().map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })));
      continue;
    }
    const message = library === "zod 3" ? olderMessage(issue) : issue.message;
    texts.push(issue.path.length === 0 ? message : `${issue.path.join(".")}: ${message}`);
  }
  const more = texts.length - MOST;
  return (more > 0 ? [...texts.slice(0, MOST), `and ${more} more`] : texts).join(", ");
}

function olderMessage(issue: Issue): string {
  if (issue.input === undefined && issue.code !== "custom" && issue.code !== "invalid_union") return "Required";
  switch (issue.code) {
    case "invalid_type":
      return issue.expected === "int"
        ? "Expected integer, received float"
        : `Expected ${issue.expected}, received ${typeName(issue.input)}`;
    case "invalid_value": {
      const values = issue.values.map((value) => `'${String(value)}'`).join(" | ");
      return issue.values.length === 1
        ? `Invalid literal value, expected ${JSON.stringify(issue.values[0])}`
        : `Invalid enum value. Expected ${values}, received ${quoted(issue.input)}`;
    }
    case "too_small":
      return sizeMessage(issue.origin, "at least", "greater than or equal to", issue.minimum);
    case "too_big":
      return sizeMessage(issue.origin, "at most", "less than or equal to", issue.maximum);
    case "invalid_format":
      return "Invalid";
    case "invalid_union":
      return "discriminator" in issue ? `Invalid discriminator value. Expected ${RULE_KINDS}` : "Invalid input";
    default:
      return issue.message;
  }
}

function sizeMessage(origin: string, howMany: string, howMuch: string, bound: number | bigint): string {
  if (origin === "string") return `String must contain ${howMany} ${bound} character(s)`;
  if (origin === "array") return `Array must contain ${howMany} ${bound} element(s)`;
  return `Number must be ${howMuch} ${bound}`;
}

function typeName(value: unknown): string {
  return value === null ? "null" : Array.isArray(value) ? "array" : typeof value;
}

function quoted(value: unknown): string {
  return typeof value === "string" ? `'${value}'` : typeName(value);
}
