/**
 * What goes wrong with a model: before it can be used, and while it is used.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/**
 * When the server notices: while it reads the body of a PUT, while it checks what it has read, when the stored model is
 * loaded, or with a document.
 */
export type ModelStage = "parse" | "validate" | "load" | "infer";

/** When in more detail: with `parse`, whether it is the body, what is made of it, the request or a compressed definition. */
export type ModelPhase =
  | "body"
  | "build"
  | "request"
  | "compressed"
  | "structure"
  | "load"
  | "prepare"
  | "infer";

/**
 * A model that cannot be used.
 *
 * ```ts
 * import { TrainedModelError } from "./inference_error.ts";
 * const error = new TrainedModelError("body", "[tree] unknown field [depth]", []);
 * if (!error.message.includes("unknown field")) throw new Error();
 * ```
 */
export class TrainedModelError extends Error {
  /** Name of the class. */
  override name = "TrainedModelError";
  /** Where the server stops. */
  readonly stage: ModelStage;
  /** The same in more detail. */
  readonly phase: ModelPhase;
  /** The server's own words, without a position. */
  readonly serverMessage: string;
  /** Everything that was found, not only what the server would have named. */
  readonly findings: readonly Finding[];

  /** Its message is that of the first finding. */
  constructor(phase: ModelPhase, serverMessage: string, findings: readonly Finding[]) {
    super(findings.find((finding) => finding.level === "error")?.message ?? serverMessage);
    this.stage = stageOf(phase);
    this.phase = phase;
    this.serverMessage = serverMessage;
    this.findings = findings;
  }
}

/** The stage that a phase belongs to. */
export function stageOf(phase: ModelPhase): ModelStage {
  switch (phase) {
    case "structure":
      return "validate";
    case "load":
    case "prepare":
      return "load";
    case "infer":
      return "infer";
    default:
      return "parse";
  }
}

/** What the server does not say of an error. */
export interface InferenceAdvice {
  /** What to do. */
  readonly hint?: string;
  /** Which option of a configuration is wrong. */
  readonly option?: string;
}

/**
 * A document, or a request, for which the server has no result.
 *
 * ```ts
 * import { InferenceError } from "./inference_error.ts";
 * const error = new InferenceError("java.lang.IllegalArgumentException", "no valid values present");
 * if (error.javaMessage !== "no valid values present") throw new Error();
 * ```
 */
export class InferenceError extends Error {
  /** Name of the class. */
  override name = "InferenceError";
  /** Full name of the Java class that the server throws. */
  readonly className: string;
  /** Its message. */
  readonly javaMessage: string;
  /** What to do about it. */
  readonly hint: string | undefined;
  /** Of a configuration: which option it is about, as a path within the configuration. */
  readonly option: string | undefined;

  /** As the server's exception. */
  constructor(className: string, javaMessage: string, advice: InferenceAdvice = {}) {
    super(javaMessage);
    this.className = className;
    this.javaMessage = javaMessage;
    this.hint = advice.hint;
    this.option = advice.option;
  }
}

/** As `ExceptionsHelper.badRequestException`. */
export function badRequest(message: string, advice?: InferenceAdvice): InferenceError {
  return new InferenceError("org.elasticsearch.ElasticsearchStatusException", message, advice);
}

/** As `ExceptionsHelper.serverError`. */
export function serverError(message: string): InferenceError {
  return new InferenceError("org.elasticsearch.ElasticsearchException", message);
}

/** As an `IllegalArgumentException`. */
export function illegalArgument(message: string, advice?: InferenceAdvice): InferenceError {
  return new InferenceError("java.lang.IllegalArgumentException", message, advice);
}

/** As an array that was asked for an element it does not have. */
export function outOfBounds(index: number, length: number): InferenceError {
  return new InferenceError(
    "java.lang.ArrayIndexOutOfBoundsException",
    `Index ${index} out of bounds for length ${length}`,
  );
}
