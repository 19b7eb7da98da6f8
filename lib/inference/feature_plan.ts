/**
 * How a document becomes a vector of features. The plan is made once, when a model is loaded: where no preprocessor
 * touches what another one made, and nothing replaces a field of the document, every field that is needed leads straight
 * to the places of the vector that depend on it; else the fields are laid out flat and the preprocessors run one by one.
 * @module
 */

import type { JavaMap } from "../java/map.ts";
import { javaText, type JavaValue } from "../java/value.ts";
import { digField } from "./document_fields.ts";
import { featureValue } from "./feature_value.ts";
import { FieldFinder } from "./field_finder.ts";
import type { FeatureVector } from "./model.ts";
import { preprocess, type Preprocessor } from "./preprocessor.ts";

/** Fills the vector; false when no field of the model is in the document. */
export type FillFeatures = (document: JavaMap, features: FeatureVector) => boolean;

/**
 * Makes the plan.
 *
 * @param names of the features, one for each place of the vector
 */
export function planFeatures(
  inputFields: readonly string[],
  preprocessors: readonly Preprocessor[],
  names: readonly string[],
  mindsNegativeZero: boolean,
): FillFeatures {
  const fields = [...new Set(inputFields)];
  const steps = preprocessors.flatMap(withoutMulti);
  const direct = directRules(fields, steps, places(names), names.length);
  const fill = direct === undefined ? fillStepByStep(fields, steps, names) : fillDirectly(fields, direct);
  return (document, features) => {
    if (!fill(document, features.values)) return false;
    features.negativeZero = mindsNegativeZero && features.values.some((value) => Object.is(value, -0));
    return true;
  };
}

/** What the value of one field does to the vector. */
type Rule = (value: JavaValue, values: Float64Array) => void;

function withoutMulti(preprocessor: Preprocessor): Preprocessor[] {
  return preprocessor.kind === "multi_encoding" ? preprocessor.parts.flatMap(withoutMulti) : [preprocessor];
}

/** Places of each name: a tree may name a feature twice. */
function places(names: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [place, name] of names.entries()) {
    const others = found.get(name);
    if (others === undefined) found.set(name, [place]);
    else others.push(place);
  }
  return found;
}

/** Rules by field, or undefined where the order of steps matters. */
function directRules(
  fields: readonly string[],
  steps: readonly Preprocessor[],
  at: ReadonlyMap<string, readonly number[]>,
  width: number,
): Map<string, Rule[]> | undefined {
  const inputs = new Set(fields);
  const written = new Set<string>();
  const rules = new Map<string, Rule[]>();
  const add = (field: string, rule: Rule) => {
    if (!inputs.has(field)) return; // never looked up, hence never there
    const others = rules.get(field);
    if (others === undefined) rules.set(field, [rule]);
    else others.push(rule);
  };
  for (const step of steps) {
    if (step.kind === "n_gram_encoding" || step.kind === "custom_word_embedding" || step.kind === "multi_encoding") {
      return undefined;
    }
    if (written.has(step.field)) return undefined;
    const outputs = step.kind === "one_hot_encoding" ? new Set(step.hotMap.values()) : [step.featureName];
    for (const output of outputs) {
      if (written.has(output) || inputs.has(output)) return undefined;
      written.add(output);
    }
    if (step.kind === "one_hot_encoding") add(step.field, hotRule(step.hotMap, at, width));
    else add(step.field, numberRule(step.numbers, step.defaultValue, at.get(step.featureName) ?? [], width));
  }
  for (const field of fields) {
    const own = at.get(field);
    if (own !== undefined) add(field, (value, values) => writeAll(values, own, featureValue(value), width));
  }
  return rules;
}

function hotRule(
  hotMap: ReadonlyMap<string, string>,
  at: ReadonlyMap<string, readonly number[]>,
  width: number,
): Rule {
  const columns = new Map<string, string>();
  for (const [value, column] of hotMap) columns.set(column, value); // the last value of a column is the one that counts
  const all = [...columns.keys()].flatMap((column) => at.get(column) ?? []);
  const hot = new Map<string, readonly number[]>();
  for (const [column, value] of columns) hot.set(value, [...hot.get(value) ?? [], ...at.get(column) ?? []]);
  return (value, values) => {
    writeAll(values, all, 0, width);
    const own = hot.get(typeof value === "string" ? value : javaText(value));
    if (own !== undefined) writeAll(values, own, 1, width);
  };
}

function numberRule(
  numbers: ReadonlyMap<string, number>,
  defaultValue: number,
  own: readonly number[],
  width: number,
): Rule {
  const finite = new Map([...numbers].map(([value, number]) => [value, Number.isFinite(number) ? number : NaN]));
  const otherwise = Number.isFinite(defaultValue) ? defaultValue : NaN;
  const [place] = own;
  if (place === undefined) return () => {};
  if (own.length > 1) {
    return (value, values) => writeAll(values, own, finite.get(javaText(value)) ?? otherwise, width);
  }
  return (value, values) => {
    const number = finite.get(typeof value === "string" ? value : javaText(value)) ?? otherwise;
    values[place] = number;
    values[place + width] = -number;
  };
}

function writeAll(values: Float64Array, own: readonly number[], number: number, width: number): void {
  for (const place of own) {
    values[place] = number;
    values[place + width] = -number;
  }
}

function fillDirectly(
  fields: readonly string[],
  rules: ReadonlyMap<string, readonly Rule[]>,
): (document: JavaMap, values: Float64Array) => boolean {
  const needed = fields.filter((field) => rules.has(field));
  const others = fields.filter((field) => !rules.has(field));
  const rulesByField = needed.map((field) => rules.get(field) ?? []);
  const finder = new FieldFinder(needed);
  return (document, values) => {
    values.fill(NaN);
    const found = finder.find(document, (field, value) => {
      const own = rulesByField[field] as readonly Rule[];
      for (let i = 0; i < own.length; i++) (own[i] as Rule)(value, values);
    });
    return found > 0 || others.some((field) => digField(document, field) !== undefined);
  };
}

function fillStepByStep(
  fields: readonly string[],
  steps: readonly Preprocessor[],
  names: readonly string[],
): (document: JavaMap, values: Float64Array) => boolean {
  return (document, values) => {
    const flat = new Map<string, JavaValue>();
    for (const field of fields) {
      const value = digField(document, field);
      if (value !== undefined) flat.set(field, value);
    }
    if (flat.size === 0) return false;
    for (const step of steps) preprocess(step, flat);
    for (const [place, name] of names.entries()) {
      const value = featureValue(flat.get(name));
      values[place] = value;
      values[place + names.length] = -value;
    }
    return true;
  };
}
