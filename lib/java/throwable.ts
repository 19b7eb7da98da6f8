/**
 * Java's exceptions, thrown by the library of allowed methods and caught by scripts.
 * @module
 */

/**
 * An exception with its Java class.
 *
 * ```ts
 * import { JavaThrowable } from "./throwable.ts";
 * const error = new JavaThrowable("java.lang.NumberFormatException", 'For input string: "x"');
 * if (error.toText() !== 'java.lang.NumberFormatException: For input string: "x"') throw new Error();
 * ```
 */
export class JavaThrowable extends Error {
  /** Name of the class. */
  override name = "JavaThrowable";
  /** Full name of the class: `"java.lang.IllegalArgumentException"`. */
  readonly className: string;
  /** `getMessage()`. */
  readonly javaMessage: string | null;
  /** `getCause()`. */
  readonly javaCause: JavaThrowable | null;

  /** An exception of a class, with its message and cause. */
  constructor(className: string, javaMessage: string | null = null, javaCause: JavaThrowable | null = null) {
    super(javaMessage === null ? className : `${className}: ${javaMessage}`);
    this.className = className;
    this.javaMessage = javaMessage;
    this.javaCause = javaCause;
  }

  /** `toString()`. */
  toText(): string {
    return this.message;
  }
}

/** A `java.lang.NullPointerException`; its text is the JVM's own and varies, so there is none. */
export function nullPointer(): JavaThrowable {
  return new JavaThrowable("java.lang.NullPointerException");
}

/**
 * Thrown where the server would go on and the rehearsal cannot tell how; no script catches it.
 *
 * ```ts
 * import { NotSupportedError } from "./throwable.ts";
 * const error = new NotSupportedError('The conversion "%g"');
 * if (error.message !== 'The conversion "%g" is not supported by the rehearsal') throw new Error();
 * ```
 */
export class NotSupportedError extends Error {
  override name = "NotSupportedError";

  /** @param what the subject of the sentence: `'The conversion "%g"'` */
  constructor(what: string) {
    super(`${what} is not supported by the rehearsal`);
  }
}
