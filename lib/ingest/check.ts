/**
 * Everything that can be told of a pipeline before a document comes.
 * @module
 */

import type { TrainedModel } from "../inference/trained_model.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import type { Finding } from "../json/finding.ts";
import { conditionProbes } from "./condition_probes.ts";
import { type ConfiguredProcessor, configuredProcessors } from "./configured_processors.ts";
import { IngestError, toIngestError } from "./error.ts";
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
export function checkPipeline(config: PipelineConfig, known: KnownParts): Finding[] {
  let map: JavaMap;
  try {
    map = toPipelineMap(config);
  } catch (thrown) {
    return [errorFinding(toIngestError(thrown))];
  }
  const node = nodeOf(known);
  const findings = readPipeline("pipeline", map, node).errors.map(errorFinding);
  for (const processor of configuredProcessors(map)) {
    findings.push(...conditionFindings(processor, node), ...separatorFindings(processor));
  }
  findings.push(...referenceFindings(map, known));
  if (!map.has("on_failure")) findings.push(NO_ON_FAILURE);
  return findings;
}

const NO_ON_FAILURE: Finding = {
  level: "warning",
  code: "no-on-failure",
  message: "The pipeline has no on_failure: a document that fails in it is not indexed",
  hint: 'Add "on_failure": [{"set": {"field": "error.message", "value": "{{_ingest.on_failure_message}}"}}]',
};

function nodeOf({ scripts = {} }: KnownParts): NodeState {
  return {
    script: (id) => Object.hasOwn(scripts, id) ? scripts[id] : undefined,
    pipeline: () => undefined,
    model: () => undefined,
  };
}

function errorFinding(error: IngestError): Finding {
  return {
    level: error.unsupported ? "warning" : "error",
    code: codeOf(error),
    ...(error.path === undefined || error.path === "" ? {} : { path: error.path }),
    message: error.unsupported
      ? `Cannot judge this part of the pipeline: ${error.reason}`
      : `Cannot store the pipeline: ${describe(error)}`,
  };
}

function codeOf(error: IngestError): string {
  if (error.unsupported) return "not-supported";
  if (error.type === "resource_not_found_exception") return "unknown-script";
  return error.type === "script_exception" ? "script-does-not-compile" : "pipeline-refused";
}

/** The reasons from the outside in, and the place in a script. */
function describe(error: IngestError): string {
  const reasons: string[] = [];
  for (let cause: IngestError | undefined = error; cause !== undefined; cause = cause.causedBy) {
    if (cause.reason !== null && !reasons.some((reason) => reason.includes(cause?.reason ?? ""))) {
      reasons.push(cause.reason);
    }
  }
  return `${reasons.join(": ")}${place(error)}`;
}

function place({ details }: IngestError): string {
  const position = details.position;
  if (typeof position !== "object" || position === null || !("line" in position && "column" in position)) return "";
  const stack = Array.isArray(details.script_stack) ? `:\n${details.script_stack.join("\n")}` : "";
  return ` at line ${position.line}, column ${position.column} of the script${stack}`;
}

/** Tries a condition on documents with something missing. */
function conditionFindings({ options, path }: ConfiguredProcessor, node: NodeState): Finding[] {
  const condition = conditionOf(options, node);
  if (condition === undefined) return [];
  const failures = conditionProbes(condition.source).filter(({ document }) => fails(condition.script, document));
  if (failures.length === 0) return [];
  const shown = failures.slice(0, 3).map(({ about }) => about).join(", ");
  const more = failures.length > 3 ? `, and in ${failures.length - 3} more cases` : "";
  return [{
    level: "warning",
    code: "unguarded-condition",
    path: `${path}/if`,
    message: `The condition does not pass some documents by but fails: ${shown}${more}`,
    hint: "Use ?. on the way, and compare with null first: ctx.dns?.question?.registered_domain != null",
  }];
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
    ...(ids.size === 0 ? {} : { hint: `There is ${[...ids].map((other) => `"${other}"`).join(", ")}` }),
  }));
}

function isIterable(value: KnownParts["models"]): value is Iterable<string> {
  return value !== undefined && Symbol.iterator in value;
}
