/**
 * What GitHub's own OpenAPI description says of the calls that the rehearsal has: their answers, with the schemas these
 * are made of. Taken from npm's `@octokit/openapi`, which carries GitHub's description.
 *
 *     deno run --allow-all testdata/judge/github_openapi.ts [--check]
 *
 * Writes testdata/github/openapi.json; with `--check` compares, and ends with `N agree` or exit code 1.
 * @module
 */

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@octokit/openapi@23.0.2";
const FILE = fileURLToPath(new URL("../github/openapi.json", import.meta.url));

/** The calls of the rehearsal. */
const CALLS = [
  "GET /rate_limit",
  "GET /user",
  "GET /repos/{owner}/{repo}",
  "GET /repos/{owner}/{repo}/tags",
  "GET /repos/{owner}/{repo}/git/ref/{ref}",
  "GET /repos/{owner}/{repo}/releases",
  "POST /repos/{owner}/{repo}/releases",
  "GET /repos/{owner}/{repo}/releases/latest",
  "GET /repos/{owner}/{repo}/releases/tags/{tag}",
  "GET /repos/{owner}/{repo}/releases/{release_id}",
  "PATCH /repos/{owner}/{repo}/releases/{release_id}",
  "DELETE /repos/{owner}/{repo}/releases/{release_id}",
  "GET /repos/{owner}/{repo}/releases/{release_id}/assets",
  "POST /repos/{owner}/{repo}/releases/{release_id}/assets",
  "GET /repos/{owner}/{repo}/releases/assets/{asset_id}",
  "DELETE /repos/{owner}/{repo}/releases/assets/{asset_id}",
];

/** Schemas of errors, which calls answer beyond those that the description lists for them. */
const ERRORS = ["basic-error", "validation-error", "validation-error-simple"];

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** What does not say what is valid. A field may be called `description` or `title` as well: its schema is an object. */
function isProse(key: string, value: Json): boolean {
  if (["description", "title"].includes(key)) return typeof value === "string";
  return ["example", "examples", "externalDocs"].includes(key) || key.startsWith("x-");
}

function download(): Json {
  const folder = mkdtempSync(join(tmpdir(), "ml-dga-openapi-"));
  try {
    execFileSync("npm", ["pack", PACKAGE, "--silent", "--pack-destination", folder], { stdio: "pipe" });
    const [archive = ""] = readdirSync(folder);
    execFileSync("tar", ["xzf", join(folder, archive), "-C", folder, "package/generated/api.github.com.json"]);
    return JSON.parse(readFileSync(join(folder, "package/generated/api.github.com.json"), "utf8"));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function extractOf(description: Json): Json {
  const schemas: { [key: string]: Json } = {};
  const keep = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(keep);
    if (value === null || typeof value !== "object") return value;
    if (typeof value.$ref === "string") keepSchema(value.$ref);
    const kept = Object.entries(value).filter(([key, inner]) => !isProse(key, inner));
    return Object.fromEntries(kept.map(([key, inner]) => [key, keep(inner)]));
  };
  const keepSchema = (reference: string): void => {
    const name = reference.split("/").at(-1) ?? "";
    if (Object.hasOwn(schemas, name)) return;
    schemas[name] = {};
    schemas[name] = keep(at(description, ["components", "schemas", name]));
  };
  const calls = CALLS.map((call): [string, Json] => {
    const [method = "", path = ""] = call.split(" ");
    const responses = Object.entries(objectAt(description, ["paths", path, method.toLowerCase(), "responses"]));
    return [call, Object.fromEntries(responses.map(([status, response]) => [status, keep(schemaOf(description, response))]))];
  });
  for (const name of ERRORS) keepSchema(name);
  const sorted = Object.entries(schemas).sort(([a], [b]) => a < b ? -1 : 1);
  return { source: PACKAGE, calls: Object.fromEntries(calls), schemas: Object.fromEntries(sorted) };
}

/** The schema of a response; null for one without a body. */
function schemaOf(description: Json, response: Json): Json {
  const reference = objectOf(response).$ref;
  const resolved = typeof reference === "string"
    ? at(description, ["components", "responses", reference.split("/").at(-1) ?? ""])
    : response;
  const content = objectOf(resolved).content;
  return content === undefined ? null : objectAt(content, ["application/json"]).schema ?? null;
}

function at(value: Json, path: readonly string[]): Json {
  return path.reduce<Json>((inner, key) => {
    const next = objectOf(inner)[key];
    if (next === undefined) throw new Error(`There is no ${path.join(" ")} in the description`);
    return next;
  }, value);
}

function objectAt(value: Json, path: readonly string[]): { [key: string]: Json } {
  return objectOf(at(value, path));
}

function objectOf(value: Json): { [key: string]: Json } {
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new Error("It is no object");
  return value;
}

if (import.meta.main) {
  const text = `${JSON.stringify(extractOf(download()), null, 1)}\n`;
  if (!Deno.args.includes("--check")) {
    writeFileSync(FILE, text);
    console.log(`Wrote ${CALLS.length} calls`);
  } else if (readFileSync(FILE, "utf8") === text) {
    console.log(`${CALLS.length} agree`);
  } else {
    console.error(`${FILE} is not what ${PACKAGE} says: run this program without --check, and look at the difference`);
    Deno.exit(1);
  }
}
