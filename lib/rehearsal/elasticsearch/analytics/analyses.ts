/**
 * Kinds of data frame analytics, and their options.
 * @module
 */

import { badArgument, failure, statusFailure } from "../failure.ts";
import { JavaDouble } from "../../../java/value.ts";
import { type AnswerValue, RawJson } from "../json_text.ts";
import { boolean, double, integer, objects, text } from "../parse/fields.ts";
import { type JsonNode, nodeJson } from "../parse/json_node.ts";
import { type Field, type ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { suggestion } from "../parse/suggestion.ts";

/** An analysis, as an answer shows it. */
export interface Analysis {
  readonly kind: string;
  readonly options: Readonly<Record<string, AnswerValue>>;
  /** What its progress is told by. */
  readonly phases: readonly string[];
}

const KINDS = ["classification", "outlier_detection", "regression"];
const TREE_PHASES = ["feature_selection", "coarse_parameter_search", "fine_tuning_parameters", "final_training"];

/** Reads the one kind that is asked for. */
export function readAnalysis(parser: ObjectParser, node: JsonNode): Analysis {
  const [first, second] = node.fields;
  parser.standAt(first?.at ?? node.end);
  if (first === undefined) {
    throw failure(
      400,
      "parsing_exception",
      "Failed to parse object: expecting token of type [FIELD_NAME] but found [END_OBJECT]",
      {
        details: { line: node.end.line, col: node.end.column },
      },
    );
  }
  if (!KINDS.includes(first.name)) {
    throw failure(
      400,
      "named_object_not_found_exception",
      `[${first.at.line}:${first.at.column}] unknown field [${first.name}]${suggestion(first.name, KINDS)}`,
    );
  }
  const analysis = first.name === "outlier_detection"
    ? readOutlierDetection(parser, first.value)
    : readTrees(parser, first.name, first.value);
  if (second !== undefined) {
    parser.standAt(second.at);
    throw failure(
      400,
      "parsing_exception",
      "Failed to parse object: expecting token of type [END_OBJECT] but found [FIELD_NAME]",
      {
        details: { line: second.at.line, col: second.at.column },
      },
    );
  }
  return analysis;
}

const OBJECTIVES = ["maximize_accuracy", "maximize_minimum_recall"];
const LOSSES = ["mse", "msle", "huber"];
const METHODS = ["lof", "ldof", "distance_kth_nn", "distance_knn"];

function readOutlierDetection(parser: ObjectParser, node: JsonNode): Analysis {
  const options: Record<string, AnswerValue> = {};
  let fraction = 0.05;
  let threshold = 0;
  let influence = true;
  let standardization = true;
  parser.read(node, "outlier_detection", {
    n_neighbors: integer((count) => {
      options.n_neighbors = count;
    }),
    method: text((name) => {
      options.method = oneOf(name, METHODS, "OutlierDetection.Method");
    }),
    feature_influence_threshold: double((value) => {
      threshold = value;
      options.feature_influence_threshold = new JavaDouble(value);
    }),
    compute_feature_influence: boolean((value) => {
      influence = value;
    }),
    outlier_fraction: double((value) => {
      fraction = value;
    }),
    standardization_enabled: boolean((value) => {
      standardization = value;
    }),
  });
  if (Number(options.n_neighbors ?? 1) <= 0) throw statusFailure(400, "[n_neighbors] must be a positive integer");
  if (threshold < 0 || threshold > 1) throw statusFailure(400, "[feature_influence_threshold] must be in [0, 1]");
  if (fraction < 0 || fraction > 1) throw statusFailure(400, "[outlier_fraction] must be in [0, 1]");
  return {
    kind: "outlier_detection",
    options: {
      ...options,
      compute_feature_influence: influence,
      outlier_fraction: new JavaDouble(fraction),
      standardization_enabled: standardization,
    },
    phases: ["computing_outliers"],
  };
}

function oneOf(name: string, known: readonly string[], type: string): string {
  const text = name.toLowerCase();
  if (known.includes(text)) return text;
  throw badArgument(
    `No enum constant org.elasticsearch.xpack.core.ml.dataframe.analyses.${type}.${name.toUpperCase()}`,
  );
}

type NumberKind = "integer" | "double";

/** A number of a forest: whether it is whole, when it is refused, and what is said then. */
type Bound = readonly [kind: NumberKind, isBad: (value: number) => boolean, rule: string];

const FREE: Bound = ["double", () => false, ""];
const NOT_NEGATIVE: Bound = ["double", (value) => value < 0, "a non-negative double"];
const PART: Bound = ["double", (value) => value <= 0 || value > 1, "a double in (0, 1]"];
const TREE_OPTIONS: Readonly<Record<string, Bound>> = {
  alpha: NOT_NEGATIVE,
  lambda: NOT_NEGATIVE,
  gamma: NOT_NEGATIVE,
  eta: ["double", (value) => value < 0.001 || value > 1, "a double in [0.001, 1]"],
  eta_growth_rate_per_tree: ["double", (value) => value < 0.5 || value > 2, "a double in [0.5, 2.0]"],
  max_trees: ["integer", (value) => value <= 0 || value > 2000, "an integer in [1, 2000]"],
  feature_bag_fraction: PART,
  num_top_feature_importance_values: ["integer", (value) => value < 0, "a non-negative integer"],
  soft_tree_depth_limit: NOT_NEGATIVE,
  soft_tree_depth_tolerance: ["double", (value) => value < 0.01, "a double greater than or equal to 0.01"],
  downsample_factor: PART,
  training_percent: ["double", (value) => value <= 0 || value > 100, "a positive double in (0, 100]"],
  max_optimization_rounds_per_hyperparameter: [
    "integer",
    (value) => value < 0 || value > 20,
    "an integer in [0, 20]",
  ],
};

/** Numbers that one kind of analysis has. */
const OWN_OPTIONS: Readonly<Record<string, Bound>> = {
  num_top_classes: [
    "integer",
    (value) => value < -1 || value > 1000,
    "an integer in [0, 1000] or a special value -1",
  ],
  loss_function_parameter: ["double", (value) => value <= 0, "a positive double"],
};

function readTrees(parser: ObjectParser, kind: string, node: JsonNode): Analysis {
  const draft: Record<string, AnswerValue> = {};
  const numbers = new Map<string, number>();
  let dependent: string | undefined;
  const keep = (name: string) => (value: AnswerValue): void => {
    draft[name] = value;
  };
  const number = (name: string, kind: NumberKind): Field =>
    (kind === "integer" ? integer : double)((value) => {
      numbers.set(name, value);
      draft[name] = kind === "integer" ? value : new JavaDouble(value);
    });
  parser.read(node, kind, {
    dependent_variable: text((name) => {
      dependent = name;
    }),
    ...Object.fromEntries(Object.entries(TREE_OPTIONS).map(([name, [kind]]) => [name, number(name, kind)])),
    maximum_number_trees: number("max_trees", "integer"),
    prediction_field_name: text(keep("prediction_field_name")),
    randomize_seed: integer(keep("randomize_seed")),
    feature_processors: objects((list) => {
      if (list.token === "START_ARRAY" && list.items.length === 0) return;
      draft.feature_processors = list.token === "START_ARRAY" ? nodeJson(list) : new RawJson(`[${list.json}]`);
    }),
    early_stopping_enabled: boolean(keep("early_stopping_enabled")),
    ...(kind === "classification"
      ? {
        num_top_classes: number("num_top_classes", "integer"),
        class_assignment_objective: text((name) => {
          draft.class_assignment_objective = oneOf(name, OBJECTIVES, "Classification.ClassAssignmentObjective");
        }),
      }
      : {
        loss_function: text((name) => {
          draft.loss_function = oneOf(name, LOSSES, "Regression.LossFunction");
        }),
        loss_function_parameter: number("loss_function_parameter", "double"),
      }),
  });
  requireArguments({ dependent_variable: dependent });
  return parser.build(kind, () => {
    for (const [name, value] of numbers) {
      const [, isBad, rule] = (Object.hasOwn(TREE_OPTIONS, name) ? TREE_OPTIONS : OWN_OPTIONS)[name] ?? FREE;
      if (isBad(value)) throw statusFailure(400, `[${name}] must be ${rule}`);
    }
    return { kind, options: { ...defaultsOf(kind, dependent ?? ""), ...draft }, phases: [...TREE_PHASES, "inference"] };
  });
}

function defaultsOf(kind: string, dependent: string): Record<string, AnswerValue> {
  return {
    dependent_variable: dependent,
    ...(kind === "classification"
      ? { class_assignment_objective: "maximize_minimum_recall", num_top_classes: 2 }
      : { loss_function: "mse" }),
    prediction_field_name: `${dependent}_prediction`,
    training_percent: new JavaDouble(100),
    // The server's is a random number.
    randomize_seed: 0,
    early_stopping_enabled: true,
  };
}
