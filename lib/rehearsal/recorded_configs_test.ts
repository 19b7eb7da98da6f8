import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { JavaMap } from "../java/map.ts";
import { javaEquals, type JavaValue } from "../java/value.ts";
import { formatDocument, parseJson } from "../json/document.ts";
import type { Handler } from "../stack/handler.ts";
import { createRehearsalStack } from "./stack.ts";
import { ask } from "./testing/requests.ts";

const FOLDER = fileURLToPath(new URL("../../testdata/configs/", import.meta.url));

/** Where a kind of configuration is stored, and what must be there before. */
const KINDS: Readonly<
  Record<string, { readonly path: string; readonly before?: readonly (readonly [string, unknown])[] }>
> = {
  job: { path: "/_ml/anomaly_detectors/" },
  datafeed: {
    path: "/_ml/datafeeds/",
    before: ["dga", "dga_high_sum_by_source_ip"].map((id) => [jobPath(id), someJob()]),
  },
  analytics: { path: "/_ml/data_frame/analytics/", before: [["PUT /a", {}]] },
  component_template: { path: "/_component_template/" },
  index_template: {
    path: "/_index_template/",
    before: ["c", "d"].map((name) => [`PUT /_component_template/${name}`, { template: {} }]),
  },
};

function jobPath(id: string): string {
  return `PUT /_ml/anomaly_detectors/${id}`;
}

function someJob(): unknown {
  return { analysis_config: { detectors: [{ function: "count" }] }, data_description: {} };
}

/** Times, and what the parsers do not know. */
const NOT_COMPARED = ["create_time", "version"];

async function stackFor(kind: string): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack();
  for (const [what, body] of KINDS[kind]?.before ?? []) {
    const { status, text } = await ask(elasticsearch, what, body);
    assert.equal(status, 200, text);
  }
  return elasticsearch;
}

for (const [kind, { path }] of Object.entries(KINDS)) {
  Deno.test(`createElasticsearch() reads a ${kind.replaceAll("_", " ")} as Elastic's own classes do`, {
    permissions: { read: [FOLDER] },
  }, async () => {
    const lines = (await readFile(`${FOLDER}${kind}.ndjson`, "utf8")).trimEnd().split("\n");
    const differences: string[] = [];
    for (const line of lines) {
      const { about, id, body } = JSON.parse(line);
      const elasticsearch = await stackFor(kind);
      const { status, text } = await ask(elasticsearch, `PUT ${path}${encodeURIComponent(id)}`, body);
      const expected = member(parseJson(line), "expected");
      const actual = parseJson(`{"status":${status},"body":${text}}`);
      if (!javaEquals(comparable(kind, actual), comparable(kind, expected))) {
        differences.push(`${about}: ${body}\n  expected ${formatDocument(expected)}\n  actual   ${text}`);
      }
    }
    assert.equal(differences.join("\n"), "");
  });
}

/** A template is answered with no more than that it was stored. */
function comparable(kind: string, answer: JavaValue): JavaValue {
  if (member(answer, "status") === 200 && kind.endsWith("template")) return 200;
  const body = member(answer, "body");
  for (const name of NOT_COMPARED) if (body instanceof JavaMap) body.delete(name);
  return answer;
}

function member(value: JavaValue, name: string): JavaValue {
  return value instanceof JavaMap ? value.get(name) ?? null : null;
}
