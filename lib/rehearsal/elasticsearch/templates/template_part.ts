/**
 * What a template gives to an index: settings, mappings, aliases.
 * @module
 */

import { JavaMap } from "../../../java/map.ts";
import { badArgument, unsupported } from "../failure.ts";
import { refuseUnknownSetting } from "../index_settings.ts";
import type { AnswerValue, RawJson } from "../json_text.ts";
import { Mapping } from "../mappings/mapping.ts";
import { object, value } from "../parse/fields.ts";
import { type JsonNode, nodeJson, nodeValue } from "../parse/json_node.ts";
import type { ObjectParser } from "../parse/object_parser.ts";
import { flatSettings, shownSettings } from "../settings.ts";

/** The `template` of a template. */
export interface TemplatePart {
  readonly settings: ReadonlyMap<string, string | readonly string[]> | undefined;
  /** As it came, and as a value. */
  readonly mappings: { readonly json: RawJson; readonly value: JavaMap } | undefined;
  readonly aliases: readonly string[] | undefined;
  readonly lifecycle: RawJson | undefined;
  readonly dataStreamOptions: RawJson | undefined;
}

/** Reads the part. */
export function readTemplatePart(parser: ObjectParser, node: JsonNode): TemplatePart {
  const part: { -readonly [K in keyof TemplatePart]: TemplatePart[K] } = {
    settings: undefined,
    mappings: undefined,
    aliases: undefined,
    lifecycle: undefined,
    dataStreamOptions: undefined,
  };
  parser.read(node, "template", {
    settings: object((settings) => {
      part.settings = settingsOf(settings);
    }),
    mappings: value(["START_OBJECT", "START_ARRAY", "VALUE_STRING"], (mappings) => {
      if (mappings.token === "START_ARRAY") throw badArgument("Unexpected token: START_ARRAY");
      const said = nodeValue(mappings);
      if (said instanceof JavaMap) part.mappings = { json: nodeJson(mappings), value: said };
      else throw unsupported("A mapping as a string");
    }),
    aliases: object(({ fields }) => {
      const special = fields.find(({ value }) => value.fields.length > 0);
      if (special !== undefined) throw unsupported("An alias with options");
      part.aliases = fields.map(({ name }) => name);
    }),
    lifecycle: object((lifecycle) => {
      part.lifecycle = nodeJson(lifecycle);
    }),
    data_stream_options: object((options) => {
      part.dataStreamOptions = nodeJson(options);
    }),
  });
  return part;
}

function settingsOf(node: JsonNode): Map<string, string | readonly string[]> {
  const body = nodeValue(node);
  const settings = new Map<string, string | readonly string[]>();
  for (const [name, value] of body instanceof JavaMap ? flatSettings(body, "index.") : []) {
    if (value !== null) settings.set(name, value);
  }
  return settings;
}

/** Throws for settings and mappings that no index can have; once the body is read, as on the server. */
export function checkTemplatePart({ settings, mappings }: TemplatePart): void {
  for (const name of settings?.keys() ?? []) refuseUnknownSetting(name);
  if (mappings !== undefined) new Mapping().merge(mappings.value, "compose");
}

/** The part as an answer shows it. */
export function templatePartBody(part: TemplatePart): AnswerValue {
  return {
    settings: part.settings === undefined ? undefined : shownSettings(part.settings, false),
    mappings: part.mappings?.json,
    aliases: part.aliases === undefined ? undefined : Object.fromEntries(part.aliases.map((alias) => [alias, {}])),
    lifecycle: part.lifecycle,
    data_stream_options: part.dataStreamOptions,
  };
}
