/**
 * Trained models that are stored, and the aliases they have.
 * @module
 */

import type { TrainedModel } from "../../inference/trained_model.ts";
import { InferenceError } from "../../inference/inference_error.ts";
import { JavaHashMap, type JavaMap } from "../../java/map.ts";
import type { DefinitionForm } from "./model_body.ts";
import { wildcard } from "./filter_path.ts";
import { notFound } from "./failure.ts";

/** A model as it is kept: what was said of it, its definition compressed, and the model itself. */
export interface StoredModel {
  readonly id: string;
  /** The fields of the body, the definition's excepted. */
  readonly fields: JavaMap;
  readonly type: string;
  readonly form: DefinitionForm | undefined;
  /** Gzip of the definition's JSON, in pieces. */
  readonly definition: readonly Uint8Array[];
  readonly sizeInBytes: number;
  readonly operations: number;
  readonly createTime: number;
  readonly createdBy: string;
  readonly model: TrainedModel;
  readonly usage: ModelUsage;
}

/** What a model was used for. */
export interface ModelUsage {
  inferences: number;
  failures: number;
  missingAllFields: number;
}

/** A model that nobody has used. */
export function newUsage(): ModelUsage {
  return { inferences: 0, failures: 0, missingAllFields: 0 };
}

/** The same model, which notes what it is used for. */
export function watchedModel(model: TrainedModel, usage: ModelUsage): TrainedModel {
  return {
    ...model,
    infer(document, options) {
      usage.inferences++;
      try {
        const result = model.infer(document, options);
        if (result.has("warning")) usage.missingAllFields++;
        return result;
      } catch (thrown) {
        usage.failures++;
        throw thrown;
      }
    },
  };
}

/** All models by id, and their aliases. */
export class ModelState {
  readonly models = new Map<string, StoredModel>();
  /** Ids of models by alias. */
  readonly aliases = new Map<string, string>();

  constructor() {
    this.models.set(LANGUAGE_MODEL.id, LANGUAGE_MODEL);
  }

  /** The model of an id or an alias. */
  find(idOrAlias: string): StoredModel | undefined {
    return this.models.get(this.aliases.get(idOrAlias) ?? idOrAlias);
  }

  /** What infers. */
  model(idOrAlias: string): TrainedModel | undefined {
    return this.find(idOrAlias)?.model;
  }

  /** Aliases of a model, in order. */
  aliasesOf(id: string): string[] {
    return [...this.aliases].filter(([, modelId]) => modelId === id).map(([alias]) => alias).sort();
  }

  /**
   * The models that an expression names, by id: ids, aliases, patterns, `_all`. Throws 404 for an id that is missing,
   * and for a pattern that nothing fits unless that is allowed.
   */
  expand(expression: string, allowNoMatch: boolean): StoredModel[] {
    const found = new Map<string, StoredModel>();
    const missing: string[] = [];
    for (const part of expression.split(",").map((part) => part.trim())) {
      const matches = this.#matching(part === "_all" || part === "" ? "*" : part);
      for (const model of matches) found.set(model.id, model);
      if (matches.length === 0 && (!part.includes("*") && part !== "_all" || !allowNoMatch)) missing.push(part);
    }
    if (missing.length > 0) throw missingModel(missing.join(","));
    return [...found.values()].sort((a, b) => a.id < b.id ? -1 : 1);
  }

  #matching(pattern: string): StoredModel[] {
    const expression = wildcard(pattern);
    return [...this.models.values()].filter(({ id }) =>
      expression.test(id) || this.aliasesOf(id).some((alias) => expression.test(alias))
    );
  }
}

/** 404 for a model that is not there. */
export function missingModel(id: string): Error {
  return notFound(`Could not find trained model [${id}]`);
}

/** A model that the server has stored, and fails to load: with each use. */
export function brokenModel(id: string, reason: string): TrainedModel {
  return {
    modelId: id,
    description: undefined,
    tags: [],
    inputFields: [],
    inferenceConfig: { kind: "regression", resultsField: "predicted_value", numTopFeatureImportanceValues: 0 },
    targetType: "regression",
    classificationLabels: undefined,
    featureNames: [],
    preprocessors: 0,
    trees: 0,
    nodes: 0,
    form: "compressed_definition",
    infer: () => {
      throw new InferenceError("org.elasticsearch.ElasticsearchException", reason);
    },
  };
}

/** The model that comes with every server. */
const LANGUAGE_MODEL: StoredModel = {
  id: "lang_ident_model_1",
  fields: languageModelFields(),
  type: "lang_ident",
  form: undefined,
  definition: [],
  sizeInBytes: 1_053_992,
  operations: 39_629,
  createTime: 1_575_548_914_594,
  createdBy: "_xpack",
  model: {
    ...brokenModel("lang_ident_model_1", ""),
    infer: () => {
      throw new InferenceError(
        "org.elasticsearch.rehearsal.NotSupported",
        "The model [lang_ident_model_1] is not supported by the rehearsal",
      );
    },
  },
  usage: newUsage(),
};

function languageModelFields(): JavaMap {
  const fields = new JavaHashMap();
  fields.set("description", "Model used for identifying language from arbitrary input text.");
  return fields;
}
