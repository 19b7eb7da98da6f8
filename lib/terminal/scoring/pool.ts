/**
 * Threads that score blocks, started when there is work for them.
 * @module
 */

import type { LineBlock } from "../../scoring/line_blocks.ts";
import type { ScoredBlock, ScorerSettings } from "./score_block.ts";

/** What a thread sends back for a block. */
export type Answer =
  | { readonly kind: "scored"; readonly scored: ScoredBlock }
  | { readonly kind: "failed"; readonly message: string };

/** A thread, and the port through which it takes blocks. */
interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
}

/** Scores blocks in threads of their own, which have no permission at all. */
export class ScoringPool implements Disposable {
  readonly #settings: ScorerSettings;
  readonly #size: number;
  readonly #threads: Thread[] = [];
  readonly #idle: Thread[] = [];
  readonly #waiting: ((thread: Thread) => void)[] = [];

  /** @param size how many threads there may be */
  constructor(settings: ScorerSettings, size: number) {
    this.#settings = settings;
    this.#size = size;
  }

  /** Scores a block, whose bytes are given away. */
  async score(block: LineBlock): Promise<ScoredBlock> {
    const thread = this.#idle.pop() ?? this.#started() ??
      await new Promise<Thread>((resolve) => this.#waiting.push(resolve));
    const answer = await ask(thread, block);
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(thread);
    else next(thread);
    if (answer.kind === "failed") throw new Error(answer.message);
    return answer.scored;
  }

  /** Ends the threads, whatever they do. */
  [Symbol.dispose](): void {
    for (const { worker, port } of this.#threads) {
      port.close();
      worker.terminate();
    }
  }

  #started(): Thread | undefined {
    if (this.#threads.length >= this.#size) return undefined;
    const worker = new Worker(new URL("./worker.ts", import.meta.url), {
      type: "module",
      deno: { permissions: "none" },
    });
    const { port1: port, port2: given } = new MessageChannel();
    worker.postMessage(this.#settings, [given]);
    const thread = { worker, port };
    this.#threads.push(thread);
    return thread;
  }
}

/** One block at a time. A thread that cannot open its bundles answers when it is sent a block. */
function ask({ worker, port }: Thread, block: LineBlock): Promise<Answer> {
  return new Promise((resolve, reject) => {
    port.onmessage = ({ data }: MessageEvent<Answer>) => resolve(data);
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(event.message));
    };
    port.postMessage(block, [block.bytes.buffer]);
  });
}
