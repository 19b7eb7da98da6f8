/**
 * A tree while it is read: its nodes in arrays that are used again for the next one, checked at its end as the server
 * checks trees, and then planted in the forest.
 * @module
 */

import type { FaultDetails, FaultList, FaultPhase, Place } from "./fault_list.ts";
import type { DecisionType, Forest, NodeReader, PlantedTree } from "./forest.ts";
import type { TargetType } from "./model.ts";
import { ConversionError } from "./object_parser.ts";

/** A node as it stands in a definition. */
export interface NodeDefinition {
  nodeIndex: number | undefined;
  decision: DecisionType;
  threshold: number | undefined;
  left: number | undefined;
  right: number | undefined;
  defaultLeft: boolean;
  feature: number;
  leaf: number[] | undefined;
  samples: number;
  /** Where it begins; 0 where positions mean nothing. */
  line: number;
  column: number;
}

/** A node of which nothing is known but where it begins. */
export function emptyNode(place: Place): NodeDefinition {
  return {
    line: place.line ?? 0,
    column: place.column ?? 0,
    nodeIndex: undefined,
    decision: "lte",
    threshold: undefined,
    left: undefined,
    right: undefined,
    defaultLeft: false,
    feature: -1,
    leaf: undefined,
    samples: 0,
  };
}

/** What a node must have; the server says so while it reads. */
export function checkNode(node: NodeDefinition): void {
  if ((node.nodeIndex ?? 0) < 0) throw new ConversionError("[node_index] must be a non-negative integer.");
  if (node.left === undefined) {
    if (node.leaf === undefined) throw new ConversionError("[leaf_value] is required for a leaf node.");
  } else {
    if (node.left < 0) throw new ConversionError("[left_child] must be a non-negative integer.");
    if (node.right !== undefined && node.right < 0) {
      throw new ConversionError("[right_child] must be a non-negative integer.");
    }
    if (node.threshold === undefined) throw new ConversionError("[threshold] must exist for non-leaf node.");
  }
  if (node.samples < 0) throw new ConversionError("[number_samples] must be greater than or equal to 0");
}

/** What becomes of a node that is written anew when it is stored: what is not finite, or below -1, is left out. */
export function storeNode(node: NodeDefinition): void {
  if (node.threshold !== undefined && !Number.isFinite(node.threshold)) node.threshold = NaN;
  node.feature = Math.max(-1, node.feature);
}

/** The nodes of one tree, in arrays: a tree may have millions. */
export class NodeTable implements NodeReader {
  count = 0;
  #left = new Int32Array(64);
  #right = new Int32Array(64);
  #feature = new Int32Array(64);
  #threshold = new Float64Array(64);
  /** Decision type in the low bits, then the direction of missing values. */
  #flags = new Uint8Array(64);
  #samples = new Float64Array(64);
  /** Where the values of a node begin; those of the next one begin where they end. */
  #leafStart = new Uint32Array(65);
  #leafValues = new Float64Array(64);
  #line = new Int32Array(64);
  #column = new Int32Array(64);

  /** Forgets the tree before. */
  clear(): void {
    this.count = 0;
  }

  add(node: NodeDefinition): void {
    if (this.count === this.#left.length) this.#grow();
    const at = this.count++;
    this.#left[at] = node.left ?? -1;
    this.#right[at] = node.right ?? -1;
    this.#feature[at] = node.feature;
    this.#threshold[at] = node.threshold ?? NaN;
    this.#flags[at] = DECISIONS.indexOf(node.decision) | (node.defaultLeft ? DEFAULT_LEFT : 0);
    this.#samples[at] = node.samples;
    this.#line[at] = node.line;
    this.#column[at] = node.column;
    const values = node.leaf ?? [];
    const start = this.#leafStart[at] ?? 0;
    const end = start + values.length;
    if (end > this.#leafValues.length) {
      const more = new Float64Array(Math.max(end, Math.ceil(this.#leafValues.length * 1.5)));
      more.set(this.#leafValues);
      this.#leafValues = more;
    }
    this.#leafValues.set(values, start);
    this.#leafStart[at + 1] = end;
  }

  /** Where a node is in the text. */
  place(node: number, treePath: string): Place {
    const path = `${treePath}/tree_structure/${node}`;
    const line = this.#line[node];
    return line === 0 ? { path } : { path, line, column: this.#column[node] };
  }

  isLeaf(node: number): boolean {
    return this.left(node) < 0;
  }

  left(node: number): number {
    return this.#left[node] ?? -1;
  }

  right(node: number): number {
    return this.#right[node] ?? -1;
  }

  feature(node: number): number {
    return this.#feature[node] ?? -1;
  }

  threshold(node: number): number {
    return this.#threshold[node] ?? NaN;
  }

  decision(node: number): DecisionType {
    return DECISIONS[(this.#flags[node] ?? 0) & 3] ?? "lte";
  }

  defaultLeft(node: number): boolean {
    return ((this.#flags[node] ?? 0) & DEFAULT_LEFT) !== 0;
  }

  samples(node: number): number {
    return this.#samples[node] ?? 0;
  }

  /** How many values a node has. */
  leafSize(node: number): number {
    return (this.#leafStart[node + 1] ?? 0) - (this.#leafStart[node] ?? 0);
  }

  leaf(node: number): Float64Array {
    return this.#leafValues.subarray(this.#leafStart[node], this.#leafStart[node + 1]);
  }

  #grow(): void {
    const length = Math.ceil(this.#left.length * 1.5);
    const longer = <T extends Int32Array | Uint8Array | Uint32Array | Float64Array>(old: T, fresh: T): T => {
      fresh.set(old);
      return fresh;
    };
    this.#left = longer(this.#left, new Int32Array(length));
    this.#right = longer(this.#right, new Int32Array(length));
    this.#feature = longer(this.#feature, new Int32Array(length));
    this.#threshold = longer(this.#threshold, new Float64Array(length));
    this.#flags = longer(this.#flags, new Uint8Array(length));
    this.#samples = longer(this.#samples, new Float64Array(length));
    this.#leafStart = longer(this.#leafStart, new Uint32Array(length + 1));
    this.#line = longer(this.#line, new Int32Array(length));
    this.#column = longer(this.#column, new Int32Array(length));
  }
}

const DECISIONS: readonly DecisionType[] = ["lte", "lt", "gt", "gte"];
const DEFAULT_LEFT = 4;

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

type Report = (phase: FaultPhase, serverMessage: string, place: Place, details?: FaultDetails) => void;

/** Plants a tree that has no faults. */
export function plantTree(nodes: NodeTable, forest: Forest): { planted: PlantedTree; largestLeaf: number } {
  let largestLeaf = -Infinity;
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.isLeaf(node)) largestLeaf = Math.max(largestLeaf, nodes.leaf(node)[0] ?? NaN);
  }
  return { planted: forest.plant(nodes), largestLeaf };
}

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
    );
  }
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.leafSize(node) <= 1) continue;
    report(
      "structure",
      "[target_type] should be [classification] if leaf nodes have multiple values",
      nodes.place(node, tree.place.path),
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
        hint: "Every node can be the child of one node only",
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
    );
    return;
  }
  if (size === 0) {
    report("load", "Index 0 out of bounds for length 0", tree.place, {
      message: "Elasticsearch stores this model, but cannot load it: the leaves of the tree have no values",
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
    });
  }
  return complete;
}
