/**
 * Where something stands in the file of a job or a rule.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/** A position in a file. */
export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
}

/** A file's object, and where its values stand. */
export interface LocatedObject {
  /** Name of the file. */
  readonly file: string;
  /** The object as plain JSON values. */
  readonly value: Readonly<Record<string, unknown>>;
  /** Place of the value at a path, keys joined by slashes, or of the nearest one around it. */
  placeOf(path: string): Place;
}

/** A finding about the value at a path, with its place. */
export function findingAt(source: LocatedObject, finding: Omit<Finding, "file"> & { readonly path: string }): Finding {
  const { line, column } = source.placeOf(finding.path);
  return { ...finding, file: source.file, line, column };
}
