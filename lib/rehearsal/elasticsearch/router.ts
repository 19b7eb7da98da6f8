/**
 * From a method and a path to a call.
 * @module
 */

import { decodedPart } from "../path_part.ts";
import type { Method, Route } from "./route.ts";

/** A call with the variable parts of its path, or the methods that the path has. */
export type Routing =
  | { readonly kind: "found"; readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: "other-method"; readonly methods: readonly Method[] }
  | { readonly kind: "none" };

/** In which order the server names methods. */
const ORDER: readonly Method[] = ["GET", "HEAD", "POST", "PUT", "DELETE"];

interface Candidate {
  readonly route: Route;
  readonly methods: readonly Method[];
  readonly parts: readonly string[];
}

/**
 * Finds calls: literal parts of a path go before variable ones, as on the server.
 *
 * ```ts
 * import { Router } from "./router.ts";
 * const router = new Router([{ method: "GET", path: "/_scripts/{id}", fn: () => ({ status: 200 }) }]);
 * const found = router.find("GET", "/_scripts/a%2Fb");
 * if (found.kind !== "found" || found.parameters.id !== "a/b") throw new Error();
 * ```
 */
export class Router {
  readonly #candidates: readonly Candidate[];

  constructor(routes: readonly Route[]) {
    this.#candidates = routes
      .map((route) => ({
        route,
        methods: typeof route.method === "string" ? [route.method] : route.method,
        parts: split(route.path),
      }))
      .sort((a, b) => compareParts(a.parts, b.parts));
  }

  /** The call for a method and a path. */
  find(method: string, path: string): Routing {
    const parts = split(path).map(decodedPart);
    const fitting = this.#candidates.filter((candidate) => fits(candidate.parts, parts));
    const found = fitting.find(({ methods }) => methods.some((known) => known === method));
    if (found !== undefined) return { kind: "found", route: found.route, parameters: bind(found.parts, parts) };
    const [nearest] = fitting;
    if (nearest === undefined || isVariable(nearest.parts[0] ?? "")) return { kind: "none" };
    const same = fitting.filter(({ parts }) => compareParts(parts, nearest.parts) === 0);
    const methods = new Set(same.flatMap(({ methods }) => methods));
    return { kind: "other-method", methods: ORDER.filter((method) => methods.has(method)) };
  }
}

function split(path: string): string[] {
  return path.split("/").filter((part) => part !== "");
}

function isVariable(part: string): boolean {
  return part.startsWith("{");
}

function fits(pattern: readonly string[], parts: readonly string[]): boolean {
  // A name that starts with "_" is never an index.
  return pattern.length === parts.length &&
    pattern.every((part, i) =>
      isVariable(part) ? part !== "{index}" || !/^_(?!all$)/.test(parts[i] ?? "") : part === parts[i]
    );
}

function bind(pattern: readonly string[], parts: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    pattern.flatMap((part, i) => isVariable(part) ? [[part.slice(1, -1), parts[i] ?? ""]] : []),
  );
}

/** Literal before variable, from the left. */
function compareParts(a: readonly string[], b: readonly string[]): number {
  if (a.length !== b.length) return a.length - b.length;
  for (const [i, part] of a.entries()) {
    const difference = Number(isVariable(part)) - Number(isVariable(b[i] ?? ""));
    if (difference !== 0) return difference;
    if (!isVariable(part) && part !== b[i]) return part < (b[i] ?? "") ? -1 : 1;
  }
  return 0;
}
