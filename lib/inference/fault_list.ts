/**
 * What is wrong with a model, gathered while it is read: in the server's words, at the place, with what to do about it.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { type ModelPhase, type ModelStage, stageOf, TrainedModelError } from "./inference_error.ts";

/** Where something is. */
export interface Place {
  readonly path: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** Phases in the order in which the server comes to them: what it would name first comes first. */
const PHASES: readonly ModelPhase[] = [
  "body",
  "build",
  "request",
  "compressed",
  "structure",
  "load",
  "prepare",
  "infer",
];

const ATTEMPTS: Readonly<Record<ModelStage, string>> = {
  parse: "Elasticsearch does not take this model",
  validate: "Elasticsearch does not take this model",
  load: "Elasticsearch stores this model, but cannot load it",
  infer: "Elasticsearch loads this model, but cannot use it",
};

/** More than these are counted, not listed. */
const MOST_FINDINGS = 200;
/** More than these are not looked for: a large model that is wrong everywhere has millions. */
const MOST_FAULTS = 10_000;

/** One fault. */
interface Fault {
  readonly phase: ModelPhase;
  readonly serverMessage: string;
  readonly rank: number;
  readonly finding: Finding;
}

/** What else there is to tell about a fault. */
export interface FaultDetails {
  /** In the place of a sentence around the server's words. */
  readonly message?: string;
  /** What to do. */
  readonly hint?: string;
  /** In the place of the stage's code. */
  readonly code?: string;
  /** Which of a phase's faults the server comes to first, where that is not the order of the text. */
  readonly rank?: number;
}

/** Gathers faults and warnings. */
export class FaultList {
  readonly #faults: Fault[] = [];
  readonly #warnings: Finding[] = [];
  #unlisted = 0;
  readonly #counts = new Map<ModelPhase, number>();

  /** How many faults there are so far. */
  get count(): number {
    return this.#faults.length + this.#unlisted;
  }

  /** Whether there are so many that reading on is of no use. */
  get isEndless(): boolean {
    return this.count > MOST_FAULTS;
  }

  /** How many there are so far of some phases. */
  countOf(...phases: readonly ModelPhase[]): number {
    return phases.reduce((sum, phase) => sum + (this.#counts.get(phase) ?? 0), 0);
  }

  /**
   * Adds a fault.
   *
   * @param serverMessage what the server says
   */
  add(phase: ModelPhase, serverMessage: string, place: Place, details: FaultDetails = {}): void {
    const stage = stageOf(phase);
    this.#counts.set(phase, this.countOf(phase) + 1);
    if (this.#faults.length >= MOST_FINDINGS) {
      this.#unlisted++;
      return;
    }
    const finding: Finding = {
      level: "error",
      code: details.code ?? `model-${stage}`,
      ...placed(place),
      message: details.message ?? `${ATTEMPTS[stage]}: ${serverMessage}`,
      ...(details.hint === undefined ? {} : { hint: details.hint }),
    };
    this.#faults.push({ phase, serverMessage, rank: details.rank ?? 0, finding });
  }

  /** Adds something that works, but hurts. */
  warn(code: string, message: string, place: Place, hint?: string): void {
    if (this.#warnings.length >= MOST_FINDINGS) return;
    this.#warnings.push({
      level: "warning",
      code,
      ...placed(place),
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  }

  /** Everything, in the order in which the server would come to it, warnings last. */
  findings(): Finding[] {
    const findings = this.#inOrder().map((fault) => fault.finding);
    if (this.#unlisted > 0) {
      findings.push({
        level: "error",
        code: "model-parse",
        message: this.isEndless
          ? `There are more than ${this.#unlisted} more faults, and the rest of the model is not read`
          : `There are ${this.#unlisted} more faults than are listed`,
        hint: "Mend the first ones and validate again.",
      });
    }
    return [...findings, ...this.#warnings];
  }

  /** What the server would throw before the first document, if anything. */
  error(): TrainedModelError | undefined {
    const faults = this.#inOrder();
    const first = faults.find((fault) => fault.phase !== "infer");
    if (first === undefined) return undefined;
    const together = faults.filter((fault) => fault.phase === "request").map((fault) => fault.serverMessage);
    const message = first.phase === "request"
      ? `Validation Failed: ${together.map((text, i) => `${i + 1}: ${text};`).join("")}`
      : first.serverMessage;
    return new TrainedModelError(first.phase, message, this.findings());
  }

  #inOrder(): Fault[] {
    return [...this.#faults].sort((a, b) => PHASES.indexOf(a.phase) - PHASES.indexOf(b.phase) || a.rank - b.rank);
  }
}

function placed(place: Place): Partial<Finding> {
  return {
    ...(place.path === "" ? {} : { path: place.path }),
    ...(place.line === undefined ? {} : { line: place.line }),
    ...(place.column === undefined ? {} : { column: place.column }),
  };
}
