/**
 * Cases of `testdata/rest`: requests, and what is expected of their answers.
 * @module
 */

import * as z from "zod";
import type { Handler } from "../../stack/handler.ts";

const STEP = z.strictObject({
  do: z.string(),
  each: z.array(z.string()).optional(),
  body: z.unknown().optional(),
  lines: z.array(z.unknown()).optional(),
  catch: z.string().optional(),
  match: z.record(z.string(), z.unknown()).optional(),
  length: z.record(z.string(), z.number()).optional(),
  gte: z.record(z.string(), z.number()).optional(),
  true: z.array(z.string()).optional(),
  false: z.array(z.string()).optional(),
});

const FILE = z.strictObject({
  source: z.string(),
  note: z.string().optional(),
  setup: z.array(STEP).optional(),
  cases: z.array(z.strictObject({ name: z.string(), steps: z.array(STEP) })),
});

/** One request with what is expected. */
export type RestStep = z.infer<typeof STEP>;
/** A file of cases. */
export type RestFile = z.infer<typeof FILE>;

/** Reads a file. */
export function parseRestFile(text: string): RestFile {
  return FILE.parse(JSON.parse(text));
}

/** Plays a step; what is not as expected comes back in words. */
export async function playStep(handler: Handler, step: RestStep): Promise<string[]> {
  const wrong: string[] = [];
  for (const id of step.each ?? [""]) {
    const [method = "", path = ""] = step.do.replace("{each}", id).split(" ");
    const { status, text } = await send(handler, method, path, step);
    const said = `${method} ${path}: ${status} ${text.slice(0, 600)}`;
    const faults = [...statusFaults(step, status, text), ...bodyFaults(step, text)];
    if (faults.length > 0) wrong.push(`${faults.join("; ")}\n  ${said}`);
  }
  return wrong;
}

async function send(
  handler: Handler,
  method: string,
  path: string,
  step: RestStep,
): Promise<{ status: number; text: string }> {
  const lines = step.lines?.map((line) => `${JSON.stringify(line)}\n`).join("");
  const body = lines ?? (step.body === undefined ? undefined : JSON.stringify(step.body));
  const response = await handler(
    new Request(`http://rehearsal${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body, headers: { "content-type": lines === undefined ? "application/json" : "application/x-ndjson" } }),
    }),
  );
  return { status: response.status, text: await response.text() };
}

const STATUSES: Readonly<Record<string, number>> = { missing: 404, conflict: 409, bad_request: 400 };

function statusFaults(step: RestStep, status: number, text: string): string[] {
  const wanted = step.catch;
  if (wanted === undefined) return status < 400 ? [] : ["expected success"];
  const exact = STATUSES[wanted];
  if (exact !== undefined) return status === exact ? [] : [`expected ${exact}`];
  if (status < 400 || status === 501) return ["expected an error"];
  if (wanted === "request") return [];
  return new RegExp(wanted.slice(1, -1)).test(text) ? [] : [`expected ${wanted}`];
}

function bodyFaults(step: RestStep, text: string): string[] {
  const body: unknown = text === "" ? undefined : JSON.parse(text);
  const faults: string[] = [];
  const check = (fits: boolean, path: string, wanted: unknown): void => {
    if (!fits) faults.push(`${path} is ${JSON.stringify(valueAt(body, path))}, expected ${JSON.stringify(wanted)}`);
  };
  for (const [path, wanted] of Object.entries(step.match ?? {})) {
    check(isSame(valueAt(body, path), wanted), path, wanted);
  }
  for (const [path, wanted] of Object.entries(step.length ?? {})) {
    check(lengthOf(valueAt(body, path)) === wanted, path, `length ${wanted}`);
  }
  for (const [path, least] of Object.entries(step.gte ?? {})) {
    const value = valueAt(body, path);
    check(typeof value === "number" && value >= least, path, `at least ${least}`);
  }
  for (const path of step.true ?? []) check(isTrue(valueAt(body, path)), path, "a value");
  for (const path of step.false ?? []) check(!isTrue(valueAt(body, path)), path, "nothing");
  return faults;
}

/** `*` stands for the only key. */
function valueAt(value: unknown, path: string): unknown {
  return path.split(".").reduce<unknown>((inner, key) => {
    if (typeof inner !== "object" || inner === null) return undefined;
    const name = key === "*" ? Object.keys(inner)[0] ?? "" : key;
    return Object.entries(inner).find(([own]) => own === name)?.[1];
  }, value);
}

function isSame(value: unknown, wanted: unknown): boolean {
  if (typeof value !== "object" || value === null || typeof wanted !== "object" || wanted === null) {
    return value === wanted;
  }
  const keys = Object.keys(wanted);
  return keys.length === Object.keys(value).length &&
    keys.every((key) => isSame(valueOf(value, key), valueOf(wanted, key)));
}

function valueOf(object: object, key: string): unknown {
  return Object.entries(object).find(([own]) => own === key)?.[1];
}

function lengthOf(value: unknown): number | undefined {
  return typeof value === "object" && value !== null ? Object.keys(value).length : undefined;
}

function isTrue(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}
