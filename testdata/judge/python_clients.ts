/**
 * Lets Elastic's own Python clients, 8 and 9, install the test bundle and the jobs of the test detections on a served
 * rehearsal, use and remove them.
 *
 *     deno run --allow-read --allow-write --allow-net --allow-run=python3 --allow-env=PATH testdata/judge/python_clients.ts
 *
 * Prints `N agree, M differ`; exits with 1 on any difference, and with 69 where pip cannot install the clients.
 * @module
 */

import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { serveOnLoopback } from "../../lib/terminal/serve.ts";
import { createRehearsalStack } from "../../mod.ts";

const CLIENT = fileURLToPath(new URL("use_python_client.py", import.meta.url));
const BUNDLE = fileURLToPath(new URL("../ML-DGA-20261101-1", import.meta.url));
const DETECTIONS = fileURLToPath(new URL("../ML-experimental-detections-20261101-1", import.meta.url));

/** Exit code where the clients can't be had. */
const NOT_ASKED = 69;

/** Which client talks to which server: that of the version before goes on with the next one, not the other way round. */
const PAIRS = [
  { client: 8, version: "8.19.21" },
  { client: 8, version: "9.5.3" },
  { client: 9, version: "9.5.3" },
] as const;

async function python(args: readonly string[], modules?: string): Promise<{ code: number; text: string }> {
  const { code, stdout, stderr } = await new Deno.Command("python3", {
    args: [...args],
    ...(modules === undefined ? {} : { env: { PYTHONPATH: modules } }),
  }).output();
  const decoder = new TextDecoder();
  return { code, text: decoder.decode(stdout) + decoder.decode(stderr) };
}

/** Where pip or its registry is missing, nobody was asked, and nothing differs. */
async function install(wanted: string, folder: string): Promise<void> {
  const { code, text } = await python(["-m", "pip", "install", "--quiet", "--target", folder, wanted]);
  if (code === 0) return;
  console.error(`Cannot install ${wanted} with pip, so that no Python client is asked: ${text.trim()}`);
  Deno.exit(NOT_ASKED);
}

const folder = mkdtempSync(join(tmpdir(), "ml-dga-clients-"));
let agree = 0;
let differ = 0;
try {
  for (const { client, version } of PAIRS) {
    const modules = join(folder, String(client));
    const wanted = `elasticsearch>=${client},<${client + 1}`;
    if (!existsSync(modules)) await install(wanted, modules);
    const server = await serveOnLoopback(createRehearsalStack({ version }).elasticsearch);
    const { text } = await python([CLIENT, server.url, BUNDLE, DETECTIONS], modules);
    await server.close();
    const [, agreed, differed] = /(\d+) agree, (\d+) differ\s*$/.exec(text) ?? [];
    agree += Number(agreed ?? 0);
    differ += Number(differed ?? 1);
    if (differed !== "0") console.log(`Python client ${client} on ${version}:\n${text}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`${agree} agree, ${differ} differ`);
Deno.exit(differ === 0 ? 0 : 1);
