/**
 * Everything that can be told of a pipeline before a document comes.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import type { Finding } from "../json/finding.ts";
import { conditionProbes } from "./condition_probes.ts";
import { type ConfiguredProcessor, configuredProcessors } from "./configured_processors.ts";
import { IngestError, toIngestError } from "./error.ts";
import { failedPosition, failureText } from "./failure_text.ts";
import { compileJavaRegex } from "./java_regex.ts";
import { readPipeline } from "./pipeline.ts";
import { type PipelineConfig, toPipelineMap } from "./pipeline_config.ts";
import type { NodeState } from "./processor.ts";
import { ReadOnlyDocument } from "./read_only.ts";
import { pipelineReferences, type Reference } from "./references.ts";
import { bindScript, type BoundScript, type StoredScript } from "./script.ts";

/** What is there for a pipeline to refer to. References of a kind that is left out are not checked, but for scripts. */
export interface KnownParts {
  /** Stored scripts by id. */
  readonly scripts?: Readonly<Record<string, StoredScript>>;
  /** Ids of pipelines. */
  readonly pipelines?: Iterable<string>;
  /** Ids of models, or the models. */
  readonly models?: Iterable<string> | Readonly<Record<string, TrainedModel>>;
}

/** How a pipeline is checked. */
export interface PipelineCheckOptions {
  /** What the pipeline is called, in messages. @default {"pipeline"} */
  readonly id?: string;
  /** Where the value at a path is in the text that the pipeline was read from, or a character of that value. */
  readonly locate?: (path: string, offset?: number) => { readonly line: number; readonly column: number };
}

/**
 * Checks a pipeline's configuration. Errors are what the server would refuse to store, and references to nothing known;
 * warnings are what the rehearsal does not support (code `not-supported`) and what is stored but hurts: conditions that
 * fail for incomplete documents, separators that fail always, no `on_failure`.
 *
 * ```ts
 * import { checkPipeline } from "./check.ts";
 * const [finding] = checkPipeline({ processors: [{ set: { field: "a" } }] }, {});
 * if (finding?.path !== "processors/0/set/value" || finding.level !== "error") throw new Error();
 * ```
 */
export function checkPipeline(
  config: PipelineConfig,
  known: KnownParts,
  options: PipelineCheckOptions = {},
): Finding[] {
  const id = options.id ?? "pipeline";
  let map: JavaMap;
  try {
    map = toPipelineMap(config);
  } catch (thrown) {
    return [errorFinding(toIngestError(thrown), options)];
  }
  const node = nodeOf(known);
  const errors = [...readPipeline(id, map, node).errors, ...sharedObjects(map)];
  const findings = errors.map((error) => errorFinding(error, options));
  const others: Finding[] = conditionFindings(map, node);
  for (const processor of configuredProcessors(map)) others.push(...separatorFindings(processor));
  others.push(...referenceFindings(map, known));
  if (!map.has("on_failure")) others.push(NO_ON_FAILURE);
  const { locate } = options;
  return [...findings, ...locate === undefined ? others : others.map((finding) => located(finding, locate))];
}

/** Since 8.8 each processor of a pipeline has an object to itself: several in one are refused when it is stored. */
function sharedObjects(map: JavaMap): IngestError[] {
  const processors = map.get("processors");
  if (!(processors instanceof JavaList)) return [];
  return [...processors.items].flatMap((object, i) =>
    object instanceof JavaMap && object.size > 1
      ? [
        new IngestError(
          "illegal_argument_exception",
          "[processors] contains nested objects but should be a list of single-entry objects",
          { path: `processors/${i}`, hint: "Give each processor an object of its own." },
        ),
      ]
      : []
  );
}

function located(finding: Finding, locate: NonNullable<PipelineCheckOptions["locate"]>, offset?: number): Finding {
  const { line, column } = locate(finding.path ?? "", offset);
  return { ...finding, line, column };
}

const NO_ON_FAILURE: Finding = {
  level: "warning",
  code: "no-on-failure",
  message: "The pipeline has no on_failure: a document that fails in it is not indexed, " +
    "unless a pipeline that calls it has one",
  hint: 'Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}].',
};

function nodeOf({ scripts = {} }: KnownParts): NodeState {
  return {
    script: (id) => Object.hasOwn(scripts, id) ? scripts[id] : undefined,
    pipeline: () => undefined,
    model: () => undefined,
  };
}

function errorFinding(error: IngestError, { id, locate }: PipelineCheckOptions): Finding {
  const pipeline = id === undefined ? "the pipeline" : `the pipeline "${id}"`;
  const path = error.path ?? "";
  const hint = error.hint ?? (error.unsupported ? UNSUPPORTED_HINT : undefined);
  const finding: Finding = {
    level: error.unsupported ? "warning" : "error",
    code: codeOf(error),
    ...(path === "" ? {} : { path }),
    message: `Cannot ${error.unsupported ? "judge" : "store"} ${pipeline}: ${failureText(error.toBody())}`,
    ...(hint === undefined ? {} : { hint }),
  };
  // The source of a stored script is in another text.
  const offset = path.endsWith("/id") ? undefined : failedPosition(error.toBody())?.offset;
  return locate === undefined ? finding : located(finding, locate, offset);
}

