/**
 * Values of a connection on a command line.
 * @module
 */

/** Values from the command line. */
export interface ConnectionArguments {
  /** `--elasticsearch-url` */
  readonly elasticsearchUrl?: string;
  /** `--cloud-id` */
  readonly cloudId?: string;
  /** `--user` */
  readonly username?: string;
  /** `--password`, or standard input with `--password-stdin` */
  readonly password?: string;
  /** `--api-key` */
  readonly apiKey?: string;
  /** `--kibana-url` */
  readonly kibanaUrl?: string;
  /** `--kibana-api-key` */
  readonly kibanaApiKey?: string;
  /** `--space` */
  readonly space?: string;
  /** Contents of the file that `--ca-cert` names. */
  readonly caCertificate?: string;
  /** `--timeout` */
  readonly timeoutSeconds?: number;
  /** `--allow-plain-http` */
  readonly allowPlainHttp?: boolean;
  /** What was typed when asked for the password that `resolveConnection` found missing. */
  readonly promptedPassword?: string;
}
