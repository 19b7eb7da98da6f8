/**
 * Types that a script names.
 * @module
 */

import { resolveType } from "./class_lookup.ts";
import type { Failures } from "./compile_failure.ts";
import type { TypeName } from "./library.ts";

/** The type of a name that a script writes; `problem` is said of one that there is not. */
export function typeNamed(written: string, offset: number, problem: string, failures: Failures): TypeName {
  const type = resolveType(written);
  if (type === "unsupported") throw failures.unsupported(offset, `The class ${written}`);
  if (type === undefined) throw failures.illegalArgument(offset, problem);
  return type;
}