const UNSUPPORTED_HINT = "The server may well take it, but the rehearsal can't run it.";

function codeOf(error: IngestError): string {
  if (error.unsupported) return "not-supported";
  if (error.type === "resource_not_found_exception") return "unknown-script";
  return error.type === "script_exception" ? "script-does-not-compile" : "pipeline-refused";
}

/** Tries the conditions on documents with something missing. */
function conditionFindings(pipeline: JavaMap, node: NodeState): Finding[] {
  const findings: Finding[] = [];
  const end = performance.now() + MOST_MILLISECONDS;
  for (const { options, path } of configuredProcessors(pipeline)) {
    const condition = conditionOf(options, node);
    if (condition === undefined) continue;
    const failures: string[] = [];
    for (const { about, document } of conditionProbes(condition.source)) {
      if (fails(condition.script, document)) failures.push(about);
      if (performance.now() > end) return [...findings, untried(`${path}/if`)];
    }
    if (failures.length > 0) findings.push(unguarded(`${path}/if`, failures));
  }
  return findings;
}

/** The time to try all conditions of a pipeline: one takes two milliseconds, but some are made to take hours. */
const MOST_MILLISECONDS = 2000;

function untried(path: string): Finding {
  return {
    level: "warning",
    code: "not-supported",
    path,
    message: "Cannot judge this condition and those after it: trying them takes more than two seconds, " +
      "which is not supported by the rehearsal",
    hint: UNSUPPORTED_HINT,
  };
}

function unguarded(path: string, failures: readonly string[]): Finding {
  const shown = failures.slice(0, 3).join(", ");
  const more = failures.length > 3 ? `, and in ${failures.length - 3} more cases` : "";
  return {
    level: "warning",
    code: "unguarded-condition",
    path,
    message: `The condition does not pass some documents by but fails: ${shown}${more}`,
    hint: "Use ?. on the way, and compare with null first: ctx.dns?.question?.registered_domain != null.",
  };
}

/** The condition and its text, if it compiles; if it does not, that has been told. */
function conditionOf(options: JavaMap, node: NodeState): { script: BoundScript; source: string } | undefined {
  const config = options.get("if") ?? null;
  let map: JavaMap;
  if (typeof config === "string") {
    map = new JavaHashMap();
    map.set("source", config);
  } else if (config instanceof JavaMap) {
    map = config;
  } else {
    return undefined;
  }
  try {
    const script = bindScript(map, "condition", node);
    return { script, source: node.script(script.text)?.source ?? script.text };
  } catch (thrown) {
    if (thrown instanceof IngestError) return undefined;
    throw thrown;
  }
}

function fails(condition: BoundScript, document: JavaMap): boolean {
  try {
    condition.run(new ReadOnlyDocument(document));
    return false;
  } catch (thrown) {
    return !toIngestError(thrown).unsupported;
  }
}

/** The server compiles the separator of `split` with each document. */
function separatorFindings({ type, options, path }: ConfiguredProcessor): Finding[] {
  const separator = options.get("separator");
  if (type !== "split" || typeof separator !== "string") return [];
  try {
    compileJavaRegex(separator);
    return [];
  } catch (thrown) {
    const error = toIngestError(thrown);
    if (error.unsupported) return [];
    return [{
      level: "warning",
      code: "bad-regular-expression",
      path: `${path}/separator`,
      message: `The processor fails for every document with a text to split: ${error.reason}`,
      hint: "The separator is a regular expression: put a backslash before what is meant literally.",
    }];
  }
}

function referenceFindings(config: JavaMap, { pipelines, models }: KnownParts): Finding[] {
  const references = pipelineReferences(config);
  return [
    ...missing(references.pipelines, pipelines, "pipeline"),
    ...missing(references.models, isIterable(models) ? models : models && Object.keys(models), "model"),
  ];
}

function missing(references: readonly Reference[], known: Iterable<string> | undefined, kind: string): Finding[] {
  if (known === undefined) return [];
  const ids = new Set(known);
  return references.filter(({ id }) => !ids.has(id)).map(({ id, path }) => ({
    level: "error",
    code: `unknown-${kind}`,
    path,
    message: `Cannot use the pipeline as it refers to the ${kind} "${id}", which is not there`,
    ...(ids.size === 0 ? {} : { hint: `There is ${[...ids].map((other) => `"${other}"`).join(", ")}.` }),
  }));
}

function isIterable(value: KnownParts["models"]): value is Iterable<string> {
  return value !== undefined && Symbol.iterator in value;
}
