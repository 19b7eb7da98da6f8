/**
 * Importance of features: SHAP values along the paths of a tree, weighted by the training documents that passed each node
 * (Lundberg, Erion, Lee: "Consistent Individualized Feature Attribution for Tree Ensembles", algorithm 2, in the variant
 * that keeps only the weights of the subsets of a path, one for each size).
 * @module
 */

import { NotSupportedError } from "../java/throwable.ts";
import type { Forest, PlantedTree } from "./forest.ts";
import { outOfBounds } from "./inference_error.ts";

/** Values by place in the vector of features; a place has as many values as a leaf, or none yet. */
export type Importance = (Float64Array | undefined)[];

/** Beyond this the work of one document is no longer bounded by reason. */
const DEEPEST = 1000;
/** Keeps a division from failing where no training document passed. */
const TINY = 5e-324;

/** Adds the importance of one member to that of its ensemble. */
export function addImportance(sums: Importance, own: Importance): void {
  for (const [i, values] of own.entries()) {
    if (values === undefined) continue;
    const sum = sums[i] ??= new Float64Array(values.length);
    if (values.length > sum.length) throw outOfBounds(sum.length, sum.length);
    for (let j = 0; j < values.length; j++) sum[j] = (sum[j] ?? 0) + (values[j] ?? 0);
  }
}

/** Importance of every feature for the way of one document through one tree. */
export function treeImportance(tree: PlantedTree, forest: Forest, features: Float64Array): Importance {
  if (tree.depth > DEEPEST) {
    throw new NotSupportedError(`Importance of features in a tree of more than ${DEEPEST} levels`);
  }
  const importance: Importance = Array.from({ length: forest.width }, () => new Float64Array(tree.leafSize));
  const walk = new PathWalk(tree, forest, features, importance);
  walk.visit(tree.root, 0, 0, 1, 1, -1);
  return importance;
}

/**
 * A path from the root: for each feature on it the share of training documents that would come here without knowing it
 * (`zeros`), whether this document does (`ones`), and the weights of subsets by size. Every level copies the path above
 * it, so that it can be taken apart without undoing.
 */
class PathWalk {
  readonly #forest: Forest;
  readonly #features: Float64Array;
  readonly #importance: Importance;
  readonly #at: Int32Array;
  readonly #zeros: Float64Array;
  readonly #ones: Float64Array;
  readonly #weights: Float64Array;

  constructor(tree: PlantedTree, forest: Forest, features: Float64Array, importance: Importance) {
    const room = ((tree.depth + 2) * (tree.depth + 3)) / 2;
    this.#forest = forest;
    this.#features = features;
    this.#importance = importance;
    this.#at = new Int32Array(room);
    this.#zeros = new Float64Array(room);
    this.#ones = new Float64Array(room);
    this.#weights = new Float64Array(room);
  }

  /** Visits a node whose path begins at `above` with `count` elements, and is now longer by one. */
  visit(node: number, above: number, count: number, zeros: number, ones: number, feature: number): void {
    const path = above + count;
    this.#at.copyWithin(path, above, path);
    this.#zeros.copyWithin(path, above, path);
    this.#ones.copyWithin(path, above, path);
    this.#weights.copyWithin(path, above, path);
    this.#extend(path, count, zeros, ones, feature);
    let length = count + 1;
    const forest = this.#forest;
    if (forest.isLeaf(node)) return this.#credit(path, length, forest.leafVector(node));
    const first = forest.goesFirst(node, this.#features);
    const hot = first ? node + 1 : forest.others[node] ?? 0;
    const cold = first ? forest.others[node] ?? 0 : node + 1;
    const split = forest.featureOf(node);
    let knownZeros = 1;
    let knownOnes = 1;
    const known = this.#find(path, length, split);
    if (known >= 0) {
      knownZeros = this.#zeros[path + known] ?? 0;
      knownOnes = this.#ones[path + known] ?? 0;
      this.#unwind(path, known, length);
      length--;
    }
    const samples = forest.samples;
    const passed = samples?.[node] ?? 0;
    this.visit(hot, path, length, knownZeros * ((samples?.[hot] ?? 0) / passed), knownOnes, split);
    this.visit(cold, path, length, knownZeros * ((samples?.[cold] ?? 0) / passed), 0, split);
  }

  #extend(path: number, count: number, zeros: number, ones: number, feature: number): void {
    this.#at[path + count] = feature;
    this.#zeros[path + count] = zeros;
    this.#ones[path + count] = ones;
    const weights = this.#weights;
    weights[path + count] = count === 0 ? 1 : 0;
    const stepOnes = ones / (count + 1);
    const stepZeros = zeros / (count + 1);
    let byOnes = count * stepOnes;
    let byZeros = stepZeros;
    for (let i = count - 1; i >= 0; i--) {
      const weight = weights[path + i] ?? 0;
      weights[path + i + 1] = (weights[path + i + 1] ?? 0) + weight * byOnes;
      weights[path + i] = weight * byZeros;
      byOnes -= stepOnes;
      byZeros += stepZeros;
    }
  }

