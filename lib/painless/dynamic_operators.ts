/**
 * Operators on `def`: what they do depends on what the values are when they meet.
 * @module
 */

import { JavaBigInteger } from "../java/big_integer.ts";
import { NotSupportedError, nullPointer } from "../java/throwable.ts";
import {
  JavaChar,
  javaClassName,
  JavaDouble,
  javaEquals,
  JavaFloat,
  JavaObject,
  type JavaValue,
} from "../java/value.ts";
import {
  BOOLEAN_OPERATIONS,
  comparePrimitives,
  DOUBLE_OPERATIONS,
  FLOAT_OPERATIONS,
  INT_OPERATIONS,
  isShift,
  LONG_OPERATIONS,
  LONG_SHIFTS,
} from "./arithmetic.ts";
import { boxedTypeOf, boxer, type Converter, dynamicTypeName, longToFloat, primitiveConverter } from "./conversion.ts";
import type { Budget, TypeName } from "./library.ts";
import { textOf } from "./library/charge.ts";
import {
  classCast,
  notADistance,
  notApplicable,
  notCastToBoolean,
  notIntegral,
  notOnFractions,
  notShifted,
  notWithBoolean,
  type OperatorSite,
} from "./operator_failure.ts";
import { promoteBinary, promoteUnary } from "./static_type.ts";
import type { BinaryOperator, ComparisonOperator } from "./syntax_tree.ts";

/** Computes a boxed value of two. */
export type DynamicOperation = (left: JavaValue, right: JavaValue, budget: Budget) => JavaValue;

/** What a binary operator does with two values; `site` is for what is said when it cannot. */
export function dynamicOperation(operator: BinaryOperator, site: OperatorSite = { operator }): DynamicOperation {
  if (isShift(operator)) return (left, right) => shift(operator, left, right);
  switch (operator) {
    case "+":
      return (left, right, budget) => add(site, left, right, budget);
    case "&":
    case "|":
    case "^":
      return (left, right) => combineBits(operator, site, left, right);
    default:
      return (left, right) => arithmetic(operator, site, left, right);
  }
}

/** The same of a compound assignment, which says differently what a boolean cannot become. */
export function dynamicUpdate(operator: BinaryOperator): DynamicOperation {
  const operation = dynamicOperation(operator);
  return (left, right, budget) => {
    if (typeof left === "boolean" && !isShift(operator) && right !== null && typeof right !== "boolean") {
      throw notCastToBoolean(right);
    }
    return operation(left, right, budget);
  };
}

function add(site: OperatorSite, left: JavaValue, right: JavaValue, budget: Budget): JavaValue {
  if (typeof left === "number" && typeof right === "number") return (left + right) | 0;
  if (typeof left === "string" || typeof right === "string") {
    const [leftText, rightText] = [textOf(budget, left), textOf(budget, right)];
    budget.charge(2 * (leftText.length + rightText.length));
    return leftText + rightText;
  }
  return arithmetic("+", site, left, right);
}

function arithmetic(
  operator: "+" | "-" | "*" | "/" | "%",
  site: OperatorSite,
  left: JavaValue,
  right: JavaValue,
): JavaValue {
  if (typeof left === "number" && typeof right === "number") return INT_OPERATIONS[operator](left, right);
  switch (commonType(site, left, right, true)) {
    case "int":
      return INT_OPERATIONS[operator](numberIn(left), numberIn(right));
    case "long":
      return LONG_OPERATIONS[operator](longIn(left), longIn(right));
    case "float":
      return new JavaFloat(FLOAT_OPERATIONS[operator](floatIn(left), floatIn(right)));
    default:
      return new JavaDouble(DOUBLE_OPERATIONS[operator](numberIn(left), numberIn(right)));
  }
}

function combineBits(operator: "&" | "|" | "^", site: OperatorSite, left: JavaValue, right: JavaValue): JavaValue {
  if (typeof left === "boolean" && typeof right === "boolean") return BOOLEAN_OPERATIONS[operator](left, right);
  return commonType(site, left, right, false) === "int"
    ? INT_OPERATIONS[operator](numberIn(left), numberIn(right))
    : LONG_OPERATIONS[operator](longIn(left), longIn(right));
}

function shift(operator: "<<" | ">>" | ">>>", left: JavaValue, right: JavaValue): JavaValue {
  if (left === null || right === null) throw nullPointer();
  if (!isInteger(right)) throw notADistance(right);
  if (!isInteger(left)) throw notShifted(operator, left);
  const distance = typeof right === "bigint" ? Number(BigInt.asIntN(32, right)) : numberIn(right);
  return typeof left !== "bigint"
    ? INT_OPERATIONS[operator](numberIn(left), distance)
    : LONG_SHIFTS[operator](longIn(left), distance);
}

/** The type that two boxed numbers are computed as. */
function commonType(site: OperatorSite, left: JavaValue, right: JavaValue, fractions: boolean): TypeName {
  const [leftType, rightType] = [boxedTypeOf(left), boxedTypeOf(right)];
  if (leftType === undefined || rightType === undefined) {
    if (!fractions) throw notIntegral(isInteger(left) ? right : left);
    if (left === null || right === null) throw nullPointer();
    throw notApplicable(site, left, right);
  }
  if (leftType === "boolean" || rightType === "boolean") throw notWithBoolean(site, leftType, rightType);
  const type = promoteBinary(leftType, rightType, true) ?? "int";
  if (!fractions && type !== "int" && type !== "long") throw notOnFractions(site);
  return type;
}

function isInteger(value: JavaValue): boolean {
  return promoteUnary(boxedTypeOf(value) ?? "", false) !== undefined;
}

