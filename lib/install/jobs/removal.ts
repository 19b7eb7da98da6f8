/**
 * The plan of a job's removal.
 * @module
 */

import { type Job, JOB_NAMES } from "../../detections/job.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import type { Plan } from "../plan.ts";
import { removalFindings } from "../dga/preflight.ts";
import { ANALYTICS_AT_REST } from "../resources/analytics_job.ts";
import type { StackSnapshot } from "../snapshot.ts";
import { storedJob } from "./compare.ts";
import { JobSteps } from "./job_steps.ts";

/** How a job is removed. */
export interface JobRemovalOptions {
  /** Stops, closes and deletes what stands in the way. @default {false} */
  readonly force?: boolean;
  /** The command that is named where running it again helps; without secrets. @default {`delete_job.ts …`} */
  readonly command?: string;
}

/**
 * What deleting a job would do to the stack of a snapshot that was taken for it. Depends on nothing else.
 *
 * What runs, and an anomaly job with a datafeed, is only deleted with `force`: the datafeed is stopped and deleted
 * first, then the job is closed and deleted.
 */
export function planJobRemoval(
  name: string,
  type: Job["type"],
  snapshot: StackSnapshot,
  options: JobRemovalOptions = {},
): Plan {
  const { force = false } = options;
  const command = options.command ?? `delete_job.ts ${name} ${type}${force ? " --force" : ""}`;
  const frame = {
    kind: "job-removal",
    subject: name,
    serverVersion: snapshot.version,
    command,
    differences: [],
    next: [],
  } as const;
  const preflight = removalFindings(snapshot, "jobs");
  if (hasErrors(preflight)) return { ...frame, findings: preflight, steps: [], unchanged: [], notes: [] };
  if (storedJob({ name, type }, snapshot) === undefined) {
    const unchanged = [`${JOB_NAMES[type]} "${name}" (not there)`];
    return { ...frame, findings: preflight, steps: [], unchanged, notes: [] };
  }
  const obstacles = force ? [] : obstaclesTo(name, type, snapshot);
  const findings = [
    ...preflight,
    ...obstacles,
    ...(type === "anomaly_detection" ? ruleFindings(name, snapshot, force) : []),
  ];
  const steps = new JobSteps(snapshot);
  if (type === "anomaly_detection") steps.removeJob(name);
  else if (type === "datafeed") steps.removeDatafeed(name);
  else steps.removeAnalytics(name);
  if (hasErrors(findings)) return { ...frame, findings, steps: [], unchanged: [], notes: steps.plan().notes };
  return { ...frame, findings, unchanged: [], ...steps.plan() };
}

/** A rule whose job is gone fails each time that it runs. */
function ruleFindings(name: string, { rulesOfJobs }: StackSnapshot, force: boolean): Finding[] {
  if (rulesOfJobs === undefined) {
    return [{
      level: "warning",
      code: "rules-unknown",
      message: `It is not known which rules use the anomaly job "${name}", as Kibana was not asked or did not answer`,
      hint: "Name Kibana with --kibana-url to have them named.",
    }];
  }
  return rulesOfJobs.filter(({ jobs }) => jobs.includes(name)).map((rule) => {
    const named = `The rule "${rule.name}" (${rule.ruleId}, ${rule.isEnabled ? "enabled" : "disabled"})`;
    return {
      level: force ? "warning" : "error",
      code: "job-of-rule",
      message: force
        ? `${named} uses the anomaly job "${name}": once that is gone, it fails whenever it runs`
        : `Cannot delete the anomaly job "${name}" as a rule uses it: ${named.replace("The", "the")}`,
      hint: force
        ? "Disable, change or delete the rule."
        : "Disable, change or delete the rule first; or delete the job all the same with --force.",
    };
  });
}

/** What has to be stopped, closed or deleted first. */
function obstaclesTo(name: string, type: Job["type"], { jobs }: StackSnapshot): Finding[] {
  switch (type) {
    case "anomaly_detection": {
      const job = jobs?.jobs[name];
      const feed = job?.datafeed;
      return [
        ...(feed === undefined ? [] : [
          ...(isRunning(jobs?.datafeeds[feed]?.state) ? [obstacle(name, type, started("datafeed", feed))] : []),
          obstacle(name, type, {
            found: `the datafeed "${feed}" feeds it and would go with it`,
            way: `Delete that first: delete_job.ts ${feed} datafeed`,
          }),
        ]),
        ...(job?.state === "closed" ? [] : [
          obstacle(name, type, {
            found: `it is ${job?.state ?? "open"}`,
            way: `Close it first: POST /_ml/anomaly_detectors/${name}/_close`,
          }),
        ]),
      ];
    }
    case "datafeed":
      return isRunning(jobs?.datafeeds[name]?.state)
        ? [obstacle(name, type, {
          found: `it is ${jobs?.datafeeds[name]?.state}`,
          way: `Stop it first: POST /_ml/datafeeds/${name}/_stop`,
        })]
        : [];
    case "data_frame_analytic":
      return ANALYTICS_AT_REST.includes(jobs?.analytics[name]?.state ?? "stopped") ? [] : [
        obstacle(name, type, {
          found: `it is ${jobs?.analytics[name]?.state}`,
          way: `Stop it first: POST /_ml/data_frame/analytics/${name}/_stop`,
        }),
      ];
  }
}

function isRunning(state: string | undefined): boolean {
  return state !== undefined && state !== "stopped";
}

function started(what: string, id: string): { found: string; way: string } {
  return { found: `its ${what} "${id}" is started`, way: `Stop it first: POST /_ml/datafeeds/${id}/_stop` };
}

function obstacle(name: string, type: Job["type"], { found, way }: { found: string; way: string }): Finding {
  return {
    level: "error",
    code: "job-in-use",
    message: `Cannot delete the ${JOB_NAMES[type]} "${name}" as ${found}`,
    hint: `${way}; or do it all with --force.`,
  };
}
