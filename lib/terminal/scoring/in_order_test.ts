import assert from "node:assert/strict";
import fc from "fast-check";
import { inOrder } from "./in_order.ts";

const NONE = { permissions: "none" } as const;

function options(ahead: number, signal = new AbortController().signal) {
  return { ahead, signal };
}

function later<Value>(turns: number, value: Value): Promise<Value> {
  return turns <= 0 ? Promise.resolve(value) : Promise.resolve().then(() => later(turns - 1, value));
}

Deno.test("inOrder() keeps the order and the bound, whatever takes long", NONE, async () => {
  const turns = fc.array(fc.nat(8), { maxLength: 20 });
  await fc.assert(fc.asyncProperty(turns, fc.integer({ min: 1, max: 5 }), async (turns, ahead) => {
    let inWork = 0;
    const work = async (item: number) => {
      assert.ok(++inWork <= ahead);
      await later(turns[item] ?? 0, undefined);
      inWork--;
      return item;
    };
    const items = turns.map((_, i) => i);
    assert.deepEqual(await Array.fromAsync(inOrder(items, work, options(ahead))), items);
  }));
});

Deno.test("inOrder() takes no more items than there is room for, while nobody takes the results", NONE, async () => {
  let taken = 0;
  function* items() {
    for (;;) yield ++taken;
  }
  const results = inOrder(items(), (item) => Promise.resolve(item), options(3));
  assert.equal((await results.next()).value, 1);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assert.ok(taken <= 4, String(taken));
  await results.return(undefined);
});

Deno.test("inOrder() gives a result on while the next item is waited for", NONE, async () => {
  async function* slow() {
    yield 1;
    await new Promise(() => {});
  }
  const results = inOrder(slow(), (item) => Promise.resolve(item), options(3));
  assert.equal((await results.next()).value, 1);
});

Deno.test("inOrder() gives on what came before an error, of the items or of the work", NONE, async () => {
  async function* items() {
    yield* await Promise.resolve([1, 2]);
    throw new Error("cut off");
  }
  const seen: number[] = [];
  const use = async (work: (item: number) => Promise<number>) => {
    for await (const result of inOrder(items(), work, options(3))) seen.push(result);
  };
  await assert.rejects(use((item) => later(20 - item, item)), /cut off/);
  assert.deepEqual(seen, [1, 2]);
  await assert.rejects(use((item) => item === 2 ? Promise.reject(new Error("no")) : later(9, item)), /no/);
  assert.deepEqual(seen, [1, 2, 1]);
});

Deno.test("inOrder() stops at once when it is asked to, also while it waits", NONE, async () => {
  const controller = new AbortController();
  const results = inOrder([1], () => new Promise<number>(() => {}), options(1, controller.signal));
  const next = results.next();
  controller.abort(new Error("stop"));
  await assert.rejects(next, /stop/);
});
