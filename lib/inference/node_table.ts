/**
 * The nodes of a tree while it is read, in arrays that are used again for the next one.
 * @module
 */

import type { Place } from "./fault_list.ts";
import type { DecisionType, NodeReader } from "./forest.ts";
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
  if ((node.nodeIndex ?? 0) < 0) {
    throw new ConversionError("[node_index] must be a non-negative integer.", "Nodes are numbered from 0.");
  }
  if (node.left === undefined) {
    if (node.leaf === undefined) {
      throw new ConversionError("[leaf_value] is required for a leaf node.", "A node without left_child is a leaf.");
    }
  } else {
    if (node.left < 0) throw new ConversionError("[left_child] must be a non-negative integer.", CHILD_HINT);
    if (node.right !== undefined && node.right < 0) {
      throw new ConversionError("[right_child] must be a non-negative integer.", CHILD_HINT);
    }
    if (node.threshold === undefined) {
      const hint = "A node with left_child compares a feature with a threshold.";
      throw new ConversionError("[threshold] must exist for non-leaf node.", hint);
    }
  }
  if (node.samples < 0) throw new ConversionError("[number_samples] must be greater than or equal to 0");
}

const CHILD_HINT = "A child is the position of another node in tree_structure, from 0.";

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
