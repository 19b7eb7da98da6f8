/**
 * Bodies read strictly, as the server's ObjectParser does: fields that nobody declared, values of another kind, and
 * what a field's own reader throws are refused with the place where the parser stood.
 * @module
 */

import { type IngestError, toIngestError } from "../../../ingest/error.ts";
import { badArgument, failure } from "../failure.ts";
import type { JsonNode, Place, Token } from "./json_node.ts";
import { suggestion } from "./suggestion.ts";

/** How one field is read. */
export interface Field {
  /** What its value may start with. */
  readonly tokens: readonly Token[];
  /** Takes the value; what it throws becomes the cause of the parser's own error, told where `stand` put the parser. */
  readonly take: (node: JsonNode, stand: (place: Place) => void) => void;
}

/** Fields by name. */
export type Fields = Readonly<Record<string, Field>>;

/** Reads objects, and remembers where it stands. */
export class ObjectParser {
  #place: Place = { line: 1, column: 1 };

  /** Reads an object; `name` is what the server calls this kind of object. */
  read(node: JsonNode, name: string, fields: Fields): void {
    this.#place = node.start;
    if (node.token !== "START_OBJECT") {
      throw parseFailure(node.start, `[${name}] Expected START_OBJECT but was: ${node.token}`);
    }
    for (const { name: own, at, value } of node.fields) {
      this.#place = value.start;
      const field = Object.hasOwn(fields, own) ? fields[own] : undefined;
      if (field === undefined) {
        throw parseFailure(at, `[${name}] unknown field [${own}]${suggestion(own, Object.keys(fields))}`);
      }
      if (!field.tokens.includes(value.token)) {
        throw parseFailure(value.start, `[${name}] ${own} doesn't support values of type: ${value.token}`);
      }
      this.#take(name, own, field, value);
    }
    this.#place = node.end;
  }

  /** Reads each object of an array, or the only one. */
  readEach<T>(node: JsonNode, read: (item: JsonNode) => T): T[] {
    if (node.token === "START_OBJECT") return [read(node)];
    const values = node.items.map(read);
    this.#place = node.end;
    return values;
  }

  /**
   * Reads an object that is built from all these fields: as soon as the last of them is there, and else at its end,
   * where `required` arguments must be there.
   */
  construct<T>(
    node: JsonNode,
    name: string,
    fields: Fields,
    construct: () => T,
    required: () => Readonly<Record<string, unknown>> = () => ({}),
  ): T {
    let built: { readonly value: T } | undefined;
    let left = Object.keys(fields).length;
    const counted = Object.entries(fields).map(([own, field]): [string, Field] => [own, {
      tokens: field.tokens,
      take: (value, stand) => {
        field.take(value, stand);
        if (--left === 0) built = { value: this.build(name, construct) };
      },
    }]);
    this.read(node, name, Object.fromEntries(counted));
    if (built !== undefined) return built.value;
    requireArguments(required());
    return this.build(name, construct);
  }

  /** Says that the parser has read a value to its end. */
  leave(node: JsonNode): void {
    this.#place = node.end;
  }

  /** Says where the parser stands. */
  standAt(place: Place): void {
    this.#place = place;
  }

  /** Refuses with what a constructor throws once an object is complete. */
  build<T>(name: string, construct: () => T): T {
    try {
      return construct();
    } catch (thrown) {
      throw failure(400, "x_content_parse_exception", `Failed to build [${name}] after last required field arrived`, {
        causedBy: toIngestError(thrown),
      });
    }
  }

  #take(name: string, own: string, field: Field, value: JsonNode): void {
    try {
      field.take(value, (place) => this.standAt(place));
      this.#place = value.end;
    } catch (thrown) {
      const cause = toIngestError(thrown);
      if (cause.unsupported) throw cause;
      throw parseFailure(this.#place, `[${name}] failed to parse field [${own}]`, cause);
    }
  }
}

/** `x_content_parse_exception` */
export function parseFailure({ line, column }: Place, reason: string, causedBy?: IngestError): IngestError {
  return failure(
    400,
    "x_content_parse_exception",
    `[${line}:${column}] ${reason}`,
    causedBy === undefined ? {} : { causedBy },
  );
}

/** Arguments that a constructor needs. */
export function requireArguments(given: Readonly<Record<string, unknown>>): void {
  const missing = Object.keys(given).filter((name) => given[name] === undefined);
  if (missing.length > 0) throw badArgument(`Required [${missing.join(", ")}]`);
}
