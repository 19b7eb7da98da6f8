/**
 * Documents that a mapping does not take.
 * @module
 */

import type { IngestError } from "../../../ingest/error.ts";
import { failure } from "../failure.ts";
import { type JsonNode, parseNode, type Place } from "../parse/json_node.ts";

/** Keys and positions that lead to a value. */
export type ValuePath = readonly (string | number)[];

/** A value that is refused, and the document with it. */
export class DocumentError extends Error {
  override name = "DocumentError";
  readonly type: "document_parsing_exception" | "strict_dynamic_mapping_exception";
  readonly path: ValuePath;
  readonly causedBy: IngestError | undefined;

  /** The message is the server's, without the place. */
  constructor(type: DocumentError["type"], message: string, path: ValuePath, causedBy?: IngestError) {
    super(message);
    this.type = type;
    this.path = path;
    this.causedBy = causedBy;
  }

  /** As the server answers, with the place in the document's text. */
  toFailure(text: string): IngestError {
    const { line, column } = placeOf(parseNode(new TextEncoder().encode(text)), this.path);
    return failure(
      400,
      this.type,
      `[${line}:${column}] ${this.message}`,
      this.causedBy === undefined ? {} : { causedBy: this.causedBy },
    );
  }
}

/** Where a value starts; of a list that is not entered by position, the first item that leads on. */
function placeOf(node: JsonNode, [first, ...rest]: ValuePath): Place {
  if (first === undefined) return node.start;
  if (node.token === "START_ARRAY") {
    const item = typeof first === "number" ? node.items[first] : undefined;
    if (item !== undefined) return placeOf(item, rest);
    const entered = node.items.find(({ fields }) => fields.some(({ name }) => name === first));
    return entered === undefined ? node.start : placeOf(entered, [first, ...rest]);
  }
  const field = node.fields.find(({ name }) => name === first);
  return field === undefined ? node.start : placeOf(field.value, rest);
}
