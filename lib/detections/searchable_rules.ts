/**
 * Reading rules only to search them: as they are, without asking whether Kibana would take them.
 * @module
 */

import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import { isObject } from "../json/plain_object.ts";
import { withNewTerms } from "./new_terms.ts";
import type { SearchableRule } from "./search.ts";
import { parseToml } from "./toml.ts";

/**
 * The rules of a TOML or ndjson file. A file that is TOML and holds no rule has none; one that can't be read is a
 * finding.
 *
 * ```ts
 * import { readSearchableRules } from "./searchable_rules.ts";
 * const { value } = readSearchableRules('[rule]\nname = "A"\n[metadata]\nmaturity = "production"', "a.toml");
 * if (value?.[0]?.fields.name !== "A") throw new Error();
 * ```
 */
export function readSearchableRules(text: string, file: string): Validation<SearchableRule[]> {
  if (file.toLowerCase().endsWith(".ndjson")) return readLines(text, file);
  const { value, findings } = parseToml(text, file);
  if (value === undefined || hasErrors(findings)) return { findings };
  const { rule, metadata } = value.value;
  if (!isObject(rule)) return { value: [], findings };
  return { value: [{ file, fields: withNewTerms(rule), metadata: isObject(metadata) ? metadata : {} }], findings };
}

function readLines(text: string, file: string): Validation<SearchableRule[]> {
  const rules: SearchableRule[] = [];
  const findings: Finding[] = [];
  for (const [i, line] of text.replace(/^\uFEFF/, "").split("\n").entries()) {
    if (line.trim() === "") continue;
    try {
      const fields: unknown = JSON.parse(line);
      if (isObject(fields) && "rule_id" in fields && "risk_score" in fields) rules.push({ file, fields, metadata: {} });
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      const message = `Cannot read the rule as it is not JSON: ${problem}`;
      findings.push({ level: "error", code: "json-syntax", file, line: i + 1, message });
    }
  }
  return findings.length > 0 ? { findings } : { value: rules, findings };
}
