/**
 * Validation of detections bundles, as maintainers release them: the documents' own rules are errors, and what is merely
 * known better (what a server would refuse) is a warning.
 * @module
 */

import type { BundleFiles } from "../bundle/bundle_files.ts";
import { limitFindings } from "../bundle/limit_findings.ts";
import { dgaFileRole, type ReleaseName, tryParseReleaseName } from "../bundle/names.ts";
import { releaseNameFindings } from "../bundle/release_name.ts";
import type { ByteSource } from "../json/byte_source.ts";
import { closestName } from "../json/closest_name.ts";
import { type Finding, hasErrors, type Validation } from "../json/finding.ts";
import { type Declared, type DeclaredNames, declaredNames } from "./declared_names.ts";
import { detectionsFileKind, type DetectionsText, readDetectionsFiles } from "./detections_files.ts";
import { type Job, parseJob } from "./job.ts";
import { parseRules, type Rule } from "./rule.ts";

/** The family of the releases of detections bundles. */
const DETECTIONS_FAMILY = "ML-experimental-detections";

/** A detections bundle: jobs and rules over enriched documents. */
export interface DetectionsBundle {
  /** Name of the folder or archive. */
  readonly name: string;
  /** The same as the name of a release, if it is one. */
  readonly release: ReleaseName | undefined;
  /** All files that are released of it, by name. */
  readonly files: ReadonlyMap<string, ByteSource>;
  /** The jobs that Elasticsearch takes. */
  readonly jobs: readonly Job[];
  /** The rules that Kibana takes. */
  readonly rules: readonly Rule[];
  /** Files of jobs and rules that are not among these, since a server would refuse them: a warning says why. */
  readonly refused: readonly string[];
  /** The DGA release that the readme names first: the one that the bundle was built on. */
  readonly dgaRelease: string | undefined;
}

/**
 * Finds everything that is wrong with a detections bundle. Errors are a missing readme, files that are not JSON or TOML,
 * a job without name, known type or body, and a job name, rule name or rule id that is there twice.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDetectionsBundle } from "./detections_bundle.ts";
 * const files = await readBundle("testdata/ML-experimental-detections-20261101-1");
 * const { value, findings } = await validateDetectionsBundle(files);
 * if (value?.jobs.length !== 3 || value.rules.length !== 3 || findings.length !== 0) throw new Error();
 * if (value.dgaRelease !== "ML-DGA-20261101-1") throw new Error();
 * ```
 */
export async function validateDetectionsBundle(files: BundleFiles): Promise<Validation<DetectionsBundle>> {
  // An archive that can't be read has no files, and nothing more to say.
  if (files.size === 0 && hasErrors(files.findings)) return { findings: [...files.findings] };
  const { texts, findings: unreadable } = await readDetectionsFiles(files);
  const jobs = texts.filter(({ kind }) => kind === "job").map(checkJob);
  const rules = texts.filter(({ kind }) => kind === "rule").map(checkRules);
  const names = texts.flatMap(declaredNames);
  const findings = [
    ...files.findings,
    ...releaseNameFindings(files.name, DETECTIONS_FAMILY),
    ...unreadable,
    ...contentFindings(files),
    ...jobs.flatMap(({ findings }) => findings),
    ...rules.flatMap(({ findings }) => findings),
    ...duplicateFindings(names),
    // A job that cannot be read may be the one that is meant.
    ...(hasErrors(jobs.flatMap(({ findings }) => findings)) ? [] : referenceFindings(names)),
  ];
  if (hasErrors(findings)) return { findings: limitFindings(findings) };
  const readme = texts.find(({ kind }) => kind === "readme")?.text ?? "";
  return {
    value: {
      name: files.name,
      release: tryParseReleaseName(files.name),
      files: new Map([...files].filter(([name]) => !isHidden(name))),
      jobs: jobs.flatMap(({ value }) => value ?? []),
      rules: rules.flatMap(({ value }) => value ?? []),
      refused: [...jobs, ...rules].filter(({ value }) => value === undefined).map(({ file }) => file),
      dgaRelease: /\bML-DGA-\d{8}-\d+\b/.exec(readme)?.[0],
    },
    findings: limitFindings(findings),
  };
}

/** A file that was checked. */
type Checked<T> = Validation<T> & { readonly file: string };

function checkJob({ file, text }: DetectionsText): Checked<Job> {
  const { value, findings } = parseJob(text, file);
  const named = declaredNames({ kind: "job", file, text })[0]?.name !== undefined;
  return {
    file,
    ...(value === undefined ? {} : { value }),
    findings: findings.map((finding) => isRuleOfJobs(finding, named) ? finding : asDoubt(finding)),
  };
}

