/**
 * The JSON body of a request.
 * @module
 */

import { GithubFailure, invalidRequest } from "./failure.ts";

/** A JSON object whose fields are asked for by type. */
export class Fields {
  readonly #fields: Readonly<Record<string, unknown>>;

  constructor(fields: Readonly<Record<string, unknown>>) {
    this.#fields = fields;
  }

  /** A text; undefined if there is none. */
  text(name: string): string | undefined {
    const value = this.#fields[name] ?? undefined;
    if (value === undefined || typeof value === "string") return value;
    throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a string.`);
  }

  /** True or false; undefined if there is neither. */
  flag(name: string): boolean | undefined {
    const value = this.#fields[name] ?? undefined;
    if (value === undefined || typeof value === "boolean") return value;
    throw invalidRequest(`For 'properties/${name}', ${JSON.stringify(value)} is not a boolean.`);
  }
}

/** Reads the body; without one there are no fields. */
export async function readFields(request: Request): Promise<Fields> {
  const text = await request.text();
  if (text.trim() === "") return new Fields({});
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new GithubFailure(400, "Problems parsing JSON");
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new GithubFailure(400, "Body should be a JSON object");
  }
  return new Fields(Object.fromEntries(Object.entries(value)));
}
