/**
 * The scripts of a DGA bundle: what the server would refuse to store, or to compile when a pipeline calls for it.
 * @module
 */

import { JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import type { Finding } from "../json/finding.ts";
import { compilePainless, PainlessCompileError } from "../painless/compile.ts";
import { type DgaJsonFile, findingAt } from "./dga_json.ts";

/** A script as it is stored. */
export interface DgaScript {
  /** Its language. */
  readonly lang: "painless";
  /** Its program. */
  readonly source: string;
}

/** `script.max_size_in_bytes`, which holds for the whole request. */
const MAX_SCRIPT_REQUEST = 65_535;

/** Checks the file of a script. The script is there when the server would store and compile it, as far as can be told. */
export function checkScript(file: DgaJsonFile): { script?: DgaScript; findings: Finding[] } {
  const body = file.json.value;
  const script = body instanceof JavaMap ? body.get("script") : undefined;
  if (!(body instanceof JavaMap) || !(script instanceof JavaMap)) {
    return { findings: [refusal(file, "script", `it is not of the form {"script": {"lang": …, "source": …}}`)] };
  }
  const findings = [...unusedKeys(file, body, "", ["script"]), ...unusedKeys(file, script, "script/", KEYS)];
  const source = script.get("source");
  if (script.get("lang") !== "painless") findings.push(langFinding(file, script.get("lang")));
  if (typeof source !== "string" || source.trim() === "") findings.push(sourceFinding(file, source));
  else {
    const size = sizeFindings(file, source);
    findings.push(...(size.length > 0 ? size : compileFindings(file, source)));
  }
  const options = script.get("options") ?? null;
  if (options !== null && !(options instanceof JavaMap && options.size === 0)) {
    findings.push(refusal(file, "script/options", "the server takes no options for a stored script"));
  }
  if (typeof source !== "string" || findings.some((finding) => finding.level === "error")) return { findings };
  return { script: { lang: "painless", source }, findings };
}

const KEYS = ["lang", "source", "options"];

function refusal(file: DgaJsonFile, path: string, found: string): Finding {
  return findingAt(file, {
    level: "error",
    code: "script-body",
    path,
    message: `Cannot store the script "${file.role}": ${found}`,
    hint: 'Write {"script": {"lang": "painless", "source": "…"}}.',
  });
}

function unusedKeys(file: DgaJsonFile, map: JavaMap, prefix: string, used: readonly string[]): Finding[] {
  const rest = map.keys().filter((key): key is string => typeof key === "string" && !used.includes(key));
  return rest.map((key) =>
    findingAt(file, {
      level: "warning",
      code: "unused-key",
      path: prefix + key,
      message: `The key "${key}" is no part of a stored script; it is not installed`,
      hint: "Remove it. Parameters belong to the processor that calls the script.",
    })
  );
}

function langFinding(file: DgaJsonFile, lang: JavaValue | undefined): Finding {
  if (typeof lang !== "string") return refusal(file, "script/lang", `it has no "lang"`);
  return findingAt(file, {
    level: "error",
    code: "script-lang",
    path: "script/lang",
    message:
      `Cannot use the script "${file.role}": it is written in "${lang}", and scripts of a DGA bundle are in "painless"`,
    hint: 'Set "lang" to "painless".',
  });
}

function sourceFinding(file: DgaJsonFile, source: JavaValue | undefined): Finding {
  return refusal(file, "script/source", source === undefined ? `it has no "source"` : `its "source" is no program`);
}

function sizeFindings(file: DgaJsonFile, source: string): Finding[] {
  const request = JSON.stringify({ script: { lang: "painless", source } });
  const size = new TextEncoder().encode(request).length;
  if (size <= MAX_SCRIPT_REQUEST) return [];
  return [findingAt(file, {
    level: "error",
    code: "script-size",
    path: "script/source",
    message: `Cannot store the script "${file.role}": it makes a request of ${size} bytes, ` +
      `and the server takes ${MAX_SCRIPT_REQUEST}`,
    hint: "Move data to the params of the processor that calls the script, which do not count.",
  })];
}

function compileFindings(file: DgaJsonFile, source: string): Finding[] {
  try {
    compilePainless(source, { context: "ingest" });
    return [];
  } catch (error) {
    if (!(error instanceof PainlessCompileError)) throw error;
    const where = `${error.message} at line ${error.line}, column ${error.column} of the source:\n${error.snippet}`;
    const place = file.json.placeInString("script/source", error.offset);
    return [{
      ...(error.unsupported
        ? {
          level: "warning",
          code: "not-supported",
          message: `Cannot judge the script "${file.role}": ${where}`,
          hint: "The server may well take it, but the rehearsal can't run it.",
        }
        : { level: "error", code: "script-compile", message: `Cannot compile the script "${file.role}": ${where}` }),
      file: file.name,
      path: "script/source",
      line: place.line,
      column: place.column,
    }];
  }
}
