/**
 * What is wrong with the options of a connection.
 * @module
 */

/** Options that no connection can be made from. Neither text holds a secret. */
export class ConnectOptionsError extends Error {
  /** The class's name. */
  override name = "ConnectOptionsError";
  /** What to do next. */
  readonly hint?: string;

  /** What was attempted and found, and what to do next. */
  constructor(message: string, hint?: string) {
    super(message);
    if (hint !== undefined) this.hint = hint;
  }
}
