/**
 * The shapes of a definition: the trained model, its trees and ensembles, and what the server checks of them before it
 * stores them.
 * @module
 */

import type { Aggregator } from "./aggregator.ts";
import { aggregatorShapes } from "./aggregator_shapes.ts";
import type { FaultList, Place } from "./fault_list.ts";
import {
  booleanField,
  doubleField,
  doublesField,
  enumField,
  intField,
  longField,
  namedObjectField,
  namedObjectsField,
  objectsField,
  stringsField,
} from "./field_types.ts";
import type { DecisionType, Forest } from "./forest.ts";
import type { EnsembleModel, Model, TargetType, TreeModel } from "./model.ts";
import { ConversionError, type Field, type NamedShapes, type ReadingContext, type Shape } from "./object_parser.ts";
import type { Preprocessor } from "./preprocessor.ts";
import { preprocessorShapes } from "./preprocessor_shapes.ts";
import {
  checkNode,
  checkTree,
  emptyNode,
  type NodeDefinition,
  NodeTable,
  plantTree,
  storeNode,
} from "./tree_builder.ts";

/** What is known of a model besides what it computes with, for the checks that come after reading. */
export interface ModelNotes {
  readonly place: Place;
  /** Of a tree: the first node that asks a question without a feature, and what stands in the feature's place. */
  readonly featureless?: { readonly place: Place; readonly index: number; readonly reached: boolean };
  /** Of a tree: whether every leaf has one value that is a whole number from 0. */
  readonly votes?: boolean;
  /** Of a tree: how many nodes it has. */
  readonly nodes?: number;
}

/** A definition that was read. */
export interface Definition {
  readonly preprocessors: readonly Preprocessor[];
  readonly model: Model;
  readonly notes: ReadonlyMap<Model, ModelNotes>;
}

/** What has been said of a definition so far. */
export interface DefinitionDraft {
  model?: Model;
  preprocessors: Preprocessor[];
  preprocessorsInArray: boolean;
  made?: Definition;
}

/** What has been said of a tree or an ensemble so far. */
interface ModelDraft {
  readonly place: Place;
  readonly rank: number;
  targetType: TargetType;
  labels?: string[];
  /** Of a tree. */
  featureNames?: string[];
  hasStructure: boolean;
  /** Of an ensemble. */
  members?: Model[];
  membersInArray: boolean;
  aggregator: Aggregator;
  hasAggregator: boolean;
  hasTargetType: boolean;
  weights?: number[];
  made?: Model;
}

const DECISION_TYPES = "org.elasticsearch.xpack.core.ml.job.config.Operator";
const TARGET_TYPES = "org.elasticsearch.xpack.core.ml.inference.trainedmodel.TargetType";
const DECISIONS: ReadonlyMap<string, DecisionType> = new Map([
  ["LT", "lt"],
  ["LTE", "lte"],
  ["GT", "gt"],
  ["GTE", "gte"],
]);

const NODE: Shape<NodeDefinition> = {
  name: "tree_node",
  fields: new Map<string, Field<NodeDefinition>>([
    ["threshold", doubleField((node, value) => node.threshold = value)],
    [
      "decision_type",
      enumField(DECISION_TYPES, (name) => {
        const decision = DECISIONS.get(name);
        return decision === undefined ? undefined : (node) => node.decision = decision;
      }),
    ],
    ["left_child", intField((node, value) => node.left = value)],
    ["right_child", intField((node, value) => node.right = value)],
    ["default_left", booleanField((node, value) => node.defaultLeft = value)],
    ["split_feature", intField((node, value) => node.feature = value)],
    ["node_index", intField((node, value) => node.nodeIndex = value)],
    ["split_gain", doubleField(() => {})],
    ["leaf_value", doublesField((node, values) => node.leaf = values)],
    ["number_samples", longField((node, value) => node.samples = value)],
  ]),
  create: (context) => emptyNode(context.place()),
  finish: (node, context) => {
    checkNode(node);
    // A compressed definition is stored as it is.
    if (!context.lenient) storeNode(node);
  },
};

/** Makes the shape of a definition; the trees are planted in the forest as they come. */
export function definitionShape(forest: Forest): Shape<DefinitionDraft> {
  const notes = new Map<Model, ModelNotes>();
  const models = modelShapes(forest, notes);
  return {
    name: "trained_model_definition",
    fields: new Map<string, Field<DefinitionDraft>>([
      [
        "trained_model",
        namedObjectField("trained_model", models, (draft, value) => {
          if (value.made !== undefined) draft.model = value.made;
        }),
      ],
      [
        "preprocessors",
        namedObjectsField(
          "preprocessors",
          preprocessorShapes,
          (draft, inArray) => {
            draft.preprocessors = [];
            draft.preprocessorsInArray = inArray;
          },
          (draft, value) => {
            if (value.made !== undefined) draft.preprocessors.push(value.made);
          },
        ),
      ],
    ]),
    create: () => ({ preprocessors: [], preprocessorsInArray: true }),
    finish: (draft) => {
      if (draft.model === undefined) throw new ConversionError("[trained_model] must not be null.");
      if (!draft.preprocessorsInArray && draft.preprocessors.length > 1) {
        throw new ConversionError("preprocessors must be an array of preprocessor objects");
      }
      draft.made = { preprocessors: draft.preprocessors, model: draft.model, notes };
    },
  };
}

