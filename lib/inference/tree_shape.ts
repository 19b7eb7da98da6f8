/**
 * The shape of a tree.
 * @module
 */

import {
  booleanField,
  doubleField,
  doublesField,
  enumField,
  intField,
  longField,
  objectsField,
  stringsField,
} from "./field_types.ts";
import type { Place } from "./fault_list.ts";
import type { DecisionType, Forest, PlantedTree } from "./forest.ts";
import type { Model, TreeModel } from "./model.ts";
import {
  emptyModel,
  type ModelDraft,
  type ModelNotes,
  type Ranks,
  requireStored,
  targetTypeField,
} from "./model_draft.ts";
import { checkNode, emptyNode, type NodeDefinition, NodeTable, storeNode } from "./node_table.ts";
import { ConversionError, type Field, type Shape } from "./object_parser.ts";
import { checkTree } from "./tree_checks.ts";

const DECISION_TYPES = "org.elasticsearch.xpack.core.ml.job.config.Operator";
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
      enumField(DECISION_TYPES, DECISIONS, (node, decision) => node.decision = decision),
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
  create: (context) => {
    context.hold(NODE_BYTES);
    return emptyNode(context.place());
  },
  finish: (node, context) => {
    checkNode(node);
    // A compressed definition is stored as it is.
    if (!context.lenient) storeNode(node);
  },
};

const TREE_HINT = "A tree has feature_names, and nodes in tree_structure.";

/** About what a node takes while it is read and when it is planted, and what a tree takes beside its nodes. */
const NODE_BYTES = 96;
const TREE_BYTES = 1024;

/** Makes the shape of a tree; every one is planted in the forest when it has been read. */
export function treeShape(
  forest: Forest,
  notes: Map<Model, ModelNotes>,
  ranks: Ranks,
): Shape<ModelDraft> {
  const nodes = new NodeTable();
  let names: readonly string[] = [];
  // Every tree of an export repeats the ensemble's names: thousands of trees hold one list.
  const isSame = (own: readonly string[]) => own.length === names.length && own.every((name, i) => name === names[i]);
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
    locate: (draft, key, context) => {
      if (key === "feature_names") draft.namesPlace = context.place();
    },
    create: (context) => {
      nodes.clear();
      context.hold(TREE_BYTES);
      return emptyModel(context, ranks.next());
    },
    finish: (draft, context) => {
      if (draft.featureNames === undefined) throw new ConversionError("[feature_names] must not be null.", TREE_HINT);
      const namesPlace = isSame(draft.featureNames) ? undefined : draft.namesPlace;
      if (namesPlace !== undefined) names = draft.featureNames;
      if (!draft.hasStructure) requireStored(context, draft, ["tree_structure"]);
      // A tree without structure is one leaf.
      if (!draft.hasStructure) nodes.add({ ...emptyNode(draft.place), leaf: [0] });
      if (nodes.count === 0) throw new ConversionError("[tree_structure] must not be empty", TREE_HINT);
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
        featureNames: isSame(draft.featureNames) ? names : draft.featureNames,
        ...(sound ? plantTree(nodes, forest) : UNSOUND),
      };
      draft.made = made;
      notes.set(made, { ...treeNotes(nodes, draft.place, sound), namesPlace });
    },
  };
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

/** Puts a tree without faults into the forest. */
function plantTree(nodes: NodeTable, forest: Forest): { planted: PlantedTree; largestLeaf: number } {
  let largestLeaf = -Infinity;
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.isLeaf(node)) largestLeaf = Math.max(largestLeaf, nodes.leaf(node)[0] ?? NaN);
  }
  return { planted: forest.plant(nodes), largestLeaf };
}