/** Whether it is the documents' own rule that is broken: JSON with name, known type and body. */
function isRuleOfJobs({ code, path }: Finding, isNamed: boolean): boolean {
  if (code === "job-name") return !isNamed;
  return code === "json-syntax" || code === "json-shape" || code === "job-type" ||
    code === "job-body" && path === "body";
}

function checkRules({ file, text }: DetectionsText): Checked<Rule[]> {
  const { value, findings } = parseRules(text, file);
  return {
    file,
    ...(value === undefined ? {} : { value }),
    findings: findings.map((finding) => RULES_OF_RULES.has(finding.code) ? finding : asDoubt(finding)),
  };
}

/** A rule's file must be TOML, or JSON a line, and nothing more. */
const RULES_OF_RULES = new Set(["toml-syntax", "rule-size", "json-syntax", "json-shape"]);

/** The same, not in the way of a release. */
function asDoubt(finding: Finding): Finding {
  return { ...finding, level: "warning" };
}

/** What the set of files says by itself. */
function contentFindings(files: BundleFiles): Finding[] {
  const names = [...files.keys()];
  const findings: Finding[] = names.filter(isHidden).map((file) => ({
    level: "warning",
    code: "hidden-file",
    file,
    message: `The file "${file}" is hidden: it is not released`,
    hint: "Remove it from the bundle.",
  }));
  const roles = new Set(names.map(dgaFileRole));
  if (roles.size > 3 && roles.has("model")) {
    findings.push({
      level: "error",
      code: "dga-bundle",
      message: "Cannot take this as a detections bundle: it has a model, scripts and pipelines, as a DGA bundle has",
    });
  } else if (!names.some((name) => ["job", "rule"].includes(detectionsFileKind(name)))) {
    findings.push({
      level: "warning",
      code: "bundle-empty",
      message: "The bundle has neither a job (*.json) nor a rule (*.toml)",
    });
  }
  return findings;
}

/** `.DS_Store` and the like. */
function isHidden(name: string): boolean {
  return name.startsWith(".");
}

function duplicateFindings(names: readonly DeclaredNames[]): Finding[] {
  const jobs = names.filter(({ kind }) => kind === "job");
  const rules = names.filter(({ kind }) => kind === "rule");
  return [
    ...twice(jobs.map(({ name }) => name), "job-name-duplicate", "name of a job"),
    ...twice(rules.map(({ name }) => name), "rule-name-duplicate", "name of a rule"),
    ...twice(rules.map(({ ruleId }) => ruleId), "rule-id-duplicate", "id of a rule"),
  ];
}

/** One finding for each text that another file has before. */
function twice(texts: readonly (Declared | undefined)[], code: string, what: string): Finding[] {
  const seen = new Map<string, Declared>();
  return texts.flatMap((declared): Finding[] => {
    if (declared === undefined) return [];
    const { text, file, path, line, column } = declared;
    const first = seen.get(text);
    if (first === undefined) {
      seen.set(text, declared);
      return [];
    }
    const place = first.file === file ? `in line ${first.line}` : `in "${first.file}"`;
    const message = `Cannot release the bundle as the ${what} is there twice: "${text}" stands ${place} too`;
    return [{ level: "error", code, file, path, line, column, message, hint: "Give each one of its own." }];
  });
}

const MOST_GUESSES = 100;

/** Datafeeds and rules whose jobs come from elsewhere, or from nowhere. */
function referenceFindings(names: readonly DeclaredNames[]): Finding[] {
  const jobs = new Set(
    names.filter(({ type }) => type === "anomaly_detection").flatMap(({ name }) => name?.text ?? []),
  );
  let guesses = 0;
  return names.flatMap(({ kind, refersTo }) =>
    refersTo.filter(({ text }) => !jobs.has(text)).map(({ text, file, path, line, column }): Finding => {
      // Guessing takes time, and a hostile file may refer to anything.
      const closest = guesses++ < MOST_GUESSES ? closestName(text, jobs) : undefined;
      return {
        level: "warning",
        code: "job-not-in-bundle",
        file,
        path,
        line,
        column,
        message: `The ${
          kind === "job" ? "datafeed" : "rule"
        } needs the anomaly job "${text}", which is not in the bundle`,
        hint: closest === undefined
          ? "Add the job, or say in the readme where it is from."
          : `Did you mean "${closest}"?`,
      };
    })
  );
}
