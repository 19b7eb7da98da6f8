import assert from "node:assert/strict";
import type { Handler } from "../stack/handler.ts";
import { createRehearsalStack } from "./stack.ts";
import { ask } from "./testing/requests.ts";

const NONE = { permissions: "none" } as const;
const STREAM = "logs-network_traffic.dns-default";
const EVENT = { "@timestamp": "2026-11-28T10:00:00Z", dns: { question: { name: "example.com" } } };

/** A stack as Fleet leaves it: a template with a pipeline that calls the user's own. */
async function fleet(): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack();
  await put(elasticsearch, "/_component_template/logs-network_traffic.dns@package", {
    template: {
      settings: { index: { default_pipeline: "logs-network_traffic.dns-1.30.0" } },
      mappings: {
        date_detection: false,
        dynamic_templates: [{ strings: { match_mapping_type: "string", mapping: { type: "keyword" } } }],
      },
    },
  });
  await put(elasticsearch, "/_index_template/logs-network_traffic.dns", {
    index_patterns: ["logs-network_traffic.dns-*"],
    priority: 200,
    data_stream: {},
    composed_of: ["logs-network_traffic.dns@package", "logs-network_traffic.dns@custom"],
    ignore_missing_component_templates: ["logs-network_traffic.dns@custom"],
  });
  await put(elasticsearch, "/_ingest/pipeline/logs-network_traffic.dns-1.30.0", {
    processors: [{ pipeline: { name: "logs-network_traffic.dns@custom", ignore_missing_pipeline: true } }],
  });
  return elasticsearch;
}

async function put(handler: Handler, path: string, body: unknown): Promise<void> {
  const { status, text } = await ask(handler, `PUT ${path}`, body);
  assert.equal(status, 200, text);
}

/** The types of fields by name, as `_field_caps` tells them. */
async function typesOf(handler: Handler, fields: string): Promise<Record<string, string[]>> {
  const { status, text } = await ask(handler, `GET /${STREAM}/_field_caps?fields=${fields}`);
  assert.equal(status, 200, text);
  return Object.fromEntries(
    Object.entries<object>(JSON.parse(text).fields).map(([name, types]) => [name, Object.keys(types)]),
  );
}

Deno.test(
  "createElasticsearch() makes the data stream of the first document, with the pipeline of its template",
  NONE,
  async () => {
    const elasticsearch = await fleet();
    await put(elasticsearch, "/_ingest/pipeline/logs-network_traffic.dns@custom", {
      processors: [{ set: { field: "ml_is_dga.malicious_prediction", value: 1 } }],
    });
    const { status, text } = await ask(elasticsearch, `POST /${STREAM}/_doc`, EVENT);
    assert.equal(status, 201, text);
    assert.match(JSON.parse(text)._index, /^\.ds-logs-network_traffic\.dns-default-\d{4}\.\d\d\.\d\d-000001$/);
    const found = await ask(elasticsearch, "POST /logs-*/_search", { query: { exists: { field: "ml_is_dga" } } });
    assert.equal(JSON.parse(found.text).hits.total.value, 1);
    assert.deepEqual(await typesOf(elasticsearch, "ml_is_dga.*"), {
      ml_is_dga: ["object"],
      "ml_is_dga.malicious_prediction": ["long"],
    });
  },
);

Deno.test("createElasticsearch() maps a data stream anew when it is rolled over", NONE, async () => {
  const elasticsearch = await fleet();
  await ask(elasticsearch, `POST /${STREAM}/_doc`, EVENT);
  await put(elasticsearch, "/_component_template/logs-network_traffic.dns@custom", {
    template: { mappings: { properties: { "ml_is_dga.malicious_probability": { type: "double" } } } },
  });
  const probability = "ml_is_dga.malicious_probability";
  assert.deepEqual(await typesOf(elasticsearch, probability), {});
  const rolled = await ask(elasticsearch, `POST /${STREAM}/_rollover`);
  assert.match(rolled.text, /"rolled_over":true/);
  assert.deepEqual(await typesOf(elasticsearch, probability), { ml_is_dga: ["object"], [probability]: ["double"] });
  const { text } = await ask(elasticsearch, `GET /_data_stream/${STREAM}`);
  assert.equal(JSON.parse(text).data_streams[0].generation, 2);
});

Deno.test(
  "createElasticsearch() rolls a data stream over with the next document, if that was asked for",
  NONE,
  async () => {
    const elasticsearch = await fleet();
    await ask(elasticsearch, `POST /${STREAM}/_doc`, EVENT);
    const lazy = await ask(elasticsearch, `POST /${STREAM}/_rollover?lazy=true`);
    assert.match(lazy.text, /"acknowledged":true.*"rolled_over":false.*"lazy":true/);
    const { text } = await ask(elasticsearch, `POST /${STREAM}/_doc`, EVENT);
    assert.match(JSON.parse(text)._index, /-000002$/);
  },
);

Deno.test(
  "createElasticsearch() keeps the index that a data stream writes to, and templates in use",
  NONE,
  async () => {
    const elasticsearch = await fleet();
    const { text } = await ask(elasticsearch, `POST /${STREAM}/_doc`, EVENT);
    const index: string = JSON.parse(text)._index;
    const refused: readonly (readonly [string, RegExp])[] = [
      [
        `DELETE /${index}`,
        /is the write index for data stream \[logs-network_traffic.dns-default\] and cannot be deleted/,
      ],
      [
        "DELETE /_index_template/logs-network_traffic.dns",
        /in use by a data streams \[logs-network_traffic.dns-default\]/,
      ],
      ["DELETE /_component_template/logs-network_traffic.dns@package", /cannot be removed as they are still in use by/],
      [
        "DELETE /_ingest/pipeline/logs-network_traffic.dns-1.30.0",
        /it is the default pipeline for 1 index\(es\) including/,
      ],
      ["PUT /logs-network_traffic.dns-other", /creates data streams only, use create data stream api instead/],
    ];
    for (const [what, reason] of refused) {
      const answer = await ask(elasticsearch, what);
      assert.equal(answer.status, 400, what);
      assert.match(answer.text, reason);
    }
    const direct = await ask(elasticsearch, `PUT /${index}/_doc/1`, EVENT);
    assert.match(direct.text, /targeting backing indices is disallowed/);
    const timeless = await ask(elasticsearch, `POST /${STREAM}/_doc`, { a: 1 });
    assert.match(timeless.text, /data stream timestamp field \[@timestamp\] is missing/);
  },
);
