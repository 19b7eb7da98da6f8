import assert from "node:assert/strict";
import { CUSTOM, index, installIntegration, installPacketbeat, put, STREAM } from "./testing/dns_documents.ts";
import { BUNDLE } from "./testing/edited_bundle.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { main as setUp } from "./setup_dga.ts";
import { main as wire } from "./wire_dga.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const AGENT = "logs-network_traffic.dns-*";
const OUTER = "dns_enrich_pipeline";

async function withServer(
  use: (server: RehearsalServer) => Promise<void>,
  options: RehearsalServerOptions = {},
): Promise<void> {
  const server = await startRehearsal(options);
  try {
    const { exit, err } = await run(setUp, ["-d", BUNDLE, "--elasticsearch-url", server.url]);
    assert.equal(exit, 0, err);
    await use(server);
  } finally {
    await server.close();
  }
}

function wireOn({ url }: RehearsalServer, ...args: string[]): Promise<Ran> {
  return run(wire, [...args, "--elasticsearch-url", url]);
}

function isWrite(line: string): boolean {
  return /^(?:PUT|DELETE) /.test(line);
}

async function verdictIn(server: RehearsalServer, target: string): Promise<unknown> {
  const { body } = await server.ask("POST", `/${target}/_search`, { query: { exists: { field: "ml_is_dga" } } });
  return JSON.parse(JSON.stringify(body)).hits.hits[0]?._source.ml_is_dga;
}

Deno.test("wire_dga.ts prints what it would do, and does nothing", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const before = server.requests;
    const { exit, out, err } = await wireOn(server, "--index", AGENT);
    assert.equal(exit, 0, err);
    assert.match(out, /^Wiring of "logs-network_traffic\.dns-\*" on Elasticsearch 8\.19\.21\n/);
    assert.match(out, /\nPUT \/_component_template\/logs-network_traffic\.dns@custom\n\{\n/);
    assert.match(out, /\nPUT \/_ingest\/pipeline\/logs-network_traffic\.dns@custom\n\{\n/);
    assert.match(err, /Nothing was changed: --apply carries it out\n/);
    assert.deepEqual(server.log.slice(before).filter(isWrite), []);
  });
});

Deno.test("wire_dga.ts --apply leads documents of an integration to the pipeline, once", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await installIntegration(server);
    await put(server, `/_ingest/pipeline/${CUSTOM}`, { processors: [{ set: { field: "labels.site", value: "b" } }] });
    await index(server, STREAM, "example.com");
    const applied = await wireOn(server, "--index", AGENT, "--apply");
    assert.equal(applied.exit, 0, applied.err);
    assert.match(applied.out, /Replace the pipeline "logs-network_traffic\.dns@custom" \(with a call of/);
    assert.match(applied.out, /\n {2}POST \/logs-network_traffic\.dns-default\/_rollover\n/);
    await index(server, STREAM, "xjqzkvbwpfhmtrgd.com");
    const verdict = await verdictIn(server, STREAM);
    assert.deepEqual(Object.keys(Object(verdict)).sort(), ["malicious_prediction", "malicious_probability"]);
    const before = server.requests;
    const again = await wireOn(server, "--index", AGENT, "--apply");
    assert.equal(again.exit, 0, again.err);
    assert.match(again.out, /Nothing had to be changed/);
    assert.deepEqual(server.log.slice(before).filter(isWrite), []);
  });
});

Deno.test(
  "wire_dga.ts gives Packetbeat's template the types, and its own configuration the pipeline",
  PERMISSIONS,
  async () => {
    await withServer(async (server) => {
      await installPacketbeat(server);
      const { exit, out, err } = await wireOn(server, "--index", "packetbeat-*", "--apply");
      assert.equal(exit, 0, err);
      assert.match(out, /\n {2}output\.elasticsearch:\n {4}pipeline: dns_enrich_pipeline\n/);
      await index(server, "packetbeat-9.5.3", "xjqzkvbwpfhmtrgd.com", { pipeline: OUTER });
      const { body } = await server.ask("GET", "/packetbeat-9.5.3/_field_caps?fields=ml_is_dga.*");
      const { fields } = JSON.parse(JSON.stringify(body));
      assert.deepEqual(Object.keys(fields["ml_is_dga.malicious_prediction"]), ["long"]);
      assert.deepEqual(Object.keys(fields["ml_is_dga.malicious_probability"]), ["float"]);
      const again = await wireOn(server, "--index", "packetbeat-*");
      assert.doesNotMatch(again.out, /output\.elasticsearch/, "documents get there already");
    });
  },
);

Deno.test("wire_dga.ts names no pipeline that does not work", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await server.ask("DELETE", "/_scripts/dga_ngrams_create");
    const { exit, out, err } = await wireOn(server, "--index", "packetbeat-*");
    assert.deepEqual([exit, out], [3, ""]);
    assert.match(err, /Cannot wire "packetbeat-\*" as the pipeline does not work: .*dga_ngrams_create/);
  });
});

Deno.test("wire_dga.ts does not replace the default pipeline of somebody else", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await put(server, "/_ingest/pipeline/geo", { processors: [] });
    await put(server, "/dns", { settings: { "index.default_pipeline": "geo" } });
    const { exit, err } = await wireOn(server, "--index", "dns", "--apply");
    assert.equal(exit, 3);
    assert.match(err, /"geo" is its default pipeline, which is not replaced\n {4}Let that pipeline call ours/);
  });
});

Deno.test("wire_dga.ts says which privileges it lacks", PERMISSIONS, async () => {
  const server = await startRehearsal({
    security: { username: "elastic", password: "changeme", cluster: ["monitor"] },
  });
  const { exit, err } = await wireOn(server, "--index", AGENT, "-u", "elastic", "-p", "changeme");
  assert.equal(exit, 3);
  for (const name of ["manage_index_templates", "manage_ingest_pipelines"]) assert.ok(err.includes(`"${name}"`), err);
  await server.close();
});

Deno.test("wire_dga.ts wants to know which indices", PERMISSIONS, async () => {
  const { exit, err } = await run(wire, ["--apply"]);
  assert.equal(exit, 2);
  assert.match(err, /Name them with --index/);
});
