/**
 * Requests to a rehearsal, for tests.
 * @module
 */

import type { Handler } from "../../stack/handler.ts";

/** What was answered. */
export interface Answered {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

/** Sends a request; a body that is no text is sent as JSON. */
export async function ask(
  handler: Handler,
  what: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answered> {
  const [method = "", path = ""] = what.split(" ");
  const response = await handler(
    new Request(`http://rehearsal${path}`, {
      method,
      headers: body === undefined ? headers : { "content-type": "application/json", ...headers },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    }),
  );
  return { status: response.status, text: await response.text(), headers: response.headers };
}

/** A model of one leaf. */
export function leafModel(changes: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  return {
    input: { field_names: ["length"] },
    inference_config: { regression: {} },
    definition: {
      trained_model: {
        tree: {
          feature_names: ["length"],
          tree_structure: [
            { node_index: 0, split_feature: 0, threshold: 10, left_child: 1, right_child: 2 },
            { node_index: 1, leaf_value: 0.25 },
            { node_index: 2, leaf_value: 0.75 },
          ],
        },
      },
    },
    ...changes,
  };
}
