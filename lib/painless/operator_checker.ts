/**
 * Checks operators: what their operands are computed as, and what comes out.
 * @module
 */

import { type CastOptions, type Conversion, legalCast } from "./casts.ts";
import { canonicalName } from "./class_lookup.ts";
import type { Failures } from "./compile_failure.ts";
import { foldArithmetic } from "./constant_folding.ts";
import { classText } from "./expression_words.ts";
import type { TypeName } from "./library.ts";
import { checkNumber } from "./literal_checker.ts";
import { typeNamed } from "./named_type.ts";
import { OPERATOR_NAMES } from "./operator_names.ts";
import type { Scope } from "./scope.ts";
import {
  boxOf,
  isPrimitive,
  promoteAdd,
  promoteBinary,
  promoteConditional,
  promoteEquality,
  promoteUnary,
  promoteXor,
} from "./static_type.ts";
import type { Expression } from "./syntax_tree.ts";
import type { ComputedType, Place, TypedExpression } from "./typed_tree.ts";
import { narrowed, type PartChecker, READ, type Wanted, wanting } from "./wanted.ts";

type Node<Kind extends Expression["kind"]> = Extract<Expression, { kind: Kind }>;

/** Checks the operators of one script. */
export class OperatorChecker {
  readonly #failures: Failures;
  readonly #parts: PartChecker;

  constructor(failures: Failures, parts: PartChecker) {
    this.#failures = failures;
    this.#parts = parts;
  }

  /** `(type) x`. */
  explicitCast(expression: Node<"cast">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const type = typeNamed(expression.type, offset, `cannot resolve type [${expression.type}]`, this.#failures);
    const child = this.#parts.checkAs(expression.child, { ...wanting(type), explicit: true }, scope);
    // What is wrong with the value is reported where the cast begins.
    return { ...child, offset };
  }

  /** `x && y`, `x || y`. */
  logical({ operator, offset, left, right }: Node<"logical">, scope: Scope): TypedExpression {
    return {
      kind: "logical",
      type: "boolean",
      offset,
      operator,
      left: this.#parts.checkAs(left, wanting("boolean"), scope),
      right: this.#parts.checkAs(right, wanting("boolean"), scope),
    };
  }

  /** `-x`, `!x` and the like. */
  unary(expression: Node<"unary">, wanted: Wanted, scope: Scope): TypedExpression {
    const { operator, child, offset } = expression;
    if (operator === "-" && (child.kind === "numeric" || child.kind === "decimal")) {
      const number = checkNumber(child, wanted, "-", this.#failures);
      // Where the type is known the server asks at once whether it can be cast, and reports the place of its digits.
      if (wanted.target !== undefined) this.#parts.cast(number, wanted.target, wanted);
      return { ...number, offset };
    }
    if (operator === "!") {
      const checked = this.#parts.checkAs(child, wanting("boolean"), scope);
      return { kind: "unary", type: "boolean", offset, operator, computedAs: "boolean", child: checked };
    }
    const checked = this.#parts.check(child, READ, scope);
    const type = promoteUnary(checked.type, operator !== "~");
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the type ` +
          `[${canonicalName(checked.type)}]`,
      );
    }
    const cast = this.#parts.cast(checked, type, READ);
    const typed: TypedExpression = { kind: "unary", type, offset, operator, computedAs: asComputed(type), child: cast };
    return type === "def" ? narrowed(typed, wanted, wanted.explicit) : typed;
  }

  /** `x + y` and the like. */
  binary(expression: Node<"binary">, wanted: Wanted, scope: Scope): TypedExpression {
    const { operator, offset } = expression;
    if (operator === "=~" || operator === "==~") throw this.#failures.unsupported(offset, `The operator ${operator}`);
    const left = this.#parts.check(expression.left, READ, scope);
    const right = this.#parts.check(expression.right, READ, scope);
    const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
    const distance = isShift ? promoteUnary(right.type, false) : undefined;
    const type = operator === "+"
      ? promoteAdd(left.type, right.type)
      : operator === "^"
      ? promoteXor(left.type, right.type)
      : isShift
      ? (distance === undefined ? undefined : promoteUnary(left.type, false))
      : promoteBinary(left.type, right.type, operator !== "&" && operator !== "|");
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the types ` +
          `[${canonicalName(left.type)}] and [${canonicalName(right.type)}]`,
      );
    }
    // Asked for a string, `+` of anything dynamic concatenates.
    if (operator === "+" && (type === "String" || type === "def" && wanted.target === "String")) {
      return this.#concatenation(left, right, offset);
    }
    if (type === "def" || distance === "def") {
      const typed: TypedExpression = {
        kind: "arithmetic",
        type: "def",
        offset,
        operator,
        computedAs: "def",
        left: this.#boxed(left),
        right: this.#boxed(right),
      };
      return narrowed(typed, { ...wanted, target: wanted.target ?? type }, wanted.explicit);
    }
    const typed = {
      kind: "arithmetic",
      type,
      offset,
      operator,
      computedAs: asComputed(type),
      left: this.#parts.cast(left, type, READ),
      right: isShift ? this.#distance(right, distance) : this.#parts.cast(right, type, READ),
    } as const;
    return foldArithmetic(typed, this.#failures);
  }

  #distance(right: TypedExpression, type: TypeName | undefined): TypedExpression {
    if (type === "def") return this.#boxed(right);
    return this.#parts.cast(right, "int", { explicit: type === "long", internal: false });
  }

