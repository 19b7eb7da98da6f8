/** What befalls a client at a request of one's choice, beside the faults: for sweeps over all of them. @module */

import type { Handler } from "../../stack/handler.ts";
import type { FaultKind } from "../faults.ts";

/** Faults that are over when the same is tried again: a single one of them stops nothing. */
export const PASSING_FAULTS: readonly FaultKind[] = [
  "refused",
  "reset-before",
  "reset-after",
  "half-body",
  "late",
  "429",
  "500",
  "503",
  "html",
];

/** A server that carries a request out or not while its caller stops waiting. */
export function stoppedAt(handler: Handler, at: number, isCarriedOut: boolean, stopping: AbortController): Handler {
  let count = 0;
  return async (request) => {
    if (++count !== at) return await handler(request);
    // The signal takes the request's body away: what the server has read by then is what counts.
    const whole = new Request(request.url, {
      method: request.method,
      headers: request.headers,
      ...(request.body === null ? {} : { body: await request.arrayBuffer() }),
    });
    stopping.abort();
    if (isCarriedOut) await (await handler(whole)).arrayBuffer();
    throw new DOMException("stopped", "AbortError");
  };
}

/** Nothing more is heard of a process that was killed: what follows never reaches the server. */
export function killedAt(handler: Handler, at: number, isCarriedOut: boolean): Handler {
  let count = 0;
  return async (request) => {
    if (++count < at) return await handler(request);
    if (count === at && isCarriedOut) await (await handler(request)).arrayBuffer();
    throw new TypeError("the process is gone");
  };
}
