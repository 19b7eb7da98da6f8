/**
 * A thread that scores blocks. It is started without any permission, and knows what it is sent.
 * @module
 */

import { createBlockScorer } from "./score_block.ts";
import type { Answer, Order } from "./pool.ts";

/** What is used of a worker's own global scope, which the types of the main thread do not know. */
interface WorkerScope {
  onmessage: ((event: MessageEvent<Order>) => void) | null;
  postMessage(answer: Answer, transfer: Transferable[]): void;
}

const scope: WorkerScope = self as unknown as WorkerScope;

let score: ReturnType<typeof createBlockScorer> | undefined;

scope.onmessage = ({ data }) => {
  try {
    if (data.kind === "open") {
      score = createBlockScorer(data.settings);
      return;
    }
    if (score === undefined) throw new Error("A block came before the bundle");
    const scored = score(data.block);
    scope.postMessage({ kind: "scored", scored }, [scored.rows.buffer]);
  } catch (error) {
    scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) }, []);
  }
};
