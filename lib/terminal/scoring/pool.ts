/**
 * Threads that score blocks, started when there is work for them.
 * @module
 */

import type { LineBlock } from "../../scoring/line_blocks.ts";
import type { ScoredBlock, ScorerSettings } from "./score_block.ts";

/** What a thread is sent. */
export type Order =
  | { readonly kind: "open"; readonly settings: ScorerSettings }
  | { readonly kind: "score"; readonly block: LineBlock };

/** What it sends back. */
export type Answer =
  | { readonly kind: "scored"; readonly scored: ScoredBlock }
  | { readonly kind: "failed"; readonly message: string };

/** Scores blocks in threads of their own, which have no permission at all. */
export class ScoringPool implements Disposable {
  readonly #settings: ScorerSettings;
  readonly #size: number;
  readonly #workers: Worker[] = [];
  readonly #idle: Worker[] = [];
  readonly #waiting: ((worker: Worker) => void)[] = [];

  /** @param size how many threads there may be */
  constructor(settings: ScorerSettings, size: number) {
    this.#settings = settings;
    this.#size = size;
  }

  /** Scores a block, whose bytes are given away. */
  async score(block: LineBlock): Promise<ScoredBlock> {
    const worker = this.#idle.pop() ?? this.#started() ??
      await new Promise<Worker>((resolve) => this.#waiting.push(resolve));
    const answer = await ask(worker, { kind: "score", block }, [block.bytes.buffer]);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(worker);
    else next(worker);
    if (answer.kind === "failed") throw new Error(answer.message);
    return answer.scored;
  }

  /** Ends the threads, whatever they do. */
  [Symbol.dispose](): void {
    for (const worker of this.#workers) worker.terminate();
  }

  #started(): Worker | undefined {
    if (this.#workers.length >= this.#size) return undefined;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
      deno: { permissions: "none" },
    });
    this.#workers.push(worker);
    const order: Order = { kind: "open", settings: this.#settings };
    worker.postMessage(order);
    return worker;
  }
}

/** One order at a time. A thread that cannot open its bundles answers when it is sent a block. */
function ask(worker: Worker, order: Order, transfer: Transferable[]): Promise<Answer> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    worker.postMessage(order, transfer);
  });
}
