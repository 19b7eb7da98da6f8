/**
 * Detection rules that a person names on the command line: files, folders and archives.
 * @module
 */

import { basename, resolve } from "node:path";
import { parseRules, type Rule } from "../detections/rule.ts";
import { EXIT } from "./exit_code.ts";
import { plural } from "./findings.ts";
import { readNamed } from "./read_named.ts";
import { stopOnFindings } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/**
 * Reads all rules of these paths, and shows what is found. Of a folder or an archive the `.toml` and `.ndjson` files in it
 * are read, and those of the folders below are not.
 *
 * @throws {ScriptError} with exit code 1 for what cannot be read, 3 for rules with errors or none at all
 */
export async function readRules(paths: readonly string[], terminal: Terminal): Promise<Rule[]> {
  terminal.progress.show("Reading the rules");
  const { files, findings } = await readNamed(paths, { what: "rule", endings: [".toml", ".ndjson"] }, terminal);
  const parsed = files.map(({ name, text }) => parseRules(text, name));
  findings.push(...parsed.flatMap((rules) => rules.findings));
  terminal.showFindings(findings);
  const subject = paths.length === 1 ? basename(resolve(paths[0] ?? "")) : plural(paths.length, "path");
  stopOnFindings(findings, `upload "${subject}"`, { strict: false });
  const rules = parsed.flatMap(({ value }) => value ?? []);
  if (rules.length > 0) return rules;
  throw new ScriptError(`Cannot upload "${subject}" as there is no rule in it`, { exit: EXIT.findings });
}