  #concatenation(left: TypedExpression, right: TypedExpression, offset: number): TypedExpression {
    this.#refuseVoid(left);
    this.#refuseVoid(right);
    const parts = [left, right].flatMap((part) => part.kind === "concatenation" ? part.parts : [part]);
    return { kind: "concatenation", type: "String", offset, parts };
  }

  /** `x < y` and the like. */
  comparison(expression: Node<"comparison">, scope: Scope): TypedExpression {
    const { operator, offset } = expression;
    const left = this.#parts.check(expression.left, READ, scope);
    const right = this.#parts.check(expression.right, READ, scope);
    const isEquality = operator.includes("==") || operator.startsWith("!");
    const type = isEquality && operator !== "<=" && operator !== ">="
      ? promoteEquality(left.type, right.type)
      : promoteBinary(left.type, right.type, true);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the ${OPERATOR_NAMES[operator]} operator [${operator}] to the types ` +
          `[${canonicalName(left.type)}] and [${canonicalName(right.type)}]`,
      );
    }
    if (isEquality && expression.left.kind === "null" && expression.right.kind === "null") {
      throw this.#failures.illegalArgument(offset, "extraneous comparison of [null] constants");
    }
    return {
      kind: "comparison",
      type: "boolean",
      offset,
      operator,
      computedAs: type === "Object" ? type : asComputed(type),
      left: this.#parts.cast(left, type, READ),
      right: this.#parts.cast(right, type, READ),
    };
  }

  /** `x instanceof Type`. */
  instanceOf(expression: Node<"instanceof">, scope: Scope): TypedExpression {
    const { offset } = expression;
    const wanted = typeNamed(expression.type, offset, `Not a type [${expression.type}].`, this.#failures);
    const child = this.#parts.check(expression.child, READ, scope);
    if (child.type === "long" || child.type === "double") {
      // 7.10 compiles it to a class that the virtual machine may refuse.
      throw this.#failures.unsupported(offset, `instanceof of a ${child.type}`);
    }
    return { kind: "instanceof", type: "boolean", offset, child: this.#boxed(child), wanted: boxOf(wanted) ?? wanted };
  }

  /** `c ? x : y`. */
  conditional(expression: Node<"conditional">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset } = expression;
    const condition = this.#parts.checkAs(expression.condition, wanting("boolean"), scope);
    const whenTrue = this.#parts.check(expression.whenTrue, wanted, scope);
    const whenFalse = this.#parts.check(expression.whenFalse, wanted, scope);
    const type = wanted.target ?? promoteConditional(whenTrue.type, whenFalse.type);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `cannot apply the conditional operator [?:] to the types ` +
          `[${canonicalName(whenTrue.type)}] and [${canonicalName(whenFalse.type)}]`,
      );
    }
    return {
      kind: "conditional",
      type,
      offset,
      condition,
      whenTrue: this.#parts.cast(whenTrue, type, wanted),
      whenFalse: this.#parts.cast(whenFalse, type, wanted),
    };
  }

  /** `x ?: y`. 7.10 refuses one that is to give a primitive; 8.x takes it, so the result is cast as a whole. */
  elvis(expression: Node<"elvis">, wanted: Wanted, scope: Scope): TypedExpression {
    const { offset } = expression;
    const isPrimitiveWanted = wanted.target !== undefined && isPrimitive(wanted.target);
    const inner = isPrimitiveWanted ? { ...wanted, target: undefined } : wanted;
    const left = this.#parts.check(expression.left, inner, scope);
    const right = this.#parts.check(expression.right, inner, scope);
    const leftKind = expression.left.kind;
    const extraneous = leftKind === "null"
      ? "LHS is null"
      : leftKind === "boolean" || leftKind === "numeric" || leftKind === "decimal" || leftKind === "string"
      ? "LHS is a constant"
      : isPrimitive(left.type)
      ? "LHS is a primitive"
      : expression.right.kind === "null"
      ? "RHS is null"
      : undefined;
    if (extraneous !== undefined) {
      throw this.#failures.illegalArgument(offset, `Extraneous elvis operator. ${extraneous}.`);
    }
    const type = inner.target ?? (isPrimitiveWanted ? "def" : promoteConditional(left.type, right.type)) ?? "Object";
    return {
      kind: "elvis",
      type,
      offset,
      left: this.#parts.cast(left, type, inner),
      right: this.#parts.cast(right, type, inner),
    };
  }

  // Assignments

  /** `place = x`, `place += x`, `place++`. */
  assignment(expression: Node<"assignment">, place: Place, wanted: Wanted, scope: Scope): TypedExpression {
    return expression.operator === undefined
      ? this.#plainAssignment(expression, place, wanted, scope)
      : this.#compoundAssignment(expression, expression.operator, place, wanted, scope);
  }

  #plainAssignment(
    { right, offset }: Node<"assignment">,
    place: Place,
    wanted: Wanted,
    scope: Scope,
  ): TypedExpression {
    if (place.kind !== "dynamicElement" && place.kind !== "dynamicField") {
      const value = this.#parts.checkAs(right, wanting(place.type), scope);
      return { kind: "store", type: wanted.read ? place.type : "void", offset, place, value };
    }
    // What a dynamic place takes is known at run time; the value stays of its own type.
    const value = this.#parts.check(right, READ, scope);
    if (value.type === "void") {
      throw this.#failures.illegalArgument(offset, "invalid assignment: cannot assign type [void]");
    }
    return { kind: "store", type: wanted.read ? value.type : "void", offset, place, value };
  }

  #compoundAssignment(
    expression: Node<"assignment">,
    operator: NonNullable<Node<"assignment">["operator"]>,
    place: Place,
    wanted: Wanted,
    scope: Scope,
  ): TypedExpression {
    const { offset } = expression;
    const right = this.#parts.check(expression.right, READ, scope);
    const isShift = operator === "<<" || operator === ">>" || operator === ">>>";
    const distance = isShift ? promoteUnary(right.type, false) : undefined;
    const type = isShift
      ? (distance === undefined ? undefined : promoteUnary(place.type, false))
      : operator === "+"
      ? promoteAdd(place.type, right.type)
      : operator === "&" || operator === "|" || operator === "^"
      ? promoteXor(place.type, right.type)
      : promoteBinary(place.type, right.type, true);
    if (type === undefined) {
      throw this.#failures.classCast(
        offset,
        `invalid compound assignment: cannot apply [${operator}=] to types [${classText(place.type)}] and ` +
          `[${classText(right.type)}]`,
      );
    }
    if (distance === "def" && type !== "def") {
      // 7.10 compiles it to a class that the virtual machine refuses.
      throw this.#failures.unsupported(offset, `${operator}= of a ${type} by a def`);
    }
    if (type === "String") this.#refuseVoid(right);
    const value = type === "String"
      ? right
      : isShift
      ? (type === "def" ? this.#boxed(right) : this.#distance(right, distance))
      : this.#parts.cast(right, type, READ);
    return {
      kind: "update",
      type: wanted.read ? place.type : "void",
      offset,
      place,
      operator,
      computedAs: type === "String" ? type : asComputed(type),
      upcast: this.#conversion(place.type, type, { explicit: false, internal: false }, offset),
      downcast: this.#conversion(type, place.type, { explicit: true, internal: false }, offset),
      value,
      postfix: expression.postfix,
    };
  }

  #conversion(from: TypeName, to: TypeName, options: CastOptions, offset: number): Conversion {
    const conversion = legalCast(from, to, options);
    if (conversion !== undefined) return conversion;
    throw this.#failures.classCast(offset, `Cannot cast from [${canonicalName(from)}] to [${canonicalName(to)}].`);
  }

  #boxed(child: TypedExpression): TypedExpression {
    return this.#parts.cast(child, "def", READ);
  }

  #refuseVoid(value: TypedExpression): void {
    if (value.type === "void") throw this.#failures.classCast(value.offset, "Cannot cast from [void] to [def].");
  }
}

function asComputed(type: TypeName): ComputedType {
  switch (type) {
    case "int":
    case "long":
    case "float":
    case "double":
    case "boolean":
    case "def":
      return type;
    default:
      throw new TypeError(`Cannot compute with the type "${type}"`);
  }
}
