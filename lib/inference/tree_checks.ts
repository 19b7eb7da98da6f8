/**
 * What the server checks of a tree before it stores it, and what it would fail over when it loads it.
 * @module
 */

import type { FaultDetails, FaultList, Place } from "./fault_list.ts";
import type { ModelPhase } from "./inference_error.ts";
import type { TargetType } from "./model.ts";
import type { NodeTable } from "./node_table.ts";

/** What the checks have to know besides the nodes. */
export interface TreeFacts {
  readonly featureCount: number;
  readonly targetType: TargetType;
  readonly labels: readonly string[] | undefined;
  readonly place: Place;
  /** Position among the models of the definition, outer ones first. */
  readonly rank: number;
}

/** Checks a tree as the server does before it stores it, and what would fail when it is loaded; true when it can be planted. */
export function checkTree(nodes: NodeTable, tree: TreeFacts, faults: FaultList): boolean {
  const before = faults.count;
  const report: Report = (phase, serverMessage, place, details = {}) =>
    faults.add(phase, serverMessage, place, { ...details, rank: tree.rank });
  checkFeatures(nodes, tree, report);
  checkTarget(nodes, tree, report);
  if (checkChildren(nodes, tree, report)) checkCycles(nodes, tree, report);
  checkLeaves(nodes, tree, report);
  return faults.count === before && checkReachable(nodes, tree, report);
}

type Report = (phase: ModelPhase, serverMessage: string, place: Place, details?: FaultDetails) => void;

function checkFeatures(nodes: NodeTable, tree: TreeFacts, report: Report): void {
  let largest = 0;
  for (let node = 0; node < nodes.count; node++) largest = Math.max(largest, nodes.feature(node));
  if (largest >= tree.featureCount) {
    for (let node = 0; node < nodes.count; node++) {
      if (nodes.feature(node) < tree.featureCount) continue;
      report(
        "structure",
        `feature index [${largest}] is out of bounds for the [feature_names] array`,
        nodes.place(node, tree.place.path),
        {
          message:
            `Elasticsearch does not take this model: split_feature [${nodes.feature(node)}] of the node is out ` +
            `of bounds for the ${tree.featureCount} [feature_names] of its tree`,
          hint: "A split_feature is a position in feature_names, from 0.",
        },
      );
    }
  }
  if (nodes.count > 1 && tree.featureCount === 0) {
    report(
      "structure",
      `[feature_names] is empty and the tree has > 1 nodes; num nodes [${nodes.count}]. ` +
        "The model Must have features if tree is not a stump",
      tree.place,
      { hint: "Name the features that the nodes ask about." },
    );
  }
}

function checkTarget(nodes: NodeTable, tree: TreeFacts, report: Report): void {
  if (tree.targetType === "classification") return;
  if (tree.labels !== undefined) {
    report(
      "structure",
      "[target_type] should be [classification] if [classification_labels] are provided",
      tree.place,
      { hint: "Set it, or remove the labels." },
    );
  }
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.leafSize(node) <= 1) continue;
    report(
      "structure",
      "[target_type] should be [classification] if leaf nodes have multiple values",
      nodes.place(node, tree.place.path),
      { hint: "Set it, or give the leaf one value." },
    );
    return;
  }
}

function checkChildren(nodes: NodeTable, tree: TreeFacts, report: Report): boolean {
  const missing: number[] = [];
  const parents: number[] = [];
  for (let node = 0; node < nodes.count; node++) {
    for (const child of [nodes.left(node), nodes.right(node)]) {
      if (child < nodes.count) continue;
      missing.push(child);
      if (parents[parents.length - 1] !== node) parents.push(node);
      if (missing.length > 1000) break;
    }
  }
  for (const node of parents) {
    const own = [nodes.left(node), nodes.right(node)].filter((child) => child >= nodes.count);
    report(
      "structure",
      `[tree] contains missing nodes [${missing.join(", ")}]`,
      nodes.place(node, tree.place.path),
      {
        message: `Elasticsearch does not take this model: the node's children [${own.join(", ")}] are missing from ` +
          `the ${nodes.count} nodes of the tree`,
        hint: "A child is the position of another node in tree_structure, from 0.",
      },
    );
  }
  return parents.length === 0;
}

/** A node that two others lead to counts as a cycle too. */
function checkCycles(nodes: NodeTable, tree: TreeFacts, report: Report): void {
  const seen = new Uint8Array(nodes.count);
  const queue: number[] = [0];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? 0;
    if (seen[node] === 1) {
      report("structure", `[tree] contains cycle at node ${node}`, nodes.place(node, tree.place.path), {
        hint: "Every node can be the child of one node only.",
      });
      return;
    }
    seen[node] = 1;
    if (nodes.left(node) >= 0) queue.push(nodes.left(node));
    if (nodes.right(node) >= 0) queue.push(nodes.right(node));
  }
}

function checkLeaves(nodes: NodeTable, tree: TreeFacts, report: Report): void {
  let size: number | undefined;
  for (let node = 0; node < nodes.count; node++) {
    if (!nodes.isLeaf(node)) continue;
    size ??= nodes.leafSize(node);
    if (nodes.leafSize(node) === size) continue;
    report(
      "structure",
      "[tree.tree_structure] all leaf nodes must have the same number of values",
      nodes.place(node, tree.place.path),
      { hint: `The first leaf of the tree has ${size}, and this one ${nodes.leafSize(node)}.` },
    );
    return;
  }
  if (size === 0) {
    report("load", "Index 0 out of bounds for length 0", tree.place, {
      message: "Elasticsearch stores this model, but cannot load it: the leaves of the tree have no values",
      hint: "Give each leaf one value, or as many as there are classes.",
    });
  }
}

/** Second children are only asked for when a model is loaded, and only of nodes that can be reached. */
function checkReachable(nodes: NodeTable, tree: TreeFacts, report: Report): boolean {
  let complete = true;
  const open = [0];
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (nodes.isLeaf(node)) continue;
    open.push(nodes.left(node));
    if (nodes.right(node) >= 0) {
      open.push(nodes.right(node));
      continue;
    }
    complete = false;
    report("load", `Index -1 out of bounds for length ${nodes.count}`, nodes.place(node, tree.place.path), {
      message: "Elasticsearch stores this model, but cannot load it: the node has a left_child and no right_child",
      hint: "A node has two children, or none and a leaf_value.",
    });
  }
  return complete;
}
