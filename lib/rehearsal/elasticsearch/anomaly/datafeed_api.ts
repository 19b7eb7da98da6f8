/** Datafeeds: `_ml/datafeeds`, but for starting and stopping. @module */

import { ACKNOWLEDGED, type Answer, ok } from "../answer.ts";
import { failure, statusFailure } from "../failure.ts";
import { allowsMachineLearning, nonCompliant } from "../license.ts";
import { bodyNode } from "../parse/body_node.ts";
import { ObjectParser } from "../parse/object_parser.ts";
import { refuseUnreadable } from "../read_privileges.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import type { StoredDatafeed } from "./anomaly_state.ts";
import { buildDatafeed, type DatafeedConfig, readDatafeed } from "./datafeed_config.ts";
import { INDICES_QUERY, indicesOptionsOf } from "./indices_options.ts";
import { authorizationBody, datafeedBody, type ViewOptions } from "./job_view.ts";

/** The calls. */
export const DATAFEED_ROUTES: readonly Route[] = [
  ...["/_ml/datafeeds", "/_ml/datafeeds/{datafeed_id}"].map((path): Route => ({
    method: "GET",
    path,
    action: "cluster:monitor/xpack/ml/datafeeds/get",
    query: ["allow_no_match", "exclude_generated"],
    fn: get,
  })),
  {
    method: "PUT",
    path: "/_ml/datafeeds/{datafeed_id}",
    action: "cluster:admin/xpack/ml/datafeeds/put",
    query: INDICES_QUERY,
    fn: put,
  },
  {
    method: "DELETE",
    path: "/_ml/datafeeds/{datafeed_id}",
    action: "cluster:admin/xpack/ml/datafeeds/delete",
    query: ["force"],
    fn: remove,
  },
];

function get(call: Call): Answer {
  const { anomaly } = call.state;
  const found = anomaly.expandDatafeeds(
    call.parameters.datafeed_id ?? "_all",
    call.query.boolean("allow_no_match", true),
  );
  const options = { excludeGenerated: call.query.boolean("exclude_generated", false) };
  return ok({ count: found.length, datafeeds: found.map((datafeed) => shownDatafeed(call, datafeed, options)) });
}

function shownDatafeed(call: Call, { config }: StoredDatafeed, options: ViewOptions): ReturnType<typeof datafeedBody> {
  return datafeedBody(config, authorizationBody(call.caller, call.state.security !== undefined), options);
}

async function put(call: Call): Promise<Answer> {
  const draft = readDatafeed(new ObjectParser(), await bodyNode(call));
  const config = buildDatafeed({
    indicesOptions: indicesOptionsOf(call.query),
    ...draft,
    id: pathPart(call, "datafeed_id"),
  });
  if (!allowsMachineLearning(call.state.license)) throw nonCompliant();
  return ok(shownDatafeed(call, storeDatafeed(call, config), { excludeGenerated: false }));
}

/** Stores a datafeed; throws where its job has one, is missing, or cannot take it. */
export function storeDatafeed({ state: { anomaly }, caller }: Call, config: DatafeedConfig): StoredDatafeed {
  const { id, jobId } = config;
  const privileges = ["indices:data/read/search"];
  refuseUnreadable(caller, `datafeed [${id}]`, config.indices.map((index) => ({ index, privileges })));
  const other = anomaly.datafeedOf(jobId);
  if (other !== undefined) {
    throw statusFailure(409, `A datafeed [${other.config.id}] already exists for job [${jobId}]`);
  }
  const { analysis } = anomaly.job(jobId).config;
  if ((analysis.latency?.millis ?? 0) > 0) {
    throw statusFailure(400, "A job configured with datafeed cannot support latency");
  }
  if (config.aggregations !== undefined && (analysis.summaryCountField ?? "") === "") {
    throw statusFailure(
      400,
      "A job configured with a datafeed with aggregations must set summary_count_field_name; use doc_count or " +
        "suitable alternative",
    );
  }
  if (anomaly.datafeeds.has(id)) {
    throw failure(400, "resource_already_exists_exception", `A datafeed with id [${id}] already exists`);
  }
  const stored: StoredDatafeed = { config, started: undefined };
  anomaly.datafeeds.set(id, stored);
  return stored;
}

function remove(call: Call): Answer {
  const id = pathPart(call, "datafeed_id");
  const { started } = call.state.anomaly.datafeed(id);
  if (started !== undefined && !call.query.boolean("force", false)) {
    throw statusFailure(409, `Cannot delete datafeed [${id}] while its status is started`);
  }
  call.state.anomaly.datafeeds.delete(id);
  return ACKNOWLEDGED;
}
