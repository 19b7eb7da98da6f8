/**
 * The rehearsal for other programs of this machine.
 * @module
 */

import type { Handler } from "../stack/handler.ts";
import { visible } from "./safe_text.ts";
import { serveOnLoopback, type Serving } from "./serve.ts";
import type { Terminal } from "./terminal.ts";

/** What is served, each part with its handler. */
export interface ServedStack {
  readonly elasticsearch: Handler;
  readonly kibana: Handler;
  readonly github: Handler;
}

/** Where it is served. */
export interface ServePorts {
  /** Port of Elasticsearch, and the others on those behind it; 0 for any. */
  readonly port: number;
}

/** In the order of their ports. */
const SERVICES = [["elasticsearch", "Elasticsearch"], ["kibana", "Kibana"], ["github", "GitHub"]] as const;

/**
 * Serves until the script is asked to stop, which is how it is meant to end. With `--json` one line tells where, as soon
 * as everything listens.
 */
export async function serveUntilStopped(
  stack: ServedStack,
  { port }: ServePorts,
  terminal: Terminal,
): Promise<undefined> {
  const { io } = terminal;
  const servers: { key: string; name: string; server: Serving }[] = [];
  try {
    for (const [i, [key, name]] of SERVICES.entries()) {
      const server = await serveOnLoopback(stack[key], {
        port: port === 0 ? 0 : port + i,
        onAnswer: (method, path, status) => {
          if (!terminal.json) terminal.note(`${status} ${name} ${method} ${visible(path)}\n`);
        },
      });
      servers.push({ key, name, server });
    }
    const urls = Object.fromEntries(servers.map(({ key, server }) => [key, server.url]));
    if (terminal.json) io.stdout.write(`${JSON.stringify(urls)}\n`);
    terminal.print(
      servers.map(({ name, server }) => `${name} answers at ${server.url}\n`).join("") +
        "They answer this machine only, without a password and with any token, are empty, and forget everything when " +
        "Ctrl-C ends them; GitHub has one repository, elastic/detection-rules\n",
    );
    await abortOf(io.signal);
  } finally {
    await Promise.all(servers.map(({ server }) => server.close()));
  }
}

function abortOf(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
