/**
 * Names of exceptions, as the server reports them and as Java has them.
 * @module
 */

/** The server reports a class by its simple name in snake case. */
export function javaClass(type: string): string {
  const simple = type.split("_").map((word) => word.slice(0, 1).toUpperCase() + word.slice(1)).join("");
  for (const [packageName, names] of Object.entries(PACKAGES)) {
    if (names.includes(simple)) return `${packageName}.${simple}`;
  }
  throw new Error(`Cannot tell the package of the exception "${type}": add ${simple} to PACKAGES`);
}

const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "java.lang": [
    "ArithmeticException",
    "ArrayIndexOutOfBoundsException",
    "ArrayStoreException",
    "ClassCastException",
    "CloneNotSupportedException",
    "Error",
    "Exception",
    "IllegalArgumentException",
    "IllegalStateException",
    "IndexOutOfBoundsException",
    "NegativeArraySizeException",
    "NullPointerException",
    "NumberFormatException",
    "OutOfMemoryError",
    "RuntimeException",
    "SecurityException",
    "StackOverflowError",
    "StringIndexOutOfBoundsException",
    "UnsupportedOperationException",
    "VerifyError",
    "BootstrapMethodError",
    "AssertionError",
  ],
  "java.lang.invoke": ["WrongMethodTypeException"],
  "java.text": ["ParseException"],
  "java.time": ["DateTimeException"],
  "java.time.format": ["DateTimeParseException"],
  "java.util": [
    "ConcurrentModificationException",
    "DuplicateFormatFlagsException",
    "EmptyStackException",
    "IllegalFormatConversionException",
    "IllegalFormatFlagsException",
    "IllegalFormatPrecisionException",
    "InputMismatchException",
    "MissingFormatArgumentException",
    "MissingResourceException",
    "NoSuchElementException",
    "UnknownFormatConversionException",
  ],
  "org.elasticsearch.common.breaker": ["CircuitBreakingException"],
  "org.elasticsearch.painless": ["PainlessError", "PainlessExplainError"],
};
