#!/usr/bin/env -S deno run --allow-read --allow-net --allow-sys=osRelease --allow-env=ELASTIC*,DR_* --ignore-env
/**
 * Leads the documents of indices to the DGA pipeline, and gives the fields of its verdicts their types.
 * @module
 */

import { object } from "@optique/core/constructs";
import { message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { carryOut, lookingAround } from "../lib/terminal/carry_out.ts";
import { connectAsAsked } from "../lib/terminal/connection.ts";
import {
  type AskedConnection,
  CONNECTION_SECRETS,
  connectionOptions,
  oldMeaning,
} from "../lib/terminal/connection_options.ts";
import { denoIo } from "../lib/terminal/deno_io.ts";
import type { ExitCode } from "../lib/terminal/exit_code.ts";
import { indexPatternArgument } from "../lib/terminal/index_pattern.ts";
import { commonOptions } from "../lib/terminal/options.ts";
import { describeByHand } from "../lib/terminal/plan_by_hand.ts";
import { commandsFor } from "../lib/terminal/named_connection.ts";
import { runScript, type Script } from "../lib/terminal/run_script.ts";
import { UsageError } from "../lib/terminal/script_error.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";
import type { Terminal } from "../lib/terminal/terminal.ts";
import { planWiring, takeWiringSnapshot } from "../mod.ts";

interface WiringOptions {
  readonly index: string | undefined;
  readonly apply: boolean;
  readonly connection: AskedConnection;
  readonly json: boolean;
}

/** What `wire_dga.ts` is, for its help and for {@linkcode main}. */
export const script: Script<WiringOptions> = {
  name: "wire_dga.ts",
  brief: "Leads the DNS documents of indices to the DGA pipeline, and gives the fields of its verdicts their types.",
  description: "Data streams of an integration (logs-network_traffic.dns-*) get both in their @custom pipeline and " +
    "component template; for Packetbeat the index templates get the types, and packetbeat.yml names the pipeline. What " +
    "is in them already stays, and no default or final pipeline is replaced. Nothing is done before the pipeline gives " +
    "two names their verdicts, nor where documents reach it already. Without --apply the plan and its requests are " +
    "printed only; with it, everything is put back when something fails on the way.",
  examples: [
    "wire_dga.ts --index 'logs-network_traffic.dns-*' --elasticsearch-url https://host:9200 -u elastic",
    "wire_dga.ts --index 'packetbeat-*' --apply",
  ],
  options: object({
    index: optional(option("--index", indexPatternArgument(), {
      description: message`Indices or data streams of the DNS documents, as packetbeat-*`,
    })),
    apply: option("--apply", { description: message`Carry the plan out; left out, it is printed only` }),
    connection: connectionOptions(),
    ...commonOptions(),
  }),
  secretOptions: CONNECTION_SECRETS,
  mistakeIn: oldMeaning,
  run: wire,
};

/** Runs the script. */
export function main(args: readonly string[], io: ScriptIo): Promise<ExitCode> {
  return runScript(script, args, io);
}

async function wire(asked: WiringOptions, terminal: Terminal): Promise<Record<string, unknown>> {
  const { index: indexPattern, apply } = asked;
  if (indexPattern === undefined) {
    throw new UsageError("Cannot wire indices as none are named", "Name them with --index, as --index 'packetbeat-*'");
  }
  const stack = await connectAsAsked(asked.connection, terminal);
  const snapshot = await takeWiringSnapshot(stack, { indexPattern }, lookingAround(terminal));
  const nameCommand = commandsFor(asked.connection);
  const command = nameCommand("wire_dga.ts", ["--index", indexPattern, "--apply"]);
  const plan = planWiring(snapshot, { command, nameCommand });
  const results = await carryOut(stack, plan, {
    attempt: `wire "${indexPattern}"`,
    dryRun: !apply,
    dryRunNote: plan.steps.length === 0 ? "Nothing was changed" : "Nothing was changed: --apply carries it out",
  }, terminal);
  if (!apply) terminal.print(describeByHand(plan));
  return { indexPattern, ...results, next: plan.next };
}

if (import.meta.main) Deno.exit(await main(Deno.args, denoIo()));
