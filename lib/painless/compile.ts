/**
 * Painless, Elasticsearch's script language, compiled to closures.
 * @module
 */

import type { JavaMap } from "../java/map.ts";
import type { JavaValue } from "../java/value.ts";
import { PainlessCompileError } from "./errors.ts";

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
}

/** What a script sees. */
export interface PainlessBindings {
  readonly ctx?: JavaMap | null;
  readonly params?: JavaMap;
}

/** A compiled script. */
export interface PainlessScript {
  readonly source: string;
  /** Runs it; throws a `PainlessRuntimeError`. What it changed in `ctx` before that stays changed. */
  execute(bindings: PainlessBindings): JavaValue;
}

/** Compiles a script; throws a `PainlessCompileError`. */
export function compilePainless(source: string, _options: CompileOptions = {}): PainlessScript {
  throw new PainlessCompileError("Painless is not supported by the rehearsal", {
    className: "java.lang.IllegalArgumentException",
    source,
    offset: 0,
    unsupported: true,
  });
}
