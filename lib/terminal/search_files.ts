/**
 * Rules in files, in folders with all that is below them, and in zips, to be searched.
 * @module
 */

import { join } from "node:path";
import { readBundle } from "../bundle/read.ts";
import { LARGEST_DETECTIONS_FILE } from "../detections/detections_files.ts";
import { type KqlNode, parseKql } from "../detections/kql.ts";
import { mayMatch, type SearchableRule, searchRules } from "../detections/search.ts";
import { readSearchableRules } from "../detections/searchable_rules.ts";
import type { Finding } from "../json/finding.ts";
import { reasonOf } from "./files.ts";
import { lackOfPermission } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";

/** What a search came to. */
export interface FoundRules {
  /** The rules that the query finds, by file. */
  readonly rules: readonly SearchableRule[];
  /** How many files were looked into. */
  readonly files: number;
  /** Files that could not be read. */
  readonly findings: readonly Finding[];
}

const RULE_FILE = /\.(?:toml|ndjson)$/i;

/** More files than any repository of rules has; a search that is let loose on a disk ends here. */
const MOST_FILES = 100_000;

/**
 * Searches all rules of these paths. A file is only read properly if the query may find something in its text.
 *
 * @throws {KqlError} for a query that can't be read
 * @throws {ScriptError} for a path at which there is nothing
 */
export async function searchFiles(query: string, paths: readonly string[]): Promise<FoundRules> {
  const node = parseKql(query);
  const rules: SearchableRule[] = [];
  const findings: Finding[] = [];
  let files = 0;
  for (const path of paths) {
    for await (const { name, text } of ruleTexts(path, findings)) {
      if (++files > MOST_FILES) throw new ScriptError(`Cannot search more than ${MOST_FILES} files at once`);
      rules.push(...rulesIn(text, name, node, query, findings));
    }
  }
  const byFile = (one: SearchableRule, other: SearchableRule) => one.file < other.file ? -1 : 1;
  return { rules: rules.sort(byFile), files, findings };
}

function rulesIn(
  text: string,
  file: string,
  node: KqlNode | undefined,
  query: string,
  findings: Finding[],
): SearchableRule[] {
  if (node !== undefined && !mayMatch(node, text)) return [];
  const { value = [], findings: found } = readSearchableRules(text, file);
  findings.push(...found.map((finding): Finding => ({ ...finding, level: "warning" })));
  return searchRules(value, query);
}

interface RuleText {
  readonly name: string;
  readonly text: string;
}

async function* ruleTexts(path: string, findings: Finding[]): AsyncGenerator<RuleText> {
  let isFolder: boolean;
  try {
    isFolder = (await Deno.stat(path)).isDirectory;
  } catch (error) {
    throw new ScriptError(`Cannot search "${path}": ${reasonOf(error)}`, {
      hint: "Name folders, zips or files of rules",
    });
  }
  if (isFolder) yield* textsBelow(path, findings);
  else if (RULE_FILE.test(path)) yield* textAt(path, findings);
  else yield* textsInZip(path, findings);
}

/** Links are not followed, and hidden folders are not entered. */
function* textsBelow(folder: string, findings: Finding[]): Generator<RuleText> {
  let entries: Deno.DirEntry[];
  try {
    entries = [...Deno.readDirSync(folder)];
  } catch (error) {
    findings.push(unreadable(folder, reasonOf(error)));
    return;
  }
  for (const { name, isDirectory, isFile } of entries) {
    const path = join(folder, name);
    if (isDirectory && !name.startsWith(".")) yield* textsBelow(path, findings);
    else if (isFile && RULE_FILE.test(name)) yield* textAt(path, findings);
  }
}

/** One after the other and at once: waiting for thousands of small files takes longer than reading them. */
function* textAt(path: string, findings: Finding[]): Generator<RuleText> {
  try {
    const bytes = Deno.readFileSync(path);
    if (bytes.length > LARGEST_DETECTIONS_FILE) findings.push(tooLarge(path));
    else yield { name: path, text: new TextDecoder().decode(bytes) };
  } catch (error) {
    findings.push(unreadable(path, reasonOf(error)));
  }
}

async function* textsInZip(path: string, findings: Finding[]): AsyncGenerator<RuleText> {
  const bundle = await readBundle(path).catch((error: unknown) => {
    if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
    throw new ScriptError(error.message.replace(" as a bundle:", " as rules:"));
  });
  findings.push(...bundle.findings);
  for (const [name, source] of bundle) {
    if (!RULE_FILE.test(name)) continue;
    if (source.size > LARGEST_DETECTIONS_FILE) findings.push(tooLarge(name));
    else yield { name: `${path}/${name}`, text: new TextDecoder().decode(await source.bytes()) };
  }
}

function tooLarge(file: string): Finding {
  return unreadable(file, `it has more than ${LARGEST_DETECTIONS_FILE} bytes`);
}

function unreadable(file: string, reason: string): Finding {
  return { level: "warning", code: "file-unreadable", file, message: `Cannot read "${file}": ${reason}` };
}
