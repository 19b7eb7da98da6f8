/**
 * The memory that it takes to set up a large model: peak of the whole process, over loopback, against a server that
 * throws away what it gets.
 * usage: deno run --allow-read --allow-net=127.0.0.1 --allow-env --allow-sys=osRelease --allow-run=deno \
 *          testdata/judge/measure_upload.ts BUNDLE
 *
 * testdata/inference/make_large_model.ts makes a model of any size; put it into a copy of the starter's folder.
 */

import { spawn } from "node:child_process";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import process from "node:process";
import { applyPlan, connect, planSetup, readBundle, takeSnapshot, validateDgaBundle } from "../../mod.ts";

/** What an empty server answers. */
const ANSWERS: Readonly<Record<string, readonly [number, unknown]>> = {
  "/": [200, { version: { number: "9.5.3" }, tagline: "You Know, for Search" }],
  "/_xpack": [200, { features: { ml: { available: true, enabled: true } } }],
  "/_license": [200, { license: { type: "trial", status: "active" } }],
  "/_security/user/_has_privileges": [400, { error: "no handler found for uri", status: 400 }],
  "/_nodes/http": [200, { nodes: { node: { http: { max_content_length_in_bytes: 104_857_600 } } } }],
};

function missing(path: string): readonly [number, unknown] {
  if (path.startsWith("/_scripts/")) return [404, { found: false }];
  if (path.startsWith("/_ingest/")) return [404, {}];
  return [404, { error: { type: "resource_not_found_exception", reason: "Could not find trained model" }, status: 404 }];
}

/** Counts what is sent to it and keeps nothing. */
function serve(): void {
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let bytes = 0;
    for await (const chunk of request) bytes += chunk.length;
    const path = new URL(request.url ?? "/", "http://127.0.0.1").pathname;
    if (request.method === "PUT") console.error(`${path}: ${bytes} bytes`);
    const [status, body] = request.method === "PUT" ? [200, {}] : ANSWERS[path] ?? missing(path);
    response.writeHead(status, { "content-type": "application/json", "x-elastic-product": "Elasticsearch" });
    response.end(JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1", () => {
    const address = server.address();
    if (typeof address === "object" && address !== null) console.log(address.port);
  });
}

/** A server in a process of its own, whose memory does not count. */
async function startServer(): Promise<{ url: string; stop: () => void }> {
  const { pathname } = new URL(import.meta.url);
  const child = spawn("deno", ["run", "-q", "--allow-net=127.0.0.1", "--allow-env", "--allow-sys", "--allow-read", pathname, "--serve"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const port = await new Promise<string>((resolve) => child.stdout.once("data", (data) => resolve(String(data).trim())));
  return { url: `http://127.0.0.1:${port}`, stop: () => child.kill() };
}

function told(what: string, since: number): void {
  const { maxRSS } = process.resourceUsage();
  console.log(`${what}: ${((performance.now() - since) / 1000).toFixed(1)} s, peak so far ${Math.round(maxRSS / 1024)} MB`);
}

async function main([folder = ""]: readonly string[]): Promise<void> {
  const server = await startServer();
  try {
    let start = performance.now();
    const { value: bundle, findings } = await validateDgaBundle(await readBundle(folder));
    if (bundle === undefined) throw new Error(JSON.stringify(findings));
    told("read and checked", start);
    const stack = connect({ elasticsearch: { url: server.url } });
    start = performance.now();
    const plan = planSetup(bundle, await takeSnapshot(stack, { bundle }));
    told("planned", start);
    start = performance.now();
    const [upload] = plan.steps;
    if (upload?.kind !== "put-model") throw new Error(JSON.stringify(plan.findings));
    const { outcome, error } = await applyPlan(stack, { ...plan, steps: [upload] });
    told(`uploaded (${outcome}${error === undefined ? "" : `: ${error.message}`})`, start);
  } finally {
    server.stop();
  }
}

if (process.argv.includes("--serve")) serve();
else if (import.meta.main) await main(process.argv.slice(2));
