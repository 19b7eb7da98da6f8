/** Component templates: `_component_template`. @module */

import { ACKNOWLEDGED, type Answer } from "../answer.ts";
import { badArgument, notFound } from "../failure.ts";
import { wildcard } from "../filter_path.ts";
import type { AnswerValue } from "../json_text.ts";
import { bodyNode } from "../parse/body_node.ts";
import { boolean, long, object } from "../parse/fields.ts";
import { type JsonNode, nodeJson } from "../parse/json_node.ts";
import { type Fields, ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import { checkTemplatePart, readTemplatePart, type TemplatePart, templatePartBody } from "./template_part.ts";
import type { ComponentTemplate, TemplateFacts } from "./template_state.ts";

const GET_QUERY = ["flat_settings", "include_defaults", "local", "master_timeout"];

/** The calls. */
export const COMPONENT_TEMPLATE_ROUTES: readonly Route[] = [
  ...["/_component_template", "/_component_template/{name}"].map((path): Route => ({
    method: "GET",
    path,
    action: "cluster:admin/component_template/get",
    query: GET_QUERY,
    fn: get,
  })),
  {
    method: "HEAD",
    path: "/_component_template/{name}",
    action: "cluster:admin/component_template/get",
    query: GET_QUERY,
    fn: (call) => ({ status: selected(call).length > 0 ? 200 : 404 }),
  },
  {
    method: ["PUT", "POST"],
    path: "/_component_template/{name}",
    action: "cluster:admin/component_template/put",
    query: ["cause", "create", "master_timeout", "timeout"],
    fn: put,
  },
  {
    method: "DELETE",
    path: "/_component_template/{name}",
    action: "cluster:admin/component_template/delete",
    query: ["master_timeout", "timeout"],
    fn: remove,
  },
];

function selected(call: Call): [string, ComponentTemplate][] {
  const pattern = wildcard(call.parameters.name ?? "*");
  return [...call.state.templates.components].filter(([name]) => pattern.test(name));
}

function get(call: Call): Answer {
  const found = selected(call);
  const asked = call.parameters.name;
  if (found.length === 0 && asked !== undefined && !asked.includes("*")) {
    throw notFound(`component template matching [${asked}] not found`);
  }
  const shown = found.map(([name, template]) => ({
    name,
    component_template: { template: templatePartBody(template.part), ...factsBody(template) },
  }));
  return { status: statusOfFound(call, found), body: { component_templates: shown } };
}

/** A pattern that finds nothing is answered as a name that is missing, with an empty list. */
export function statusOfFound(call: Call, found: readonly unknown[]): number {
  return found.length > 0 || call.parameters.name === undefined ? 200 : 404;
}

/** What templates of both kinds show. */
export function factsBody({ version, meta, deprecated }: TemplateFacts): Record<string, AnswerValue | undefined> {
  return { version, _meta: meta, deprecated };
}

async function put(call: Call): Promise<Answer> {
  const name = pathPart(call, "name");
  const { components } = call.state.templates;
  const template = readComponent(await bodyNode(call));
  if (call.query.boolean("create", false) && components.has(name)) {
    throw badArgument(`component template [${name}] already exists`);
  }
  checkTemplatePart(template.part);
  components.set(name, template);
  return ACKNOWLEDGED;
}

function readComponent(node: JsonNode): ComponentTemplate {
  const parser = new ObjectParser();
  const facts = newFacts();
  let part: TemplatePart | undefined;
  parser.read(node, "component_template", {
    template: object((inner) => {
      part = readTemplatePart(parser, inner);
    }),
    ...factsFields(facts),
  });
  requireArguments({ template: part });
  if (part === undefined) throw badArgument("Required [template]");
  return { ...facts, part };
}

/** Facts that are being read. */
export type FactsDraft = { -readonly [K in keyof TemplateFacts]: TemplateFacts[K] };

/** No facts yet. */
export function newFacts(): FactsDraft {
  return { version: undefined, meta: undefined, deprecated: undefined };
}

/** The fields of facts. */
export function factsFields(facts: FactsDraft): Fields {
  return {
    version: long((version) => {
      facts.version = version;
    }),
    _meta: object((meta) => {
      facts.meta = nodeJson(meta);
    }),
    deprecated: boolean((value) => {
      facts.deprecated = value;
    }),
  };
}

function remove(call: Call): Answer {
  const { components, indexTemplates } = call.state.templates;
  const names = namesToDelete(pathPart(call, "name"), components, (missing) => notFound(missing));
  const users = [...indexTemplates].filter(([, { composedOf, ignoreMissing = [] }]) =>
    composedOf.some((name) => names.includes(name) && !ignoreMissing.includes(name))
  );
  if (users.length > 0) {
    const used = names.filter((name) => users.some(([, { composedOf }]) => composedOf.includes(name)));
    throw badArgument(
      `component templates [${used.join(",")}] cannot be removed as they are still in use by index templates ` +
        `[${users.map(([name]) => name).join(", ")}]`,
    );
  }
  for (const name of names) components.delete(name);
  return ACKNOWLEDGED;
}

/** The names that a deletion means: several by name, or a pattern. */
export function namesToDelete(
  expression: string,
  known: ReadonlyMap<string, unknown>,
  missing: (names: string) => Error,
): string[] {
  const asked = expression.split(",");
  if (asked.length > 1) {
    const unknown = asked.filter((name) => !known.has(name));
    if (unknown.length > 0) throw missing(unknown.join(","));
    return asked;
  }
  const found = [...known.keys()].filter((name) => wildcard(expression).test(name));
  if (found.length === 0 && expression !== "*") throw missing(expression);
  return found;
}
