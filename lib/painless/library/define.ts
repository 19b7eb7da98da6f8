/**
 * How a method of the allow-list is written down: its signature as Elasticsearch's allow-list has it, then what it does.
 * @module
 */

import type { LibraryMethod, TypeName } from "../library.ts";

/**
 * A method, a static method or (named `new`) a constructor.
 *
 * ```ts
 * import { method } from "./define.ts";
 * const concat = method("String concat(String)", (_budget, text: string, other: string) => text + other);
 * if (concat.returns !== "String" || concat.params.join() !== "String") throw new Error();
 * ```
 */
export function method(signature: string, call: LibraryMethod["call"]): LibraryMethod {
  const parsed = /^(\S+) (\w+)\((.*)\)$/.exec(signature);
  if (parsed === null) throw new SyntaxError(`Cannot define "${signature}" as it is no signature`);
  const [, returns = "", name = "", params = ""] = parsed;
  return { name, params: params === "" ? [] : params.split(","), returns, call };
}

/** A method that ingest scripts have and conditions have not. */
export function notForConditions(signature: string, call: LibraryMethod["call"]): LibraryMethod {
  return { ...method(signature, call), isNotForConditions: true };
}

/** The same methods for another class: `OWN` in a signature stands for its name. */
export function methodsFor(own: TypeName, methods: readonly LibraryMethod[]): LibraryMethod[] {
  return methods.map((each) => ({ ...each, returns: each.returns === "OWN" ? own : each.returns }));
}
