/**
 * `String.format`.
 * @module
 */

import { NotSupportedError } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";
import type { Budget } from "../library.ts";

/** Formats as `java.util.Formatter` does in English. */
export function formatText(_budget: Budget, pattern: string, _values: readonly JavaValue[]): string {
  throw new NotSupportedError(`The format "${pattern}"`);
}
