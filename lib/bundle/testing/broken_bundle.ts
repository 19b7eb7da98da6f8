/**
 * The test bundle with changes, in memory.
 * @module
 */

import { readFile } from "node:fs/promises";
import { memorySource } from "../../json/byte_source.ts";
import type { Finding } from "../../json/finding.ts";
import { type BundleFiles, bundleFiles } from "../bundle_files.ts";

/** The test bundle's name, which its folder has too. */
export const NAME = "ML-DGA-20261101-1";
const PREFIX = "dga_20261101_1.0_";

/** Its files by what they are, without prefix and extension. */
const FILES = [
  "model",
  "dga_ngrams_create",
  "dga_ngrams_transform_delete",
  "ingest_pipeline1",
  "ingest_pipeline2",
] as const;

/** What becomes of a file: another content made of its own, or, undefined, no file. Names with a dot are other files. */
export type Changes = Readonly<Record<string, ((text: string) => string | Uint8Array) | undefined>>;

/** The test bundle with changes. */
export async function broken(changes: Changes, name = NAME): Promise<BundleFiles> {
  const texts = new Map<string, string>();
  for (const file of FILES) {
    const path = new URL(`../../../testdata/${NAME}/${PREFIX}${file}.json`, import.meta.url);
    texts.set(file, await readFile(path, "utf8"));
  }
  const contents = new Map<string, string | Uint8Array>();
  for (const file of new Set([...texts.keys(), ...Object.keys(changes)])) {
    const text = texts.get(file) ?? "";
    const change = changes[file];
    const content = file in changes ? change?.(text) : text;
    if (content !== undefined) contents.set(file.includes(".") ? file : `${PREFIX}${file}.json`, content);
  }
  return bundleFiles(
    name,
    [...contents].map(([file, content]) =>
      [file, memorySource(typeof content === "string" ? new TextEncoder().encode(content) : content)] as const
    ),
  );
}

const SMALL = new Map<string, string>();

/** What makes a small model of the test bundle's, for cases that break something else: its first trees only. */
export function withFewTrees(text: string): string {
  const known = SMALL.get(text);
  if (known !== undefined) return known;
  const json = JSON.parse(text);
  json.definition.trained_model.ensemble.trained_models.length = 3;
  const small = JSON.stringify(json);
  SMALL.set(text, small);
  return small;
}

/** Replaces a part of a text that must be there. */
export function replaced(part: string, by: string): (text: string) => string {
  return (text) => {
    if (!text.includes(part)) throw new Error(`Cannot break the file: it has no ${part}`);
    return text.replace(part, () => by);
  };
}

/** Changes JSON. */
export function edited(edit: (json: Record<string, unknown>) => void): (text: string) => string {
  return (text) => {
    const json = JSON.parse(text);
    edit(json);
    return JSON.stringify(json, null, 2);
  };
}

/** A finding as lines: level, code, file, path and place; the message; the hint. */
export function told(finding: Finding): string {
  const { level, code, file, path, line, column, message, hint } = finding;
  const short = file?.replace(PREFIX, "").replace(/\.json$/, "");
  const head = [level, code, short, path, line === undefined ? undefined : `${line}:${column}`];
  return [head.filter((part) => part !== undefined).join(" "), message, ...hint === undefined ? [] : [`> ${hint}`]]
    .join("\n");
}
