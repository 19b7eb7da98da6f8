import { Client, errors } from "@elastic/elasticsearch";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRehearsalStack } from "../rehearsal/stack.ts";
import { serveOnLoopback } from "./serve.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const BUNDLE = new URL("../../testdata/ML-DGA-20261101-1/", import.meta.url);
const DETECTIONS = new URL("../../testdata/ML-experimental-detections-20261101-1/", import.meta.url);
const MODEL = "dga_20261101_1.0";
const SCRIPTS = ["dga_ngrams_create", "dga_ngrams_transform_delete"];
const INNER = "dns_dga_inference_enrich_pipeline";
const OUTER = "dns_enrich_pipeline";

interface Document {
  type: string;
  dns: { question: { registered_domain: string } };
  ml_is_dga?: { malicious_prediction: number; malicious_probability: number };
}

async function part(name: string) {
  return JSON.parse(await readFile(new URL(`${MODEL}_${name}.json`, BUNDLE), "utf8"));
}

function lookup(registered_domain: string): Document {
  return { type: "dns", dns: { question: { registered_domain } } };
}

async function detection(name: string) {
  return JSON.parse(await readFile(new URL(`${name}.json`, DETECTIONS), "utf8"));
}

/** A lookup as Packetbeat writes it, behind the pipeline. */
function enriched(domain: string, probability: number) {
  return {
    "@timestamp": "2026-11-28T10:00:00.000Z",
    ...lookup(domain),
    source: { ip: "10.0.0.1", bytes: 40 },
    destination: { ip: "10.0.0.53", bytes: 80 },
    event: { duration: 1_000_000 },
    ml_is_dga: { malicious_prediction: 0, malicious_probability: probability },
  };
}

async function status(answer: Promise<unknown>): Promise<number | undefined> {
  try {
    await answer;
    return 200;
  } catch (error) {
    assert.ok(error instanceof errors.ResponseError, String(error));
    return error.statusCode;
  }
}

