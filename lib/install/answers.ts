/**
 * Elasticsearch's answers, narrowed once: behind this there is nothing unknown.
 * @module
 */

import { z } from "zod";
import type { Service } from "../stack/address.ts";
import { StackError } from "../stack/errors.ts";

const INFO = z.object({ version: z.object({ number: z.string() }) });

const FEATURE = z.object({ available: z.boolean(), enabled: z.boolean() });
const XPACK = z.object({ features: z.object({ ml: FEATURE.optional() }) });

const LICENSE = z.object({
  license: z.object({ type: z.string(), status: z.string(), expiry_date: z.string().optional() }),
});

const PRIVILEGES = z.object({
  cluster: z.record(z.string(), z.boolean()).default({}),
  index: z.record(z.string(), z.record(z.string(), z.boolean())).default({}),
});

const NODES_HTTP = z.object({
  nodes: z.record(z.string(), z.object({ http: z.object({ max_content_length_in_bytes: z.number() }) })).default({}),
});

const JSON_OBJECT = z.record(z.string(), z.unknown());

const MODELS = z.object({ trained_model_configs: z.array(JSON_OBJECT) });

/** `metadata` of a model; ours is in it, if it is whole. */
const METADATA = z.object({
  model_aliases: z.array(z.string()).optional().catch(undefined),
  ml_dga: z.object({ release: z.string(), sha256: z.string(), tool: z.string() }).optional().catch(undefined),
});

const MODEL = z.object({
  model_id: z.string(),
  model_size_bytes: z.number().optional(),
  description: z.string().optional(),
  input: z.object({ field_names: z.array(z.string()).default([]) }).optional(),
  tags: z.array(z.string()).default([]),
  metadata: METADATA.optional(),
  compressed_definition: z.string().optional(),
});

const MODEL_LIST = z.object({
  trained_model_configs: z.array(MODEL.extend({
    model_type: z.string().optional(),
    created_by: z.string().optional(),
  })),
});

const SCRIPT = z.object({ found: z.literal(true), script: JSON_OBJECT });

const NO_SCRIPT = z.object({ found: z.literal(false) });

const NO_PIPELINE = z.strictObject({});

const NO_MODEL = z.object({ error: z.object({ reason: z.string().regex(/could not find trained model/i) }) });

const NO_INDEX = z.object({ error: z.object({ type: z.literal("index_not_found_exception") }) });

const PIPELINES = z.record(z.string(), JSON_OBJECT);

const INDEX_SETTINGS = z.record(
  z.string(),
  z.object({
    settings: z.object({
      "index.default_pipeline": z.string().optional(),
      "index.final_pipeline": z.string().optional(),
    }),
  }),
);

const INGEST_COUNTS = z.object({
  nodes: z.record(
    z.string(),
    z.object({ ingest: z.object({ pipelines: z.record(z.string(), z.object({ count: z.number() })) }) }),
  ).default({}),
});

/** A dropped document is null. */
const NO_JOB = z.object({ error: z.object({ reason: z.string().regex(/^no (?:known|datafeed)/i) }) });

const JOBS = z.object({ jobs: z.array(JSON_OBJECT) });
const JOB_STATS = z.object({ jobs: z.array(z.object({ job_id: z.string(), state: z.string() })) });

const FEEDS = z.object({
  datafeeds: z.array(z.object({ datafeed_id: z.string(), job_id: z.string() })).default([]),
});

const DATAFEEDS = z.object({ datafeeds: z.array(JSON_OBJECT) });
const DATAFEED_STATS = z.object({
  datafeeds: z.array(
    z.object({
      datafeed_id: z.string(),
      state: z.string(),
      running_state: z.object({ real_time_configured: z.boolean() }).optional(),
    }),
  ),
});

const ANALYTICS = z.object({ data_frame_analytics: z.array(JSON_OBJECT) });
const ANALYTICS_STATS = z.object({
  data_frame_analytics: z.array(
    z.object({
      id: z.string(),
      state: z.string(),
      progress: z.array(z.object({ progress_percent: z.number() })).default([]),
    }),
  ),
});

