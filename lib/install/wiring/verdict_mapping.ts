/**
 * The mapping of a verdict's fields, in templates.
 * @module
 */

import { isObject } from "../../json/plain_object.ts";

/** What jobs and rules rely on. */
const TYPES = { malicious_prediction: "long", malicious_probability: "float" } as const;

/** The fields' mapping, as templates and indices have it. */
export const VERDICT_MAPPING = {
  properties: {
    ml_is_dga: {
      properties: {
        malicious_prediction: { type: TYPES.malicious_prediction },
        malicious_probability: { type: TYPES.malicious_probability },
      },
    },
  },
} as const;

/** What became of a component template. */
export type MappedTemplate =
  /** It maps the fields. */
  | { readonly kind: "same" }
  /** As JSON, with the fields. */
  | { readonly kind: "changed"; readonly text: string }
  /** It maps a field to another type. */
  | { readonly kind: "conflict"; readonly field: string; readonly type: string };

/**
 * A component template with the fields of a verdict; all else in it stays.
 *
 * ```ts
 * import { withVerdictMapping } from "./verdict_mapping.ts";
 * const mapped = withVerdictMapping('{"template":{"settings":{"index":{"codec":"best_compression"}}}}');
 * if (mapped.kind !== "changed" || !mapped.text.includes("best_compression")) throw new Error();
 * if (withVerdictMapping(mapped.text).kind !== "same") throw new Error();
 * ```
 */
export function withVerdictMapping(text: string | undefined): MappedTemplate {
  const component = record(JSON.parse(text ?? "{}"));
  const template = record(component.template);
  const mappings = record(template.mappings);
  const properties = record(mappings.properties);
  const verdict = record(properties.ml_is_dga);
  const fields = record(verdict.properties);
  for (const [field, type] of Object.entries(TYPES)) {
    const there = fields[field] === undefined ? type : String(record(fields[field]).type);
    if (there !== type) return { kind: "conflict", field: `ml_is_dga.${field}`, type: there };
  }
  if (Object.keys(TYPES).every((field) => fields[field] !== undefined)) return { kind: "same" };
  const merged = { ...VERDICT_MAPPING.properties.ml_is_dga.properties, ...fields };
  const changed = {
    ...component,
    template: {
      ...template,
      mappings: { ...mappings, properties: { ...properties, ml_is_dga: { ...verdict, properties: merged } } },
    },
  };
  return { kind: "changed", text: JSON.stringify(changed) };
}

function record(value: unknown): Readonly<Record<string, unknown>> {
  return isObject(value) ? value : {};
}
