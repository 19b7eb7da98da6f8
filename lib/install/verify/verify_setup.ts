/**
 * Whether documents are enriched by an installed model, and where the chain breaks if they are not.
 * @module
 */

import type { DgaBundle } from "../../bundle/dga.ts";
import type { Stack } from "../../stack/connect.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, PIPELINES, SCRIPTS } from "../dga/parts.ts";
import { type RequestOptions, Requests } from "../requests.ts";
import { askLicense, askMachineLearning, askVersion, NO_SUCH_CALL } from "../server_facts.ts";
import { PIPELINE } from "../resources/pipeline.ts";
import { SCRIPT } from "../resources/script.ts";
import { storedById } from "../resources/stored_by_id.ts";
import { bundleDifferences } from "../dga/setup.ts";
import type { NameCommand } from "../shell_command.ts";
import { getModel } from "../model/stored_model.ts";
import { uploadFacts } from "../dga/upload_facts.ts";
import { askReferences } from "../dga/usage_facts.ts";
import { askModelCounts, askTraffic } from "./counter_facts.ts";
import { askDocuments, askIndexFacts, askPlainDocument, askTypes } from "./document_facts.ts";
import type { SetupFacts } from "./facts.ts";
import { type Known, known } from "./known.ts";
import { tryNames } from "./try_documents.ts";
import { verdictOf, type Verification } from "./verdict.ts";

/** What is looked at, and how. */
export interface VerifyOptions extends RequestOptions {
  /** The model. */
  readonly modelId: string;
  /** A bundle that what is there is compared with. */
  readonly bundle?: DgaBundle;
  /** The indices of the DNS documents. @default {"packetbeat-*"} */
  readonly indexPattern?: string;
  /** How long counters of documents are watched where there are no verdicts yet, in milliseconds. @default {1000} */
  readonly watchMs?: number;
  /** Names the commands that mend a link. @default {the script and its arguments} */
  readonly nameCommand?: NameCommand;
}

/** Where Packetbeat writes. */
const DEFAULT_INDEX_PATTERN = "packetbeat-*";

const WATCH_MS = 1000;

/**
 * Looks at every link of the chain from an installed model to enriched documents. Changes nothing: documents are sent
 * through the pipelines without being stored.
 *
 * @throws {StackError} when the server does not answer; what it refuses to tell is a link of which nothing is known
 */
export async function verifySetup(stack: Stack, options: VerifyOptions): Promise<Verification> {
  return verdictOf(await gatherFacts(new Requests(stack, options), options), options.nameCommand);
}

async function gatherFacts(requests: Requests, options: VerifyOptions): Promise<SetupFacts> {
  const { modelId, indexPattern = DEFAULT_INDEX_PATTERN, watchMs = WATCH_MS } = options;
  const serverVersion = await askVersion(requests);
  const license = await known(() => askLicense(requests, NO_SUCH_CALL));
  const machineLearning = await known(async () => (await askMachineLearning(requests))?.enabled);
  const model = await known(() => getModel(requests, modelId));
  const scripts = await known(() => storedById(requests, SCRIPT, SCRIPTS));
  const pipelines = await known(() => storedById(requests, PIPELINE, PIPELINES));
  const references = await known(() => askReferences(requests));
  const indices = await known(() => askIndexFacts(requests, indexPattern));
  const documents = await known(() => askDocuments(requests, indexPattern));
  const hasVerdicts = documents.kind === "known" && documents.value.enriched > 0;
  // Before anything is tried: the server counts that too.
  const traffic = await known(() => askTraffic(requests, hasVerdicts ? 0 : watchMs, options));
  const isStored = pipelines.kind === "known" && pipelines.value[OUTER_PIPELINE] !== undefined &&
    pipelines.value[INNER_PIPELINE] !== undefined;
  const tried = <Value>(ask: () => Promise<Value>): Promise<Known<Value>> => isStored ? known(ask) : NOT_TRIED;
  return {
    modelId,
    indexPattern,
    serverVersion,
    license,
    machineLearning,
    model,
    scripts,
    pipelines,
    ...await compared(options.bundle, { model, scripts, pipelines }),
    references,
    proof: await tried(() => tryNames(requests)),
    indices,
    traffic,
    documents,
    plainDocument: await tried(() => askPlainDocument(requests, indexPattern)),
    types: await known(() => askTypes(requests, indexPattern)),
    modelCounts: await known(async () => isThere(model) ? await askModelCounts(requests, modelId) : undefined),
  };
}

async function compared(
  bundle: DgaBundle | undefined,
  { model, scripts, pipelines }: Pick<SetupFacts, "model" | "scripts" | "pipelines">,
): Promise<Pick<SetupFacts, "bundle">> {
  if (bundle === undefined) return {};
  const installed = model.kind === "known" ? model.value : undefined;
  const there = {
    ...(installed === undefined ? {} : { model: installed }),
    scripts: scripts.kind === "known" ? scripts.value : {},
    pipelines: pipelines.kind === "known" ? pipelines.value : {},
  };
  const { sha256 } = await uploadFacts(bundle, Infinity);
  return { bundle: { name: bundle.name, differences: bundleDifferences(bundle, there, sha256) } };
}

function isThere(model: SetupFacts["model"]): boolean {
  return model.kind === "unknown" || model.value !== undefined;
}

const NOT_TRIED = Promise.resolve(
  { kind: "unknown", reason: "the pipelines are not there to try anything with", isRefused: false } as const,
);
