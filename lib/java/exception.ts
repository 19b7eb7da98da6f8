/**
 * Exceptions as values: what `new IllegalArgumentException("…")` gives and `catch (Exception e)` binds.
 * @module
 */

import { identityHash } from "./identity_hash.ts";
import type { JavaThrowable } from "./throwable.ts";
import { JavaObject } from "./value.ts";

/**
 * An exception as an object that scripts hold. `throw` unwraps it (`thrown`), `catch` wraps it (`JavaException.of`); the
 * same throwable is the same object every time.
 *
 * ```ts
 * import { JavaException } from "./exception.ts";
 * import { JavaThrowable } from "./throwable.ts";
 * const caught = JavaException.of(new JavaThrowable("java.lang.NumberFormatException", "x"));
 * if (!caught.isA("java.lang.IllegalArgumentException")) throw new Error();
 * ```
 */
export class JavaException extends JavaObject {
  readonly thrown: JavaThrowable;

  private constructor(thrown: JavaThrowable) {
    super();
    this.thrown = thrown;
  }

  static of(thrown: JavaThrowable): JavaException {
    let exception = exceptions.get(thrown);
    if (exception === undefined) exceptions.set(thrown, exception = new JavaException(thrown));
    return exception;
  }

  get className(): string {
    return this.thrown.className;
  }

  /** Whether its class is this one or a subclass of it. */
  isA(className: string): boolean {
    return isThrowableClass(this.thrown.className, className);
  }

  hashCode(): number {
    return identityHash(this);
  }

  toText(): string {
    return this.thrown.toText();
  }
}

const exceptions = new WeakMap<JavaThrowable, JavaException>();

/**
 * Whether one class of throwables is another or a subclass of it. A class that is not known here counts as a
 * RuntimeException, or as an Error when it is named so.
 */
export function isThrowableClass(className: string, ancestor: string): boolean {
  for (let name: string | undefined = className; name !== undefined; name = superclassOf(name)) {
    if (name === ancestor) return true;
  }
  return false;
}

function superclassOf(className: string): string | undefined {
  if (className === "java.lang.Throwable") return undefined;
  return SUPERCLASSES.get(className) ??
    (className.endsWith("Error") ? "java.lang.Error" : "java.lang.RuntimeException");
}

const SUPERCLASSES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "java.lang.Throwable": ["java.lang.Error", "java.lang.Exception"],
    "java.lang.Exception": [
      "java.io.IOException",
      "java.lang.CloneNotSupportedException",
      "java.lang.InterruptedException",
      "java.lang.ReflectiveOperationException",
      "java.lang.RuntimeException",
      "java.text.ParseException",
      "java.util.TooManyListenersException",
    ],
    "java.lang.ReflectiveOperationException": [
      "java.lang.ClassNotFoundException",
      "java.lang.IllegalAccessException",
      "java.lang.InstantiationException",
      "java.lang.NoSuchFieldException",
      "java.lang.NoSuchMethodException",
    ],
    "java.lang.IllegalArgumentException": [
      "java.lang.IllegalThreadStateException",
      "java.lang.NumberFormatException",
      "java.util.IllegalFormatException",
      "java.util.regex.PatternSyntaxException",
    ],
    "java.lang.IllegalStateException": ["java.util.FormatterClosedException"],
    "java.lang.IndexOutOfBoundsException": [
      "java.lang.ArrayIndexOutOfBoundsException",
      "java.lang.StringIndexOutOfBoundsException",
    ],
    "java.util.NoSuchElementException": ["java.util.InputMismatchException"],
    "java.util.IllegalFormatException": [
      "java.util.DuplicateFormatFlagsException",
      "java.util.FormatFlagsConversionMismatchException",
      "java.util.IllegalFormatCodePointException",
      "java.util.IllegalFormatConversionException",
      "java.util.IllegalFormatFlagsException",
      "java.util.IllegalFormatPrecisionException",
      "java.util.IllegalFormatWidthException",
      "java.util.MissingFormatArgumentException",
      "java.util.MissingFormatWidthException",
      "java.util.UnknownFormatConversionException",
      "java.util.UnknownFormatFlagsException",
    ],
  }).flatMap(([parent, children]) => children.map((child) => [child, parent])),
);
