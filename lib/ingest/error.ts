/**
 * What goes wrong with pipelines and documents, in the shape of Elasticsearch's own errors.
 * @module
 */

import { JavaThrowable, NotSupportedError } from "../java/throwable.ts";

/** An error as Elasticsearch prints it: `type`, `reason`, perhaps `caused_by`, and what else the error carries. */
export interface ErrorBody {
  /** The exception's type: `"illegal_argument_exception"`; of a failed processor, its type. */
  readonly type: string;
  /** The exception's message. */
  readonly reason: string | null;
  /** What caused it. */
  readonly caused_by?: ErrorBody;
  /** Exceptions that were thrown meanwhile. */
  readonly suppressed?: readonly ErrorBody[];
  /** What else the server tells, such as `processor_type`. */
  readonly [detail: string]: unknown;
}

/** An error body at the top, which repeats its first error under `root_cause`. */
export interface RootErrorBody extends ErrorBody {
  /** The deepest causes. */
  readonly root_cause: readonly ErrorBody[];
}

/** What an `IngestError` may carry besides its type and reason. */
export interface IngestErrorOptions {
  /** What caused it. */
  readonly causedBy?: IngestError;
  /** Printed beside type and reason: `processor_type`, `property_name`, `script`, … */
  readonly details?: Readonly<Record<string, unknown>>;
  /** HTTP status of the answer where the error ends a whole request. @default {400} */
  readonly status?: number;
  /** True when the server could do it and the rehearsal cannot: no `on_failure` catches such an error. */
  readonly unsupported?: boolean;
  /** Where in the pipeline's JSON: `"processors/0/set/value"`. */
  readonly path?: string;
  /** What to do about it. */
  readonly hint?: string | undefined;
  /** Which option of a processor it is about, where the processor's path is not known. */
  readonly option?: string | undefined;
  /** Further errors of the same request. */
  readonly suppressed?: readonly IngestError[];
}

/** Which processor failed, and in which called pipeline. */
export interface FailedProcessor {
  /** The exception's type: `"illegal_argument_exception"`; of a failed processor, its type. */
  readonly type: string;
  /** The processor's `tag`. */
  readonly tag: string | undefined;
  /** The innermost pipeline, if it was called by another one. */
  readonly pipeline: string | undefined;
}

/**
 * A pipeline that would not be stored, or a document that fails. `type` and `reason` are the server's; with
 * `unsupported` they tell what the rehearsal lacks.
 *
 * ```ts
 * import { IngestError } from "./error.ts";
 * const error = new IngestError("illegal_argument_exception", "field [a] doesn't exist");
 * if (error.toBody().root_cause[0]?.type !== "illegal_argument_exception") throw new Error();
 * ```
 */
export class IngestError extends Error {
  /** Name of the class. */
  override name = "IngestError";
  /** Elasticsearch's name of the exception: `"illegal_argument_exception"`. */
  readonly type: string;
  /** The exception's message. */
  readonly reason: string | null;
  /** What caused it. */
  readonly causedBy: IngestError | undefined;
  /** What else the server tells, such as `processor_type`. */
  readonly details: Readonly<Record<string, unknown>>;
  /** HTTP status that the server answers with. */
  readonly status: number;
  /** True when the rehearsal cannot do it, whatever the server would. */
  readonly unsupported: boolean;
  /** Where in the pipeline. */
  readonly path: string | undefined;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Which option of a processor it is about. */
  readonly option: string | undefined;
  /** Exceptions that were thrown meanwhile. */
  readonly suppressed: readonly IngestError[];
  /** Set by the first list of processors that saw the error. */
  failedProcessor: FailedProcessor | undefined;

