/** The body of a call with its places. @module */

import { failure } from "../failure.ts";
import type { Call } from "../route.ts";
import { type JsonNode, parseNode } from "./json_node.ts";

/** Reads the body of a call; throws where there is none. */
export async function bodyNode(call: Call): Promise<JsonNode>;
/** Reads the body of a call, if there is one. */
export async function bodyNode(call: Call, need: "optional"): Promise<JsonNode | undefined>;
export async function bodyNode(call: Call, need?: "optional"): Promise<JsonNode | undefined> {
  const bytes = await call.body.bytes();
  if (bytes.length > 0) return parseNode(bytes);
  if (need === "optional") return undefined;
  throw failure(400, "parse_exception", "request body is required");
}