  /** Takes an element out of a path. */
  #unwind(path: number, element: number, length: number): void {
    const last = length - 1;
    const weights = this.#weights;
    const ones = this.#ones[path + element] ?? 0;
    const zeros = this.#zeros[path + element] ?? 0;
    if (ones !== 0) {
      let next = weights[path + last] ?? 0;
      const stepZeros = zeros / length;
      const stepOnes = ones / length;
      let byZeros = 0;
      let byOnes = length * stepOnes;
      for (let i = last; i >= 0; i--) {
        const weight = next / byOnes;
        next = (weights[path + i] ?? 0) - weight * byZeros;
        weights[path + i] = weight;
        byZeros += stepZeros;
        byOnes -= stepOnes;
      }
    } else {
      const step = (zeros + TINY) / length;
      let by = last * step;
      for (let i = 0; i <= last; i++) {
        weights[path + i] = (weights[path + i] ?? 0) / by;
        by -= step;
      }
    }
    this.#at.copyWithin(path + element, path + element + 1, path + length);
    this.#zeros.copyWithin(path + element, path + element + 1, path + length);
    this.#ones.copyWithin(path + element, path + element + 1, path + length);
  }

  /** Sum of the weights of a path without one of its elements. */
  #sumWithout(path: number, element: number, length: number): number {
    const last = length - 1;
    const weights = this.#weights;
    const ones = this.#ones[path + element] ?? 0;
    const zeros = this.#zeros[path + element] ?? 0;
    let sum = 0;
    if (ones !== 0) {
      let next = weights[path + last] ?? 0;
      const stepZeros = zeros / length;
      const stepOnes = ones / length;
      let byZeros = stepZeros;
      let byOnes = (length - 1) * stepOnes;
      for (let i = last - 1; i >= 0; i--) {
        const weight = next / byOnes;
        next = (weights[path + i] ?? 0) - weight * byZeros;
        sum += weight;
        byZeros += stepZeros;
        byOnes -= stepOnes;
      }
      return sum;
    }
    for (let i = 0; i < last; i++) sum += (weights[path + i] ?? 0) / (last - i);
    return sum * (length / (zeros + TINY));
  }

  /** The features of a path earn their share of a leaf. */
  #credit(path: number, length: number, leaf: readonly number[]): void {
    for (let i = 1; i < length; i++) {
      const earned = this.#importance[this.#at[path + i] ?? -1];
      const share = this.#sumWithout(path, i, length) * ((this.#ones[path + i] ?? 0) - (this.#zeros[path + i] ?? 0));
      for (let j = 0; earned !== undefined && j < leaf.length; j++) {
        earned[j] = (earned[j] ?? 0) + share * (leaf[j] ?? 0);
      }
    }
  }

  #find(path: number, length: number, feature: number): number {
    for (let i = 0; i < length; i++) if (this.#at[path + i] === feature) return i;
    return -1;
  }
}
