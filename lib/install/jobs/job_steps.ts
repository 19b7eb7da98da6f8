/**
 * The steps that bring jobs to where they should be, and what the stack is like after those so far.
 * @module
 */

import type { Job } from "../../detections/job.ts";
import { formatDocument } from "../../json/document.ts";
import { pathOf } from "../../stack/elasticsearch.ts";
import type { Plan } from "../plan.ts";
import { ANALYTICS_AT_REST } from "../resources/analytics_job.ts";
import type { StackSnapshot } from "../snapshot.ts";
import type { Step } from "../step.ts";
import type { InstalledAnalytics, InstalledDatafeed, InstalledJob, JobFacts } from "./job_facts.ts";
import { textAt } from "./job_facts.ts";

/** Collects steps. */
export class JobSteps {
  readonly #found: JobFacts;
  readonly #wanted: readonly Job[];
  readonly #steps: Step[] = [];
  readonly #notes: string[] = [];
  /** Anomaly jobs that are open, datafeeds and analytics that are started, after the steps so far. */
  readonly #open = new Set<string>();
  readonly #feeding = new Set<string>();
  readonly #analysing = new Set<string>();
  /** What was switched off or taken away on the way, and is wanted back. */
  readonly #goneFeeds = new Set<string>();
  readonly #reopen = new Set<string>();
  readonly #restartFeeds = new Set<string>();
  readonly #restartAnalytics = new Set<string>();
  readonly #stored = new Set<string>();

