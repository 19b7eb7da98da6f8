/**
 * Preprocessors: what becomes of a document's fields before the trees see them.
 * @module
 */

import { NotSupportedError } from "../java/throwable.ts";
import { JavaDouble, JavaObject, javaText, type JavaValue } from "../java/value.ts";

/** A column for each of some values, 1 for the value the field has. */
export interface OneHotEncoding {
  readonly kind: "one_hot_encoding";
  readonly field: string;
  /** Columns by value, in order of the values: where two share a column, the later one's word counts. */
  readonly hotMap: ReadonlyMap<string, string>;
  readonly custom: boolean;
}

/** A number for each value, another for all values that are not listed. */
export interface NumberEncoding {
  readonly kind: "target_mean_encoding" | "frequency_encoding";
  readonly field: string;
  readonly featureName: string;
  readonly numbers: ReadonlyMap<string, number>;
  readonly defaultValue: number;
  readonly custom: boolean;
}

/** The n-grams of a window of a text, as texts. */
export interface NGramEncoding {
  readonly kind: "n_gram_encoding";
  readonly field: string;
  readonly prefix: string;
  readonly nGrams: readonly number[];
  readonly start: number;
  readonly length: number;
  readonly custom: boolean;
}

/** Made for the identification of languages: what it writes is a list, which no tree can use. */
export interface CustomWordEmbedding {
  readonly kind: "custom_word_embedding";
  readonly field: string;
  readonly destination: string;
  readonly custom: false;
}

/** Several, one after another. */
export interface MultiEncoding {
  readonly kind: "multi_encoding";
  readonly parts: readonly Preprocessor[];
  readonly custom: boolean;
}

/** One step of preparing a document. */
export type Preprocessor = OneHotEncoding | NumberEncoding | NGramEncoding | CustomWordEmbedding | MultiEncoding;

/** Fields by their full names, as preprocessors read and write them. */
export type FlatFields = Map<string, JavaValue>;

/**
 * Runs one preprocessor. A field that is absent writes nothing; whatever is written replaces what was there.
 *
 * ```ts
 * import { type FlatFields, preprocess } from "./preprocessor.ts";
 * const fields: FlatFields = new Map([["tld", "com"]]);
 * const hotMap = new Map([["com", "is_com"], ["org", "is_org"]]);
 * preprocess({ kind: "one_hot_encoding", field: "tld", hotMap, custom: false }, fields);
 * if (fields.get("is_com") !== 1 || fields.get("is_org") !== 0) throw new Error();
 * ```
 */
export function preprocess(preprocessor: Preprocessor, fields: FlatFields): void {
  if (preprocessor.kind === "multi_encoding") {
    for (const part of preprocessor.parts) preprocess(part, fields);
    return;
  }
  const value = fields.get(preprocessor.field);
  if (value === undefined || value === null) return;
  switch (preprocessor.kind) {
    case "one_hot_encoding": {
      const text = javaText(value);
      for (const [hot, column] of preprocessor.hotMap) fields.set(column, hot === text ? 1 : 0);
      return;
    }
    case "target_mean_encoding":
    case "frequency_encoding": {
      const number = preprocessor.numbers.get(javaText(value)) ?? preprocessor.defaultValue;
      fields.set(preprocessor.featureName, new JavaDouble(number));
      return;
    }
    case "n_gram_encoding":
      return writeNGrams(preprocessor, javaText(value), fields);
    case "custom_word_embedding":
      if (typeof value === "string") fields.set(preprocessor.destination, new Embedding());
  }
}

/** The list that an embedding writes. Its numbers are not worked out: to a tree they are missing, whatever they are. */
class Embedding extends JavaObject {
  readonly className = "java.util.ArrayList";

  hashCode(): number {
    throw new NotSupportedError("The text of a word embedding");
  }

  toText(): string {
    throw new NotSupportedError("The text of a word embedding");
  }
}

/** Names of all fields that a preprocessor may write, in the server's order. */
export function outputFields(preprocessor: Preprocessor): string[] {
  return flowOf(preprocessor).outputs;
}

/** Names of the fields that a preprocessor reads, in the server's order. */
export function inputFields(preprocessor: Preprocessor): string[] {
  return flowOf(preprocessor).inputs;
}

/** What goes into a preprocessor and what comes out of it; of a chain, what its parts make for one another stays within. */
interface Flow {
  readonly inputs: string[];
  readonly outputs: string[];
}

/** Both at once: chains may lie within chains, and asking each of them twice would double the work at every level. */
function flowOf(preprocessor: Preprocessor): Flow {
  if (preprocessor.kind !== "multi_encoding") {
    return { inputs: [preprocessor.field], outputs: simpleOutputs(preprocessor) };
  }
  const inputs: string[] = [];
  const consumed = new Set<string>();
  const outputs = new Set<string>();
  for (const [i, part] of preprocessor.parts.entries()) {
    const flow = flowOf(part);
    for (const name of flow.inputs) {
      if (i > 0 && outputs.has(name)) consumed.add(name);
      else inputs.push(name);
    }
    for (const name of flow.outputs) outputs.add(name);
  }
  return { inputs, outputs: [...outputs].filter((name) => !consumed.has(name)) };
}

function simpleOutputs(preprocessor: Exclude<Preprocessor, MultiEncoding>): string[] {
  switch (preprocessor.kind) {
    case "one_hot_encoding":
      return [...preprocessor.hotMap.values()];
    case "target_mean_encoding":
    case "frequency_encoding":
      return [preprocessor.featureName];
    case "n_gram_encoding":
      return preprocessor.nGrams.flatMap((n) =>
        Array.from({ length: Math.max(0, preprocessor.length - n + 1) }, (_, i) => `${preprocessor.prefix}.${n}${i}`)
      );
    case "custom_word_embedding":
      return [preprocessor.destination];
  }
}

function writeNGrams(encoding: NGramEncoding, text: string, fields: FlatFields): void {
  if (encoding.start > text.length || text.length + encoding.start < 0) return;
  const start = encoding.start < 0 ? text.length + encoding.start : encoding.start;
  const end = Math.min(start + encoding.length, text.length);
  for (const n of encoding.nGrams) {
    for (let i = 0; i < end && start + i + n <= end; i++) {
      fields.set(`${encoding.prefix}.${n}${i}`, text.slice(start + i, start + i + n));
    }
  }
}
