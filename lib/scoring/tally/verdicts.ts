/**
 * Verdicts in columns, by what is known of their names: small enough to be sent between threads.
 * @module
 */

import type { DomainVerdict } from "../score_domains.ts";

/** Verdicts of names of one kind. */
export interface VerdictColumn {
  /** Their probabilities. */
  readonly probabilities: Float64Array;
  /** How many of them are called malicious. */
  readonly calledMalicious: number;
}

/** Verdicts by the label of their names. */
export interface VerdictColumns {
  readonly unlabelled: VerdictColumn;
  readonly benign: VerdictColumn;
  readonly malicious: VerdictColumn;
}

/** Puts verdicts into columns. */
export function verdictColumns(
  verdicts: readonly { readonly verdict: DomainVerdict; readonly label: 0 | 1 | undefined }[],
): VerdictColumns {
  const column = (label: 0 | 1 | undefined): VerdictColumn => {
    const ofLabel = verdicts.filter((verdict) => verdict.label === label);
    return {
      probabilities: Float64Array.from(ofLabel, ({ verdict }) => verdict.probability),
      calledMalicious: ofLabel.filter(({ verdict }) => verdict.prediction === 1).length,
    };
  };
  return { unlabelled: column(undefined), benign: column(0), malicious: column(1) };
}
