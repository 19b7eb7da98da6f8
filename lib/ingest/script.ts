/**
 * Scripts of processors and conditions: inline or stored, compiled once.
 * @module
 */

import { JavaHashMap, JavaMap } from "../java/map.ts";
import { JavaList } from "../java/collection.ts";
import { javaText, type JavaValue } from "../java/value.ts";
import { didYouMean } from "../json/closest_name.ts";
import {
  compilePainless,
  PainlessCompileError,
  type PainlessContext,
  PainlessRuntimeError,
  type PainlessScript,
} from "../painless/compile.ts";
import { exceptionType, IngestError, notSupported, wrapped } from "./error.ts";
import type { NodeState } from "./processor.ts";

/** A script as `PUT _scripts/<id>` takes it. */
export interface StoredScript {
  /** Language. @default {"painless"} */
  readonly lang?: string;
  /** The script itself. */
  readonly source: string;
}

/** A script that is ready to run. */
export interface BoundScript {
  /** The id of a stored script, the text of an inline one. */
  readonly text: string;
  run(ctx: JavaMap): JavaValue;
}

/** What a configuration says of a script, before it is compiled. */
interface ScriptReference {
  readonly id: string | undefined;
  readonly source: string | undefined;
  readonly lang: string;
  readonly params: JavaMap;
}

/** The options of a script reference. */
const SCRIPT_OPTIONS: readonly string[] = ["id", "source", "inline", "lang", "params", "options"];

/**
 * Reads a script reference (`{"id": …}` or `{"source": …, "params": …}`) and compiles it; a stored script is looked up
 * anew at each run. Throws an `IngestError` for what the server refuses to store.
 */
export function bindScript(config: JavaMap, context: PainlessContext, node: NodeState): BoundScript {
  const reference = readReference(config);
  const { params } = reference;
  if (reference.id !== undefined) return bindStored(reference.id, context, node, params);
  const source = reference.source ?? "";
  const script = compile(source, reference.lang, context, source);
  return { text: source, run: (ctx) => execute(script, source, ctx, params) };
}

function bindStored(id: string, context: PainlessContext, node: NodeState, params: JavaMap): BoundScript {
  let stored = lookUp(id, node);
  let script = compile(stored.source, stored.lang ?? "painless", context, stored.source);
  return {
    text: id,
    run(ctx) {
      const now = lookUp(id, node);
      if (now !== stored) {
        script = compile(now.source, now.lang ?? "painless", context, now.source);
        stored = now;
      }
      return execute(script, id, ctx, params);
    },
  };
}

function lookUp(id: string, node: NodeState): StoredScript {
  const stored = node.script(id);
  if (stored !== undefined) return stored;
  throw new IngestError("resource_not_found_exception", `unable to find script [${id}] in cluster state`, {
    status: 404,
  });
}

function readReference(config: JavaMap): ScriptReference {
  for (const name of config.keys()) {
    if (typeof name !== "string" || !SCRIPT_OPTIONS.includes(name)) {
      const hint = didYouMean(javaText(name), SCRIPT_OPTIONS);
      throw parserError(`[script] unknown field [${name}]`, undefined, { hint, option: javaText(name) });
    }
  }
  const source = config.get("source") ?? config.get("inline");
  const id = config.get("id");
  const lang = config.get("lang");
  const params = config.get("params") ?? new JavaHashMap();
  const options = config.get("options");
  if (source instanceof JavaMap || source instanceof JavaList) throw notSupported("A script source that is no text");
  for (const [name, value] of [["source", source], ["id", id], ["lang", lang]] as const) {
    if (value !== undefined && typeof value !== "string") throw unexpectedValue(name, value);
  }
  if (id !== undefined && source !== undefined) {
    throw parserError(
      "[script] failed to parse field [id]",
      "must only use one of [source, id] when specifying a script",
      { hint: "Keep one of them." },
    );
  }
  if (id === undefined && source === undefined) {
    throw wrapped(
      "java.lang.IllegalArgumentException",
      "must specify either [source] for an inline script or [id] for a stored script",
      undefined,
      { hint: 'Write {"script": {"id": "…"}} or {"script": {"source": "…"}}.', option: "" },
    );
  }
  if (!(params instanceof JavaMap)) throw unexpectedValue("params", params);
  if (options instanceof JavaMap && options.size > 0) throw refusedOptions(options, id !== undefined);
  if (id !== undefined && lang !== undefined) {
    throw wrapped(
      "java.lang.IllegalArgumentException",
      "illegally specified <lang> for a stored script",
      undefined,
      { hint: 'Remove "lang".', option: "lang" },
    );
  }
  return {
    id: typeof id === "string" ? id : undefined,
    source: typeof source === "string" ? source : undefined,
    lang: typeof lang === "string" ? lang : "painless",
    params,
  };
}

