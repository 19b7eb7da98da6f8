/**
 * The plan of a whole detections bundle: jobs, then the rules that use them.
 * @module
 */

import type { DetectionsBundle } from "../../detections/detections_bundle.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import { planJobUpload } from "../jobs/upload.ts";
import type { Plan } from "../plan.ts";
import type { JobState } from "../rules/rule_snapshot.ts";
import { planRuleUpload } from "../rules/rule_upload.ts";
import type { StackSnapshot } from "../snapshot.ts";

/** How a detections bundle is set up. */
export interface DetectionsOptions {
  /** Replaces jobs and rules that are there and differ. @default {false} */
  readonly overwrite?: boolean;
  /** Opens the anomaly jobs. @default {false} */
  readonly open?: boolean;
  /** Opens the anomaly jobs, and starts datafeeds and data frame analytics. @default {false} */
  readonly start?: boolean;
  /** Enables the rules; else new ones are disabled, and the others stay as they are. @default {false} */
  readonly enable?: boolean;
  /** Whose release it is, where it is not the usual repository's. */
  readonly from?: string;
  /** The command that is named where running it again helps; without secrets. @default {`setup_detections.ts -d …`} */
  readonly command?: string;
}

/**
 * What setting up a detections bundle would do to the stack of a snapshot that was taken for its jobs and rules. Depends
 * on nothing else. It is one plan: what fails among the rules undoes the jobs, too.
 */
export function planDetections(
  bundle: DetectionsBundle,
  snapshot: StackSnapshot,
  options: DetectionsOptions = {},
): Plan {
  const { from, ...how } = options;
  const subject = bundle.name;
  const asked = { ...how, subject, command: options.command ?? `setup_detections.ts -d ${bundle.name}` };
  const jobs = bundle.jobs.length === 0 ? undefined : planJobUpload(bundle.jobs, snapshot, asked);
  const rules = bundle.rules.length === 0
    ? undefined
    : planRuleUpload(bundle.rules, withJobs(bundle, snapshot, options), asked);
  const parts = [jobs, rules].filter((plan) => plan !== undefined);
  const findings = [...refusedFindings(bundle), ...parts.flatMap((plan) => plan.findings)];
  const applied = hasErrors(findings) ? [] : parts;
  return {
    kind: "detections",
    subject,
    ...(from === undefined ? {} : { from }),
    serverVersion: snapshot.version,
    findings,
    differences: parts.flatMap((plan) => plan.differences),
    steps: applied.flatMap((plan) => plan.steps),
    unchanged: parts.flatMap((plan) => plan.unchanged),
    notes: applied.flatMap((plan) => plan.notes),
    next: applied.flatMap((plan) => plan.next),
    // The jobs' plan may have something to add.
    command: jobs?.command ?? asked.command,
  };
}

/** Jobs of the bundle are there when its rules come. */
function withJobs(
  { jobs }: DetectionsBundle,
  snapshot: StackSnapshot,
  { open = false, start = false }: DetectionsOptions,
): StackSnapshot {
  const { kibana } = snapshot;
  if (kibana === undefined) return snapshot;
  const coming = jobs.filter(({ type }) => type === "anomaly_detection").map(({ name }): [string, JobState] => {
    const before = snapshot.jobs?.jobs[name]?.state;
    return [name, { kind: "there", state: open || start ? "opened" : before ?? "closed" }];
  });
  return { ...snapshot, kibana: { ...kibana, jobs: { ...kibana.jobs, ...Object.fromEntries(coming) } } };
}

/** What a server would refuse may be released, but not be left out without a word. */
function refusedFindings({ name, refused }: DetectionsBundle): Finding[] {
  return refused.map((file) => ({
    level: "error",
    code: "file-refused",
    file,
    message: `Cannot set up "${name}" as a server would refuse this file: the warnings say why`,
    hint: "Mend the file, or upload the others with upload_job.ts and upload_rule.ts.",
  }));
}
