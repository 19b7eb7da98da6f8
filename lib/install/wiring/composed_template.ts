/**
 * Index templates and what they are composed of.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";

/**
 * An index template that also has a component; undefined when it has it already.
 *
 * ```ts
 * import { withComponent } from "./composed_template.ts";
 * const text = withComponent('{"index_patterns":["packetbeat-9.5.3"],"priority":150}', "ml-dga@mappings");
 * if (text !== '{"index_patterns":["packetbeat-9.5.3"],"priority":150,"composed_of":["ml-dga@mappings"]}') throw new Error(text);
 * if (withComponent(text, "ml-dga@mappings") !== undefined) throw new Error();
 * ```
 */
export function withComponent(text: string, component: string): string | undefined {
  const components = componentsOf(text);
  if (components.includes(component)) return undefined;
  return JSON.stringify({ ...objectOf(text), composed_of: [...components, component] });
}

/** The components of an index template, in their order. */
export function componentsOf(text: string): string[] {
  const { composed_of: components } = objectOf(text);
  return Array.isArray(components) ? components.map(String) : [];
}

function objectOf(text: string): Readonly<Record<string, unknown>> {
  const value: unknown = JSON.parse(text);
  return isObject(value) ? value : {};
}
