import assert from "node:assert/strict";
import fc from "fast-check";
import { compareDoubles } from "../java/map.ts";
import { type DecisionType, Forest, type NodeReader } from "./forest.ts";

const PURE = { permissions: "none" } as const;

interface Split {
  feature: number;
  threshold: number;
  decision: DecisionType;
  defaultLeft: boolean;
}

/** A complete tree of some levels of splits; its leaves are numbered from 0. */
class CompleteTree implements NodeReader {
  readonly splits: readonly Split[];
  readonly count: number;

  constructor(splits: readonly Split[]) {
    this.splits = splits;
    this.count = splits.length * 2 + 1;
  }

  isLeaf(node: number): boolean {
    return node >= this.splits.length;
  }

  left(node: number): number {
    return node * 2 + 1;
  }

  right(node: number): number {
    return node * 2 + 2;
  }

  feature(node: number): number {
    return this.splits[node]?.feature ?? -1;
  }

  threshold(node: number): number {
    return this.splits[node]?.threshold ?? NaN;
  }

  decision(node: number): DecisionType {
    return this.splits[node]?.decision ?? "lte";
  }

  defaultLeft(node: number): boolean {
    return this.splits[node]?.defaultLeft ?? false;
  }

  samples(): number {
    return 1;
  }

  leaf(node: number): readonly number[] {
    return [node - this.splits.length];
  }

  /** The rules as they are written: Double.compare, and a direction for what is missing. */
  leafFor(features: readonly number[]): number {
    let node = 0;
    while (!this.isLeaf(node)) {
      const value = features[this.feature(node)] ?? NaN;
      const order = compareDoubles(value, this.threshold(node));
      const passes = { lt: order < 0, lte: order <= 0, gt: order > 0, gte: order >= 0 }[this.decision(node)];
      node = (Number.isNaN(value) ? this.defaultLeft(node) : passes) ? this.left(node) : this.right(node);
    }
    return node - this.splits.length;
  }
}

const edge = fc.constantFrom(0, -0, 5e-324, -5e-324, 1, -1, Number.MAX_VALUE, -Number.MAX_VALUE);
const split: fc.Arbitrary<Split> = fc.record({
  feature: fc.nat(2),
  threshold: fc.oneof(edge, fc.constantFrom(NaN, Infinity, -Infinity), fc.double()),
  decision: fc.constantFrom("lt", "lte", "gt", "gte"),
  defaultLeft: fc.boolean(),
});
const feature = fc.oneof(edge, fc.constant(NaN), fc.double({ noDefaultInfinity: true }));

Deno.test("Forest finds the leaf that the rules name, in Java's order of doubles", PURE, () => {
  fc.assert(
    fc.property(
      fc.constantFrom(1, 3, 7).chain((count) => fc.array(split, { minLength: count, maxLength: count })),
      fc.array(feature, { minLength: 3, maxLength: 3 }),
      (splits, features) => {
        const tree = new CompleteTree(splits);
        const forest = new Forest();
        const planted = forest.plant(tree);
        forest.width = 3;
        forest.assignSlots(planted, undefined);
        const values = Float64Array.from([...features, ...features.map((value) => -value)]);
        const leaf = features.some((value) => Object.is(value, -0))
          ? forest.leafOfNegativeZero(planted.root, values)
          : forest.leafOf(planted.root, values);
        assert.equal(forest.leafValue(leaf), tree.leafFor(features));
      },
    ),
    { numRuns: 5000 },
  );
});

Deno.test("Forest needs no second look for -0.0 unless it says so", PURE, () => {
  fc.assert(
    fc.property(fc.array(split, { minLength: 7, maxLength: 7 }), (splits) => {
      const forest = new Forest();
      const planted = forest.plant(new CompleteTree(splits));
      forest.width = 3;
      forest.assignSlots(planted, undefined);
      if (forest.minds) return;
      const values = Float64Array.of(-0, -0, -0, 0, 0, 0);
      assert.equal(forest.leafOf(planted.root, values), forest.leafOfNegativeZero(planted.root, values));
    }),
    { numRuns: 2000 },
  );
});

Deno.test("Forest holds trees far deeper than any stack", PURE, () => {
  const levels = 200_000;
  const deep: NodeReader = {
    count: levels * 2 + 1,
    isLeaf: (node) => node % 2 === 1 || node === levels * 2,
    left: (node) => node + 1,
    right: (node) => node + 2,
    feature: () => 0,
    threshold: (node) => node,
    decision: () => "lte",
    defaultLeft: () => false,
    samples: () => 0,
    leaf: (node) => [node],
  };
  const forest = new Forest();
  const planted = forest.plant(deep);
  forest.width = 1;
  forest.assignSlots(planted, undefined);
  forest.trim();
  assert.equal(planted.depth, levels);
  assert.equal(forest.leafValue(forest.leafOf(planted.root, Float64Array.of(Infinity, -Infinity))), levels * 2);
  assert.equal(forest.leafValue(forest.leafOf(planted.root, Float64Array.of(1000, -1000))), 1001);
});
