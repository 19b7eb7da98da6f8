/**
 * DNS documents on a rehearsal stack, as Packetbeat and an integration of the Elastic Agent send them.
 * @module
 */

import assert from "node:assert/strict";
import type { RehearsalServer } from "./rehearsal_server.ts";

/** The data stream of the integration Network Packet Capture. */
export const STREAM = "logs-network_traffic.dns-default";

/** The names that its template and its default pipeline leave to users. */
export const CUSTOM = "logs-network_traffic.dns@custom";

const PIPELINE = "logs-network_traffic.dns-1.34.0";

/** Installs what Fleet installs for the integration, as far as documents depend on it. */
export async function installIntegration(server: RehearsalServer): Promise<void> {
  await put(server, `/_ingest/pipeline/${PIPELINE}`, {
    processors: [
      { set: { field: "ecs.version", value: "8.17.0" } },
      { pipeline: { name: CUSTOM, ignore_missing_pipeline: true } },
    ],
  });
  await put(server, "/_component_template/logs-network_traffic.dns@package", {
    template: {
      settings: { "index.default_pipeline": PIPELINE },
      mappings: { properties: { "@timestamp": { type: "date" } } },
    },
  });
  await put(server, "/_index_template/logs-network_traffic.dns", {
    index_patterns: ["logs-network_traffic.dns-*"],
    data_stream: {},
    priority: 200,
    composed_of: ["logs-network_traffic.dns@package", CUSTOM],
    ignore_missing_component_templates: [CUSTOM],
  });
}

/** Stores what `packetbeat setup` stores, as far as documents depend on it. */
export async function installPacketbeat(server: RehearsalServer): Promise<void> {
  await put(server, "/_index_template/packetbeat-9.5.3", {
    index_patterns: ["packetbeat-9.5.3"],
    data_stream: {},
    priority: 150,
    template: { mappings: { properties: { "@timestamp": { type: "date" } } } },
  });
}

/** Indexes a lookup of the last hour. */
export async function index(
  server: RehearsalServer,
  target: string,
  domain: string,
  { pipeline, ...fields }: { pipeline?: string; [field: string]: unknown } = {},
): Promise<void> {
  const query = pipeline === undefined ? "" : `&pipeline=${pipeline}`;
  const { status, body } = await server.ask("POST", `/${target}/_doc?refresh${query}`, {
    "@timestamp": new Date().toISOString(),
    type: "dns",
    dns: { question: { name: domain, registered_domain: domain, top_level_domain: "com", type: "A" } },
    ...fields,
  });
  assert.equal(status, 201, JSON.stringify(body));
}

/** Stores something, which must work. */
export async function put(server: RehearsalServer, path: string, value: unknown): Promise<void> {
  const { status, body } = await server.ask("PUT", path, value);
  assert.equal(status, 200, JSON.stringify(body));
}
