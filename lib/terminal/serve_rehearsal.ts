/**
 * The rehearsal for other programs of this machine.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { visible } from "./safe_text.ts";
import { serveOnLoopback } from "./serve.ts";
import type { Terminal } from "./terminal.ts";

/** What is served, each part with its handler. */
export interface ServedStack {
  readonly elasticsearch: Handler;
}

/** Where it is served. */
export interface ServePorts {
  /** Port of Elasticsearch; 0 for any. */
  readonly port: number;
}

/**
 * Serves until the script is asked to stop, which is how it is meant to end. With `--json` one line tells where, as soon
 * as it listens.
 */
export async function serveUntilStopped(
  stack: ServedStack,
  { port }: ServePorts,
  terminal: Terminal,
): Promise<undefined> {
  const { io } = terminal;
  const server = await serveOnLoopback(stack.elasticsearch, {
    port,
    onAnswer: (method, path, status) => {
      if (!terminal.json) terminal.note(`${status} ${method} ${visible(path)}\n`);
    },
  });
  if (terminal.json) io.stdout.write(`${JSON.stringify({ elasticsearch: server.url })}\n`);
  terminal.print(
    `Elasticsearch answers at ${server.url}, to this machine only and without a password\n` +
      `It is empty and forgets everything when Ctrl-C ends it\n`,
  );
  await abortOf(io.signal);
  await server.close();
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
