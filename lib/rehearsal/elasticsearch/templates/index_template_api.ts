/** Index templates: `_index_template`. @module */

import { ACKNOWLEDGED, type Answer, ok } from "../answer.ts";
import { badArgument, failure, invalidRequest, notFound } from "../failure.ts";
import { wildcard } from "../filter_path.ts";
import type { AnswerValue } from "../json_text.ts";
import { bodyNode } from "../parse/body_node.ts";
import { boolean, long, object, texts } from "../parse/fields.ts";
import type { JsonNode } from "../parse/json_node.ts";
import { ObjectParser, requireArguments } from "../parse/object_parser.ts";
import { type Call, pathPart, type Route } from "../route.ts";
import { shownSettings } from "../settings.ts";
import { factsBody, factsFields, namesToDelete, newFacts, statusOfFound } from "./component_template_api.ts";
import { checkTemplatePart, readTemplatePart, templatePartBody } from "./template_part.ts";
import type { IndexTemplate } from "./template_state.ts";

const GET_QUERY = ["flat_settings", "include_defaults", "local", "master_timeout"];
const SIMULATE_QUERY = ["cause", "create", "include_defaults", "master_timeout"];

/** The calls. */
export const INDEX_TEMPLATE_ROUTES: readonly Route[] = [
  ...["/_index_template", "/_index_template/{name}"].map((path): Route => ({
    method: "GET",
    path,
    action: "indices:admin/index_template/get",
    query: GET_QUERY,
    fn: get,
  })),
  {
    method: "HEAD",
    path: "/_index_template/{name}",
    action: "indices:admin/index_template/get",
    query: GET_QUERY,
    fn: (call) => ({ status: selected(call).length > 0 ? 200 : 404 }),
  },
  {
    method: ["PUT", "POST"],
    path: "/_index_template/{name}",
    action: "indices:admin/index_template/put",
    query: ["cause", "create", "master_timeout"],
    fn: put,
  },
  {
    method: "DELETE",
    path: "/_index_template/{name}",
    action: "indices:admin/index_template/delete",
    query: ["master_timeout", "timeout"],
    fn: remove,
  },
  {
    method: "POST",
    path: "/_index_template/_simulate_index/{name}",
    action: "indices:admin/index_template/simulate_index",
    query: SIMULATE_QUERY,
    fn: simulateIndex,
  },
  {
    method: "POST",
    path: "/_index_template/_simulate/{name}",
    action: "indices:admin/index_template/simulate",
    query: SIMULATE_QUERY,
    fn: simulateTemplate,
  },
];

function selected(call: Call): [string, IndexTemplate][] {
  const pattern = wildcard(call.parameters.name ?? "*");
  return [...call.state.templates.indexTemplates].filter(([name]) => pattern.test(name));
}

function get(call: Call): Answer {
  const found = selected(call);
  const asked = call.parameters.name;
  if (found.length === 0 && asked !== undefined && !asked.includes("*")) {
    throw notFound(`index template matching [${asked}] not found`);
  }
  const shown = found.map(([name, template]) => ({ name, index_template: templateBody(template) }));
  return { status: statusOfFound(call, found), body: { index_templates: shown } };
}

function templateBody(template: IndexTemplate): AnswerValue {
  const { dataStream } = template;
  return {
    index_patterns: template.patterns,
    template: template.part === undefined ? undefined : templatePartBody(template.part),
    composed_of: template.composedOf,
    priority: template.priority,
    ...factsBody(template),
    data_stream: dataStream === undefined
      ? undefined
      : { hidden: dataStream.hidden, allow_custom_routing: dataStream.allowCustomRouting },
    allow_auto_create: template.allowAutoCreate,
    ignore_missing_component_templates: template.ignoreMissing,
  };
}

async function put(call: Call): Promise<Answer> {
  const name = pathPart(call, "name");
  const { templates } = call.state;
  const template = readTemplate(await bodyNode(call));
  if (call.query.boolean("create", false) && templates.indexTemplates.has(name)) {
    throw badArgument(`index template [${name}] already exists`);
  }
  checkTemplate(call, name, template);
  templates.indexTemplates.set(name, template);
  return ACKNOWLEDGED;
}

function readTemplate(node: JsonNode): IndexTemplate {
  const parser = new ObjectParser();
  const facts = newFacts();
  let patterns: string[] | undefined;
  const draft: { -readonly [K in Exclude<keyof IndexTemplate, keyof typeof facts | "patterns">]: IndexTemplate[K] } = {
    part: undefined,
    composedOf: [],
    ignoreMissing: undefined,
    priority: undefined,
    dataStream: undefined,
    allowAutoCreate: undefined,
  };
  parser.read(node, "index_template", {
    index_patterns: texts((given) => {
      patterns = given;
    }),
    template: object((inner) => {
      draft.part = readTemplatePart(parser, inner);
    }),
    composed_of: texts((names) => {
      draft.composedOf = names;
    }),
    priority: long((priority) => {
      draft.priority = priority;
    }),
    ...factsFields(facts),
    data_stream: object((inner) => {
      draft.dataStream = readDataStream(parser, inner);
    }),
    allow_auto_create: boolean((value) => {
      draft.allowAutoCreate = value;
    }),
    ignore_missing_component_templates: texts((names) => {
      draft.ignoreMissing = names;
    }),
  });
  requireArguments({ index_patterns: patterns });
  return { patterns: patterns ?? [], ...draft, ...facts };
}

