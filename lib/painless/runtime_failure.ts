/**
 * What leaves a script when it fails.
 * @module
 */

import { JavaThrowable, NotSupportedError } from "../java/throwable.ts";
import { PainlessRuntimeError } from "./errors.ts";
import { BoundError } from "./execution.ts";

/** Says of whatever was thrown while a script ran what the server would, and where it was. */
export function asRuntimeError(error: unknown, source: string, offset: number): unknown {
  if (error instanceof JavaThrowable) {
    return new PainlessRuntimeError(error.javaMessage, { className: error.className, source, offset });
  }
  if (error instanceof BoundError) {
    return new PainlessRuntimeError(error.message, {
      className: error.className,
      source,
      offset,
      unsupported: error.isOurs,
    });
  }
  if (error instanceof NotSupportedError) {
    return new PainlessRuntimeError(error.message, {
      className: "java.lang.UnsupportedOperationException",
      source,
      offset,
      unsupported: true,
    });
  }
  if (error instanceof RangeError) {
    return new PainlessRuntimeError(
      "A chain of calls that is deeper than the stack here is not supported by the rehearsal",
      {
        className: "java.lang.StackOverflowError",
        source,
        offset,
        unsupported: true,
      },
    );
  }
  return error;
}
