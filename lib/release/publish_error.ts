/**
 * How publishing ends when it does not end well.
 * @module
 */

/**
 * What became of it: `undone` (nothing is left), `kept` (the draft was kept, to go on with), `left` (something is left,
 * or may be), `published` (it is published, and is not what was to be published).
 */
export type PublishOutcome = "undone" | "kept" | "left" | "published";

/** A release that could not be published. */
export class PublishError extends Error {
  /** Name of the class. */
  override name = "PublishError";
  /** What became of it. */
  readonly outcome: PublishOutcome;
  /** What is left on GitHub, in words, with its address if that is known. */
  readonly left: readonly string[];

  /** An error with what stopped it as its cause. */
  constructor(outcome: PublishOutcome, left: readonly string[], cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.outcome = outcome;
    this.left = left;
  }
}

/** What is on GitHub is not what was sent there. */
export class ReleaseContentError extends Error {
  /** Name of the class. */
  override name = "ReleaseContentError";
}
