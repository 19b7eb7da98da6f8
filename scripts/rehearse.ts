#!/usr/bin/env -S deno run --allow-read
/**
 * Rehearses a DGA bundle: validates it, and sends domains through its pipelines, scripts and model in this process.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { fileURLToPath } from "node:url";
import { denoIo } from "../lib/terminal/deno_io.ts";
import { EXIT, type ExitCode } from "../lib/terminal/exit_code.ts";
import { readText } from "../lib/terminal/files.ts";
import { plural } from "../lib/terminal/findings.ts";
import { bundleOption, commonOptions, pathArgument, strictOption } from "../lib/terminal/options.ts";
import { lackOfPermission, runScript, type Script, stopOnFindings } from "../lib/terminal/run_script.ts";
import { visible } from "../lib/terminal/safe_text.ts";
import { ScriptError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { formatTable } from "../lib/terminal/table.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import {
  createIngestNode,
  type DgaBundle,
  type DomainList,
  explainFailures,
  type FailureExplanation,
  IngestError,
  type IngestNode,
  type JudgedDomain,
  pickSamples,
  readBundle,
  readDomainList,
  type RefusedLine,
  type ScoredDomain,
  scoreName,
  summarize,
  type Summary,
  validateDgaBundle,
} from "../mod.ts";

interface RehearseOptions {
  readonly json: boolean;
  readonly dir: string | undefined;
  readonly domains: string | undefined;
  readonly strict: boolean;
}

/** What `rehearse.ts` is, for its help and for {@linkcode main}. */
export const script: Script<RehearseOptions> = {
  name: "rehearse.ts",
  brief: "Validates a DGA bundle and runs it on domains, in this process and without a cluster.",
  description: "Every domain becomes a DNS document as Packetbeat sends it, and goes through the bundle's own " +
    "pipelines, scripts and model, computed as Elasticsearch computes them. A list has one domain a line, or is CSV " +
    "whose first line names the columns: domain, and if known label (0 or 1), family and probability. " +
    "With --strict, warnings, documents that fail and probabilities that differ from the list's end with exit code 3.",
  examples: [
    "rehearse.ts",
    "rehearse.ts -d ML-DGA-20261101-1.zip --domains names.txt",
    "rehearse.ts --json | jq .quality.areaUnderRoc",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle (default: the test bundle)"),
    domains: optional(option("--domains", pathArgument("FILE"), {
      description: message`List of domains, - for standard input (default: the 2,089 labelled test domains)`,
    })),
    strict: strictOption(),
    ...commonOptions(),
  }),
  run: rehearse,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function rehearse(asked: RehearseOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const list = await readList(asked, terminal);
  const bundle = await readValidBundle(asked, terminal);
  const node = prepareNode(bundle);
  const { scored, seconds } = await score(node, list, terminal);
  const rehearsal: Rehearsal = {
    bundle: bundle.name,
    modelId: bundle.modelId,
    list: listName(asked.domains),
    ...summarize(scored),
    failures: explainFailures(node, scored),
    refused: list.refused,
    documentsPerSecond: Math.round(scored.length / seconds),
  };
  terminal.print(describe(rehearsal, terminal));
  stopWithoutVerdict(rehearsal);
  if (asked.strict) stopOnDoubts(rehearsal);
  return { ...rehearsal };
}

/** A rehearsal that is over, as `--json` prints it. */
interface Rehearsal extends Summary {
  readonly bundle: string;
  readonly modelId: string;
  readonly list: string;
  readonly failures: readonly FailureExplanation[];
  readonly refused: readonly RefusedLine[];
  readonly documentsPerSecond: number;
}

async function readValidBundle({ dir, strict }: RehearseOptions, terminal: Terminal): Promise<DgaBundle> {
  terminal.progress.show("Reading and validating the bundle");
  const files = await readBundle(dir ?? testdata("ML-DGA-20261101-1")).catch(failRead);
  const { value, findings } = await validateDgaBundle(files);
  terminal.showFindings(findings);
  stopOnFindings(findings, `rehearse "${files.name}"`, { strict });
  if (value === undefined) throw new Error(`"${files.name}" has neither errors nor a value`);
  return value;
}

