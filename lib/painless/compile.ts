/**
 * Painless, Elasticsearch's script language, compiled to closures.
 * @module
 */

import { JavaHashMap, type JavaMap } from "../java/map.ts";
import { JavaUnmodifiableMap } from "../java/unmodifiable.ts";
import type { JavaValue } from "../java/value.ts";
import { metered } from "../java/work.ts";
import { check } from "./checker.ts";
import { PainlessCompileError } from "./errors.ts";
import { Execution, Frame } from "./execution.ts";
import { parse } from "./parser.ts";
import { asRuntimeError } from "./runtime_failure.ts";
import { compileScript } from "./statement_compiler.ts";

export { PainlessCompileError, PainlessRuntimeError } from "./errors.ts";

/**
 * What a script is for: `"ingest"` (no result; `ctx` and `params`), `"condition"` (a boolean; `ctx` and `params`),
 * `"value"` (any result; `ctx` and `params`).
 */
export type PainlessContext = "ingest" | "condition" | "value";

/** How a script is compiled. */
export interface CompileOptions {
  /** What the script is for. @default {"value"} */
  readonly context?: PainlessContext;
  /** How many steps a run may take: rounds of loops, calls, looks at elements. @default {50_000_000} */
  readonly maxSteps?: number;
}

/** What a script sees. */
export interface PainlessBindings {
  /** The document, changed in place. */
  readonly ctx?: JavaMap | null;
  /** The script's parameters, which it cannot replace. */
  readonly params?: JavaMap;
}

/** A compiled script. */
export interface PainlessScript {
  /** The script's text. */
  readonly source: string;
  /** Runs it; throws a `PainlessRuntimeError`. What it changed in `ctx` before that stays changed. */
  execute(bindings: PainlessBindings): JavaValue;
}

/** Elasticsearch's bound: `script.max_size_in_bytes`. */
const MAX_SOURCE_BYTES = 65_535;

/**
 * Compiles a script; throws a `PainlessCompileError`.
 *
 * ```ts
 * import { JavaHashMap } from "../java/map.ts";
 * import { compilePainless } from "./compile.ts";
 * const ctx = new JavaHashMap();
 * ctx.set("name", "elastic.co");
 * const script = compilePainless("ctx.label = ctx.name.splitOnToken('.')[0]", { context: "ingest" });
 * script.execute({ ctx });
 * if (ctx.get("label") !== "elastic") throw new Error();
 * ```
 */
export function compilePainless(source: string, options: CompileOptions = {}): PainlessScript {
  refuseTooLong(source);
  const main = bounded(source, () => compileScript(check(parse(source), source, options.context ?? "value")));
  return {
    source,
    execute(bindings) {
      const execution = new Execution(options.maxSteps);
      try {
        const slots = [new JavaUnmodifiableMap(bindings.params ?? new JavaHashMap()), bindings.ctx ?? null];
        return metered(execution, () => main.run(Frame.of(slots, main.slotCount, execution)));
      } catch (error) {
        throw asRuntimeError(error, source, execution.placeOf(error));
      }
    },
  };
}

function refuseTooLong(source: string): void {
  const bytes = new TextEncoder().encode(source).length;
  if (bytes <= MAX_SOURCE_BYTES) return;
  throw new PainlessCompileError(
    `exceeded max allowed inline script size in bytes [${MAX_SOURCE_BYTES}] with size [${bytes}] for script`,
    { className: "java.lang.IllegalArgumentException", source, offset: 0 },
  );
}

/** The passes walk the tree by recursion: what is too deep for them is refused. */
function bounded<T>(source: string, compile: () => T): T {
  try {
    return compile();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new PainlessCompileError("An expression of so many parts is not supported by the rehearsal", {
      className: "java.lang.StackOverflowError",
      source,
      offset: 0,
      unsupported: true,
    });
  }
}
