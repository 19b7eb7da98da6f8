/**
 * What stands in the way of uploading rules, and what keeps them from finding anything.
 * @module
 */

import type { KibanaRule } from "../../detections/kibana_rule.ts";
import type { Finding } from "../../json/finding.ts";
import { safeText } from "../../stack/safe_text.ts";
import { isSupportedKibana, type KibanaSnapshot } from "./rule_snapshot.ts";

/** What is wrong with a Kibana as a whole. */
export function kibanaFindings({ version, space, hasSpace, hasEncryptionKey }: KibanaSnapshot): Finding[] {
  const findings: Finding[] = [];
  if (version === undefined) {
    findings.push({
      level: "warning",
      code: "kibana-version-unknown",
      message: "This Kibana does not tell its version to this user: fields that it does not take are not named",
      hint: "Give the user's role the cluster privilege monitor, or name Elasticsearch with --elasticsearch-url.",
    });
  }
  if (!isSupportedKibana(version)) {
    findings.push({
      level: "error",
      code: "kibana-version",
      message: `Cannot upload rules to Kibana ${version} as only versions 8 and 9 are supported`,
    });
  }
  if (!hasSpace) {
    findings.push({
      level: "error",
      code: "space-missing",
      message: `Cannot upload rules to the space "${space}" as there is none of that id`,
      hint: "Kibana would take them all the same, where nobody sees them. See GET /api/spaces/space for the ids.",
    });
  }
  if (hasEncryptionKey === false) {
    findings.push({
      level: "error",
      code: "encryption-key",
      message: "Cannot upload rules as this Kibana has no key to encrypt what it keeps with them",
      hint: "Set xpack.encryptedSavedObjects.encryptionKey in kibana.yml on every Kibana and restart it.",
    });
  }
  return findings;
}

/** What is to be said of the rules. */
export function ruleUploadFindings(
  rules: readonly KibanaRule[],
  kibana: KibanaSnapshot,
  { enable }: { readonly enable: boolean },
): Finding[] {
  return [
    ...rules.flatMap(({ findings }) => findings),
    ...duplicateFindings(rules),
    ...rules.flatMap((rule) => rule.jobs.flatMap((job) => jobFinding(rule, job, kibana, enable))),
    ...rules.flatMap((rule) => prebuiltFinding(rule, kibana)),
  ];
}

/** Of two rules with one id the second would replace the first. */
function duplicateFindings(rules: readonly KibanaRule[]): Finding[] {
  const seen = new Map<string, KibanaRule>();
  return rules.flatMap((rule) => {
    const other = seen.get(rule.ruleId);
    seen.set(rule.ruleId, other ?? rule);
    if (other === undefined) return [];
    return [{
      level: "error" as const,
      code: "rule-duplicate",
      file: rule.file,
      message: `Cannot upload the rule "${rule.name}" as "${other.name}" of ${other.file} has the same rule_id`,
      hint: `Give one of them another: ${rule.ruleId}`,
    }];
  });
}

function jobFinding({ file, name }: KibanaRule, id: string, { jobs }: KibanaSnapshot, enable: boolean): Finding[] {
  const warn = (found: string, hint: string): Finding[] => [{
    level: "warning",
    code: "rule-job",
    file,
    message: `The rule "${name}" ${enable ? "finds" : "would find"} nothing as long as ${found}`,
    hint,
  }];
  const state = Object.hasOwn(jobs, id) ? jobs[id] : undefined;
  const job = safeText(id, 120);
  switch (state?.kind) {
    case undefined:
    case "missing":
      return warn(`there is no anomaly job "${job}"`, "Upload the job and its datafeed first: upload_job.ts … --start");
    case "unknown":
      return [{
        level: "warning",
        code: "rule-job-unknown",
        file,
        message: `Whether the anomaly job "${job}" of the rule "${name}" is there was not found out: ${state.reason}`,
        ...(state.hint === undefined ? {} : { hint: state.hint }),
      }];
    case "there":
      return state.state === "opened" ? [] : warn(
        `its anomaly job "${job}" is ${state.state}`,
        "Open the job and start its datafeed: upload_job.ts … --start",
      );
  }
}

/** Elastic's own rules are updated by Kibana, and what is written into one is a change of it. */
function prebuiltFinding({ file, name, ruleId }: KibanaRule, { rules }: KibanaSnapshot): Finding[] {
  if (!Object.hasOwn(rules, ruleId) || rules[ruleId]?.value["immutable"] !== true) return [];
  return [{
    level: "warning",
    code: "rule-prebuilt",
    file,
    message: `The rule "${name}" is there as one of Elastic's prebuilt rules, which Kibana updates by itself`,
    hint: "Changing it needs an Enterprise licence and 8.18 or later; give yours another rule_id to keep both.",
  }];
}
