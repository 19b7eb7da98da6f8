/**
 * Trees in flat arrays, laid out so that following one costs a comparison a level.
 *
 * A node is stored before its children, the first child right behind it. Every node asks one question: is the number in
 * its slot less than its threshold? Yes goes to the first child, no to the other. The four comparisons, both directions
 * for missing values, and Java's order of doubles are all brought into that form when a tree is added:
 *
 * - `x <= t` is `x < next(t)`, and `x > t`, `x >= t` are the same with the children exchanged.
 * - A missing value is NaN, and NaN is less than nothing, so that it goes to the second child. Where it has to go the
 *   other way, the question is asked of `-x`: each feature has a second slot that holds its negative.
 * - `Double.compare` has -0.0 before 0.0, the processor has not: the few nodes where that matters are remembered, and
 *   asked properly when a document holds a -0.0.
 * @module
 */

import { compareDoubles } from "../java/map.ts";
import { outOfBounds } from "./inference_error.ts";

/** How a node compares. */
export type DecisionType = "lt" | "lte" | "gt" | "gte";

/** A node as a definition has it, children as positions in the tree. */
export interface NodeReader {
  readonly count: number;
  isLeaf(node: number): boolean;
  left(node: number): number;
  right(node: number): number;
  /** Index of the feature, -1 for none. */
  feature(node: number): number;
  threshold(node: number): number;
  decision(node: number): DecisionType;
  defaultLeft(node: number): boolean;
  samples(node: number): number;
  leaf(node: number): ArrayLike<number>;
}

/** A tree that was added to a forest. */
export interface PlantedTree {
  /** Position of its first node. */
  readonly root: number;
  /** Position behind its last node. */
  readonly end: number;
  /** How many values a leaf has. */
  readonly leafSize: number;
  /** Length of the longest path. */
  readonly depth: number;
}

const LEAF = -1;
const VECTOR_LEAF = -2;
/** A question about feature -1; below, about the other negative numbers that nothing keeps out of a stored model. */
const NO_FEATURE = -3;
const SMALLEST = 5e-324;

/** All trees of a model. */
export class Forest {
  /** Slot of the number to compare; negative: no question here. */
  slots = new Int32Array(1024);
  /** What it is compared with; the value of a leaf, or where in `leafValues` a leaf's values begin. */
  thresholds = new Float64Array(1024);
  /** The second child; the number of values of a leaf. */
  others = new Int32Array(1024);
  /** Training documents that passed; undefined while they are all 0. */
  samples: Float64Array | undefined;
  leafValues = new Float64Array(64);
  size = 0;
  /** Length of the vector of features; the negatives follow behind. */
  width = 0;
  #leafValueCount = 0;
  /** Nodes whose true threshold is 0.0 in Java's order. */
  readonly #atZero = new Set<number>();

  /** Whether a -0.0 among the features may need `leafOf` to look closer. */
  get minds(): boolean {
    return this.#atZero.size > 0;
  }

