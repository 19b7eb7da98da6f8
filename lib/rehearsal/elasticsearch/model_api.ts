/** Trained models: `_ml/trained_models`, but for PUT. @module */

import type { PipelineConfig } from "../../ingest/pipeline_config.ts";
import { pipelineReferences } from "../../ingest/references.ts";
import { ACKNOWLEDGED, type Answer, ok } from "./answer.ts";
import { badArgument, statusFailure } from "./failure.ts";
import { tagsOf } from "./model_put.ts";
import { missingModel, type StoredModel } from "./model_state.ts";
import { modelBody, type ModelViewOptions } from "./model_view.ts";
import { type Call, pathPart, type Route } from "./route.ts";

const GET_ACTION = "cluster:monitor/xpack/ml/inference/get";
const GET_QUERY = [
  "allow_no_match",
  "decompress_definition",
  "exclude_generated",
  "from",
  "include",
  "include_model_definition",
  "size",
  "tags",
];
const INCLUDES = [
  "definition",
  "definition_status",
  "feature_importance_baseline",
  "hyperparameters",
  "total_feature_importance",
];

/** The calls. */
export const MODEL_ROUTES: readonly Route[] = [
  { method: "GET", path: "/_ml/trained_models", action: GET_ACTION, query: GET_QUERY, fn: get },
  { method: "GET", path: "/_ml/trained_models/{model_id}", action: GET_ACTION, query: GET_QUERY, fn: get },
  {
    method: "DELETE",
    path: "/_ml/trained_models/{model_id}",
    action: "cluster:admin/xpack/ml/inference/delete",
    query: ["force", "timeout"],
    fn: remove,
  },
];

function get(call: Call): Answer {
  const { state, query } = call;
  const include = query.list("include");
  const unknown = include.find((name) => !INCLUDES.includes(name));
  if (unknown !== undefined) {
    throw badArgument(
      `unknown [include] parameter [${unknown}]. Valid options are [${INCLUDES.join(", ")}]`,
    );
  }
  const found = state.models.expand(call.parameters.model_id ?? "_all", query.boolean("allow_no_match", true));
  const tags = query.list("tags");
  const models = found.filter((model) => tags.every((tag) => tagsOf(model.fields).includes(tag)));
  const from = query.integer("from", 0);
  const shown = models.slice(from, from + query.integer("size", 100));
  const wantsDefinition = include.includes("definition") || query.boolean("include_model_definition", false);
  if (wantsDefinition && shown.length > 1) {
    throw statusFailure(400, "Getting the model definition is not supported when getting more than one model");
  }
  if (include.includes("definition_status")) refuseStatus(shown);
  const decompress = query.boolean("decompress_definition", true);
  const options: ModelViewOptions = {
    definition: !wantsDefinition ? "none" : decompress ? "decompressed" : "compressed",
    excludeGenerated: query.boolean("exclude_generated", false),
  };
  return ok({
    count: models.length,
    trained_model_configs: shown.map((model) => modelBody(model, state.models.aliasesOf(model.id), options)),
  });
}

function refuseStatus(models: readonly StoredModel[]): void {
  if (models.length > 1) {
    throw statusFailure(400, "Getting the model download status is not supported when getting more than one model");
  }
  throw statusFailure(400, "Definition status is only relevant to PyTorch model types");
}

function remove(call: Call): Answer {
  const id = pathPart(call, "model_id");
  const { models } = call.state;
  if (!models.models.has(id)) throw missingModel(id);
  if (!call.query.boolean("force", false)) refuseReferred(call, id);
  models.models.delete(id);
  for (const alias of models.aliasesOf(id)) models.aliases.delete(alias);
  return ACKNOWLEDGED;
}

/** A model that a pipeline calls, by its id or an alias, stays. */
function refuseReferred({ state }: Call, id: string): void {
  const referred = referredModels(state.ingest.pipelines.values());
  if (referred.has(id)) {
    throw statusFailure(
      409,
      `Cannot delete model [${id}] as it is still referenced by ingest processors; use force to delete the model`,
    );
  }
  const alias = state.models.aliasesOf(id).find((alias) => referred.has(alias));
  if (alias !== undefined) {
    throw statusFailure(
      409,
      `Cannot delete model [${id}] as it has a model_alias [${alias}] that is still referenced by ingest processors; ` +
        "use force to delete the model",
    );
  }
}

/** Ids and aliases that pipelines call. */
function referredModels(pipelines: Iterable<{ readonly config: PipelineConfig }>): Set<string> {
  return new Set([...pipelines].flatMap(({ config }) => pipelineReferences(config).models.map(({ id }) => id)));
}
