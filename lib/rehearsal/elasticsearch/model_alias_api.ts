/** Other names of trained models: `_ml/trained_models/{id}/model_aliases/{alias}`. @module */

import { ACKNOWLEDGED, type Answer } from "./answer.ts";
import { failure, invalidRequest, notFound, statusFailure } from "./failure.ts";
import { missingModel } from "./model_state.ts";
import { type Call, pathPart, type Route } from "./route.ts";

const PATH = "/_ml/trained_models/{model_id}/model_aliases/{model_alias}";
const ALIAS = /^[a-z0-9]([a-z0-9_\-.]*[a-z])?$/;

/** The calls. */
export const MODEL_ALIAS_ROUTES: readonly Route[] = [
  {
    method: "PUT",
    path: PATH,
    action: "cluster:admin/xpack/ml/inference/model_aliases/put",
    query: ["reassign", "timeout", "master_timeout"],
    fn: put,
  },
  {
    method: "DELETE",
    path: PATH,
    action: "cluster:admin/xpack/ml/inference/model_aliases/delete",
    query: ["timeout", "master_timeout"],
    fn: remove,
  },
];

function put(call: Call): Answer {
  const [id, alias] = [pathPart(call, "model_id"), pathPart(call, "model_alias")];
  const { models } = call.state;
  const faults = [
    ...(id === alias ? [`model_alias [${alias}] cannot equal model_id [${id}]`] : []),
    ...(ALIAS.test(alias) ? [] : [
      `Invalid model_alias; '${alias}' can contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; ` +
      "must start with alphanumeric and cannot end with numbers",
    ]),
  ];
  if (faults.length > 0) throw invalidRequest(...faults);
  const model = models.models.get(id);
  if (model === undefined) throw missingModel(id);
  if (models.models.has(alias)) {
    throw statusFailure(400, `model_alias cannot be the same as an existing trained model [${alias}]`);
  }
  const before = models.find(alias);
  if (before !== undefined && !call.query.boolean("reassign", false)) {
    throw failure(
      400,
      "resource_already_exists_exception",
      `cannot assign model_alias [${alias}] to model_id [${id}] as model_alias already refers to [${before.id}]. ` +
        "Set parameter [reassign] to [true] if model_alias should be reassigned.",
    );
  }
  if (before !== undefined && before.model.inferenceConfig.kind !== model.model.inferenceConfig.kind) {
    throw statusFailure(
      400,
      `cannot reassign model_alias [${alias}] to model [${id}] with inference config type ` +
        `[${model.model.inferenceConfig.kind}] from model [${before.id}] with type [${before.model.inferenceConfig.kind}]`,
    );
  }
  models.aliases.set(alias, id);
  return ACKNOWLEDGED;
}

function remove(call: Call): Answer {
  const [id, alias] = [pathPart(call, "model_id"), pathPart(call, "model_alias")];
  const { models } = call.state;
  const there = models.aliases.get(alias);
  if (there === undefined) throw notFound(`model_alias [${alias}] could not be found`);
  if (there !== id) {
    throw statusFailure(409, `model_alias [${alias}] does not refer to provided model_id [${id}]`);
  }
  models.aliases.delete(alias);
  return ACKNOWLEDGED;
}
