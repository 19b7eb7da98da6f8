/**
 * What is said of operators on `def` values that are not what they need.
 * @module
 */

import { JavaArray } from "../java/collection.ts";
import { JavaThrowable, nullPointer } from "../java/throwable.ts";
import { javaClassName, type JavaValue } from "../java/value.ts";
import { canonicalName } from "./class_lookup.ts";
import { boxedTypeOf, dynamicTypeName } from "./conversion.ts";
import type { TypeName } from "./library.ts";
import { boxOf, isPrimitive, promoteUnary } from "./static_type.ts";

/** An operator in a script, as far as its failures depend on it. */
export interface OperatorSite {
  /** As messages have it. */
  readonly operator: string;
  /** What its result is taken as. @default {"def"} */
  readonly result?: TypeName;
  /** Whether one side is a boolean by its static type. @default {false} */
  readonly hasBoolean?: boolean;
}

/** A ClassCastException. */
export function classCast(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.ClassCastException", message);
}

/** `[1] - 1` */
export function notApplicable({ operator }: OperatorSite, left: JavaValue, right: JavaValue): JavaThrowable {
  return classCast(`Cannot apply [${operator}] operation to types [${classText(left)}] and [${classText(right)}].`);
}

/** `1.5 & 1`: Painless says float whatever it is. */
export function notOnFractions({ operator }: OperatorSite): JavaThrowable {
  return classCast(`Cannot apply [${operator}] operation to type [float]`);
}

/** `true - 1`, `true - true`: where the server sees it from the static types it speaks of the operation's own type. */
export function notWithBoolean(site: OperatorSite, left: TypeName, right: TypeName): JavaThrowable {
  const { operator, result = "def", hasBoolean = false } = site;
  if (left === right) {
    return isPrimitive(result) && result !== "boolean"
      ? classCast(`Cannot cast from: boolean to ${result}`)
      : classCast(`Cannot apply [${operator}] operation to type [boolean]`);
  }
  const number = left === "boolean" ? right : left;
  const computed = promoteUnary(number, true) ?? number;
  if (!hasBoolean) return classCast(`Cannot cast java.lang.Boolean to ${canonicalName(boxOf(computed) ?? computed)}`);
  if (result === "boolean") return classCast("Cannot cast from: boolean to boolean");
  return classCast(`Cannot cast from: ${computed} to ${result === "def" ? "class java.lang.Object" : result}`);
}

/** `b += 1`, where b is a boolean. */
export function notCastToBoolean(value: JavaValue): JavaThrowable {
  return classCast(
    `Cannot cast ${promoteUnary(boxedTypeOf(value) ?? "", true) ?? "class java.lang.Object"} to boolean`,
  );
}

/** `1 << "a"` */
export function notADistance(value: JavaValue): JavaThrowable {
  return classCast(
    boxedTypeOf(value) === undefined
      ? `class ${javaClassName(value)} cannot be cast to class java.lang.Number`
      : `Cannot cast ${javaClassName(value)} to java.lang.Long`,
  );
}

/** `1.5 << 1` */
export function notShifted(operator: string, value: JavaValue): JavaThrowable {
  const type = boxedTypeOf(value);
  return type === undefined ? notIntegral(value) : classCast(`Cannot apply [${operator}] operation to type [${type}]`);
}

/** `"a" & 1` */
export function notIntegral(value: JavaValue): JavaThrowable {
  if (value === null) return nullPointer();
  return classCast(`Cannot convert [${classText(value)}] to an integral value.`);
}

function classText(value: JavaValue): string {
  return value instanceof JavaArray ? dynamicTypeName(value) : javaClassName(value).replaceAll("$", ".");
}
