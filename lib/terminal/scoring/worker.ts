/**
 * A thread that scores blocks. It is started without any permission, and knows what it is sent: first what blocks are
 * scored with and a port, then blocks through that port.
 * @module
 */

import type { LineBlock } from "../../scoring/line_blocks.ts";
import type { Answer } from "./pool.ts";
import { createBlockScorer, type ScorerSettings } from "./score_block.ts";

addEventListener("message", (event) => {
  if (event instanceof MessageEvent) { for (const port of event.ports) answerThrough(port, event.data); }
});

function answerThrough(port: MessagePort, settings: ScorerSettings): void {
  let score: ReturnType<typeof createBlockScorer> | undefined;
  port.onmessage = ({ data }: MessageEvent<LineBlock>) => {
    try {
      score ??= createBlockScorer(settings);
      const scored = score(data);
      send(port, { kind: "scored", scored }, [scored.rows.buffer]);
    } catch (error) {
      send(port, { kind: "failed", message: error instanceof Error ? error.message : String(error) }, []);
    }
  };
}

function send(port: MessagePort, answer: Answer, transfer: Transferable[]): void {
  port.postMessage(answer, transfer);
}