function unexpectedValue(name: string, value: JavaValue): IngestError {
  return parserError(`[script] ${name} doesn't support values of type: ${tokenOf(value)}`);
}

/** The parser's name for the first token of a value. */
function tokenOf(value: JavaValue): string {
  if (value instanceof JavaMap) return "START_OBJECT";
  if (value instanceof JavaList) return "START_ARRAY";
  if (value === null) return "VALUE_NULL";
  if (typeof value === "boolean") return "VALUE_BOOLEAN";
  return typeof value === "string" ? "VALUE_STRING" : "VALUE_NUMBER";
}

function refusedOptions(options: JavaMap, stored: boolean): IngestError {
  return wrapped(
    "java.lang.IllegalArgumentException",
    stored
      ? "field [options] cannot be specified using a stored script"
      : `illegal compiler options [${options.toText()}] specified`,
  );
}

function compile(source: string, lang: string, context: PainlessContext, text: string): PainlessScript {
  if (lang !== "painless") throw foreignLanguage(source, lang);
  try {
    return compilePainless(source, { context });
  } catch (error) {
    if (!(error instanceof PainlessCompileError)) throw error;
    const details = scriptDetails(error, text);
    if (error.unsupported) throw new IngestError("not_supported", error.message, { unsupported: true, details });
    throw new IngestError("script_exception", "compile error", {
      details,
      causedBy: new IngestError(exceptionType(error.className), error.message),
    });
  }
}

function execute(script: PainlessScript, text: string, ctx: JavaMap, params: JavaMap): JavaValue {
  try {
    return script.execute({ ctx, params });
  } catch (error) {
    if (!(error instanceof PainlessRuntimeError)) throw error;
    const details = scriptDetails(error, text);
    if (error.unsupported) throw new IngestError("not_supported", error.javaMessage, { unsupported: true, details });
    throw new IngestError("script_exception", "runtime error", {
      details,
      causedBy: new IngestError(exceptionType(error.className), error.javaMessage),
    });
  }
}

function scriptDetails(error: PainlessCompileError | PainlessRuntimeError, text: string): Record<string, unknown> {
  return {
    script_stack: error.snippet.split("\n"),
    script: text,
    lang: "painless",
    position: { offset: error.offset, line: error.line, column: error.column },
  };
}

function foreignLanguage(source: string, lang: string): IngestError {
  if (lang === "expression") return notSupported("The script language [expression]");
  if (lang === "mustache") {
    return new IngestError(
      "general_script_exception",
      `Failed to compile inline script [${source}] using lang [mustache]`,
      {
        status: 500,
        causedBy: new IngestError(
          "illegal_argument_exception",
          "mustache engine does not know how to handle context [ingest]",
        ),
      },
    );
  }
  return wrapped("java.lang.IllegalArgumentException", `script_lang not supported [${lang}]`);
}

function parserError(message: string, cause?: string, advice?: Parameters<typeof wrapped>[3]): IngestError {
  return wrapped(
    "org.elasticsearch.common.xcontent.XContentParseException",
    message,
    cause === undefined ? undefined : new IngestError("illegal_argument_exception", cause),
    advice,
  );
}
