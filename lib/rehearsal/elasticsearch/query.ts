/**
 * The query string of a request.
 * @module
 */

import { badArgument } from "./failure.ts";

/** Parameters that every call takes. */
const COMMON: readonly string[] = ["pretty", "human", "error_trace", "filter_path", "format"];

/** Reads parameters as the server does. */
export class Query {
  readonly #parameters: URLSearchParams;

  constructor(parameters: URLSearchParams) {
    this.#parameters = parameters;
  }

  /** A text; undefined where the parameter is missing. */
  text(name: string): string | undefined {
    return this.#parameters.get(name) ?? undefined;
  }

  /** Comma-separated texts. */
  list(name: string): string[] {
    return (this.text(name) ?? "").split(",").filter((part) => part !== "");
  }

  /** `true`, or just the name; `false`. */
  boolean(name: string, fallback: boolean): boolean {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (text === "" || text === "true") return true;
    if (text === "false") return false;
    throw badArgument(`Failed to parse value [${text}] as only [true] or [false] are allowed.`);
  }

  /** A whole number. */
  integer(name: string, fallback: number): number {
    const text = this.text(name);
    if (text === undefined) return fallback;
    if (/^-?\d{1,9}$/.test(text)) return Number(text);
    throw badArgument(`Failed to parse int parameter [${name}] with value [${text}]`);
  }

  /** Refuses what is neither known to the call nor to all calls. */
  refuseOthers(path: string, known: readonly string[]): void {
    const names = [...new Set(this.#parameters.keys())];
    const others = names.filter((name) => !known.includes(name) && !COMMON.includes(name)).sort();
    if (others.length === 0) return;
    const what = others.length === 1 ? "parameter" : "parameters";
    throw badArgument(
      `request [${path}] contains unrecognized ${what}: ${others.map((name) => `[${name}]`).join(", ")}`,
    );
  }
}
