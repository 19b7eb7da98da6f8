/**
 * What to do about an error of Elasticsearch.
 * @module
 */

import type { Answer } from "./answer_error.ts";
import type { ServerCause } from "./server_cause.ts";

/** One rule: whom it concerns, and what it advises. */
interface Rule {
  readonly status?: readonly number[];
  readonly reason?: RegExp;
  readonly type?: RegExp;
  readonly advice: (match: Facts) => string;
}

interface Facts {
  readonly answer: Answer;
  readonly reason: string;
  readonly matched: RegExpExecArray | null;
}

/** The first rule that fits is taken: those with a reason stand before those for a whole status. */
const RULES: readonly Rule[] = [
  {
    reason: /must contain not more than (\d+) field names/,
    advice: () =>
      "Elasticsearch 8.19.17 and 9.3.6 take no model with more than 100 input fields: upgrade to 8.19.18, 9.3.7 or later",
  },
  {
    reason: /license is non-compliant for \[([^\]]+)\]|licen[sc]e .*(?:expired|does not allow)/i,
    advice: () =>
      "Machine learning needs an active trial, platinum or enterprise licence: " +
      "start a trial (POST _license/start_trial?acknowledge=true) or install a licence",
  },
  {
    status: [403],
    reason: /action \[([^\]]+)\] is unauthorized(?:.*granted by the (cluster|index) privileges \[([^\]]+)\])?/,
    advice: ({ matched }) => {
      const [, action = "", kind = "cluster", privileges] = matched ?? [];
      return privileges === undefined
        ? `Give the user's role a ${kind} privilege that allows the action ${action}`
        : `Give the user's role one of the ${kind} privileges ${privileges.split(",").join(", ")}`;
    },
  },
  { status: [403], advice: () => "The user may not do this: ask whoever manages roles in the cluster" },
  {
    status: [401],
    reason: /missing authentication credentials/i,
    advice: () => "Security is on and nothing to sign in with was sent: give --user and a password, or --api-key",
  },
  {
    status: [401],
    reason: /api[ _-]?key/i,
    advice: () => "Check the API key: whether it is whole, has expired or was invalidated, and belongs to this cluster",
  },
  { status: [401], advice: () => "Check user name and password, or the API key, and that they belong to this cluster" },
  {
    reason: /no handler found for uri|contains unrecognized parameter|Invalid index name \[_(?:ml|license|xpack)/i,
    advice: () =>
      "This server does not have the call: machine learning may be switched off (xpack.ml.enabled), or the version is older than 8.0",
  },
  {
    status: [406],
    advice: () => "Elasticsearch before 8.0 does not take this media type: version 8 or 9 is needed",
  },
  {
    reason: /still referenced by ingest processors|model_alias|currently deployed/i,
    advice: () => "Remove what refers to the model first, or remove it with --force",
  },
  {
    reason: /default pipeline for|final pipeline for/i,
    advice: () =>
      "Take the pipeline out of the settings of these indices first (index.default_pipeline, index.final_pipeline)",
  },
  {
    reason: /max number of inference processors/i,
    advice: () => "Remove pipelines with inference processors, or raise xpack.ml.max_inference_processors",
  },
  {
    reason: /already exists/i,
    advice: () => "Someone else may have made it since it was looked for: run the command again",
  },
  {
    reason: /unable to find script \[([^\]]*)\]/,
    advice: ({ matched }) =>
      `The stored script ${matched?.[1] ?? ""} is gone: something else may have removed it; set up again`,
  },
  {
    status: [404],
    advice: () => "It is not there: something else may have removed it meanwhile; run the command again",
  },
  {
    type: /circuit_breaking_exception/,
    advice: () => "The node has no memory left for this: wait, send less, or give it a larger heap",
  },
  {
    status: [409],
    advice: () => "Something else changed it at the same time: run the command again",
  },
  {
    status: [413],
    advice: ({ answer }) =>
      `${
        megabytes(answer.sentBytes)
      } were sent, and the server's http.max_content_length (100mb by default, counted before ` +
      "compression) or a proxy's own limit is smaller: raise it in elasticsearch.yml on every node and restart, " +
      "or use a smaller model (fewer or smaller trees)",
  },
  {
    status: [429],
    advice: () => "The cluster is busy: wait and run the command again",
  },
  {
    reason: /disk usage exceeded flood-stage|read-only \/ allow delete/i,
    advice: () => "A disk of the cluster is too full: make room",
  },
  {
    status: [502, 503, 504],
    advice: () =>
      "The cluster or a proxy before it is not ready (no elected master, a restart, an overload): it may have carried out the request all the same; wait and run the command again",
  },
  {
    status: [500],
    advice: () => "The server failed, perhaps after it carried out the request: its own log says more",
  },
];

/** What to do about this answer, if that is known. */
export function hintFor(answer: Answer, cause: ServerCause | undefined): string | undefined {
  const reason = cause?.reason ?? answer.text.slice(0, 10_000);
  for (const rule of RULES) {
    if (rule.status !== undefined && !rule.status.includes(answer.status)) continue;
    if (rule.type !== undefined && !rule.type.test(cause?.type ?? "")) continue;
    const matched = rule.reason?.exec(reason) ?? null;
    if (rule.reason !== undefined && matched === null) continue;
    return rule.advice({ answer, reason, matched });
  }
  return undefined;
}

function megabytes(bytes: number): string {
  return bytes < 1_000_000 ? `${bytes} bytes` : `${(bytes / 1_000_000).toFixed(1)} MB`;
}
