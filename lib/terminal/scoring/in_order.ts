/**
 * Work that is done by several at once, and comes out in the order in which it went in.
 * @module
 */

/** How work is spread. */
export interface InOrderOptions {
  /** How many items may be in work, or wait for an earlier one. */
  readonly ahead: number;
  /** Stops it at once, with the signal's reason. */
  readonly signal: AbortSignal;
}

/**
 * Takes items, works on several and gives the results on in the order of the items, each as soon as it is its turn. No
 * more is taken than there is room for, so that a slow reader of the results slows everything down. When the items end
 * in an error, the results of those that came before it are given on first.
 *
 * ```ts
 * import { inOrder } from "./in_order.ts";
 * const slowFirst = (delay: number) => new Promise((resolve) => setTimeout(() => resolve(delay), delay));
 * const options = { ahead: 2, signal: new AbortController().signal };
 * const results = await Array.fromAsync(inOrder([20, 1], slowFirst, options));
 * if (results.join() !== "20,1") throw new Error();
 * ```
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  work: (item: Item) => Promise<Result>,
  { ahead, signal }: InOrderOptions,
): AsyncGenerator<Result> {
  // Not by Promise.race: it would hold every result for as long as the signal lives.
  let wake = () => {};
  const onAbort = () => wake();
  signal.addEventListener("abort", onAbort);
  const settled = <Value>(promise: Promise<Value> | Value): Settled<Value> => {
    const settled: Settled<Value> = {};
    Promise.resolve(promise).then((value) => settled.value = { value }, (error: unknown) => settled.error = { error })
      .finally(() => wake());
    return settled;
  };

  const iterator = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const working: Settled<Result>[] = [];
  let reading: Settled<IteratorResult<Item>> | undefined;
  let isAtEnd = false;
  try {
    for (;;) {
      signal.throwIfAborted();
      const [first] = working;
      if (first?.error !== undefined) throw first.error.error;
      if (first?.value !== undefined) {
        working.shift();
        yield first.value.value;
        continue;
      }
      if (!isAtEnd && working.length < ahead) reading ??= settled(iterator.next());
      if (reading?.value !== undefined) {
        const { done, value } = reading.value.value;
        reading = undefined;
        if (done) isAtEnd = true;
        else working.push(settled(work(value)));
        continue;
      }
      if (first === undefined) {
        if (reading?.error !== undefined) throw reading.error.error;
        if (isAtEnd) return;
      }
      await new Promise<void>((resolve) => wake = resolve);
    }
  } finally {
    signal.removeEventListener("abort", onAbort);
    // A read that is under way, as from a terminal, may never end: it is not waited for.
    if (!isAtEnd) Promise.resolve(iterator.return?.()).catch(() => {});
  }
}

/** What became of a promise, to be looked at without waiting. */
interface Settled<Value> {
  value?: { readonly value: Value };
  error?: { readonly error: unknown };
}
