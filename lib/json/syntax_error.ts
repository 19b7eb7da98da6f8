/**
 * What is thrown for text that is not JSON.
 * @module
 */

/** Bytes that are not JSON, or not UTF-8, with the place of the first byte that could not be taken. */
export class JsonSyntaxError extends SyntaxError {
  /** For callers that tell errors by their names. */
  override name = "JsonSyntaxError";
  /** Byte offset, from 0. */
  readonly offset: number;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1, in characters. */
  readonly column: number;

  /** The problem completes the sentence "Cannot read the JSON as …". */
  constructor(problem: string, place: { offset: number; line: number; column: number }) {
    super(`Cannot read the JSON as ${problem} at line ${place.line}, column ${place.column}`);
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }
}
