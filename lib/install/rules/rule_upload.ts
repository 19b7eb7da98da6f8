/**
 * The plan of an upload of detection rules.
 * @module
 */

import { type KibanaRule, ruleToKibana } from "../../detections/kibana_rule.ts";
import type { Rule } from "../../detections/rule.ts";
import { type Finding, hasErrors } from "../../json/finding.ts";
import { changesBetween } from "../compare.ts";
import type { Difference, Plan } from "../plan.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import { safeText } from "../../stack/safe_text.ts";
import type { StackSnapshot } from "../snapshot.ts";
import type { PutStep, Step, SwitchStep } from "../step.ts";
import { comparableRule, isSameRule } from "./comparable_rule.ts";
import { kibanaFindings, ruleUploadFindings } from "./rule_preflight.ts";
import type { KibanaSnapshot } from "./rule_snapshot.ts";

/** How rules are uploaded. */
export interface RuleUploadOptions {
  /** Replaces rules that are there and differ. @default {false} */
  readonly overwrite?: boolean;
  /** Enables the rules; else new ones are disabled, and the others stay as they are. @default {false} */
  readonly enable?: boolean;
  /** What the plan is about, for its heading. @default the rule's name, or how many there are */
  readonly subject?: string;
  /** The command that is named where running it again helps. @default {`upload_rule.ts …`} */
  readonly command?: string;
}

/** What people set up around a rule, and a file without it does not take away. */
const KEPT: readonly string[] = ["actions", "exceptions_list", "meta", "response_actions", "throttle"];

/**
 * What uploading rules would do to the Kibana of a snapshot that was taken for them. Depends on nothing else. Rules go
 * one by one: each refusal is about one rule, and each can be taken back.
 */
export function planRuleUpload(asked: readonly Rule[], snapshot: StackSnapshot, options: RuleUploadOptions = {}): Plan {
  const { kibana } = snapshot;
  if (kibana === undefined) {
    throw new TypeError("Cannot plan an upload of rules from a snapshot that was not taken for rules");
  }
  const { overwrite = false, enable = false } = options;
  const rules = asked.map((rule) => ({ ...rule, name: safeText(rule.name, LONGEST_NAME) }));
  const [only] = rules;
  const flags = [...(overwrite ? ["--overwrite"] : []), ...(enable ? ["--enable"] : [])];
  const frame = {
    kind: "rule-upload",
    subject: safeText(
      options.subject ?? (rules.length === 1 ? only?.name ?? "" : `${rules.length} rules`),
      LONGEST_NAME,
    ),
    serverVersion: kibana.version ?? UNKNOWN,
    command: options.command ?? ["upload_rule.ts", ...rules.map(({ file }) => file), ...flags].join(" "),
  } as const;
  const preflight = kibanaFindings(kibana);
  if (hasErrors(preflight)) return { ...frame, ...NOTHING, findings: preflight };
  const sent = rules.map((rule) => ruleToKibana(rule, kibana.version ?? UNKNOWN));
  const planned = sent.map((rule) => planRule(rule, storedIn(kibana, rule.ruleId), enable));
  const differences = planned.flatMap(({ difference }) => difference ?? []);
  const findings = [
    ...preflight,
    ...ruleUploadFindings(sent, kibana, { enable }),
    ...(overwrite
      ? []
      : planned.flatMap(({ rule, difference }) => difference ? [differenceFinding(rule, difference)] : [])),
  ];
  const unchanged = planned.flatMap(({ unchanged }) => unchanged ?? []);
  if (hasErrors(findings)) return { ...frame, ...NOTHING, findings, differences, unchanged };
  const steps = planned.flatMap(({ steps }) => steps);
  return {
    ...frame,
    findings,
    differences,
    steps,
    unchanged,
    notes: notesFor(steps, kibana, enable),
    next: steps.some(isCreation) && !enable ? [NEXT_ENABLE] : [],
  };
}

/** A name may be anything; in a plan it is a part of a line. */
const LONGEST_NAME = 120;

/** In the place of a version that nobody tells. */
const UNKNOWN = "8 or 9";

