/**
 * Detection rules that a person names on the command line: files, folders and archives.
 * @module
 */

import { basename, resolve } from "node:path";
import { BundleContentError } from "../bundle/bundle_files.ts";
import { readBundle } from "../bundle/read.ts";
import { LARGEST_DETECTIONS_FILE } from "../detections/detections_files.ts";
import { parseRules, type Rule } from "../detections/rule.ts";
import type { Finding } from "../json/finding.ts";
import { EXIT } from "./exit_code.ts";
import { reasonOf } from "./files.ts";
import { plural } from "./findings.ts";
import { lackOfPermission, stopOnFindings } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import type { Terminal } from "./terminal.ts";

/** Names of files that hold rules. */
const RULE_FILE = /\.(?:toml|ndjson)$/i;

/**
 * Reads all rules of these paths, and shows what is found. Of a folder or an archive the `.toml` and `.ndjson` files in it
 * are read, and those of the folders below are not.
 *
 * @throws {ScriptError} with exit code 1 for what cannot be read, 3 for rules with errors or none at all
 */
export async function readRules(paths: readonly string[], terminal: Terminal): Promise<Rule[]> {
  terminal.progress.show("Reading the rules");
  const rules: Rule[] = [];
  const findings: Finding[] = [];
  for (const path of paths) {
    const files = RULE_FILE.test(path) ? [await readFile(path, terminal)] : await readFolder(path, findings);
    for (const { name, bytes } of files) {
      const parsed = parseBytes(name, bytes);
      findings.push(...parsed.findings);
      rules.push(...parsed.value ?? []);
    }
  }
  terminal.showFindings(findings);
  const subject = paths.length === 1 ? basename(resolve(paths[0] ?? "")) : plural(paths.length, "path");
  stopOnFindings(findings, `upload "${subject}"`, { strict: false });
  if (rules.length > 0) return rules;
  throw new ScriptError(`Cannot upload "${subject}" as there is no rule in it`, { exit: EXIT.findings });
}

interface RuleFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

async function readFile(path: string, { io }: Terminal): Promise<RuleFile> {
  try {
    const bytes = await io.readFile(path);
    if (bytes.length > LARGEST_DETECTIONS_FILE) throw new Error(`at most ${LARGEST_DETECTIONS_FILE} bytes are read`);
    return { name: basename(path), bytes };
  } catch (error) {
    throw new ScriptError(`Cannot read "${path}" as a rule: ${reasonOf(error)}`);
  }
}

async function readFolder(path: string, findings: Finding[]): Promise<RuleFile[]> {
  const bundle = await readBundle(path).catch(failRead);
  findings.push(...bundle.findings);
  const files: RuleFile[] = [];
  for (const [name, source] of bundle) {
    if (!RULE_FILE.test(name)) continue;
    if (source.size > LARGEST_DETECTIONS_FILE) {
      findings.push(unreadable(name, `it has ${source.size} bytes, and at most ${LARGEST_DETECTIONS_FILE} are read`));
      continue;
    }
    try {
      files.push({ name, bytes: await source.bytes() });
    } catch (error) {
      findings.push(
        error instanceof BundleContentError ? { ...error.finding, file: name } : unreadable(name, reasonOf(error)),
      );
    }
  }
  if (files.length === 0) {
    findings.push({
      level: "warning",
      code: "no-rules",
      file: bundle.name,
      message: `There is no rule in "${bundle.name}": no file of it ends in .toml or .ndjson`,
    });
  }
  return files;
}

function failRead(error: unknown): never {
  if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
  throw new ScriptError(error.message.replace(" as a bundle:", " as rules:"), {
    hint: "Name files that end in .toml or .ndjson, or a folder or zip of them",
  });
}

function parseBytes(name: string, bytes: Uint8Array): ReturnType<typeof parseRules> {
  try {
    return parseRules(new TextDecoder("utf-8", { fatal: true }).decode(bytes), name);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { findings: [unreadable(name, "it is not UTF-8")] };
  }
}

function unreadable(file: string, reason: string): Finding {
  return { level: "error", code: "file-unreadable", file, message: `Cannot read "${file}": ${reason}` };
}