  /** Adds what can be reached of a tree. Slots hold the tree's own feature numbers until `assignSlots`. */
  plant(tree: NodeReader): PlantedTree {
    const root = this.size;
    let depth = 0;
    let leafSize = 1;
    // Second children wait here: where to write their position, who they are, how deep.
    const waiting: { node: number; parent: number; depth: number }[] = [{ node: 0, parent: -1, depth: 0 }];
    for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
      if (next.parent >= 0) this.others[next.parent] = this.size;
      let node = next.node;
      let at = next.depth;
      while (!tree.isLeaf(node)) {
        const place = this.#addNode(tree, node);
        const firstIsLeft = this.#ask(tree, node, place);
        waiting.push({ node: firstIsLeft ? tree.right(node) : tree.left(node), parent: place, depth: at + 1 });
        node = firstIsLeft ? tree.left(node) : tree.right(node);
        at++;
      }
      const values = tree.leaf(node);
      leafSize = values.length;
      this.#addLeaf(this.#addNode(tree, node), values);
      depth = Math.max(depth, at);
    }
    return { root, end: this.size, leafSize, depth };
  }

  /** Turns the feature numbers of a tree into slots of the common vector; `places` is undefined where they are that already. */
  assignSlots(tree: PlantedTree, places: Int32Array | undefined): void {
    for (let i = tree.root; i < tree.end; i++) {
      const slot = this.slots[i] ?? LEAF;
      if (slot < 0) continue;
      const feature = places === undefined ? slot >> 1 : places[slot >> 1] ?? 0;
      this.slots[i] = (slot & 1) === 1 ? this.width + feature : feature;
    }
  }

  /** Which leaf a vector of features comes to. */
  leafOf(root: number, features: Float64Array): number {
    const { slots, thresholds, others } = this;
    let at = root;
    for (let slot = slots[at] as number; slot >= 0; slot = slots[at] as number) {
      at = (features[slot] as number) < (thresholds[at] as number) ? at + 1 : others[at] as number;
    }
    return at;
  }

  /** The same where a feature is -0.0. */
  leafOfNegativeZero(root: number, features: Float64Array): number {
    let at = root;
    while ((this.slots[at] ?? LEAF) >= 0) at = this.goesFirst(at, features) ? at + 1 : this.others[at] ?? 0;
    return at;
  }

  /** Whether a vector of features goes from a node to its first child, by Java's order. */
  goesFirst(node: number, features: Float64Array): boolean {
    const threshold = this.#atZero.has(node) ? 0 : this.thresholds[node] ?? 0;
    return compareDoubles(features[this.slots[node] ?? 0] ?? NaN, threshold) < 0;
  }

  /** Whether there is no question at a node. Throws where the question has no feature. */
  isLeaf(node: number): boolean {
    const slot = this.slots[node] ?? LEAF;
    if (slot <= NO_FEATURE) throw outOfBounds(slot - NO_FEATURE - 1, this.width);
    return slot < 0;
  }

  /** The feature of a node. */
  featureOf(node: number): number {
    const slot = this.slots[node] ?? 0;
    return slot >= this.width ? slot - this.width : slot;
  }

  /** The first value of a leaf. */
  leafValue(leaf: number): number {
    const slot = this.slots[leaf] ?? LEAF;
    const value = this.thresholds[leaf] ?? 0;
    if (slot === LEAF) return value;
    if (slot !== VECTOR_LEAF) throw outOfBounds(slot - NO_FEATURE - 1, this.width);
    return this.leafValues[value] ?? 0;
  }

  /** All values of a leaf. */
  leafVector(leaf: number): number[] {
    if (this.slots[leaf] !== VECTOR_LEAF) return [this.leafValue(leaf)];
    const start = this.thresholds[leaf] ?? 0;
    return [...this.leafValues.subarray(start, start + (this.others[leaf] ?? 0))];
  }

  /** Gives back the room that was kept for more. */
  trim(): void {
    this.slots = this.slots.slice(0, this.size);
    this.thresholds = this.thresholds.slice(0, this.size);
    this.others = this.others.slice(0, this.size);
    this.samples = this.samples?.slice(0, this.size);
    this.leafValues = this.leafValues.slice(0, this.#leafValueCount);
  }

  #addNode(tree: NodeReader, node: number): number {
    if (this.size === this.slots.length) this.#grow();
    const place = this.size++;
    const samples = tree.samples(node);
    if (samples !== 0) {
      this.samples ??= new Float64Array(this.slots.length);
      this.samples[place] = samples;
    }
    return place;
  }

  #addLeaf(place: number, values: ArrayLike<number>): void {
    if (values.length === 1) {
      this.slots[place] = LEAF;
      this.thresholds[place] = values[0] ?? 0;
      return;
    }
    while (this.#leafValueCount + values.length > this.leafValues.length) {
      this.leafValues = grown(this.leafValues, new Float64Array(this.leafValues.length * 2));
    }
    this.slots[place] = VECTOR_LEAF;
    this.thresholds[place] = this.#leafValueCount;
    this.others[place] = values.length;
    this.leafValues.set(values, this.#leafValueCount);
    this.#leafValueCount += values.length;
  }

  /** Writes the question of a node; true when yes means its left child. */
  #ask(tree: NodeReader, node: number, place: number): boolean {
    const decision = tree.decision(node);
    const left = decision === "lt" || decision === "lte"; // whether less means left
    const missingLeft = tree.defaultLeft(node);
    const threshold = tree.threshold(node);
    // As `less than`, in Java's order. No threshold at all is NaN, and every number is less than that.
    const limit = Number.isNaN(threshold)
      ? Infinity
      : decision === "lte" || decision === "gt"
      ? next(threshold)
      : threshold;
    const feature = tree.feature(node);
    const negated = missingLeft === left;
    this.slots[place] = feature < 0 ? NO_FEATURE - (-1 - feature) : feature * 2 + (negated ? 1 : 0);
    // Not less than the limit is: the negative is less than the number after the negative of the limit.
    const asked = negated ? next(-limit) : limit;
    this.thresholds[place] = asked;
    if (asked === 0 && !Object.is(asked, -0)) {
      this.#atZero.add(place);
      // As the processor compares, right for 0.0; -0.0 is looked at closely.
      if (negated) this.thresholds[place] = SMALLEST;
    }
    return negated ? !left : left;
  }

  #grow(): void {
    // Half as much again, as the arrays of a large model are most of what is held.
    const length = Math.ceil(this.slots.length * 1.5);
    this.slots = grown(this.slots, new Int32Array(length));
    this.thresholds = grown(this.thresholds, new Float64Array(length));
    this.others = grown(this.others, new Int32Array(length));
    if (this.samples !== undefined) this.samples = grown(this.samples, new Float64Array(length));
  }
}

function grown<T extends Float64Array | Int32Array>(from: T, to: T): T {
  to.set(from);
  return to;
}

/** The next double in Java's order: 0.0 comes after -0.0. */
function next(value: number): number {
  if (Object.is(value, -0)) return 0;
  if (value === Infinity) return Infinity;
  if (value === -Infinity) return -Number.MAX_VALUE;
  scratch.setFloat64(0, value);
  const bits = scratch.getBigInt64(0);
  // Below zero the bits count down; the step from -4.9E-324 ends at -0.0.
  scratch.setBigInt64(0, value >= 0 ? bits + 1n : bits - 1n);
  return scratch.getFloat64(0);
}
const scratch = new DataView(new ArrayBuffer(8));
