/**
 * Data frame analytics jobs.
 * @module
 */

import { notFound } from "../failure.ts";
import { expandMlIds } from "../ml_ids.ts";
import type { AnalyticsConfig } from "./analytics_config.ts";

/** A job that is stored. */
export interface StoredAnalytics {
  readonly config: AnalyticsConfig;
  readonly createTime: number;
  isStarted: boolean;
}

/** Jobs by id. */
export class AnalyticsState {
  readonly jobs = new Map<string, StoredAnalytics>();

  /** The job of an id; throws 404. */
  job(id: string): StoredAnalytics {
    const job = this.jobs.get(id);
    if (job === undefined) throw missingAnalytics(id);
    return job;
  }

  /** The jobs that an expression names, by id; throws 404 for what names none. */
  expand(expression: string, allowNoMatch: boolean): StoredAnalytics[] {
    const { ids, missing } = expandMlIds(expression, this.jobs.keys(), { allowNoMatch });
    if (missing.length > 0) throw missingAnalytics(missing.join(","));
    return ids.flatMap((id) => this.jobs.get(id) ?? []);
  }
}

function missingAnalytics(id: string): Error {
  return notFound(`No known data frame analytics with id [${id}]`);
}
