/**
 * How the passes report a script that does not compile.
 * @module
 */

import { PainlessCompileError } from "./errors.ts";

/** Makes the errors of one script. */
export class Failures {
  readonly #source: string;
  #deferred: PainlessCompileError | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  /** An IllegalArgumentException, the usual one. */
  illegalArgument(offset: number, message: string): PainlessCompileError {
    return this.#error("java.lang.IllegalArgumentException", offset, message);
  }

  /** A ClassCastException. */
  classCast(offset: number, message: string): PainlessCompileError {
    return this.#error("java.lang.ClassCastException", offset, message);
  }

  /** What is wrong with a constant shows only if nothing else is wrong: the server computes constants last. */
  defer(className: string, offset: number, message: string): void {
    this.#deferred ??= this.#error(className, offset, message);
  }

  /** Throws the first of what was deferred. */
  throwDeferred(): void {
    if (this.#deferred !== undefined) throw this.#deferred;
  }

  /** What the server takes and the rehearsal does not; `what` is the subject of the sentence. */
  unsupported(offset: number, what: string): PainlessCompileError {
    return new PainlessCompileError(`${what} is not supported by the rehearsal`, {
      className: "java.lang.IllegalArgumentException",
      source: this.#source,
      offset,
      unsupported: true,
    });
  }

  #error(className: string, offset: number, message: string): PainlessCompileError {
    return new PainlessCompileError(message, { className, source: this.#source, offset });
  }
}
