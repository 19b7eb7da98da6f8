import assert from "node:assert/strict";
import { main as rehearse } from "./rehearse.ts";
import { BUNDLE, MODEL } from "./testing/edited_bundle.ts";
import { run } from "./testing/run_main.ts";
import { runProgram, startProgram } from "./testing/run_program.ts";

const PERMISSIONS = {
  permissions: { read: true, run: ["deno"], net: ["127.0.0.1"] },
} satisfies Partial<Deno.TestDefinition>;

/** The first line of a program's output. */
async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  while (!text.includes("\n")) {
    const { done, value } = await reader.read();
    if (done) break;
    text += value;
  }
  await reader.cancel();
  return text;
}

Deno.test("rehearse.ts --serve is a server for the other scripts and for anyone here", PERMISSIONS, async (t) => {
  const child = await startProgram("rehearse.ts", ["--serve", "--port", "0", "--json"]);
  const line = await firstLine(child.stdout);
  const { elasticsearch, kibana, github, ...more } = JSON.parse(line);
  assert.deepEqual([more, line.split("\n")], [{}, [line.trimEnd(), ""]]);
  for (const url of [elasticsearch, kibana, github]) assert.match(url, /^http:\/\/127\.0\.0\.1:\d+$/);
  const env = { ELASTICSEARCH_URL: elasticsearch };
  await t.step("it is set up", async () => {
    const { exit, err } = await runProgram("setup_dga.ts", ["-d", BUNDLE], { env });
    assert.equal(exit, 0, err);
  });
  await t.step("documents are enriched", async () => {
    const question = { name: "dyaziosbdjahedeiysy.com", registered_domain: "dyaziosbdjahedeiysy.com" };
    const response = await fetch(`${elasticsearch}/packetbeat/_bulk?pipeline=dns_enrich_pipeline`, {
      method: "POST",
      headers: { "content-type": "application/x-ndjson" },
      body: `{"create":{"_id":"1"}}\n${JSON.stringify({ type: "dns", dns: { question } })}\n`,
    });
    assert.equal((await response.json()).errors, false);
    const { _source } = await (await fetch(`${elasticsearch}/packetbeat/_doc/1`)).json();
    assert.equal(_source.ml_is_dga.malicious_prediction, 1);
    assert.equal(_source.ml_is_dga.malicious_probability.toFixed(6), "0.993809");
  });
  await t.step("Kibana is beside it", async () => {
    const { version } = await (await fetch(`${kibana}/api/status`)).json();
    assert.equal(version.number, "8.19.21");
  });
  await t.step("GitHub is beside it", async () => {
    const releases = await fetch(`${github}/repos/elastic/detection-rules/releases`);
    assert.deepEqual(await releases.json(), []);
    const { exit, err } = await runProgram("setup_dga.ts", ["-t", "ML-DGA-20261101-1", "--github-url", github], {
      env,
    });
    assert.equal(exit, 1);
    assert.match(err, /^error: Cannot download "ML-DGA-20261101-1" as elastic\/detection-rules has no such release\n/);
  });
  await t.step("it is removed", async () => {
    const { exit, err } = await runProgram("remove_dga.ts", [MODEL], { env });
    assert.equal(exit, 0, err);
    const gone = await fetch(`${elasticsearch}/_ml/trained_models/${MODEL}`);
    await gone.body?.cancel();
    assert.equal(gone.status, 404);
  });
  await t.step("it ends when it is interrupted", async () => {
    child.kill("SIGINT");
    const [{ code }, err] = await Promise.all([child.status, new Response(child.stderr).text()]);
    assert.deepEqual([code, err], [0, ""]);
  });
});

Deno.test("rehearse.ts --serve tells each call on standard error, without query and headers", PERMISSIONS, async () => {
  const child = await startProgram("rehearse.ts", ["--serve", "--port", "0"]);
  const url = /http:\/\/127\.0\.0\.1:\d+/.exec(await firstLine(child.stdout))?.[0];
  const response = await fetch(`${url}/_cluster/hunter?password=hunter2`, {
    headers: { authorization: "Basic hunter2" },
  });
  await response.body?.cancel();
  child.kill("SIGTERM");
  const [{ code }, err] = await Promise.all([child.status, new Response(child.stderr).text()]);
  assert.deepEqual([code, err], [0, "501 Elasticsearch GET /_cluster/hunter\n"]);
});

Deno.test("rehearse.ts refuses to serve and rehearse at once", { permissions: { env: true } }, async (t) => {
  for (
    const args of [["--serve", "--strict"], ["--serve", "-d", "x"], ["--serve", "--domains", "x"], ["--port", "1"]]
  ) {
    await t.step(args.join(" "), async () => {
      const { exit, err } = await run(rehearse, args);
      assert.equal(exit, 2);
      assert.match(err, /^error: Cannot .*--serve/);
    });
  }
});

Deno.test("rehearse.ts says that the port is taken", PERMISSIONS, async () => {
  const taken = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = taken.addr;
  const { exit, err } = await run(rehearse, ["--serve", "--port", String(port)]);
  taken.close();
  assert.equal(exit, 1);
  assert.match(err, new RegExp(`^error: Cannot listen on 127\\.0\\.0\\.1:${port} .*\nhint: .*--port`));
});
