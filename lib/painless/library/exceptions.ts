/**
 * The exceptions that scripts can make, throw and catch.
 * @module
 */

import { JavaException } from "../../java/exception.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import type { LibraryClass } from "../library.ts";
import { method } from "./define.ts";

/** Exceptions with the constructors `()` and `(String)`, by package; behind each, the superclass by script name. */
const SIMPLE: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  "java.lang": {
    ArithmeticException: "RuntimeException",
    ArrayIndexOutOfBoundsException: "IndexOutOfBoundsException",
    ArrayStoreException: "RuntimeException",
    ClassCastException: "RuntimeException",
    ClassNotFoundException: "ReflectiveOperationException",
    CloneNotSupportedException: "Exception",
    IllegalAccessException: "ReflectiveOperationException",
    IllegalArgumentException: "RuntimeException",
    IllegalMonitorStateException: "RuntimeException",
    IllegalStateException: "RuntimeException",
    IllegalThreadStateException: "IllegalArgumentException",
    IndexOutOfBoundsException: "RuntimeException",
    InstantiationException: "ReflectiveOperationException",
    InterruptedException: "Exception",
    NegativeArraySizeException: "RuntimeException",
    NoSuchFieldException: "ReflectiveOperationException",
    NoSuchMethodException: "ReflectiveOperationException",
    NullPointerException: "RuntimeException",
    NumberFormatException: "IllegalArgumentException",
    ReflectiveOperationException: "Exception",
    RuntimeException: "Exception",
    SecurityException: "RuntimeException",
    StringIndexOutOfBoundsException: "IndexOutOfBoundsException",
    UnsupportedOperationException: "RuntimeException",
  },
  "java.util": {
    ConcurrentModificationException: "RuntimeException",
    InputMismatchException: "NoSuchElementException",
    NoSuchElementException: "RuntimeException",
    TooManyListenersException: "Exception",
  },
};

const EXCEPTION: LibraryClass = {
  name: "Exception",
  javaName: "java.lang.Exception",
  supertypes: [],
  constructors: constructorsOf("Exception", "java.lang.Exception"),
  methods: [
    method("String getLocalizedMessage()", (_budget, exception: JavaException) => exception.thrown.javaMessage),
    method("String getMessage()", (_budget, exception: JavaException) => exception.thrown.javaMessage),
  ],
  unsupported: ["getStackTrace/0"],
  isInstance: (value) => value instanceof JavaException && value.isA("java.lang.Exception"),
};

/** Every exception that scripts can name; an empty stack has no text. */
export const EXCEPTIONS: readonly LibraryClass[] = [
  EXCEPTION,
  ...Object.entries(SIMPLE).flatMap(([packageName, classes]) =>
    Object.entries(classes).map(([name, superclass]) => exceptionClass(packageName, name, superclass, 2))
  ),
  exceptionClass("java.util", "EmptyStackException", "RuntimeException", 1),
];

function exceptionClass(
  packageName: string,
  name: string,
  superclass: string,
  constructors: number,
): LibraryClass {
  const javaName = `${packageName}.${name}`;
  return {
    name,
    javaName,
    supertypes: [superclass],
    constructors: constructorsOf(name, javaName).slice(0, constructors),
    isInstance: (value) => value instanceof JavaException && value.isA(javaName),
  };
}

function constructorsOf(name: string, javaName: string) {
  return [
    method(`${name} new()`, () => JavaException.of(new JavaThrowable(javaName))),
    method(`${name} new(String)`, (_budget, message: string | null) => {
      return JavaException.of(new JavaThrowable(javaName, message));
    }),
  ];
}