  /** Steps from the state of a snapshot; `wanted` is what the command has files of. */
  constructor({ jobs }: StackSnapshot, wanted: readonly Job[] = []) {
    this.#wanted = wanted;
    this.#found = jobs ?? { jobs: {}, datafeeds: {}, analytics: {}, emptyPatterns: [] };
    for (const [id, { state }] of Object.entries(this.#found.jobs)) if (isOpen(state)) this.#open.add(id);
    for (const [id, { state }] of Object.entries(this.#found.datafeeds)) if (isStarted(state)) this.#feeding.add(id);
    for (const [id, { state }] of Object.entries(this.#found.analytics)) {
      if (!ANALYTICS_AT_REST.includes(state)) this.#analysing.add(id);
    }
  }

  /** The steps so far, and what should be known before. */
  plan(): Pick<Plan, "steps" | "notes"> {
    return { steps: this.#steps, notes: this.#notes };
  }

  /** What has to be asked for when the steps are begun again, as nobody knows then what ran before. */
  get flag(): "--start" | "--open" | undefined {
    const isStart = this.#restartFeeds.size + this.#restartAnalytics.size > 0;
    return isStart ? "--start" : this.#reopen.size > 0 ? "--open" : undefined;
  }

  /** Stores a job that is not there. */
  store({ name: id, type, body }: Job): void {
    const text = formatDocument(body);
    this.#stored.add(`${type} ${id}`);
    switch (type) {
      case "anomaly_detection":
        return this.#put("anomaly-job", id, text);
      case "datafeed":
        this.#goneFeeds.delete(id);
        return this.#put("datafeed", id, text);
      case "data_frame_analytic":
        return this.#put("analytics-job", id, text);
    }
  }

  /** Takes a job away and stores another in its place. */
  replace(job: Job): void {
    const { name: id, type } = job;
    if (type === "anomaly_detection") {
      if (this.#open.has(id)) this.#reopen.add(id);
      this.removeJob(id);
    } else if (type === "datafeed") {
      if (this.#feeding.has(id)) this.#restartFeeds.add(id);
      this.removeDatafeed(id);
    } else {
      if (this.#analysing.has(id)) this.#restartAnalytics.add(id);
      this.removeAnalytics(id);
    }
    this.store(job);
  }

  /** Deletes an anomaly job and, as the server would, its datafeed. */
  removeJob(id: string): void {
    const job = this.#found.jobs[id];
    if (job === undefined) return;
    if (job.datafeed !== undefined) {
      if (this.#feeding.has(job.datafeed)) this.#restartFeeds.add(job.datafeed);
      this.removeDatafeed(job.datafeed);
    }
    if (this.#open.delete(id)) {
      this.#steps.push({ kind: "switch", resource: "anomaly-job", id, from: "opened", to: "closed" });
    }
    const { config: { text: was } } = job;
    const detail = "what it has learned and found goes with it";
    this.#steps.push({ kind: "delete", resource: "anomaly-job", id, was, detail });
    this.#notes.push(
      `The anomaly job "${id}" goes with its model and its results: undoing stores it again without them.`,
    );
  }

  /** Deletes a datafeed. */
  removeDatafeed(id: string): void {
    const feed = this.#found.datafeeds[id];
    if (feed === undefined || this.#goneFeeds.has(id)) return;
    this.#goneFeeds.add(id);
    if (this.#feeding.delete(id)) {
      this.#steps.push({ kind: "switch", resource: "datafeed", id, from: "started", to: "stopped" });
    }
    const { text: was } = feed.config;
    const mend = this.#isWanted(id) ? {} : { mend: `PUT ${pathOf`/_ml/datafeeds/${id}`} ${was}` };
    this.#steps.push({ kind: "delete", resource: "datafeed", id, was, ...mend });
  }

  /** Deletes a data frame analytics job; its results stay in their index. */
  removeAnalytics(id: string): void {
    const job = this.#found.analytics[id];
    if (job === undefined) return;
    if (this.#analysing.delete(id)) {
      this.#steps.push({ kind: "switch", resource: "analytics-job", id, from: "started", to: "stopped" });
    }
    this.#steps.push({ kind: "delete", resource: "analytics-job", id, was: job.config.text });
  }

  /** Stores datafeeds again that went with their jobs, opens what was open, and starts what was started. */
  putBack(): void {
    for (const id of this.#goneFeeds) this.#put("datafeed", id, this.#found.datafeeds[id]?.config.text ?? "");
    for (const id of this.#reopen) this.#openJob(id);
    for (const id of this.#restartFeeds) {
      if (this.#found.datafeeds[id]?.isEndless === false) {
        this.#notes.push(
          `The datafeed "${id}" was started up to some end, which Elasticsearch does not tell: it is not started again.`,
        );
      } else this.#startDatafeed(id);
    }
    for (const id of this.#restartAnalytics) this.#startAnalytics(id);
  }

  /** Opens the anomaly jobs. */
  open(): void {
    for (const { name, type } of this.#wanted) if (type === "anomaly_detection") this.#openJob(name);
  }

  /** Starts datafeeds and data frame analytics; what has come to its end has nothing left to do. */
  start(): void {
    for (const { name, type, body } of this.#wanted) {
      if (type === "datafeed") {
        this.#openJob(textAt(body, "job_id") ?? "");
        this.#startDatafeed(name);
      } else if (type === "data_frame_analytic") {
        const isOld = !this.#stored.has(`${type} ${name}`);
        if (isOld && this.#found.analytics[name]?.isFinished === true) {
          this.#notes.push(`The data frame analytics job "${name}" has come to its end: it is not started again.`);
        } else this.#startAnalytics(name);
      }
    }
  }

  #isWanted(feed: string): boolean {
    return this.#wanted.some(({ name, type }) => name === feed && type === "datafeed");
  }

  #put(resource: "anomaly-job" | "datafeed" | "analytics-job", id: string, text: string): void {
    this.#steps.push({ kind: "put", resource, id, text });
  }

  #openJob(id: string): void {
    if (this.#open.has(id)) return;
    this.#open.add(id);
    this.#steps.push({ kind: "switch", resource: "anomaly-job", id, from: "closed", to: "opened" });
  }

  #startDatafeed(id: string): void {
    if (this.#feeding.has(id)) return;
    this.#feeding.add(id);
    this.#steps.push({ kind: "switch", resource: "datafeed", id, from: "stopped", to: "started" });
  }

  #startAnalytics(id: string): void {
    if (this.#analysing.has(id)) return;
    this.#analysing.add(id);
    this.#steps.push({ kind: "switch", resource: "analytics-job", id, from: "stopped", to: "started" });
  }
}

/** A job that has failed is closed by force, as an open one is. */
function isOpen(state: InstalledJob["state"]): boolean {
  return state !== "closed" && state !== "closing";
}

function isStarted(state: InstalledDatafeed["state"] | InstalledAnalytics["state"]): boolean {
  return state !== "stopped" && state !== "stopping";
}
