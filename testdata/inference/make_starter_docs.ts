/**
 * Makes starter_docs.ndjson: the 300 documents of ../expected.ndjson as they are after the n-gram script, when the model
 * sees them. usage: deno run --allow-read --allow-write testdata/inference/make_starter_docs.ts
 */

import { readFile, writeFile } from "node:fs/promises";

const N_GRAMS = [["u", 1, 62], ["b", 2, 61], ["t", 3, 60]] as const;
const HERE = new URL(".", import.meta.url);

/** What the n-gram script makes of a domain, as fields_of of ../training/train_bundle.py has it. */
export function gramsOf(domain: string): Record<string, string> {
  const name = domain.slice(0, domain.indexOf("."));
  const fields: Record<string, string> = { tld: domain.slice(domain.indexOf(".") + 1) };
  for (const [letter, size, positions] of N_GRAMS) {
    for (let i = 0; i < Math.min(positions, name.length - size + 1); i++) fields[`${letter}${i}`] = name.slice(i, i + size);
  }
  return fields;
}

if (import.meta.main) {
  const expected = await readFile(new URL("../expected.ndjson", HERE), "utf8");
  const lines = expected.trimEnd().split("\n").map((line) => {
    const { domain, before } = JSON.parse(line);
    return JSON.stringify({ ...before, f: gramsOf(domain) });
  });
  await writeFile(new URL("starter_docs.ndjson", HERE), lines.join("\n") + "\n");
}