const MATCHED_INDICES = z.object({ indices: z.union([z.array(z.string()), z.string()]).default([]) });

const SIMULATED = z.object({
  docs: z.array(
    z.object({ doc: z.object({ _source: JSON_OBJECT }).optional(), error: JSON_OBJECT.optional() }).nullable()
      .transform((result) => result ?? {}),
  ),
});

const CURRENT_PIPELINES = z.record(
  z.string(),
  z.object({
    settings: z.object({
      "index.creation_date": z.string(),
      "index.default_pipeline": z.string().optional(),
      "index.final_pipeline": z.string().optional(),
    }),
  }),
);

const COUNTER = z.object({ count: z.number(), failed: z.number() });

const INGEST_TRAFFIC = z.object({
  nodes: z.record(
    z.string(),
    z.object({
      ingest: z.object({
        pipelines: z.record(
          z.string(),
          COUNTER.extend({ processors: z.array(z.record(z.string(), z.object({ stats: COUNTER }))).default([]) }),
        ),
      }),
    }),
  ).default({}),
});

const COUNT = z.object({ count: z.number() });

const FIELD_CAPS = z.object({ fields: z.record(z.string(), z.record(z.string(), z.unknown())) });

const MODEL_STATS = z.object({
  trained_model_stats: z.array(
    z.object({
      inference_stats: z.object({
        inference_count: z.number().default(0),
        failure_count: z.number().default(0),
        missing_all_fields_count: z.number().default(0),
      }).optional(),
    }),
  ),
});

/** The answers that installing reads. */
export const ANSWERS = {
  info: INFO,
  xpack: XPACK,
  license: LICENSE,
  privileges: PRIVILEGES,
  nodesHttp: NODES_HTTP,
  models: MODELS,
  model: MODEL,
  modelList: MODEL_LIST,
  noModel: NO_MODEL,
  script: SCRIPT,
  noScript: NO_SCRIPT,
  noPipeline: NO_PIPELINE,
  noIndex: NO_INDEX,
  pipelines: PIPELINES,
  indexSettings: INDEX_SETTINGS,
  ingestCounts: INGEST_COUNTS,
  simulated: SIMULATED,
  noJob: NO_JOB,
  jobs: JOBS,
  jobStats: JOB_STATS,
  feeds: FEEDS,
  datafeeds: DATAFEEDS,
  datafeedStats: DATAFEED_STATS,
  analytics: ANALYTICS,
  analyticsStats: ANALYTICS_STATS,
  matchedIndices: MATCHED_INDICES,
  currentPipelines: CURRENT_PIPELINES,
  ingestTraffic: INGEST_TRAFFIC,
  count: COUNT,
  fieldCaps: FIELD_CAPS,
  modelStats: MODEL_STATS,
};

const PRODUCTS: Readonly<Record<Service, string>> = {
  Elasticsearch: "an Elasticsearch 8 or 9",
  Kibana: "a Kibana 8 or 9 with Elastic Security",
};

/**
 * An answer's body in the shape that it should have; throws a StackError when it has another.
 *
 * ```ts
 * import { ANSWERS, narrow } from "./answers.ts";
 * const { version } = narrow("GET /", ANSWERS.info, { version: { number: "8.19.21" }, tagline: "…" });
 * if (version.number !== "8.19.21") throw new Error();
 * ```
 */
export function narrow<Shape extends z.ZodType>(
  call: string,
  shape: Shape,
  body: unknown,
  service: Service = "Elasticsearch",
): z.output<Shape> {
  const { success, data, error } = shape.safeParse(body);
  if (success) return data;
  const [issue] = error.issues;
  const path = issue === undefined || issue.path.length === 0 ? "the answer" : `"${issue.path.join("/")}"`;
  throw new StackError(
    service === "Kibana" ? "not-kibana" : "not-elasticsearch",
    `Cannot read the answer to ${call}: ${path} is not what ${service} writes there`,
    { hint: `Is this ${PRODUCTS[service]}, and nothing between that changes answers?` },
  );
}