for (const version of ["8.19.21", "9.5.3"] as const) {
  Deno.test(
    `Elastic's own client installs, uses and removes a bundle on a served ${version}`,
    PERMISSIONS,
    async () => {
      const server = await serveOnLoopback(createRehearsalStack({ version }).elasticsearch);
      const client = new Client({ node: server.url, maxRetries: 0 });
      assert.equal((await client.info()).version.number, version);
      const model = await client.ml.putTrainedModel({ model_id: MODEL, ...await part("model") });
      assert.equal(model.model_id, MODEL);
      for (const id of SCRIPTS) {
        assert.ok((await client.putScript({ id, ...await part(id) })).acknowledged);
      }
      for (const [id, name] of [[INNER, "ingest_pipeline2"], [OUTER, "ingest_pipeline1"]] as const) {
        assert.ok((await client.ingest.putPipeline({ id, ...await part(name) })).acknowledged);
      }
      assert.equal(
        (await client.ml.getTrainedModelsStats({ model_id: MODEL })).trained_model_stats[0]?.pipeline_count,
        1,
      );

      const domain = "dyaziosbdjahedeiysy.com";
      const { docs } = await client.ingest.simulate({ id: OUTER, docs: [{ _source: lookup(domain) }] });
      assert.equal(docs[0]?.doc?._source.ml_is_dga.malicious_probability.toFixed(6), "0.993809");
      const indexed = await client.index({ index: "dns", id: "1", pipeline: OUTER, document: lookup(domain) });
      assert.equal(indexed.result, "created");
      const domains = [domain, "www.wikipedia.org", "elastic.co"];
      const bulk = await client.helpers.bulk({
        datasource: domains.map(lookup),
        onDocument: () => ({ index: { _index: "dns", pipeline: OUTER } }),
        refreshOnCompletion: true,
      });
      assert.deepEqual([bulk.successful, bulk.failed], [3, 0]);
      const query = { term: { "ml_is_dga.malicious_prediction": 1 } };
      const { hits } = await client.search<Document>({ index: "dns", query });
      assert.deepEqual(hits.hits.map(({ _source }) => _source?.dns.question.registered_domain), [domain, domain]);
      assert.equal((await client.count({ index: "dns" })).count, 4);

      assert.equal(await status(client.ml.deleteTrainedModel({ model_id: MODEL })), 409);
      for (const id of [OUTER, INNER]) await client.ingest.deletePipeline({ id });
      await client.ml.deleteTrainedModel({ model_id: MODEL });
      for (const id of SCRIPTS) await client.deleteScript({ id });
      assert.equal(await status(client.ml.getTrainedModels({ model_id: MODEL })), 404);
      assert.equal(await status(client.getScript({ id: "dga_ngrams_create" })), 404);
      await client.close();
      await server.close();
    },
  );

  Deno.test(
    `Elastic's own client makes, runs and deletes jobs on a served ${version}`,
    PERMISSIONS,
    async () => {
      const server = await serveOnLoopback(createRehearsalStack({ version }).elasticsearch);
      const client = new Client({ node: server.url, maxRetries: 0 });
      const job = await detection("dga_high_sum_by_source_ip");
      const feed = await detection("datafeed_dga_high_sum_by_source_ip");
      const outliers = await detection("dga_outlier_lookups");
      const index = "packetbeat-8.19.21";
      await client.indices.putIndexTemplate({
        name: "packetbeat",
        index_patterns: ["packetbeat-*"],
        data_stream: {},
        template: { mappings: { properties: { source: { properties: { ip: { type: "ip" } } } } } },
      });
      const { count } = await client.ml.getJobs();
      assert.equal(count, 0);
      assert.equal((await client.ml.putJob({ job_id: job.name, ...job.body })).job_id, job.name);
      assert.equal((await client.ml.putDatafeed({ datafeed_id: feed.name, ...feed.body })).job_id, job.name);
      assert.equal(await status(client.ml.startDatafeed({ datafeed_id: feed.name })), 409);
      assert.ok((await client.ml.openJob({ job_id: job.name, timeout: "30s" })).opened);
      // What the detector reads is not mapped before a document came.
      assert.equal(await status(client.ml.startDatafeed({ datafeed_id: feed.name })), 400);
      await client.index({ index, document: enriched("www.wikipedia.org", 0.01) });
      assert.ok((await client.ml.startDatafeed({ datafeed_id: feed.name, start: "now-1d" })).started);
      assert.equal(await status(client.ml.deleteJob({ job_id: job.name })), 409);
      assert.ok((await client.ml.stopDatafeed({ datafeed_id: feed.name, force: true })).stopped);
      assert.ok((await client.ml.closeJob({ job_id: job.name, force: true, allow_no_match: false })).closed);
      assert.equal((await client.ml.getJobStats({ job_id: job.name })).jobs[0]?.state, "closed");

      await client.ml.putDataFrameAnalytics({ id: outliers.name, ...outliers.body });
      assert.ok((await client.ml.startDataFrameAnalytics({ id: outliers.name })).acknowledged);
      assert.equal(
        (await client.ml.getDataFrameAnalyticsStats({ id: outliers.name })).data_frame_analytics[0]?.state,
        "started",
      );
      assert.ok((await client.ml.stopDataFrameAnalytics({ id: outliers.name, force: true })).stopped);

      const caps = await client.fieldCaps({ index, fields: "ml_is_dga.*" });
      assert.deepEqual(Object.keys(caps.fields["ml_is_dga.malicious_probability"] ?? {}), ["float"]);
      assert.ok((await client.indices.rollover({ alias: index })).rolled_over);
      assert.equal((await client.indices.getDataStream({ name: index })).data_streams[0]?.generation, 2);

      await client.ml.deleteDataFrameAnalytics({ id: outliers.name });
      await client.ml.deleteJob({ job_id: job.name });
      assert.equal(await status(client.ml.getDatafeeds({ datafeed_id: feed.name })), 404);
      await client.indices.deleteDataStream({ name: index });
      await client.indices.deleteIndexTemplate({ name: "packetbeat" });
      await client.close();
      await server.close();
    },
  );
}
