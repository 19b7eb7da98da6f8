/** DNS documents on their way: who sends them, and pipelines that judge them without a model. @module */

/** Judges by length, which tells the two names apart that are tried. */
const JUDGE = "int length = ctx.dns.question.registered_domain.length();" +
  "ctx.ml_is_dga = ['malicious_prediction': length > 14 ? 1 : 0, 'malicious_probability': length / 100.0];";

const CUSTOM = "logs-network_traffic.dns@custom";
const DEFAULT = "logs-network_traffic.dns-1.34.0";

/**
 * The two pipelines, an integration's data stream with a document, and Packetbeat's template.
 *
 * @param modelId a model that the inner pipeline names, though it never asks it
 */
export function dnsRequests(modelId?: string): Request[] {
  return [
    put("/_ingest/pipeline/dns_dga_inference_enrich_pipeline", {
      processors: [
        { script: { source: JUDGE } },
        ...(modelId === undefined ? [] : [{ inference: { if: "false", model_id: modelId } }]),
      ],
    }),
    put("/_ingest/pipeline/dns_enrich_pipeline", {
      processors: [{ pipeline: { if: "ctx.type == 'dns'", name: "dns_dga_inference_enrich_pipeline" } }],
    }),
    put(`/_ingest/pipeline/${DEFAULT}`, {
      processors: [{ pipeline: { name: CUSTOM, ignore_missing_pipeline: true } }],
    }),
    put("/_index_template/logs-network_traffic.dns", {
      index_patterns: ["logs-network_traffic.dns-*"],
      data_stream: {},
      priority: 200,
      composed_of: [CUSTOM],
      ignore_missing_component_templates: [CUSTOM],
      template: { settings: { "index.default_pipeline": DEFAULT } },
    }),
    put("/_index_template/packetbeat-9.5.3", {
      index_patterns: ["packetbeat-9.5.3"],
      data_stream: {},
      priority: 150,
      template: { mappings: { properties: { "@timestamp": { type: "date" } } } },
    }),
    lookup("logs-network_traffic.dns-default", LONG_AGO),
    lookup("packetbeat-9.5.3", LONG_AGO),
  ];
}

const LONG_AGO = new Date("2026-01-01T12:00:00.000Z");

/** A document. */
export function lookup(target: string, time: Date): Request {
  return request("POST", `/${target}/_doc?refresh`, {
    "@timestamp": time.toISOString(),
    type: "dns",
    dns: { question: { registered_domain: "example.com" } },
  });
}

/** What users of the integration have in its template and its pipeline. */
export function customRequests(): Request[] {
  return [
    put(`/_component_template/${CUSTOM}`, {
      template: { settings: { "index.codec": "best_compression" }, mappings: { properties: { a: { type: "ip" } } } },
      version: 7,
    }),
    put(`/_ingest/pipeline/${CUSTOM}`, { processors: [{ set: { field: "a.b", value: 1 } }], version: 3 }),
  ];
}

/** Stores something. */
export function put(path: string, body: unknown): Request {
  return request("PUT", path, body);
}

function request(method: string, path: string, body: unknown): Request {
  return new Request(`http://rehearsal${path}`, {
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
}
