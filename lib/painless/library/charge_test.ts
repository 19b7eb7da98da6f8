import assert from "node:assert/strict";
import { JavaList } from "../../java/collection.ts";
import { JavaHashMap } from "../../java/map.ts";
import { JavaStringBuilder } from "../../java/string_builder.ts";
import { JavaThrowable, NotSupportedError } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";
import { chargeVisit, textOf } from "./charge.ts";
import { LIBRARY } from "./mod.ts";

/** A budget that counts, and ends at a million bytes. */
function smallBudget() {
  return {
    used: 0,
    charge(bytes: number) {
      this.used += bytes;
      if (this.used > 1e6) throw new RangeError("used up");
    },
  };
}

/** A list of two lists that are one list, and so on: little memory, a text of 2^depth parts. */
function doubled(depth: number): JavaList {
  let list = new JavaList(["x"]);
  for (let i = 0; i < depth; i++) list = new JavaList([list, list]);
  return list;
}

function nested(depth: number): JavaList {
  let list = new JavaList();
  for (let i = 0; i < depth; i++) list = new JavaList([list]);
  return list;
}

Deno.test("textOf() charges as much as it prints, before it prints", { permissions: "none" }, () => {
  const budget = smallBudget();
  assert.equal(textOf(budget, new JavaList(["ab", 1, null])), "[ab, 1, null]");
  assert.ok(budget.used >= 2 * "[ab, 1, null]".length);
  assert.throws(() => textOf(smallBudget(), doubled(40)), /used up/);
});

Deno.test("chargeVisit() ends where equals and hashCode would not", { permissions: "none" }, () => {
  assert.throws(() => chargeVisit(smallBudget(), doubled(40)), /used up/);
  assert.throws(() => chargeVisit(smallBudget(), nested(2000)), NotSupportedError);
});

Deno.test("What holds itself prints, and has no hash", { permissions: "none" }, () => {
  const list = new JavaList([1]);
  list.add(list);
  assert.equal(textOf(smallBudget(), list), "[1, (this Collection)]");
  const isStackOverflow = (error: unknown) =>
    error instanceof JavaThrowable && error.className === "java.lang.StackOverflowError";
  assert.throws(() => chargeVisit(smallBudget(), list), isStackOverflow);
  const map = new JavaHashMap();
  map.set("inner", new JavaList([map]));
  assert.throws(() => textOf(smallBudget(), map), isStackOverflow);
});

Deno.test("Methods that make much of little charge it first", { permissions: "none" }, () => {
  const long = "a".repeat(100_000);
  const calls: readonly (readonly [type: string, name: string, args: readonly JavaValue[]])[] = [
    ["String", "replace", [long, "", long]],
    ["Collections", "nCopies", [2_000_000_000, "x"]],
    ["StringBuilder", "setLength", [new JavaStringBuilder(), 2_000_000_000]],
    ["String", "join", [long, new JavaList(Array<JavaValue>(1000).fill("x"))]],
    ["Iterable", "join", [new JavaList(Array<JavaValue>(1000).fill("x")), long]],
  ];
  for (const [typeName, name, args] of calls) {
    const type = LIBRARY.get(typeName);
    const found = [...type?.methods ?? [], ...type?.staticMethods ?? []].find((each) =>
      each.name === name && (each.params.length === args.length || each.params.length === args.length - 1)
    );
    assert.ok(found !== undefined, name);
    assert.throws(() => Reflect.apply(found.call, undefined, [smallBudget(), ...args]), /used up/, name);
  }
});