function modelShapes(forest: Forest, notes: Map<Model, ModelNotes>): NamedShapes<ModelDraft> {
  const ranks = new Ranks();
  const nodes = new NodeTable();
  const shapes: ReadonlyMap<string, Shape<ModelDraft>> = new Map<string, Shape<ModelDraft>>([
    ["tree", treeShape(forest, nodes, notes, ranks)],
    ["ensemble", ensembleShape((name) => shapes.get(name), notes, ranks)],
    ["lang_ident_neural_network", LANGUAGE_IDENTIFICATION],
  ]);
  return (name) => shapes.get(name);
}

/** Counts models in the order in which the server checks them: outer ones before what is in them. */
class Ranks {
  #next = 0;

  next(): number {
    return this.#next++;
  }
}

const LANGUAGE_IDENTIFICATION: Shape<ModelDraft> = {
  name: "lang_ident_neural_network",
  fields: new Map(),
  opaque: true,
  create: (context) => emptyModel(context, 0),
  finish: (_, context) => {
    refuseKind(context.faults, context.place(), "lang_ident_neural_network");
  },
};

/** A kind of model that the server knows, and the rehearsal does not. */
export function refuseKind(faults: FaultList, place: Place, kind: string): void {
  faults.add("body", `${kind} is not supported by the rehearsal`, place, {
    code: "model-not-supported",
    message: `Cannot evaluate a model of type "${kind}", which is not supported by the rehearsal`,
    hint: "Supported are trees and ensembles of trees",
  });
}

function treeShape(
  forest: Forest,
  nodes: NodeTable,
  notes: Map<Model, ModelNotes>,
  ranks: Ranks,
): Shape<ModelDraft> {
  return {
    name: "tree",
    fields: new Map<string, Field<ModelDraft>>([
      ["feature_names", stringsField((draft, values) => draft.featureNames = values)],
      [
        "tree_structure",
        objectsField(
          NODE,
          (draft) => {
            draft.hasStructure = true;
            nodes.clear();
          },
          (_, node) => nodes.add(node),
        ),
      ],
      ["target_type", targetTypeField()],
      ["classification_labels", stringsField((draft, values) => draft.labels = values)],
    ]),
    create: (context) => {
      nodes.clear();
      return emptyModel(context, ranks.next());
    },
    finish: (draft, context) => {
      if (draft.featureNames === undefined) throw new ConversionError("[feature_names] must not be null.");
      if (!draft.hasStructure) requireStored(context, draft, ["tree_structure"]);
      // A tree without structure is one leaf.
      if (!draft.hasStructure) nodes.add({ ...emptyNode(draft.place), leaf: [0] });
      if (nodes.count === 0) throw new ConversionError("[tree_structure] must not be empty");
      const sound = checkTree(nodes, {
        featureCount: draft.featureNames.length,
        targetType: draft.targetType,
        labels: draft.labels,
        place: draft.place,
        rank: draft.rank,
      }, context.faults);
      const made: TreeModel = {
        kind: "tree",
        targetType: draft.targetType,
        labels: draft.labels,
        featureNames: draft.featureNames,
        ...(sound ? plantTree(nodes, forest) : UNSOUND),
      };
      draft.made = made;
      notes.set(made, treeNotes(nodes, draft.place, sound));
    },
  };
}

function emptyModel(context: ReadingContext, rank: number): ModelDraft {
  return {
    place: context.place(),
    rank,
    targetType: "regression",
    hasStructure: false,
    membersInArray: true,
    aggregator: { kind: "weighted_sum" },
    hasAggregator: false,
    hasTargetType: false,
  };
}

/** What the server fills in when it stores a plain definition; a compressed one is stored as it is, and must have it. */
function requireStored(context: ReadingContext, draft: ModelDraft, fields: readonly string[]): void {
  if (!context.lenient) return;
  context.faults.add("load", `Required [${fields.join(", ")}]`, draft.place, {
    hint: "Elasticsearch fills this in when it stores a plain definition, but not in a compressed one",
  });
}

/** In the place of a tree that cannot be used. */
const UNSOUND = { planted: { root: 0, end: 0, leafSize: 1, depth: 0 }, largestLeaf: 0 };