/** What the rehearsal lacks was told as warnings; whoever goes on all the same learns here that it cannot be done. */
function prepareNode(bundle: DgaBundle): IngestNode {
  try {
    return createIngestNode(bundle);
  } catch (error) {
    if (!(error instanceof IngestError)) throw error;
    throw new ScriptError(`Cannot rehearse "${bundle.name}": ${error.message}`);
  }
}

function failRead(error: unknown): never {
  if (!(error instanceof Error) || lackOfPermission(error) !== undefined) throw error;
  throw new ScriptError(error.message, { hint: "Name the folder or the zip of a bundle with -d" });
}

async function readList({ dir, domains }: RehearseOptions, terminal: Terminal): Promise<DomainList> {
  const path = domains ?? testdata("domains.csv");
  const list = readDomainList(await readText(terminal.io, path, "a list of domains"));
  if (list.domains.length === 0) {
    throw new ScriptError(`Cannot rehearse on ${listName(domains)} as none of its lines can be scored`, {
      hint:
        "A list has one domain a line, or is CSV whose first line names the columns: domain,label,family,probability" +
        list.refused.slice(0, 5).map(({ line, text, reason }) => `\nline ${line}: ${shortened(text)} is ${reason}`)
          .join(""),
      results: { refused: list.refused },
    });
  }
  // The probabilities of the test domains are those of the test bundle.
  if (domains !== undefined || dir === undefined) return list;
  return { ...list, domains: list.domains.map((domain) => ({ ...domain, probability: undefined })) };
}

function listName(domains: string | undefined): string {
  return domains === undefined ? "the test domains" : domains === "-" ? "standard input" : `"${domains}"`;
}

function testdata(name: string): string {
  const url = new URL(`../testdata/${name}`, import.meta.url);
  if (url.protocol === "file:") return fileURLToPath(url);
  throw new ScriptError("Cannot find the test bundle as the script does not run from a folder", {
    hint: "Name a bundle with -d and a list with --domains",
  });
}

async function score(
  node: IngestNode,
  list: DomainList,
  { progress, io }: Terminal,
): Promise<{ scored: ScoredDomain[]; seconds: number }> {
  io.signal.throwIfAborted();
  const scored: ScoredDomain[] = [];
  const begin = io.now();
  let lastPause = begin;
  for (const domain of list.domains) {
    scored.push({ ...domain, outcome: scoreName(node, domain.name) });
    if (io.now() - lastPause < 100) continue;
    progress.show(`${scored.length} of ${plural(list.domains.length, "domain")}`);
    await new Promise((resolve) => setTimeout(resolve));
    io.signal.throwIfAborted();
    lastPause = io.now();
  }
  progress.clear();
  return { scored, seconds: (io.now() - begin) / 1000 };
}

function stopWithoutVerdict(rehearsal: Rehearsal): void {
  if (rehearsal.judged.length > 0) return;
  throw new ScriptError(
    `The rehearsal of "${rehearsal.bundle}" gave no verdict: ${plural(rehearsal.failed.length, "document")} failed`,
    { exit: EXIT.findings, results: { ...rehearsal } },
  );
}

function stopOnDoubts(rehearsal: Rehearsal): void {
  const different = rehearsal.difference?.different.length ?? 0;
  const doubts: string[] = [];
  if (rehearsal.failed.length > 0) {
    doubts.push(`${plural(rehearsal.failed.length, "document")} failed in the pipelines`);
  }
  if (different > 0) doubts.push(`${plural(different, "name")} got another probability than the recorded one`);
  if (doubts.length === 0) return;
  throw new ScriptError(`The rehearsal of "${rehearsal.bundle}" leaves doubts: ${doubts.join(", ")}`, {
    exit: EXIT.findings,
    results: { ...rehearsal },
  });
}