/** Any number but a long, as JavaScript's; a long is rounded to a double. */
function numberIn(value: JavaValue): number {
  if (typeof value === "number") return value;
  if (typeof value === "bigint") return Number(value);
  if (value instanceof JavaObject && "value" in value && typeof value.value === "number") return value.value;
  throw new TypeError(`Cannot take a ${javaClassName(value)} as a number`);
}

function longIn(value: JavaValue): bigint {
  return typeof value === "bigint" ? value : BigInt(numberIn(value));
}

function floatIn(value: JavaValue): number {
  return typeof value === "bigint" ? longToFloat(value) : Math.fround(numberIn(value));
}

/** `-x`, `+x`, `~x`. */
export function dynamicUnary(operator: "-" | "+" | "~"): (value: JavaValue) => JavaValue {
  return (value) => {
    if (value === null) throw nullPointer();
    const boxed = boxedTypeOf(value);
    if (boxed === undefined) {
      throw classCast(`Cannot apply [${operator}] operation to type [${dynamicTypeName(value)}].`);
    }
    const type = promoteUnary(boxed, operator !== "~");
    if (type === undefined) {
      throw classCast(
        operator === "~"
          ? `Cannot apply not [~] to type [${boxed}]`
          : `Cannot apply [${operator}] operation to type [${boxed}]`,
      );
    }
    if (type === "long") {
      const long = longIn(value);
      return operator === "+" ? long : BigInt.asIntN(64, operator === "-" ? -long : ~long);
    }
    const number = numberIn(value);
    const result = operator === "+" ? number : operator === "-" ? -number : ~number;
    return type === "int" ? result | 0 : type === "float" ? new JavaFloat(result) : new JavaDouble(result);
  };
}

/** What a comparison of two values gives; `hasBoolean` says that one of them is a boolean by its static type. */
export function dynamicComparison(
  operator: ComparisonOperator,
  hasBoolean = false,
): (left: JavaValue, right: JavaValue) => boolean {
  // Messages say > of >= as well.
  const site: OperatorSite = { operator: operator === ">=" ? ">" : operator, result: "boolean", hasBoolean };
  switch (operator) {
    case "==":
      return (left, right) => dynamicEquals(site, left, right);
    case "!=":
      return (left, right) => !dynamicEquals(site, left, right);
    case "===":
      return isSame;
    case "!==":
      return (left, right) => !isSame(left, right);
    default: {
      const compare = comparePrimitives<number>(operator);
      const compareLongs = comparePrimitives<bigint>(operator);
      return (left, right) => {
        if (typeof left === "number" && typeof right === "number") return compare(left, right);
        switch (commonType(site, left, right, true)) {
          case "long":
            return compareLongs(longIn(left), longIn(right));
          case "float":
            return compare(floatIn(left), floatIn(right));
          default:
            return compare(numberIn(left), numberIn(right));
        }
      };
    }
  }
}

/** `==` on def: numbers and chars by value whatever their types, everything else by `equals`. */
function dynamicEquals(site: OperatorSite, left: JavaValue, right: JavaValue): boolean {
  if (typeof left === "string" || typeof right === "string") return javaEquals(left, right);
  if (left === null || right === null) return left === right;
  if (left instanceof JavaBigInteger && right instanceof JavaBigInteger) return left.equals(right);
  if (typeof left === "number" && typeof right === "number") return left === right;
  const [leftType, rightType] = [boxedTypeOf(left), boxedTypeOf(right)];
  if (leftType === undefined || rightType === undefined) return javaEquals(left, right);
  if ((leftType === "boolean") !== (rightType === "boolean")) {
    throw notWithBoolean(site, leftType, rightType);
  }
  if (leftType === "boolean") return left === right;
  switch (promoteBinary(leftType, rightType, true)) {
    case "long":
      return longIn(left) === longIn(right);
    case "float":
      return floatIn(left) === floatIn(right);
    default:
      return numberIn(left) === numberIn(right);
  }
}

/**
 * `===`: whether it is the same object. Java keeps one object for each small number and for each char below 128;
 * whether two equal strings or larger numbers are one object cannot be told here.
 */
function isSame(left: JavaValue, right: JavaValue): boolean {
  if (left === null || right === null || typeof left === "boolean") return left === right;
  if (!javaEquals(left, right)) return false;
  if (typeof left === "string") throw new NotSupportedError("=== of two equal strings");
  const type = boxedTypeOf(left);
  if (type === undefined) return left === right;
  const number = numberIn(left);
  if (type === "byte" || type !== "double" && type !== "float" && number >= -128 && number <= 127) {
    return type !== "char" || number <= 127;
  }
  if (left instanceof JavaObject && left === right) return true;
  if (left instanceof JavaChar || typeof left !== "object") {
    throw new NotSupportedError("=== of two equal numbers in objects");
  }
  return false;
}

/**
 * What a compound assignment to a `def` keeps: the class of the value from before.
 */
export function castLike(before: JavaValue, result: JavaValue): JavaValue {
  if (before === null || typeof before === "string" || result === null) return result;
  const type = boxedTypeOf(before);
  if (type === undefined) throw classCast(`Cannot cast ${javaClassName(result)} to ${javaClassName(before)}`);
  const from = boxedTypeOf(result);
  if (from === type) return result;
  if (from === undefined) throw classCast(`class ${javaClassName(result)} cannot be cast to class java.lang.Number`);
  if (from === "boolean" || type === "boolean") throw classCast(`Cannot cast ${from} to ${type}`);
  const same: Converter = (value) => value;
  const primitive = typeof result === "object" ? numberIn(result) : result;
  const converted = (primitiveConverter(from, type) ?? same)(primitive);
  return (boxer(type) ?? same)(converted);
}
