#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,KIBANA_*,DR_* --ignore-env
/**
 * Says whether documents are enriched by an installed model, and which link of the chain is missing if they are not;
 * without a model, which ML bundles are on the stack.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { argument, option } from "@optique/core/primitives";
import { connectAsAsked, type ConnectAsAskedOptions } from "../lib/terminal/connection.ts";
import { lookingAround } from "../lib/terminal/carry_out.ts";
import {
  type AskedConnection,
  type AskedKibana,
  CONNECTION_SECRETS,
  connectionOptions,
  kibanaOptions,
  oldMeaning,
} from "../lib/terminal/connection_options.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import { EXIT, type ExitCode } from "../lib/terminal/exit_code.ts";
import { dataViewArgument } from "../lib/terminal/data_view.ts";
import { indexPatternArgument } from "../lib/terminal/index_pattern.ts";
import { modelIdArgument } from "../lib/terminal/model_id.ts";
import { bundleOption, commonOptions } from "../lib/terminal/options.ts";
import { commandsFor } from "../lib/terminal/named_connection.ts";
import { readValidBundle } from "../lib/terminal/read_bundle.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { ScriptError, UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { describeBundles, describeVerification } from "../lib/terminal/verification_text.ts";
import { listBundles, refreshDataView, type Stack, verifySetup } from "../mod.ts";

interface VerifyScriptOptions {
  readonly modelId: string | undefined;
  readonly dir: string | undefined;
  readonly index: string | undefined;
  readonly refreshDataView: string | undefined;
  readonly connection: AskedConnection;
  readonly kibana: AskedKibana;
  readonly json: boolean;
}

/** What `verify_dga.ts` is, for its help and for {@linkcode main}. */
export const script: Script<VerifyScriptOptions> = {
  name: "verify_dga.ts",
  brief: "Says whether documents are enriched by a DGA model, and which link of the chain is missing if they are not.",
  description:
    "The chain is looked at link by link: licence, model, scripts, pipelines, two names that are tried, the " +
    "indices and their default and final pipelines, documents of the last 24 hours, their fields and types, counters. " +
    "With -d, what is there is compared with its bundle. Nothing is changed. The last line names the first missing link " +
    "and what mends it (exit 3), or says that all is well. Without a model: every ML bundle on the stack, of all families.",
  examples: [
    "verify_dga.ts dga_20261101_1.0 --elasticsearch-url https://host:9200 -u elastic",
    "verify_dga.ts dga_20261101_1.0 -d ML-DGA-20261101-1.zip",
    "verify_dga.ts dga_20261101_1.0 --index 'logs-network_traffic.dns-*'",
    "verify_dga.ts dga_20261101_1.0 --refresh-data-view packetbeat --kibana-url https://host:5601",
    "verify_dga.ts",
  ],
  options: object({
    modelId: optional(
      argument(modelIdArgument(), { description: message`Id of the model; left out, the bundles are listed` }),
    ),
    dir: bundleOption("Folder or zip of a bundle to compare with"),
    index: optional(option("--index", indexPatternArgument(), {
      description: message`Indices or data streams of the DNS documents (default: packetbeat-*)`,
    })),
    refreshDataView: optional(option("--refresh-data-view", dataViewArgument(), {
      description: message`Let Kibana read the fields of this data view again first; not needed since 7.11`,
    })),
    connection: connectionOptions(),
    kibana: kibanaOptions(),
    ...commonOptions(),
  }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  run: verify,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function verify(asked: VerifyScriptOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { modelId, dir, index } = asked;
  if (modelId === undefined && (index ?? dir) !== undefined) {
    const what = index === undefined ? "compare with a bundle" : "look at indices";
    throw new UsageError(
      `Cannot ${what} without a model`,
      "Give its id as well; with neither, the bundles are listed",
    );
  }
  const stack = await connectAsAsked(asked.connection, terminal, kibanaFor(asked));
  const refreshed = await refresh(stack, asked, terminal);
  if (modelId === undefined) return { ...refreshed, ...await list(stack, terminal) };
  const bundle = dir === undefined ? undefined : await readValidBundle(dir, terminal, { attempt: "compare with" });
  const verification = await verifySetup(stack, {
    modelId,
    ...(bundle === undefined ? {} : { bundle }),
    ...(index === undefined ? {} : { indexPattern: index }),
    nameCommand: commandsFor(asked.connection),
    ...lookingAround(terminal),
  });
  terminal.print(describeVerification(verification, terminal));
  const results = { ...refreshed, ...verification };
  if (verification.broken !== undefined) {
    throw new ScriptError(verification.sentence, { exit: EXIT.findings, results });
  }
  terminal.print(`\n${verification.sentence}\n`);
  return results;
}

function kibanaFor({ refreshDataView, kibana }: VerifyScriptOptions): ConnectAsAskedOptions {
  return refreshDataView === undefined ? {} : { kibana: { asked: kibana, need: "needed" } };
}

async function refresh(
  stack: Stack,
  { refreshDataView: id }: VerifyScriptOptions,
  terminal: Terminal,
): Promise<Record<string, unknown>> {
  if (id === undefined) return {};
  const { title, fields } = await refreshDataView(stack, id, lookingAround(terminal));
  const known = fields.filter((name) => name.startsWith("ml_is_dga."));
  terminal.note(
    `note: Kibana has read the fields of ${title} again (data view "${id}") and ` +
      `${known.length === 0 ? "knows none of ml_is_dga" : `knows ${known.join(" and ")}`}. ` +
      "Since 7.11 it reads them whenever it shows a view: this is not needed\n",
  );
  return { dataView: { id, title, fields: known } };
}

async function list(stack: Stack, terminal: Terminal): Promise<Record<string, unknown>> {
  const bundles = await listBundles(stack, lookingAround(terminal));
  terminal.print(describeBundles(bundles));
  return { bundles };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