const NOTHING = { findings: [], differences: [], steps: [], unchanged: [], notes: [], next: [] } as const;

const NEXT_ENABLE = "New rules are disabled. Enable them in Kibana (Security, Rules), or run the same with --enable.";

/** A rule may have any id, also one that every object has something under. */
function storedIn({ rules }: KibanaSnapshot, ruleId: string): StoredJson | undefined {
  return Object.hasOwn(rules, ruleId) ? rules[ruleId] : undefined;
}

/** What becomes of one rule: it stays, or steps change it. */
interface PlannedRule {
  readonly rule: KibanaRule;
  readonly steps: readonly (PutStep | SwitchStep)[];
  readonly difference?: Difference;
  readonly unchanged?: string;
}

function planRule(rule: KibanaRule, stored: StoredJson | undefined, enable: boolean): PlannedRule {
  const { ruleId, name, body } = rule;
  const step = { kind: "put", resource: "rule", id: ruleId } as const;
  if (stored === undefined) {
    const detail = `"${name}", ${enable ? "enabled" : "disabled"}`;
    return { rule, steps: [{ ...step, text: JSON.stringify({ ...body, enabled: enable }), detail }] };
  }
  const isEnabled = stored.value["enabled"] === true;
  const kept = KEPT.filter((key) => key in stored.value && isEmpty(body[key])).map((key) => [key, stored.value[key]]);
  const wanted = { version: stored.value["version"], ...body, ...Object.fromEntries(kept) };
  if (isSameRule(stored.text, JSON.stringify({ ...wanted, enabled: isEnabled }))) {
    if (!enable || isEnabled) return { rule, steps: [], unchanged: `rule "${name}"` };
    return { rule, steps: [{ kind: "switch", resource: "rule", id: ruleId, from: "disabled", to: "enabled" }] };
  }
  const enabled = isEnabled || enable;
  const text = JSON.stringify({ ...wanted, enabled });
  const detail = `"${name}", ${enabled ? "enabled" : "disabled"}${enabled === isEnabled ? " as before" : ""}`;
  return {
    rule,
    steps: [{ ...step, text, replaces: stored.text, detail }],
    difference: { kind: "rule", id: ruleId, changes: changesOf(stored, wanted) },
  };
}

function isEmpty(value: unknown): boolean {
  return value === undefined || Array.isArray(value) && value.length === 0;
}

/** Defaults that one of them leaves out are no changes. */
function changesOf(stored: StoredJson, wanted: Readonly<Record<string, unknown>>): string[] {
  const { enabled: _, ...there } = comparableRule(stored.value);
  return changesBetween(JSON.stringify(there), JSON.stringify(comparableRule(wanted)), "the file has");
}

function differenceFinding({ file, name }: KibanaRule, { id, changes }: Difference): Finding {
  return {
    level: "error",
    code: "differs",
    file,
    message: `Cannot upload the rule "${name}" as one with its rule_id is there already and is not the same: ${
      changes.join("; ")
    }`,
    hint: `Replace it with --overwrite, or give the rule another rule_id than ${id}.`,
  };
}

function isCreation(step: Step): boolean {
  return step.kind === "put" && step.replaces === undefined;
}

function notesFor(steps: readonly Step[], kibana: KibanaSnapshot, enable: boolean): string[] {
  if (steps.length === 0) return [];
  const running = steps.some((step) => step.kind === "switch" || step.kind === "put" && isEnabledIn(step));
  const who = kibana.usesApiKey
    ? "Rules that are enabled run with the rights of this API key, and stop when it expires or is invalidated."
    : "Rules that are enabled run with the rights that this user has now, by a key that Kibana makes for them.";
  const replaced = steps.some((step) => step.kind === "put" && step.replaces !== undefined);
  return [
    ...(running || enable ? [who] : []),
    ...(replaced ? ["Rules that are replaced keep their actions and exceptions, unless the file has others."] : []),
  ];
}

function isEnabledIn({ text }: PutStep): boolean {
  const { enabled }: { enabled?: unknown } = JSON.parse(text);
  return enabled === true;
}
