/**
 * Every ML bundle on a stack, of all families: its model, and what calls it and is called with it.
 * @module
 */

import type { Stack } from "../../stack/connect.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import { ANSWERS, narrow } from "../answers.ts";
import { type RequestOptions, Requests } from "../requests.ts";
import { SCRIPT } from "../resources/script.ts";
import { storedById } from "../resources/stored_by_id.ts";
import { askReferences } from "../dga/usage_facts.ts";
import { groupBundles, type InstalledBundle, type ListedModel } from "./group_bundles.ts";

/**
 * Lists the bundles on a stack, by family and model. Changes nothing.
 *
 * @throws {StackError} when the server does not answer, or the caller may not read models, pipelines or scripts
 */
export async function listBundles(stack: Stack, options: RequestOptions = {}): Promise<InstalledBundle[]> {
  const requests = new Requests(stack, options);
  const models = await askModels(requests);
  const references = await askReferences(requests);
  const called = new Set(references.flatMap(({ kind, id }) => kind === "script" ? [id] : []));
  const scripts = await storedById(requests, SCRIPT, [...called]);
  return groupBundles(models, references, Object.keys(scripts));
}

/** As many models as one answer brings; the server gives 100 unless told otherwise. */
const PAGE = 1000;

async function askModels(requests: Requests): Promise<ListedModel[]> {
  const path = pathOf`/_ml/trained_models`;
  const models: ListedModel[] = [];
  for (let from = 0;; from += PAGE) {
    const { body } = await requests.read({ method: "GET", path, query: { from, size: PAGE } });
    const page = narrow(`GET ${path}`, ANSWERS.modelList, body).trained_model_configs;
    for (const { model_id, model_type, created_by, metadata } of page) {
      // What the server brings along, and language models, are no bundles.
      if (model_id.startsWith(".") || created_by === "_xpack") continue;
      if (model_type !== undefined && model_type !== "tree_ensemble") continue;
      models.push({
        id: model_id,
        aliases: metadata?.model_aliases ?? [],
        ...(metadata?.ml_dga === undefined ? {} : { origin: metadata.ml_dga }),
      });
    }
    if (page.length < PAGE) return models;
  }
}
