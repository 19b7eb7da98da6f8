#!/usr/bin/env -S deno run --allow-read --allow-net=127.0.0.1 --allow-sys=osRelease --ignore-env
/**
 * Rehearses a DGA bundle: validates it, releases it on a GitHub in this process, downloads and verifies it, sets it up on
 * an Elasticsearch in this process, and sends domains through it; or lets other programs reach both, and a Kibana.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { integer } from "@optique/core/valueparser";
import { fileURLToPath } from "node:url";
import { denoIo } from "../lib/terminal/deno_io.ts";
import { EXIT, type ExitCode } from "../lib/terminal/exit_code.ts";
import { readText } from "../lib/terminal/files.ts";
import { plural } from "../lib/terminal/findings.ts";
import { bundleOption, commonOptions, pathArgument, strictOption } from "../lib/terminal/options.ts";
import { readValidBundle } from "../lib/terminal/read_bundle.ts";
import { describeRehearsal, type Rehearsal, shortened } from "../lib/terminal/rehearsal_text.ts";
import { releasesBefore, throughRelease } from "../lib/terminal/rehearse_release.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { ScriptError, UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import { serveUntilStopped } from "../lib/terminal/serve_rehearsal.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import {
  applyPlan,
  connect,
  createIngestNode,
  createRehearsalStack,
  type DgaBundle,
  type DomainList,
  explainFailures,
  type Handler,
  IngestError,
  type IngestNode,
  type Outcome,
  planSetup,
  readDomainList,
  type ScoredDomain,
  scoreName,
  scoreOnStack,
  type Stack,
  StackError,
  summarize,
  takeSnapshot,
} from "../mod.ts";

interface RehearseOptions {
  readonly json: boolean;
  readonly dir: string | undefined;
  readonly domains: string | undefined;
  readonly strict: boolean;
  readonly serve: boolean;
  readonly port: number | undefined;
}

/** What `rehearse.ts` is, for its help and for {@linkcode main}. */
export const script: Script<RehearseOptions> = {
  name: "rehearse.ts",
  brief:
    "Takes a DGA bundle the whole way without a cluster or a network: validates, releases, downloads, verifies and " +
    "sets it up, and runs it on domains.",
  description: "Every domain becomes a DNS document as Packetbeat sends it, and goes through the bundle's own " +
    "pipelines, scripts and model, computed as Elasticsearch computes them. A list has one domain a line, or is CSV " +
    "whose first line names the columns: domain, and if known label (0 or 1), family and probability. " +
    "With --strict, warnings, documents that fail and probabilities that differ from the list's end with exit code 3. " +
    "With --serve nothing is rehearsed: the same Elasticsearch, empty, a Kibana and a GitHub answer on 127.0.0.1 " +
    "until it is interrupted.",
  examples: [
    "rehearse.ts",
    "rehearse.ts -d ML-DGA-20261101-1.zip --domains names.txt",
    "rehearse.ts --json | jq .quality.areaUnderRoc",
    "rehearse.ts --serve",
  ],
  options: object({
    dir: bundleOption("Folder or zip of the bundle (default: the test bundle)"),
    domains: optional(option("--domains", pathArgument("FILE"), {
      description: message`List of domains, - for standard input (default: the 2,089 labelled test domains)`,
    })),
    strict: strictOption(),
    serve: option("--serve", {
      description: message`Serve an Elasticsearch, a Kibana and a GitHub for other programs of this machine`,
    }),
    port: optional(option("--port", integer({ metavar: "PORT", min: 0, max: 65535 }), {
      description:
        message`Port of Elasticsearch, followed by Kibana's and GitHub's; 0 for any that are free (default: 9200)`,
    })),
    ...commonOptions(),
  }),
  run: (asked, terminal) => asked.serve ? serve(asked, terminal) : rehearse(asked, terminal),
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function serve(asked: RehearseOptions, terminal: Terminal): Promise<undefined> {
  if (asked.dir !== undefined || asked.domains !== undefined || asked.strict) {
    throw new UsageError("Cannot rehearse and serve at once: --serve takes no --dir, --domains and --strict");
  }
  return await serveUntilStopped(createRehearsalStack(), { port: asked.port ?? 9200 }, terminal);
}

async function rehearse(asked: RehearseOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  if (asked.port !== undefined) throw new UsageError("Cannot use --port without --serve");
  const list = await readList(asked, terminal);
  const given = await readValidBundle(asked.dir ?? testdata("ML-DGA-20261101-1"), terminal, {
    attempt: "rehearse",
    strict: asked.strict,
  });
  const { elasticsearch, github } = createRehearsalStack({
    github: { repositories: [{ name: "elastic/detection-rules", releases: releasesBefore(given.name) }] },
  });
  const { bundle, release } = await throughRelease(given, github, terminal);
  const node = prepareNode(bundle);
  const { stack, fault } = await setUp(bundle, elasticsearch, terminal);
  // What cannot be set up is run without being installed, which shows why.
  const scores = fault === undefined ? throughStack(stack, node) : throughNode(node);
  const { scored, seconds } = await score(scores, list, terminal);
  const rehearsal: Rehearsal = {
    bundle: bundle.name,
    modelId: bundle.modelId,
    release,
    list: listName(asked.domains),
    ...summarize(scored),
    failures: explainFailures(node, scored),
    refused: list.refused,
    documentsPerSecond: Math.round(scored.length / seconds),
  };
  terminal.print(describeRehearsal(rehearsal, terminal));
  stopWithoutVerdict(rehearsal);
  if (fault !== undefined) stopWithFault(rehearsal, fault);
  if (asked.strict) stopOnDoubts(rehearsal);
  return { ...rehearsal };
}

/** Sets the bundle up as `setup_dga.ts` does. */
async function setUp(
  bundle: DgaBundle,
  handler: Handler,
  { io: { signal }, progress }: Terminal,
): Promise<{ stack: Stack; fault?: string }> {
  progress.show("Setting up the bundle");
  const stack = connect({ elasticsearch: { handler } });
  const plan = planSetup(bundle, await takeSnapshot(stack, { bundle }, { signal }));
  const refusal = plan.findings.find((finding) => finding.level === "error");
  if (refusal !== undefined) return { stack, fault: refusal.message };
  const { outcome, error } = await applyPlan(stack, plan, { signal });
  signal.throwIfAborted();
  return outcome === "done" ? { stack } : { stack, fault: error?.message ?? outcome };
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

type Names = Parameters<typeof scoreOnStack>[1];
type Score = (names: Names, signal: AbortSignal) => Promise<Outcome[]>;

/** What the rehearsal does not support in one document fails the whole request: then each is told by itself. */
function throughStack(stack: Stack, node: IngestNode): Score {
  return async (names, signal) => {
    try {
      return await scoreOnStack(stack, names, { signal });
    } catch (error) {
      if (error instanceof StackError && error.status === 501) return names.map((name) => scoreName(node, name));
      throw error;
    }
  };
}

function throughNode(node: IngestNode): Score {
  return (names) => Promise.resolve(names.map((name) => scoreName(node, name)));
}

/** So many documents go in one request at most. */
const MOST_AT_ONCE = 250;
/** How long a request should take: progress moves, an interruption is heard soon, and answers are never huge. */
const REQUEST_MS = 500;

async function score(
  scores: Score,
  { domains }: DomainList,
  { progress, io }: Terminal,
): Promise<{ scored: ScoredDomain[]; seconds: number }> {
  const scored: ScoredDomain[] = [];
  const begin = io.now();
  let size = 10;
  for (let at = 0; at < domains.length;) {
    io.signal.throwIfAborted();
    const start = io.now();
    const batch = domains.slice(at, at + size);
    at += batch.length;
    const outcomes = await scores(batch.map(({ name }) => name), io.signal);
    batch.forEach((domain, i) => {
      const outcome = outcomes[i];
      if (outcome !== undefined) scored.push({ ...domain, outcome });
    });
    progress.show(`${scored.length} of ${plural(domains.length, "domain")}`);
    // Signals are heard between the turns of the event loop only.
    await new Promise((resolve) => setTimeout(resolve));
    size = Math.max(1, Math.min(MOST_AT_ONCE, Math.floor(size * REQUEST_MS / (io.now() - start))));
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

function stopWithFault(rehearsal: Rehearsal, fault: string): never {
  throw new ScriptError(`"${rehearsal.bundle}" gives verdicts but cannot be set up: ${fault}`, {
    exit: EXIT.findings,
    results: { ...rehearsal },
  });
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

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
