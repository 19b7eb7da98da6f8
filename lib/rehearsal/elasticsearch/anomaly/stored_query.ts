/**
 * Queries that are checked and stored, and never run.
 * @module
 */

import { IngestError } from "../../../ingest/error.ts";
import { badArgument, failure, statusFailure } from "../failure.ts";
import { objects, value } from "../parse/fields.ts";
import { type JsonNode, nodeJson, nodeValue, parseNode, type Place } from "../parse/json_node.ts";
import { type Field, ObjectParser } from "../parse/object_parser.ts";
import { compileQuery, isQueryKind } from "../search_query.ts";

/**
 * Throws for a query that the server cannot read; `message` is what it says then. One that the rehearsal alone lacks is
 * no fault. The server writes a query anew and reads that: places are those of the compact text.
 */
export function checkQuery(node: JsonNode, message: string): void {
  try {
    readQuery(parseNode(new TextEncoder().encode(nodeJson(node).text)));
  } catch (thrown) {
    if (!(thrown instanceof IngestError)) throw thrown;
    if (!thrown.unsupported) throw statusFailure(400, message, thrown);
  }
}

function readQuery(node: JsonNode): void {
  const [query, second] = node.fields;
  if (query === undefined) throw badArgument(`query malformed, empty clause found at [${placeText(node.end)}]`);
  if (!isQueryKind(query.name)) throw unknownField(query.value.start, query.name);
  if (query.name === "bool" && query.value.token === "START_OBJECT") readBool(query.value);
  if (second !== undefined) {
    throw failure(
      400,
      "parsing_exception",
      `[${query.name}] malformed query, expected [END_OBJECT] but found [FIELD_NAME]`,
      { details: { line: second.at.line, col: second.at.column } },
    );
  }
  compileQuery(nodeValue(node));
}

function readBool(node: JsonNode): void {
  const parser = new ObjectParser();
  const clauses = objects((list) => {
    parser.readEach(list, (clause) => readClause(parser, clause));
  });
  const any: Field = value(["VALUE_STRING", "VALUE_NUMBER", "VALUE_BOOLEAN", "VALUE_NULL"], () => {});
  parser.read(node, "bool", {
    must: clauses,
    must_not: clauses,
    should: clauses,
    filter: clauses,
    minimum_should_match: any,
    adjust_pure_negative: any,
    boost: any,
    _name: any,
  });
}

/** A query within another is refused in the words of the older ones. */
function readClause(parser: ObjectParser, node: JsonNode): void {
  const [query] = node.fields;
  if (query !== undefined && !isQueryKind(query.name)) {
    const { line, column } = query.value.start;
    parser.standAt(query.value.start);
    throw failure(400, "parsing_exception", `unknown query [${query.name}]`, {
      details: { line, col: column },
      causedBy: unknownField(query.value.start, query.name),
    });
  }
  readQuery(node);
}

function unknownField(place: Place, name: string): IngestError {
  return failure(400, "named_object_not_found_exception", `[${placeText(place)}] unknown field [${name}]`);
}

function placeText({ line, column }: Place): string {
  return `${line}:${column}`;
}
