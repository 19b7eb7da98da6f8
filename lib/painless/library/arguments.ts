/**
 * What implementations do with their arguments first.
 * @module
 */

import { classCast } from "../../java/compare.ts";
import { JavaStringBuilder } from "../../java/string_builder.ts";
import { JavaThrowable, nullPointer } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";

/** The argument, where null makes a NullPointerException. */
export function notNull<Value>(value: Value | null): Value {
  if (value === null) throw nullPointer();
  return value;
}

/** The text of a `CharSequence`. */
export function charsOf(value: JavaValue): string {
  if (typeof value === "string") return value;
  if (value instanceof JavaStringBuilder) return value.toText();
  if (value === null) throw nullPointer();
  throw classCast(value, "java.lang.CharSequence");
}

/** What Java throws for positions in strings. */
export function stringIndexOutOfBounds(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.StringIndexOutOfBoundsException", message);
}

/** What Java throws for positions, mostly without a message. */
export function indexOutOfBounds(message: string | null = null): JavaThrowable {
  return new JavaThrowable("java.lang.IndexOutOfBoundsException", message);
}
