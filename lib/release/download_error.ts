/**
 * What keeps a release from being taken.
 * @module
 */

/**
 * Why: there is no such release (`no-release`) or no bundle in it (`no-bundle`), it is larger than is taken (`too-large`),
 * nothing proves it (`unverifiable`), it is not what it should be (`integrity`), or it cannot be kept where it was to be
 * kept (`not-saved`).
 */
export type DownloadErrorCode = "no-release" | "no-bundle" | "too-large" | "unverifiable" | "integrity" | "not-saved";

/** A release that is not taken. Nothing of it was kept. */
export class DownloadError extends Error {
  /** The class's name. */
  override name = "DownloadError";
  /** Why. */
  readonly code: DownloadErrorCode;
  /** What to do next. */
  readonly hint?: string;

  /** Why, in a sentence, and what to do next. */
  constructor(code: DownloadErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    if (hint !== undefined) this.hint = hint;
  }
}
