/**
 * Anomaly detection jobs and their datafeeds, with what they do.
 * @module
 */

import { notFound } from "../failure.ts";
import { expandMlIds } from "../ml_ids.ts";
import type { DatafeedConfig } from "./datafeed_config.ts";
import type { JobConfig } from "./job_config.ts";

/** A job that is stored. */
export interface StoredJob {
  readonly config: JobConfig;
  readonly createTime: number;
  /** When it was opened; undefined while it is closed. */
  openedAt: number | undefined;
  /** When it was last closed. */
  finishedAt: number | undefined;
}

/** A datafeed that is stored. */
export interface StoredDatafeed {
  readonly config: DatafeedConfig;
  /** What it was started with; undefined while it is stopped. */
  started: StartedDatafeed | undefined;
}

/** How a datafeed was started. */
export interface StartedDatafeed {
  /** True without an end: it goes on with what comes. */
  readonly isRealTime: boolean;
}

/** Jobs and datafeeds by id. */
export class AnomalyState {
  readonly jobs = new Map<string, StoredJob>();
  readonly datafeeds = new Map<string, StoredDatafeed>();

  /** The job of an id; throws 404. */
  job(id: string): StoredJob {
    const job = this.jobs.get(id);
    if (job === undefined) throw missingJob(id);
    return job;
  }

  /** The datafeed of an id; throws 404. */
  datafeed(id: string): StoredDatafeed {
    const datafeed = this.datafeeds.get(id);
    if (datafeed === undefined) throw missingDatafeed(id);
    return datafeed;
  }

  /** The datafeed of a job, of which there is one at most. */
  datafeedOf(jobId: string): StoredDatafeed | undefined {
    return [...this.datafeeds.values()].find(({ config }) => config.jobId === jobId);
  }

  /** The jobs that an expression of ids, groups and patterns names, by id; throws 404 for what names none. */
  expandJobs(expression: string, allowNoMatch: boolean): StoredJob[] {
    const otherNames = (id: string) => this.jobs.get(id)?.config.groups ?? [];
    const { ids, missing } = expandMlIds(expression, this.jobs.keys(), { allowNoMatch, otherNames });
    if (missing.length > 0) throw missingJob(missing.join(","));
    return ids.flatMap((id) => this.jobs.get(id) ?? []);
  }

  /** The datafeeds that an expression names, by id; throws 404 for what names none. */
  expandDatafeeds(expression: string, allowNoMatch: boolean): StoredDatafeed[] {
    const { ids, missing } = expandMlIds(expression, this.datafeeds.keys(), { allowNoMatch });
    if (missing.length > 0) throw missingDatafeed(missing.join(","));
    return ids.flatMap((id) => this.datafeeds.get(id) ?? []);
  }

  /** Closes a job, and stops its datafeed before. */
  close(job: StoredJob): void {
    const datafeed = this.datafeedOf(job.config.id);
    if (datafeed !== undefined) datafeed.started = undefined;
    if (job.openedAt === undefined) return;
    job.openedAt = undefined;
    job.finishedAt = Date.now();
  }

  /** Forgets a job and its datafeed. */
  deleteJob(id: string): void {
    const datafeed = this.datafeedOf(id);
    if (datafeed !== undefined) this.datafeeds.delete(datafeed.config.id);
    this.jobs.delete(id);
  }
}

function missingJob(id: string): Error {
  return notFound(`No known job with id '${id}'`);
}

function missingDatafeed(id: string): Error {
  return notFound(`No datafeed with id [${id}] exists`);
}
