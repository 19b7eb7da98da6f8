/**
 * How a script ends, as its exit code.
 * @module
 */

/** One meaning of every exit code, for all scripts. */
export const EXIT = {
  /** What was asked for is done. */
  done: 0,
  /** It failed, and was undone or never began. */
  failed: 1,
  /** The command line cannot be understood. */
  usage: 2,
  /** Findings of level error, differences without `--overwrite`, or a missing link. */
  findings: 3,
  /** The person said no, or nobody could be asked. */
  declined: 4,
  /** It failed and could not be undone: what is left was listed. */
  left: 5,
  /** Stopped by SIGINT, and undone. */
  interrupted: 130,
  /** Stopped by SIGTERM, and undone. */
  terminated: 143,
} as const;

/** An exit code of a script. */
export type ExitCode = typeof EXIT[keyof typeof EXIT];
