/**
 * What is thrown for text that is not JSON.
 * @module
 */

/** Bytes that are not JSON, or not UTF-8, with the place of the first byte that could not be taken. */
export class JsonSyntaxError extends SyntaxError {
  /** For callers that tell errors by their names. */
  override name = "JsonSyntaxError";
  /** What is wrong, without the place. */
  readonly problem: string;
  /** Byte offset, from 0. */
  readonly offset: number;
  /** Line, from 1. */
  readonly line: number;
  /** Column, from 1, in characters. */
  readonly column: number;

  /** The problem completes the sentence "Cannot read the JSON as …". */
  constructor(problem: string, place: { offset: number; line: number; column: number }) {
    super(`Cannot read the JSON as ${problem} at line ${place.line}, column ${place.column}`);
    this.problem = problem;
    this.offset = place.offset;
    this.line = place.line;
    this.column = place.column;
  }

  /** Whether it may be JSON, but of a kind that nobody reads: too deep, or with endless numbers or strings. */
  get isTooMuch(): boolean {
    return / (?:levels deep|longer than)/.test(this.problem);
  }

  /** What to do about a file with such a text. */
  get hint(): string {
    if (/^the text ends|^there is no text/.test(this.problem)) {
      return "The file is cut off: save it again, or copy it again from where it is whole.";
    }
    if (/byte order mark|not UTF-8/.test(this.problem)) return "Save the file as UTF-8 without a byte order mark.";
    if (this.isTooMuch) return "No bundle needs that: see what made the file.";
    return "See what comes before this place: a quote, a comma or a bracket too few or too many, or a comment.";
  }
}
