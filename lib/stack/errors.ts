/**
 * What goes wrong between us and Elasticsearch, Kibana or GitHub, told in one sentence that holds nothing secret.
 * @module
 */

/**
 * Where a request failed: on the way (`refused` … `tls`), by the server's answer (`http`), or because what answered is no
 * Elasticsearch, no Kibana or no GitHub.
 */
export type StackErrorKind =
  | "refused"
  | "reset"
  | "timeout"
  | "aborted"
  | "tls"
  | "http"
  | "not-elasticsearch"
  | "not-kibana"
  | "not-github";

/** What is known of a failure beside its sentence. */
export interface StackErrorDetails {
  /** HTTP status of the answer. */
  readonly status?: number;
  /** Type of the deepest cause, as the server named it. */
  readonly type?: string;
  /** What to do next. */
  readonly hint?: string;
  /** How long the server asked to wait. */
  readonly retryAfterSeconds?: number;
}

/** A request to Elasticsearch, Kibana or GitHub that failed. The message never holds a header, a query string or a secret. */
export class StackError extends Error {
  /** The class's name. */
  override name = "StackError";
  /** Where the request failed. */
  readonly kind: StackErrorKind;
  /** HTTP status of the answer. */
  readonly status?: number;
  /** Type of the deepest cause, as the server named it. */
  readonly type?: string;
  /** What to do next. */
  readonly hint?: string;
  /** How long the server asked to wait. */
  readonly retryAfterSeconds?: number;

  /** A failure and its sentence. */
  constructor(kind: StackErrorKind, message: string, details: StackErrorDetails = {}) {
    super(message);
    this.kind = kind;
    if (details.status !== undefined) this.status = details.status;
    if (details.type !== undefined) this.type = details.type;
    if (details.hint !== undefined) this.hint = details.hint;
    if (details.retryAfterSeconds !== undefined) this.retryAfterSeconds = details.retryAfterSeconds;
  }

  /** The same failure, its texts without what the function takes out. */
  redacted(redact: (text: string) => string): StackError {
    return new StackError(this.kind, redact(this.message), {
      ...(this.status === undefined ? {} : { status: this.status }),
      ...(this.type === undefined ? {} : { type: redact(this.type) }),
      ...(this.hint === undefined ? {} : { hint: redact(this.hint) }),
      ...(this.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: this.retryAfterSeconds }),
    });
  }
}
