/** Starting and stopping datafeeds. They stay started, and read nothing. @module */

import { type Answer, ok } from "../answer.ts";
import { NODE_ID } from "../cluster_state.ts";
import { parseTime } from "../date_math.ts";
import { failure, invalidRequest, notFound, statusFailure } from "../failure.ts";
import { IngestError } from "../../../ingest/error.ts";
import { allowsMachineLearning, nonCompliant } from "../license.ts";
import { bodyNode } from "../parse/body_node.ts";
import { boolean, object, text, texts, value } from "../parse/fields.ts";
import { ObjectParser } from "../parse/object_parser.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import { analysisFields } from "./analysis_config.ts";
import type { StoredDatafeed, StoredJob } from "./anomaly_state.ts";

/** The calls. */
export const DATAFEED_RUN_ROUTES: readonly Route[] = [
  {
    method: "POST",
    path: "/_ml/datafeeds/{datafeed_id}/_start",
    action: "cluster:admin/xpack/ml/datafeed/start",
    query: ["start", "end", "timeout"],
    fn: start,
  },
  {
    method: "POST",
    path: "/_ml/datafeeds/{datafeed_id}/_stop",
    action: "cluster:admin/xpack/ml/datafeed/stop",
    query: ["allow_no_match", "force", "timeout", "close_job"],
    fn: stop,
  },
];

async function start(call: Call): Promise<Answer> {
  const id = pathPart(call, "datafeed_id");
  const { anomaly, license } = call.state;
  const { from, to } = await readSpan(call);
  if (to !== undefined && to <= from) {
    throw invalidRequest(`start [${from}] must be earlier than end [${to}]`);
  }
  if (!allowsMachineLearning(license)) throw nonCompliant();
  const datafeed = anomaly.datafeed(id);
  const job = anomaly.job(datafeed.config.jobId);
  if (job.openedAt === undefined) {
    throw statusFailure(409, `cannot start datafeed [${id}] because job [${job.config.id}] is closed`);
  }
  if (datafeed.config.aggregations === undefined) checkMappings(call, datafeed, job);
  if (datafeed.started !== undefined) {
    throw statusFailure(409, `cannot start datafeed [${id}] because it has already been started`);
  }
  datafeed.started = { isRealTime: to === undefined };
  return ok({ started: true, node: NODE_ID });
}

/** From when to when, of the body or else of the query string. */
async function readSpan(call: Call): Promise<{ from: number; to: number | undefined }> {
  let from = call.query.text("start");
  let to = call.query.text("end");
  const node = await bodyNode(call, "optional");
  if (node !== undefined) {
    new ObjectParser().read(node, "xpack/ml/datafeed", {
      datafeed_id: text(() => {}),
      start: value(["VALUE_STRING", "VALUE_NUMBER"], ({ text }) => {
        from = text;
      }),
      end: text((time) => {
        to = time;
      }),
      timeout: text(() => {}),
      job_id: text(() => {}),
      indices: texts(() => {}),
      indices_options: object(() => {}),
    });
  }
  return {
    from: from === undefined ? 0 : pointInTime(from, "start"),
    to: to === undefined ? undefined : pointInTime(to, "end"),
  };
}

function pointInTime(text: string, name: string): number {
  const time = parseTime(text, Date.now());
  if (!Number.isNaN(time)) return time;
  throw failure(
    400,
    "parse_exception",
    `Query param [${name}] with value [${text}] cannot be parsed as a date or converted to a number (epoch).`,
  );
}

/** What the analysis reads must be mapped. */
function checkMappings(call: Call, { config }: StoredDatafeed, { config: job }: StoredJob): void {
  const names = [job.data.time_field, ...analysisFields(job.analysis)].filter((name) => name !== "mlcategory");
  const indices = indicesOf(call, config.id, config.indices);
  const unmapped = names.find((name) => !indices.some(({ mapping }) => mapping.typeOf(name) !== undefined));
  if (unmapped === undefined) return;
  throw statusFailure(
    400,
    `datafeed [${config.id}] cannot retrieve field [${unmapped}] because it has no mappings`,
  );
}

function indicesOf(call: Call, id: string, names: readonly string[]): ReturnType<typeof call.state.indices.expand> {
  try {
    return call.state.indices.expand(names.join(","));
  } catch (thrown) {
    if (!(thrown instanceof IngestError) || thrown.type !== "index_not_found_exception") throw thrown;
    const missing = String(thrown.details.index);
    throw notFound(`datafeed [${id}] cannot retrieve data because index [${missing}] does not exist`);
  }
}

async function stop(call: Call): Promise<Answer> {
  let allowNoMatch = call.query.boolean("allow_no_match", true);
  const node = await bodyNode(call, "optional");
  if (node !== undefined) {
    new ObjectParser().read(node, "cluster:admin/xpack/ml/datafeed/stop", {
      datafeed_id: text(() => {}),
      timeout: text(() => {}),
      force: boolean(() => {}),
      allow_no_match: boolean((value) => {
        allowNoMatch = value;
      }),
      close_job: boolean(() => {}),
    });
  }
  for (const datafeed of call.state.anomaly.expandDatafeeds(pathPart(call, "datafeed_id"), allowNoMatch)) {
    datafeed.started = undefined;
  }
  return ok({ stopped: true });
}