function treeNotes(nodes: NodeTable, place: Place, sound: boolean): ModelNotes {
  let featureless: number | undefined;
  let votes = true;
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.isLeaf(node)) {
      const [value = NaN] = nodes.leaf(node);
      votes &&= nodes.leafSize(node) === 1 && Number.isInteger(value) && value >= 0;
    } else if (nodes.feature(node) < 0) featureless ??= node;
  }
  const notes = { place, votes, nodes: nodes.count };
  if (featureless === undefined || !sound) return notes;
  const reached = firstReached(nodes, (node) => nodes.feature(node) < 0);
  const node = reached ?? featureless;
  return {
    ...notes,
    featureless: { place: nodes.place(node, place.path), index: nodes.feature(node), reached: reached !== undefined },
  };
}

/** The first inner node with a property, among those that documents can come to. */
function firstReached(nodes: NodeTable, has: (node: number) => boolean): number | undefined {
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (nodes.isLeaf(node)) continue;
    if (has(node)) return node;
    open.push(nodes.right(node), nodes.left(node));
  }
  return undefined;
}

function ensembleShape(
  models: NamedShapes<ModelDraft>,
  notes: Map<Model, ModelNotes>,
  ranks: Ranks,
): Shape<ModelDraft> {
  return {
    name: "ensemble",
    fields: new Map<string, Field<ModelDraft>>([
      ["feature_names", stringsField(() => {})],
      [
        "trained_models",
        namedObjectsField(
          "trained_models",
          models,
          (draft, inArray) => {
            draft.members = [];
            draft.membersInArray = inArray;
          },
          (draft, value) => {
            if (value.made !== undefined) draft.members?.push(value.made);
          },
        ),
      ],
      [
        "aggregate_output",
        namedObjectField("aggregate_output", aggregatorShapes, (draft, value) => {
          if (value.made === undefined) return;
          draft.aggregator = value.made;
          draft.hasAggregator = true;
        }),
      ],
      ["target_type", targetTypeField()],
      ["classification_labels", stringsField((draft, values) => draft.labels = values)],
      ["classification_weights", doublesField((draft, values) => draft.weights = values)],
    ]),
    create: (context) => emptyModel(context, ranks.next()),
    finish: (draft, context) => {
      const { members } = draft;
      if (!draft.membersInArray && (members?.length ?? 0) > 1) {
        throw new ConversionError("[trained_models] needs to be an array of objects");
      }
      if (members === undefined) throw new ConversionError("[trained_models] must not be null.");
      const missing = [
        ...draft.hasAggregator ? [] : ["aggregate_output"],
        ...draft.hasTargetType ? [] : ["target_type"],
      ];
      if (missing.length > 0) requireStored(context, draft, missing);
      checkEnsemble(draft, members, context.faults);
      const made: EnsembleModel = {
        kind: "ensemble",
        targetType: draft.targetType,
        labels: draft.labels,
        weights: draft.weights,
        aggregator: draft.aggregator,
        members,
      };
      draft.made = made;
      notes.set(made, { place: draft.place });
    },
  };
}

function checkEnsemble(draft: ModelDraft, members: readonly Model[], faults: FaultList): void {
  const { aggregator, targetType, labels, weights } = draft;
  const report = (key: string, serverMessage: string, hint?: string) =>
    faults.add("structure", serverMessage, { ...draft.place, path: `${draft.place.path}/${key}` }, {
      rank: draft.rank,
      ...(hint === undefined ? {} : { hint }),
    });
  if (members.length === 0) report("trained_models", "[trained_models] must not be empty");
  const fits = aggregator.kind === "logistic_regression" ||
    (aggregator.kind === "weighted_mode") === (targetType === "classification");
  if (!fits) {
    report(
      "aggregate_output",
      `aggregate_output [${targetType}] is not compatible with target_type [${aggregator.kind}]`,
      `The server has the two names exchanged: the aggregator is ${aggregator.kind}, the target_type ${targetType}`,
    );
  }
  if (aggregator.weights !== undefined && members.length > 0 && aggregator.weights.length !== members.length) {
    report(
      `aggregate_output/${aggregator.kind}/weights`,
      `[aggregate_output] expects value array of size [${aggregator.weights.length}] but number of models is ` +
        `[${members.length}]`,
    );
  }
  if ((labels !== undefined || weights !== undefined) && targetType !== "classification") {
    report(
      "target_type",
      "[target_type] should be [classification] if [classification_labels] or [classification_weights] are provided",
    );
  }
  if (labels !== undefined && weights !== undefined && labels.length !== weights.length) {
    report(
      "classification_weights",
      "[classification_weights] and [classification_labels] should be the same length if both are provided",
    );
  }
}

function targetTypeField(): Field<ModelDraft> {
  return enumField(TARGET_TYPES, (name) => {
    const targetType = name === "REGRESSION" ? "regression" : name === "CLASSIFICATION" ? "classification" : undefined;
    return targetType === undefined ? undefined : (draft) => {
      draft.targetType = targetType;
      draft.hasTargetType = true;
    };
  });
}
