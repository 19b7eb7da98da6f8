/**
 * Gives every expression its type, by Painless's rules, and says what is wrong with those that have none.
 * @module
 */

import type { PainlessContext } from "./compile.ts";
import { type CastOptions, legalCast } from "./casts.ts";
import { canonicalName } from "./class_lookup.ts";
import type { Failures } from "./compile_failure.ts";
import { foldConversion } from "./constant_folding.ts";
import type { TypeName } from "./library.ts";
import { checkNull, checkNumber } from "./literal_checker.ts";
import { type FunctionSignature, MemberChecker } from "./member_checker.ts";
import { OperatorChecker } from "./operator_checker.ts";
import type { Scope } from "./scope.ts";
import type { Expression } from "./syntax_tree.ts";
import type { TypedExpression } from "./typed_tree.ts";
import { refuseUnused } from "./unused_expression.ts";
import { type PartChecker, type Wanted, type WantedAs, wantingInternally } from "./wanted.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Checks the expressions of one script. */
export class ExpressionChecker implements PartChecker {
  readonly #failures: Failures;
  readonly #members: MemberChecker;
  readonly #operators: OperatorChecker;

  constructor(
    failures: Failures,
    functions: ReadonlyMap<string, FunctionSignature>,
    context: PainlessContext,
  ) {
    this.#failures = failures;
    this.#members = new MemberChecker(failures, functions, context, this);
    this.#operators = new OperatorChecker(failures, this);
  }

  checkAs(expression: Expression, wanted: WantedAs, scope: Scope): TypedExpression {
    return this.cast(this.check(expression, wanted, scope), wanted.target, wanted);
  }

  check(expression: Expression, wanted: Wanted, scope: Scope): TypedExpression {
    if (!wanted.read) refuseUnused(expression, scope, this.#failures);
    switch (expression.kind) {
      case "numeric":
      case "decimal":
        return checkNumber(expression, wanted, "", this.#failures);
      case "boolean":
        return { kind: "constant", type: "boolean", offset: expression.offset, value: expression.value };
      case "string":
        return { kind: "constant", type: "String", offset: expression.offset, value: expression.value };
      case "null":
        return checkNull(expression, wanted, this.#failures);
      case "regex":
        throw this.#failures.unsupported(expression.offset, "A regular expression");
      case "lambda":
        throw this.#failures.unsupported(expression.offset, "A lambda");
      case "functionReference":
        throw this.#failures.unsupported(expression.offset, `The method reference ${expression.text}`);
      case "symbol":
      case "dot":
        return this.#members.name(expression, wanted, scope);
      case "brace":
        return this.#members.element(expression, wanted, scope);
      case "list":
        return this.#list(expression, scope);
      case "map":
        return this.#map(expression, scope);
      case "call":
        return this.#members.call(expression, wanted, scope);
      case "callLocal":
        return this.#members.callLocal(expression, scope);
      case "newObject":
        return this.#members.newObject(expression, scope);
      case "newArray":
        return this.#members.newArray(expression, scope);
      case "cast":
        return this.#operators.explicitCast(expression, scope);
      case "unary":
        return this.#operators.unary(expression, wanted, scope);
      case "binary":
        return this.#operators.binary(expression, wanted, scope);
      case "comparison":
        return this.#operators.comparison(expression, scope);
      case "logical":
        return this.#operators.logical(expression, scope);
      case "instanceof":
        return this.#operators.instanceOf(expression, scope);
      case "conditional":
        return this.#operators.conditional(expression, wanted, scope);
      case "elvis":
        return this.#operators.elvis(expression, wanted, scope);
      case "assignment": {
        const place = this.#members.place(expression.left, expression.operator === undefined ? "write" : "both", scope);
        return this.#operators.assignment(expression, place, wanted, scope);
      }
    }
  }

  cast(child: TypedExpression, target: TypeName, options: CastOptions): TypedExpression {
    if (child.type === target) return child;
    const conversion = legalCast(child.type, target, options);
    if (conversion === undefined) {
      const [from, to] = [canonicalName(child.type), canonicalName(target)];
      throw this.#failures.classCast(child.offset, `Cannot cast from [${from}] to [${to}].`);
    }
    return foldConversion({ kind: "convert", type: target, offset: child.offset, child, conversion }, this.#failures);
  }

  #list(expression: Node<"list">, scope: Scope): TypedExpression {
    const values = expression.values.map((value) => this.checkAs(value, wantingInternally("def"), scope));
    return { kind: "list", type: "ArrayList", offset: expression.offset, values };
  }

  #map(expression: Node<"map">, scope: Scope): TypedExpression {
    const keys: TypedExpression[] = [];
    const values: TypedExpression[] = [];
    expression.keys.forEach((key, i) => {
      keys.push(this.checkAs(key, wantingInternally("def"), scope));
      const value = expression.values[i];
      if (value !== undefined) values.push(this.checkAs(value, wantingInternally("def"), scope));
    });
    return { kind: "map", type: "HashMap", offset: expression.offset, keys, values };
  }
}
