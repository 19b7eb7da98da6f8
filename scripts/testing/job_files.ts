/**
 * The jobs of the test bundle, and an index for them to read.
 * @module
 */

import { join } from "node:path";
import type { RehearsalServer } from "./rehearsal_server.ts";
import { TESTDATA } from "./edited_bundle.ts";

/** The folder of the detections bundle. */
export const DETECTIONS = join(TESTDATA, "ML-experimental-detections-20261101-1");

/** Its anomaly job. */
export const JOB = "dga_high_sum_by_source_ip";

/** The datafeed of that. */
export const DATAFEED = `datafeed-${JOB}`;

/** The data frame analytics job. */
export const ANALYTICS = "dga_outlier_lookups";

/** Makes the index that they read, with a document. */
export async function indexPacketbeat(server: RehearsalServer): Promise<void> {
  const document = {
    "@timestamp": new Date().toISOString(),
    type: "dns",
    source: { ip: "192.0.2.1", bytes: 1 },
    destination: { ip: "192.0.2.2", bytes: 1 },
    event: { duration: 1 },
    dns: { question: { registered_domain: "example.com" } },
    ml_is_dga: { malicious_prediction: 0, malicious_probability: 0.1 },
  };
  await server.ask("PUT", "/packetbeat-1/_doc/1?refresh=true", document);
}

/** The states of all jobs, datafeeds and analytics, by name. */
export async function jobStates(server: RehearsalServer): Promise<Record<string, unknown>> {
  const states: Record<string, unknown> = {};
  for (const path of ["anomaly_detectors", "datafeeds", "data_frame/analytics"]) {
    const { body } = await server.ask("GET", `/_ml/${path}/_stats`);
    for (const stats of listOf(body)) {
      states[String(stats["job_id"] ?? stats["datafeed_id"] ?? stats["id"])] = stats["state"];
    }
  }
  return states;
}

function listOf(body: unknown): Record<string, unknown>[] {
  const list = typeof body === "object" && body !== null ? Object.values(body).find(Array.isArray) : undefined;
  return list ?? [];
}
