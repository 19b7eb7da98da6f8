/**
 * Lists of processors, read from their configuration.
 * @module
 */

import type { JavaList } from "../java/collection.ts";
import { JavaHashMap, JavaMap } from "../java/map.ts";
import { javaClassName, type JavaValue } from "../java/value.ts";
import { didYouMean } from "../json/closest_name.ts";
import { Conditional } from "./conditional.ts";
import type { IngestDocument } from "./document.ts";
import { ConfigReader } from "./config_reader.ts";
import { IngestError, notSupported, toIngestError } from "./error.ts";
import type { InnerProcessor, NodeState, Processor, ProcessorBody, ProcessorContext } from "./processor.ts";
import { isRealProcessor, PROCESSORS, realProcessors } from "./processors/mod.ts";
import { bindScript, type BoundScript } from "./script.ts";
import { Sequence } from "./sequence.ts";

/** The processors of a list, or all that is wrong with them. */
export interface ProcessorsReading {
  readonly processors: readonly Processor[];
  readonly errors: readonly IngestError[];
}

/** Reads a list of `{"<type>": {…options}}`; an object of several keys stands for as many processors. */
export function readProcessors(configs: JavaList, path: string, node: NodeState): ProcessorsReading {
  const processors: Processor[] = [];
  const errors: IngestError[] = [];
  // The server stumbles over these before it gets to tell the others.
  const strange: IngestError[] = [];
  configs.items.forEach((config, i) => {
    if (!(config instanceof JavaMap)) {
      strange.push(notAMap(config, `${path}/${i}`));
      return;
    }
    for (const type of config.keys()) {
      if (typeof type !== "string") continue;
      const reading = readProcessor(type, config.get(type) ?? null, `${path}/${i}/${type}`, node);
      errors.push(...reading.errors);
      if (reading.processor !== undefined) processors.push(reading.processor);
    }
  });
  return { processors, errors: [...strange, ...errors] };
}

/** The server stumbles over these with a bare exception of the JVM. */
function notAMap(value: JavaValue, path: string): IngestError {
  const options = { status: 500, path, hint: 'A processor is an object, as in {"set": {"field": "a", "value": 1}}.' };
  return value === null ? new IngestError("null_pointer_exception", null, options) : new IngestError(
    "class_cast_exception",
    `class ${javaClassName(value)} cannot be cast to class java.util.Map`,
    options,
  );
}

/** Reads one processor with what every processor may have: `tag`, `if`, `ignore_failure`, `on_failure`. */
function readProcessor(type: string, config: JavaValue, path: string, node: NodeState): InnerProcessor {
  if (typeof config === "string" && type === "script") {
    const options = new JavaHashMap();
    options.set("source", config);
    return readProcessor(type, options, path, node);
  }
  if (config === null) return { errors: [notAMap(config, path)] };
  if (!(config instanceof JavaMap)) {
    const reason = `property isn't a map, but of type [${javaClassName(config)}]`;
    return { errors: [new IngestError("parse_exception", reason, { details: { processor_type: type }, path })] };
  }
  const reader = new ConfigReader(config, path);
  const tag = reader.optionalString("tag");
  const description = reader.optionalString("description");
  reader.owner = { type, tag };
  const factory = PROCESSORS.get(type);
  if (factory === undefined) {
    if (isRealProcessor(type)) reader.add(notSupported(`The processor [${type}]`));
    else {
      const hint = didYouMean(type, realProcessors());
      reader.fail(undefined, `No processor type exists with name [${type}]`, hint);
    }
    return { errors: reader.errors };
  }
  const condition = readCondition(reader, node);
  reader.owner = {};
  const ignoreFailure = reader.boolean("ignore_failure", false);
  const handlers = reader.optionalList("on_failure");
  reader.owner = { type, tag };
  const onFailure = handlers === undefined ? undefined : readProcessors(handlers, `${path}/on_failure`, node);
  if (handlers !== undefined && handlers.items.length === 0) {
    reader.fail("on_failure", "processors list cannot be empty", "Put a processor into it, or remove it.");
  }
  const body = factory(reader, innerContext(node, tag));
  const unknown = reader.unknownOptions(
    `processor [${type}] doesn't support one or more provided configuration parameters`,
  );
  if (unknown !== undefined) reader.errors.push(unknown);
  const errors = [...onFailure?.errors ?? [], ...reader.errors];
  if (errors.length > 0) return { errors };
  let processor: Processor = new BodyProcessor(type, tag, description, body);
  if (ignoreFailure || onFailure !== undefined) {
    processor = new Sequence([processor], { ignoreFailure, onFailure: onFailure?.processors ?? [] });
  }
  if (condition !== undefined) processor = new Conditional(condition, processor, tag, description);
  return { processor, errors };
}

function innerContext(node: NodeState, tag: string | undefined): ProcessorContext {
  return { node, tag, readInner: (type, config, path) => readProcessor(type, config, path, node) };
}

/** The condition as a text, or as a script with params or an id. */
function readCondition(reader: ConfigReader, node: NodeState): BoundScript | undefined {
  const config = reader.optionalValue("if");
  if (config === null) return undefined;
  const script = typeof config === "string" ? new JavaHashMap() : config;
  if (typeof config === "string" && script instanceof JavaMap) script.set("source", config);
  if (!(script instanceof JavaMap)) {
    const details = { property_name: "script", processor_type: "conditional" };
    const reason = `[script] property isn't a map or string, but of type [${javaClassName(script)}]`;
    reader.errors.push(new IngestError("parse_exception", reason, { details, path: `${reader.path}/if` }));
    return undefined;
  }
  try {
    return bindScript(script, "condition", node);
  } catch (thrown) {
    reader.add(toIngestError(thrown), "if");
    return undefined;
  }
}

class BodyProcessor implements Processor {
  readonly type: string;
  readonly tag: string | undefined;
  readonly description: string | undefined;
  readonly #body: ProcessorBody;

  constructor(type: string, tag: string | undefined, description: string | undefined, body: ProcessorBody) {
    this.type = type;
    this.tag = tag;
    this.description = description;
    this.#body = body;
  }

  get calledPipeline(): Processor["calledPipeline"] {
    return this.#body.calledPipeline;
  }

  execute(document: IngestDocument): boolean {
    document.budget.step();
    return this.#body.execute(document) !== false;
  }
}