  /** An error as the server has it. */
  constructor(type: string, reason: string | null, options: IngestErrorOptions = {}) {
    super(reason ?? type);
    this.type = type;
    this.reason = reason;
    this.causedBy = options.causedBy;
    this.details = options.details ?? {};
    this.status = options.status ?? 400;
    this.unsupported = options.unsupported ?? false;
    this.path = options.path;
    this.hint = options.hint;
    this.option = options.option;
    this.suppressed = options.suppressed ?? [];
  }

  /** The message of the innermost cause, which is what `_ingest.on_failure_message` shows. */
  get rootMessage(): string | null {
    let error = this as IngestError;
    while (error.causedBy !== undefined) error = error.causedBy;
    return error.reason;
  }

  /** The same error with others that were found beside it. */
  withSuppressed(others: readonly IngestError[]): IngestError {
    return new IngestError(this.type, this.reason, {
      ...(this.causedBy === undefined ? {} : { causedBy: this.causedBy }),
      details: this.details,
      status: this.status,
      unsupported: this.unsupported,
      ...(this.path === undefined ? {} : { path: this.path }),
      hint: this.hint,
      suppressed: others,
    });
  }

  /** The error as the server prints it. */
  toBody(): RootErrorBody {
    const { caused_by: _, ...root } = errorBody(this);
    return { root_cause: [root], ...errorBody(this) };
  }
}

function errorBody(error: IngestError): ErrorBody {
  return {
    type: error.type,
    reason: error.reason,
    ...error.details,
    ...(error.causedBy === undefined ? {} : { caused_by: errorBody(error.causedBy) }),
    ...(error.suppressed.length === 0 ? {} : { suppressed: error.suppressed.map(errorBody) }),
  };
}

/** An `IllegalArgumentException`, the usual failure of a processor. */
export function illegalArgument(reason: string, causedBy?: IngestError): IngestError {
  return new IngestError("illegal_argument_exception", reason, causedBy === undefined ? {} : { causedBy });
}

/** Something the server can do and the rehearsal cannot: `what` reads as "The processor [grok]". */
export function notSupported(what: string, path?: string): IngestError {
  return new IngestError("not_supported", `${what} is not supported by the rehearsal`, {
    unsupported: true,
    ...(path === undefined ? {} : { path }),
  });
}

/** An exception that is none of Elasticsearch's own: the server wraps it once more and answers 500. */
export function wrapped(
  className: string,
  message: string,
  causedBy?: IngestError,
  advice: Pick<IngestErrorOptions, "hint" | "option"> = {},
): IngestError {
  return new IngestError("exception", `${className}: ${message}`, {
    status: 500,
    ...advice,
    causedBy: new IngestError(exceptionType(className), message, causedBy === undefined ? {} : { causedBy }),
  });
}

/**
 * Elasticsearch's name for a Java exception class.
 *
 * ```ts
 * import { exceptionType } from "./error.ts";
 * if (exceptionType("java.lang.NumberFormatException") !== "number_format_exception") throw new Error();
 * ```
 */
export function exceptionType(className: string): string {
  const simple = className.slice(className.lastIndexOf(".") + 1).replace(/^Elasticsearch/, "");
  const type = simple.slice(simple.lastIndexOf("$") + 1);
  return type.replace(/(?!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
}

/**
 * Whatever a step threw, as an `IngestError`. Programming errors pass through, but a value nested too deeply or a text
 * too long for the rehearsal is a limit of the rehearsal.
 */
export function toIngestError(thrown: unknown): IngestError {
  if (thrown instanceof IngestError) return thrown;
  if (thrown instanceof JavaThrowable) return throwableError(thrown);
  if (thrown instanceof NotSupportedError) {
    return new IngestError("not_supported", thrown.message, { unsupported: true });
  }
  if (thrown instanceof RangeError) return notSupported("A document this deep or this large");
  throw thrown;
}

function throwableError(thrown: JavaThrowable): IngestError {
  return new IngestError(
    exceptionType(thrown.className),
    thrown.javaMessage,
    thrown.javaCause === null ? {} : { causedBy: throwableError(thrown.javaCause) },
  );
}
