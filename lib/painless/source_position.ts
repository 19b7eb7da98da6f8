/**
 * Positions in a script, and the caret line that shows one.
 * @module
 */

/** Where in a script: the offset counts UTF-16 code units from 0, line and column count from 1. */
export interface SourcePosition {
  readonly offset: number;
  readonly line: number;
  readonly column: number;
  /** The line, cut to a readable length, and under it a caret. */
  readonly snippet: string;
}

const CONTEXT = 60;

/**
 * Finds line, column and snippet of an offset.
 *
 * ```ts
 * import { positionAt } from "./source_position.ts";
 * const position = positionAt("int x = 1;\nreturn y", 18);
 * if (position.line !== 2 || position.column !== 8) throw new Error();
 * if (position.snippet !== "return y\n       ^") throw new Error();
 * ```
 */
export function positionAt(source: string, offset: number): SourcePosition {
  const at = Math.max(0, Math.min(offset, source.length));
  const lineStart = source.lastIndexOf("\n", at - 1) + 1;
  const lineEnd = source.indexOf("\n", at);
  let line = 1;
  for (let i = source.indexOf("\n"); i >= 0 && i < at; i = source.indexOf("\n", i + 1)) line++;
  const from = Math.max(lineStart, at - CONTEXT);
  const to = Math.min(lineEnd < 0 ? source.length : lineEnd, at + CONTEXT);
  const text = `${from > lineStart ? "…" : ""}${source.slice(from, to).replace(/\r$/, "")}${
    lineEnd < 0 ? (to < source.length ? "…" : "") : (to < lineEnd ? "…" : "")
  }`;
  const indent = at - from + (from > lineStart ? 1 : 0);
  return { offset: at, line, column: at - lineStart + 1, snippet: `${text}\n${" ".repeat(indent)}^` };
}
