/**
 * Holds answers of the rehearsal GitHub to GitHub's own description of them, for tests.
 * @module
 */

import { Ajv, type ValidateFunction } from "ajv";
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import type { Handler } from "../../stack/handler.ts";

/** The extract of GitHub's description, ready to check answers. */
export interface Description {
  /** Each call, as `"GET /repos/{owner}/{repo}"`. */
  readonly calls: readonly string[];
  /** What an answer must be; undefined for one without a body. */
  readonly validator: (call: string, status: number) => ValidateFunction | undefined;
}

interface Extract {
  /** Schemas of answers, by call and status; null for one without a body. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly schemas: Readonly<Record<string, unknown>>;
}

/** A handler whose answers are checked, and the calls that were answered so far. */
export interface CheckedGithub {
  readonly handler: Handler;
  readonly answered: ReadonlySet<string>;
}

/** Reads the extract of GitHub's description. */
export async function readDescription(): Promise<Description> {
  const file = new URL("../../../testdata/github/openapi.json", import.meta.url);
  const extract: Extract = JSON.parse(await readFile(file, "utf8"));
  return { calls: Object.keys(extract.calls), validator: validatorsOf(extract) };
}

/**
 * Checks each answer: success against the schema of its call, with no field that this does not name; errors against those
 * that GitHub has for all calls. A `starter` asset is in GitHub's prose, but not in its description.
 */
export function checkedGithub(description: Description, handler: Handler): CheckedGithub {
  const answered = new Set<string>();
  return {
    answered,
    handler: async (request) => {
      const response = await handler(request);
      const call = callOf(description, request);
      if (call === undefined) return response;
      const text = await response.clone().text();
      answered.add(`${response.status} ${call}`);
      const told = `${request.method} ${request.url}: ${response.status} ${text.slice(0, 2000)}`;
      const isBytes = response.headers.get("content-type") === "application/octet-stream";
      if (!isBytes) check(description.validator(call, response.status), text, told);
      return response;
    },
  };
}

function validatorsOf({ calls, schemas }: Extract): Description["validator"] {
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addFormat("uri", (text: string) => URL.canParse(text.replace(/\{[^}]*\}/g, "")));
  ajv.addFormat("date-time", /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/);
  for (const name of ["email", "int64"]) ajv.addFormat(name, true);
  const components = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, jsonSchema(schema, !name.endsWith("error"))]),
  );
  ajv.addSchema({ $id: "github", components: { schemas: components } });
  const compiled = (schema: unknown) => {
    const text = JSON.stringify(jsonSchema(schema, true)).replaceAll('"#/components', '"github#/components');
    return ajv.compile(JSON.parse(text));
  };
  const byStatus = new Map<string, ValidateFunction | undefined>();
  return (call, status) => {
    const key = `${status} ${call}`;
    if (!byStatus.has(key)) {
      const schema = calls[call]?.[String(status)] ?? (status >= 400 ? errorSchema(status) : undefined);
      byStatus.set(key, schema === undefined || schema === null ? undefined : compiled(schema));
    }
    return byStatus.get(key);
  };
}

function errorSchema(status: number): unknown {
  return { $ref: `#/components/schemas/${status === 422 ? "validation-error" : "basic-error"}` };
}

function check(validate: ValidateFunction | undefined, text: string, told: string): void {
  if (validate === undefined) return assert.equal(text, "", told);
  assert.ok(validate(JSON.parse(text)), `${told}\n${JSON.stringify(validate.errors, null, 1)}`);
}

/** OpenAPI 3.0 writes `nullable`; and what is not named is not there, where that can be said. */
function jsonSchema(schema: unknown, isClosed: boolean): unknown {
  if (Array.isArray(schema)) return schema.map((item) => jsonSchema(item, isClosed));
  if (typeof schema !== "object" || schema === null) return schema;
  const { nullable, discriminator: _, ...rest } = Object.fromEntries(Object.entries(schema));
  const inner = Object.fromEntries(
    Object.entries(rest).map(([key, value]) => [key, jsonSchema(value, isClosed && key !== "allOf")]),
  );
  const isObject = typeof rest.properties === "object" && rest.additionalProperties === undefined && !("allOf" in rest);
  const closed = isClosed && isObject && "type" in rest ? { ...inner, additionalProperties: false } : inner;
  return nullable === true ? { anyOf: [{ type: "null" }, closed] } : closed;
}

/** The call that a request is, by the description's own names. */
function callOf({ calls }: Description, { method, url }: Request): string | undefined {
  const { host, pathname } = new URL(url);
  if (!["api.github.com", "uploads.github.com"].includes(host)) return undefined;
  const fitting = calls.filter((call) => {
    const [own, path = ""] = call.split(" ");
    const pattern = path.replaceAll(/\{(?:ref|tag)\}/g, ".+").replaceAll(/\{[^}]*\}/g, "[^/]+");
    return own === method && new RegExp(`^${pattern}$`).test(pathname);
  });
  // The most literal one.
  return fitting.sort((a, b) => a.split("{").length - b.split("{").length)[0];
}
