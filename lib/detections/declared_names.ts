/**
 * What jobs and rules call themselves and each other, as far as it can be read: also of those that a server would refuse.
 * @module
 */

import { parseLocatedJson } from "../bundle/located_json.ts";
import { isObject } from "../json/plain_object.ts";
import { JsonSyntaxError } from "../json/syntax_error.ts";
import type { DetectionsText } from "./detections_files.ts";
import type { Place } from "./place.ts";
import { parseToml } from "./toml.ts";

/** A text that stands in a file. */
export interface Declared extends Place {
  readonly text: string;
  readonly file: string;
  readonly path: string;
}

/** The names of one job or rule. */
export interface DeclaredNames {
  readonly kind: "job" | "rule";
  /** `type`, if it is a text. */
  readonly type: string | undefined;
  readonly name: Declared | undefined;
  /** `rule_id` */
  readonly ruleId: Declared | undefined;
  /** The anomaly jobs that a datafeed or a rule refers to. */
  readonly refersTo: readonly Declared[];
}

/** What a file declares: of a job or a TOML rule once, of ndjson once a line. */
export function declaredNames({ kind, file, text }: DetectionsText): DeclaredNames[] {
  if (kind === "job") return [objectIn(text, file)].flatMap((source) => source === undefined ? [] : [jobNames(source)]);
  if (kind !== "rule") return [];
  if (/\.ndjson$/i.test(file)) {
    return text.split("\n").flatMap((line, i) => {
      const source = objectIn(line, file, i);
      return source === undefined || !("rule_id" in source.value) ? [] : [ruleNames(source, "")];
    });
  }
  const source = parseToml(text, file).value;
  return source === undefined ? [] : [ruleNames(source, "rule/")];
}

/** An object of a file, and where its values stand. */
interface Source {
  readonly file: string;
  readonly value: Readonly<Record<string, unknown>>;
  placeOf(path: string): Place;
}

/** Of duplicate keys the last value counts, as in what is released. */
function objectIn(text: string, file: string, linesBefore = 0): Source | undefined {
  const bare = text.replace(/^\uFEFF/, "");
  if (bare.trim() === "") return undefined;
  try {
    const json = parseLocatedJson(new TextEncoder().encode(bare));
    const value: unknown = JSON.parse(bare);
    const placeOf = (path: string) => {
      const { line, column } = json.placeOf(path);
      return { line: line + linesBefore, column };
    };
    return isObject(value) ? { file, value, placeOf } : undefined;
  } catch (error) {
    if (error instanceof JsonSyntaxError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function jobNames(source: Source): DeclaredNames {
  const { type, body } = source.value;
  const refersTo = type === "datafeed" && isObject(body) ? declared(source, "body/job_id", body["job_id"]) : undefined;
  return {
    kind: "job",
    type: typeof type === "string" ? type : undefined,
    name: declared(source, "name", source.value["name"]),
    ruleId: undefined,
    refersTo: refersTo === undefined ? [] : [refersTo],
  };
}

function ruleNames(source: Source, prefix: "" | "rule/"): DeclaredNames {
  const inner = prefix === "" ? source.value : source.value["rule"];
  const rule = isObject(inner) ? inner : {};
  const jobs = rule["machine_learning_job_id"];
  const path = `${prefix}machine_learning_job_id`;
  const refersTo = Array.isArray(jobs)
    ? jobs.map((job: unknown, i) => declared(source, `${path}/${i}`, job))
    : [declared(source, path, jobs)];
  return {
    kind: "rule",
    type: typeof rule["type"] === "string" ? rule["type"] : undefined,
    name: declared(source, `${prefix}name`, rule["name"]),
    ruleId: declared(source, `${prefix}rule_id`, rule["rule_id"]),
    refersTo: rule["type"] === "machine_learning" ? refersTo.filter((job) => job !== undefined) : [],
  };
}

function declared({ file, placeOf }: Source, path: string, text: unknown): Declared | undefined {
  return typeof text === "string" && text !== "" ? { text, file, path, ...placeOf(path) } : undefined;
}
