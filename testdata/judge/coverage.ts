/**
 * Prints what no recorded case covers: rules of `semantics/inference.md`, statements of `semantics/painless-ingest.md`,
 * methods of the Painless allow-list, processors. Cases say what they cover by `covers`; names that stand for nothing
 * are printed too.
 *
 *     deno run --allow-read testdata/judge/coverage.ts
 *
 * Exits with 1 when anything is uncovered.
 * @module
 */

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { PROCESSORS } from "../../lib/ingest/processors/mod.ts";
import { LIBRARY } from "../../lib/painless/library/mod.ts";
import { parsePainlessCase } from "./painless_case.ts";

const TESTDATA = fileURLToPath(new URL("..", import.meta.url));

/** Things to cover, and which of them are. */
interface Area {
  readonly name: string;
  readonly ids: readonly string[];
  readonly covered: ReadonlySet<string>;
}

function read(path: string): string {
  return readFileSync(`${TESTDATA}${path}`, "utf8");
}

function list(folder: string, extension: string): string[] {
  if (!existsSync(`${TESTDATA}${folder}`)) return [];
  return readdirSync(`${TESTDATA}${folder}`, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(extension))
    .map((name) => `${folder}/${name}`);
}

/** `- P12 …`, `- H1 …` */
function statements(prefix: string): string[] {
  return [...read("semantics/painless-ingest.md").matchAll(/^- ([PIH]\d+) /gm)].map(([, id = ""]) => id)
    .filter((id) => id.startsWith(prefix));
}

/** The numbered rules, and the paragraphs that begin with a name: `**Exactness** …`. */
function inferenceRules(): string[] {
  const text = read("semantics/inference.md");
  const numbered = [...text.matchAll(/^(\d+)\. /gm)].map(([, number]) => `R${number}`);
  const [, paragraphs = ""] = text.split(/^34\. .*$/m);
  const named = [...paragraphs.matchAll(/^\*\*(\w+)\*\*/gm)].map(([, name = ""]) => name.toLowerCase());
  return [...numbered, ...named];
}

/** `String.substring/2`, `ArrayList.new/0`, `Integer.MAX_VALUE`, each at the class that declares it. */
function libraryMembers(): string[] {
  const members = [...LIBRARY.values()].flatMap((type) => {
    const methods = [...type.constructors ?? [], ...type.methods ?? [], ...type.staticMethods ?? []];
    return [
      ...methods.map((method) => `${type.name}.${method.name}/${method.params.length}`),
      ...Object.keys(type.staticFields ?? {}).map((field) => `${type.name}.${field}`),
    ];
  });
  return [...new Set(members)];
}

/** All the strings of `covers` arrays, however deep. */
function coversOf(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(coversOf);
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) =>
    key === "covers" && Array.isArray(value) ? value.map(String) : coversOf(value)
  );
}

/** The types of all processors in a case, those of handlers and of foreach too. */
function processorsOf(json: unknown): string[] {
  if (Array.isArray(json)) return json.flatMap(processorsOf);
  if (typeof json !== "object" || json === null) return [];
  return Object.entries(json).flatMap(([key, value]) => {
    const isProcessors = key === "processors" || key === "on_failure" || key === "processor";
    const types = isProcessors ? [value].flat().flatMap((processor) => Object.keys(Object(processor))) : [];
    return [...types, ...processorsOf(value)];
  });
}

/** Whether a script uses a member that it claims to cover: by name, by constructor, or by the shortcut of a getter or setter. */
function uses(source: string, member: string): boolean {
  const [, type = "", name = ""] = /^([\w.]+)\.(\w+)(?:\/\d+)?$/.exec(member) ?? [];
  const code = source.replaceAll(/^\/\/.*$/gm, "");
  if (name === "new") return code.includes(`new ${type}`);
  const shortcut = name.replace(/^(get|set|is)(?=[A-Z])/, "").replace(/^[A-Z]/, (letter) => letter.toLowerCase());
  return new RegExp(`\\.(${name}|${shortcut})\\b`).test(code);
}

/** What a case of the Painless corpus covers, as far as it is true. */
function coveredBy(file: string): string[] {
  const { covers, source } = parsePainlessCase(read(file));
  return covers.map((id) => /^[PIH]\d+$/.test(id) || uses(source, id) ? id : `${id} (not used by ${file})`);
}

const inferenceIndex = existsSync(`${TESTDATA}inference/index.json`) ? JSON.parse(read("inference/index.json")) : {};
const ingestCases = list("ingest", ".json").map((file) => JSON.parse(read(file)));
const named = new Set([
  ...coversOf(inferenceIndex),
  ...coversOf(ingestCases),
  ...coversOf(list("http", ".json").map((file) => JSON.parse(read(file)))),
  ...list("painless", ".painless").flatMap(coveredBy),
]);

const areas: Area[] = [
  { name: "rules of inference", ids: inferenceRules(), covered: named },
  { name: "statements on Painless", ids: statements("P"), covered: named },
  { name: "statements on ingest", ids: statements("I"), covered: named },
  { name: "statements on HTTP", ids: statements("H"), covered: named },
  { name: "members of the Painless allow-list", ids: libraryMembers(), covered: named },
  {
    name: "processors",
    // 7.10.2 without x-pack has no inference processor; its rules are those of inference.
    ids: [...PROCESSORS.keys()].filter((type) => type !== "inference"),
    covered: new Set(processorsOf(ingestCases)),
  },
];

let total = 0;
let uncovered = 0;
for (const { name, ids, covered } of areas) {
  const missing = ids.filter((id) => !covered.has(id));
  total += ids.length;
  uncovered += missing.length;
  console.log(`${name}: ${ids.length - missing.length} of ${ids.length} covered`);
  if (missing.length > 0) console.log(`  uncovered: ${missing.join(", ")}`);
}

const known = new Set(areas.flatMap(({ ids }) => ids));
const unknown = [...named].filter((id) => !known.has(id)).sort();
if (unknown.length > 0) console.log(`named by cases, but standing for nothing: ${unknown.join(", ")}`);
console.log(`coverage: ${total - uncovered} covered, ${uncovered} uncovered, ${unknown.length} unknown`);
Deno.exit(uncovered + unknown.length > 0 ? 1 : 0);