function describe(rehearsal: Rehearsal, { style }: Terminal): string {
  const { judged, falsePositives, difference, failed, failures, refused } = rehearsal;
  const sections: [title: string, body: string][] = [
    ...pickSamples(judged).map(({ title, domains }): [string, string] => [title, verdicts(domains)]),
    ["Benign names called malicious, the surest first", verdicts(falsePositives, { atMost: 10 })],
    [
      "Not the recorded probability, the largest difference first",
      verdicts(difference?.different ?? [], { atMost: 10, recorded: true }),
    ],
    ["Failed in the pipelines", reasons(failed.map(({ line, domain, reason }) => ({ line, text: domain, reason })))],
    ["Why they failed", failures.map(explained).join("")],
    ["Cannot be scored", reasons(refused)],
    ["Summary", facts(rehearsal)],
  ];
  return sections.filter(([, body]) => body !== "").map(([title, body]) => `${style.bold(title)}\n${body}`).join("\n");
}

/** Names with their probabilities, and with the recorded ones where those are the matter. */
function verdicts(domains: readonly JudgedDomain[], { atMost = domains.length, recorded = false } = {}): string {
  const rows = domains.slice(0, atMost).map((domain) => [
    domain.domain,
    domain.probability.toFixed(6),
    domain.prediction === 1 ? "malicious" : "benign",
    recorded ? `recorded ${domain.recorded}` : domain.family ?? "",
  ]);
  return formatTable([{ title: "" }, { title: "", align: "right" }, { title: "" }, { title: "" }], rows) +
    more(domains.length - atMost);
}

/** Lines and what is wrong with them. */
function reasons(lines: readonly Pick<RefusedLine, "line" | "text" | "reason">[], atMost = 10): string {
  const rows = lines.slice(0, atMost).map(({ line, text, reason }) => [`line ${line}`, shortened(text), reason]);
  return formatTable([{ title: "" }, { title: "" }, { title: "" }], rows) + more(lines.length - atMost);
}

/** A failure in the words of the server, and in a script the place. */
function explained({ domain, alike, explanation }: FailureExplanation): string {
  const [what = "", ...stack] = explanation.split("\n").map(visible);
  const others = alike > 1 ? `, and ${number(alike - 1)} more like it` : "";
  return [`${visible(domain)}${others}: ${what}`, ...stack].map((line) => `  ${line}\n`).join("");
}

function more(count: number): string {
  return count > 0 ? `  and ${number(count)} more, which --json lists\n` : "";
}

function shortened(text: string): string {
  const characters = [...text];
  return characters.length > 60 ? `${characters.slice(0, 59).join("")}…` : text;
}

function facts({ bundle, modelId, list, judged, failed, refused, quality, difference, ...rest }: Rehearsal): string {
  const malicious = judged.filter((domain) => domain.prediction === 1).length;
  const rows = [
    ["bundle", `${bundle}, model ${modelId}`],
    ["domains", `${number(judged.length + failed.length)} from ${list}`],
    [
      "verdicts",
      `${number(malicious)} malicious, ${number(judged.length - malicious)} benign`,
    ],
  ];
  if (failed.length > 0) rows.push(["failed", plural(failed.length, "document")]);
  if (refused.length > 0) rows.push(["not scored", plural(refused.length, "line")]);
  if (quality !== undefined) {
    const { truePositives, falsePositives, trueNegatives, falseNegatives, areaUnderRoc } = quality;
    rows.push(
      ["right", `${number(truePositives)} malicious, ${number(trueNegatives)} benign`],
      ["wrong", `${plural(falsePositives, "false positive")}, ${plural(falseNegatives, "false negative")}`],
      ["precision", figure(quality.precision, 4)],
      ["recall", figure(quality.recall, 4)],
      ["AUC", figure(areaUnderRoc, 5)],
    );
  }
  if (difference !== undefined) {
    const { compared, different, largest, tolerance } = difference;
    const equal = number(compared - different.length);
    rows.push([
      "recorded",
      `${equal} of ${number(compared)} probabilities equal within ${tolerance}, ` +
      `largest difference ${largest === 0 ? "0" : largest.toPrecision(2)}`,
    ]);
  }
  // A short list only shows how long everything takes to get going.
  if (judged.length >= 1000) rows.push(["speed", `${number(rest.documentsPerSecond)} documents a second`]);
  return formatTable([{ title: "" }, { title: "" }], rows);
}

function number(count: number): string {
  return count.toLocaleString("en-US");
}

function figure(value: number | undefined, digits: number): string {
  return value === undefined ? "no names to tell from" : value.toFixed(digits);
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
