/**
 * Expressions that stand alone: Painless takes only those that do something.
 * @module
 */

import { canonicalName, resolveType } from "./class_lookup.ts";
import type { Failures } from "./compile_failure.ts";
import { describeExpression } from "./expression_words.ts";
import type { Scope } from "./scope.ts";
import type { Expression } from "./syntax_tree.ts";

/** Refuses what does nothing where nothing uses its value. */
export function refuseUnused(expression: Expression, scope: Scope, failures: Failures): void {
  switch (expression.kind) {
    case "assignment":
    case "call":
    case "callLocal":
      return;
    case "newObject":
      // 7.10 compiles it to a class that the virtual machine refuses.
      throw failures.unsupported(expression.offset, `new ${expression.type}(…) without any use`);
    case "symbol":
      throw failures.illegalArgument(
        expression.offset,
        resolveType(expression.name) !== undefined
          ? `not a statement: static type [${canonicalName(expression.name)}] not used`
          : scope.find(expression.name) === undefined
          ? `cannot resolve symbol [${expression.name}]`
          : `not a statement: variable [${expression.name}] not used`,
      );
    case "numeric":
    case "decimal":
      throw failures.illegalArgument(
        expression.offset,
        `not a statement: ${expression.kind} constant [${expression.text}] not used`,
      );
    case "string":
    case "boolean":
      throw failures.illegalArgument(
        expression.offset,
        `not a statement: ${expression.kind} constant [${expression.value}] not used`,
      );
    case "null":
      throw failures.illegalArgument(expression.offset, "not a statement: null constant not used");
    case "dot":
      throw failures.illegalArgument(expression.offset, "not a statement: result of dot operator [.] not used");
    case "brace":
      throw failures.illegalArgument(
        expression.offset,
        "not a statement: result of brace operator not used",
      );
    default:
      throw failures.illegalArgument(
        expression.offset,
        `not a statement: result not used from ${describeExpression(expression)}`,
      );
  }
}
