/**
 * What a call answers, and the HTTP response that becomes of it.
 * @module
 */

import { filterPaths } from "./filter_path.ts";
import { type AnswerValue, formatAnswer, layOut, type Piece } from "./json_text.ts";

/** What a call answers. */
export interface Answer {
  readonly status: number;
  /** Undefined for an answer without a body. */
  readonly body?: AnswerValue;
  readonly headers?: Readonly<Record<string, string>>;
}

/** `{"acknowledged":true}` */
export const ACKNOWLEDGED: Answer = { status: 200, body: { acknowledged: true } };

/** A successful answer. */
export function ok(body: AnswerValue): Answer {
  return { status: 200, body };
}

/** How an answer is printed. */
export interface AnswerForm {
  readonly contentType: string;
  readonly pretty: boolean;
  /** `filter_path`; undefined for everything. */
  readonly filter: string | undefined;
  /** True for HEAD: the length is told, the body is not sent. */
  readonly headOnly: boolean;
}

/** Makes the response. */
export function respond(answer: Answer, form: AnswerForm): Response {
  const headers = new Headers(answer.headers);
  headers.set("X-elastic-product", "Elasticsearch");
  if (answer.body === undefined) return new Response(null, { status: answer.status, headers });
  headers.set("content-type", form.contentType);
  const body = form.filter === undefined ? answer.body : filterPaths(answer.body, form.filter);
  const pieces = formatAnswer(body);
  if (form.headOnly) return new Response(null, { status: answer.status, headers });
  if (pieces.length > 1) return new Response(streamOf(pieces), { status: answer.status, headers });
  const text = pieces.join("");
  const shown = form.pretty ? `${layOut(text, "pretty")}\n` : text;
  return new Response(new TextEncoder().encode(shown), { status: answer.status, headers });
}

function streamOf(pieces: readonly Piece[]): ReadableStream<Uint8Array> {
  const chunks = chunksOf(pieces);
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      const next = await chunks.next();
      if (next.done) controller.close();
      else controller.enqueue(next.value);
    },
    async cancel() {
      await chunks.return(undefined);
    },
  });
}

async function* chunksOf(pieces: readonly Piece[]): AsyncGenerator<Uint8Array, void> {
  for (const piece of pieces) {
    if (typeof piece === "string") yield new TextEncoder().encode(piece);
    else yield* piece.open();
  }
}
