/**
 * Checks numbers and nulls, whose type depends on what is wanted.
 * @module
 */

import type { Failures } from "./compile_failure.ts";
import { readDecimal, readInteger } from "./number_literal.ts";
import { isPrimitive } from "./static_type.ts";
import type { Expression } from "./syntax_tree.ts";
import type { TypedExpression } from "./typed_tree.ts";
import type { Wanted } from "./wanted.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** A number; `sign` stands before it. */
export function checkNumber(
  expression: Node<"numeric"> | Node<"decimal">,
  wanted: Wanted,
  sign: "" | "-",
  failures: Failures,
): TypedExpression {
  const read = expression.kind === "decimal"
    ? readDecimal(sign + expression.text)
    : readInteger(sign + expression.text, expression.radix, wanted.target);
  if (read.problem !== undefined) throw failures.illegalArgument(expression.offset, read.problem);
  return { kind: "constant", type: read.type, offset: expression.offset, value: read.value };
}

/** `null`, which is of whatever type is wanted. */
export function checkNull(expression: Node<"null">, wanted: Wanted, failures: Failures): TypedExpression {
  const type = wanted.target ?? "Object";
  if (isPrimitive(type)) {
    throw failures.illegalArgument(expression.offset, `Cannot cast null to a primitive type [${type}].`);
  }
  return { kind: "constant", type, offset: expression.offset, value: null };
}