function readDataStream(parser: ObjectParser, node: JsonNode): IndexTemplate["dataStream"] {
  let hidden = false;
  let allowCustomRouting = false;
  parser.read(node, "data_stream_template", {
    hidden: boolean((value) => {
      hidden = value;
    }),
    allow_custom_routing: boolean((value) => {
      allowCustomRouting = value;
    }),
    failure_store: boolean(() => {}),
  });
  return { hidden, allowCustomRouting };
}

function checkTemplate(call: Call, name: string, template: IndexTemplate): void {
  const { templates } = call.state;
  if (template.patterns.length === 0) throw badArgument("There must be at least one pattern, zero given");
  if ((template.priority ?? 0) < 0) throw invalidRequest("index template priority must be >= 0");
  const missing = template.composedOf.filter((component) =>
    !templates.components.has(component) && !template.ignoreMissing?.includes(component)
  );
  if (missing.length > 0) {
    throw invalidTemplate(
      name,
      template.ignoreMissing === undefined
        ? `index template [${name}] specifies component templates [${missing.join(", ")}] that do not exist`
        : `index template [${name}] specifies a missing component templates [${
          missing.join(", ")
        }] that does not exist ` +
          "and is not part of 'ignore_missing_component_templates'",
    );
  }
  if (template.part !== undefined) checkTemplatePart(template.part);
  const others = overlapping(call, name, template).filter(([, { priority = 0 }]) =>
    priority === (template.priority ?? 0)
  );
  if (others.length > 0) throw samePriority(name, template, others);
  // Parts that are right alone may not fit together.
  templates.compose(template);
}

function invalidTemplate(name: string, cause: string): Error {
  return failure(400, "invalid_index_template_exception", `index_template [${name}] invalid, cause [${cause}]`);
}

function samePriority(name: string, template: IndexTemplate, others: readonly [string, IndexTemplate][]): Error {
  const names = others.map(([other]) => other);
  const patterns = others.map(([other, { patterns }]) => `${other} => [${patterns.join(", ")}]`);
  return badArgument(
    `index template [${name}] has index patterns [${template.patterns.join(", ")}] matching patterns from existing ` +
      `templates [${names.join(",")}] with patterns (${patterns.join(",")}) that have the same priority ` +
      `[${template.priority ?? 0}], multiple index templates may not match during index creation, please use a ` +
      "different priority",
  );
}

/** Other templates that may fit the same name. */
function overlapping(call: Call, name: string, { patterns }: IndexTemplate): [string, IndexTemplate][] {
  return [...call.state.templates.indexTemplates].filter(([other, template]) =>
    other !== name && template.patterns.some((theirs) => patterns.some((own) => meets(own, theirs)))
  );
}

/** Whether two patterns have a name in common. */
function meets(a: string, b: string): boolean {
  // For each tail of `a`, whether it meets the tail of `b` that was looked at last.
  let below = Array.from({ length: a.length + 1 }, (_, i) => /^\**$/.test(a.slice(i)));
  for (let j = b.length - 1; j >= 0; j--) {
    const isStar = b[j] === "*";
    const row: boolean[] = Array.from({ length: a.length + 1 }, () => false);
    row[a.length] = isStar && below[a.length] === true;
    for (let i = a.length - 1; i >= 0; i--) {
      const isStarHere = a[i] === "*";
      row[i] = isStar || isStarHere ? below[i] === true || row[i + 1] === true : a[i] === b[j] && below[i + 1] === true;
    }
    below = row;
  }
  return below[0] === true;
}

function remove(call: Call): Answer {
  const { dataStreams } = call.state.indices;
  const { templates } = call.state;
  const names = namesToDelete(
    pathPart(call, "name"),
    templates.indexTemplates,
    (missing) => failure(404, "index_template_missing_exception", `index_template [${missing}] missing`),
  );
  const inUse = [...dataStreams.values()].filter(({ name }) => names.includes(templates.matching(name)?.name ?? ""));
  if (inUse.length > 0) {
    const streams = inUse.map(({ name }) => name).sort();
    const used = names.filter((name) => streams.some((stream) => templates.matching(stream)?.name === name));
    throw badArgument(
      `unable to remove composable templates [${used.join(", ")}] as they are in use by a data streams ` +
        `[${streams.join(", ")}]`,
    );
  }
  for (const name of names) templates.indexTemplates.delete(name);
  return ACKNOWLEDGED;
}

function simulateIndex(call: Call): Answer {
  const found = call.state.templates.matching(pathPart(call, "name"));
  return found === undefined ? ok({}) : simulated(call, found.name, found.template);
}

function simulateTemplate(call: Call): Answer {
  const name = pathPart(call, "name");
  const template = call.state.templates.indexTemplates.get(name);
  if (template === undefined) throw badArgument(`unable to simulate template [${name}] that does not exist`);
  return simulated(call, name, template);
}

function simulated(call: Call, name: string, template: IndexTemplate): Answer {
  const { settings, mapping, aliases, lifecycle } = call.state.templates.compose(template);
  return ok({
    template: {
      settings: shownSettings(settings, false),
      mappings: mapping.isEmpty ? undefined : mapping.toBody(),
      aliases: Object.fromEntries(aliases.map((alias) => [alias, {}])),
      lifecycle,
    },
    overlapping: overlapping(call, name, template).map(([other, { patterns }]) => ({
      name: other,
      index_patterns: patterns,
    })),
  });
}
