/**
 * The shapes of preprocessors.
 * @module
 */

import { compareStrings } from "../java/map.ts";
import { decodesAsBase64 } from "./base64.ts";
import {
  booleanField,
  doubleField,
  doubleMapField,
  intField,
  intsField,
  namedObjectsField,
  stringField,
  stringMapField,
} from "./field_types.ts";
import type { Place } from "./fault_list.ts";
import { ScalarArrayReader } from "./list_readers.ts";
import type { NamedShapes } from "./named_object_readers.ts";
import { ConversionError, type Field, type Shape } from "./object_parser.ts";
import { inputFields, outputFields, type Preprocessor } from "./preprocessor.ts";

/** What has been said of a preprocessor so far. */
interface Draft {
  place?: Place;
  field?: string;
  featureName?: string;
  custom?: boolean;
  hotMap?: Map<string, string>;
  numbers?: Map<string, number>;
  defaultValue?: number;
  nGrams?: number[];
  start?: number;
  length?: number;
  prefix?: string;
  weights?: boolean;
  scales?: boolean;
  parts?: Preprocessor[];
  inArray?: boolean;
  made?: Preprocessor;
}

/** A shape whose last word is a preprocessor. */
export type PreprocessorDraft = Draft;

const FIELD: readonly [string, Field<Draft>] = ["field", stringField((draft, value) => draft.field = value)];
const FEATURE_NAME: readonly [string, Field<Draft>] = [
  "feature_name",
  stringField((draft, value) => draft.featureName = value),
];
const CUSTOM: readonly [string, Field<Draft>] = ["custom", booleanField((draft, value) => draft.custom = value)];

const ONE_HOT = shape("one_hot_encoding", [
  FIELD,
  ["hot_map", stringMapField((draft, values) => draft.hotMap = values)],
  CUSTOM,
], (draft) => {
  const { field, hotMap } = required(draft, { field: "field", hotMap: "hot_map" });
  return {
    kind: "one_hot_encoding",
    field,
    hotMap: new Map([...hotMap].sort(([a], [b]) => compareStrings(a, b))),
    custom: draft.custom ?? false,
  };
});

const TARGET_MEAN = shape("target_mean_encoding", [
  FIELD,
  FEATURE_NAME,
  ["target_map", doubleMapField((draft, values) => draft.numbers = values)],
  ["default_value", doubleField((draft, value) => draft.defaultValue = value)],
  CUSTOM,
], (draft) => ({
  kind: "target_mean_encoding",
  ...required(draft, {
    field: "field",
    featureName: "feature_name",
    numbers: "target_map",
    defaultValue: "default_value",
  }),
  custom: draft.custom ?? false,
}));

const FREQUENCY = shape("frequency_encoding", [
  FIELD,
  FEATURE_NAME,
  ["frequency_map", doubleMapField((draft, values) => draft.numbers = values)],
  CUSTOM,
], (draft) => ({
  kind: "frequency_encoding",
  ...required(draft, { field: "field", featureName: "feature_name", numbers: "frequency_map" }),
  defaultValue: 0,
  custom: draft.custom ?? false,
}));

const N_GRAM = shape("n_gram_encoding", [
  FIELD,
  ["n_grams", intsField((draft, values) => draft.nGrams = values)],
  ["start", intField((draft, value) => draft.start = value)],
  ["length", intField((draft, value) => draft.length = value)],
  CUSTOM,
  ["feature_prefix", stringField((draft, value) => draft.prefix = value)],
], (draft) => {
  const { field, nGrams } = required(draft, { field: "field", nGrams: "n_grams" });
  const start = draft.start ?? 0;
  const length = draft.length ?? 50;
  const distinct = [...new Set(nGrams)].sort((a, b) => a - b);
  checkNGrams(distinct, start, length);
  return {
    kind: "n_gram_encoding",
    field,
    prefix: draft.prefix ?? `ngram_${start}_${length}`,
    nGrams: distinct,
    start,
    length,
    custom: draft.custom ?? false,
  };
});

const WORD_EMBEDDING = shape("custom_word_embedding", [
  ["embedding_quant_scales", {
    array: (draft) => {
      draft.scales = true;
      return undefined;
    },
  }],
  ["embedding_weights", {
    array: (draft, context) => {
      draft.weights = true;
      return new ScalarArrayReader(context, (token, text) => {
        if (token !== "VALUE_STRING") throw new ConversionError(noBinary(token));
        if (!decodesAsBase64(text)) throw new ConversionError("Illegal character in base64 content");
      }, noBinary);
    },
  }],
  FIELD,
  ["dest_field", stringField((draft, value) => draft.featureName = value)],
], (draft) => {
  const { field, featureName } = required(draft, {
    scales: "embedding_quant_scales",
    weights: "embedding_weights",
    field: "field",
    featureName: "dest_field",
  });
  return { kind: "custom_word_embedding", field, destination: featureName, custom: false };
});

const MULTI = shape("multi_encoding", [
  [
    "processors",
    namedObjectsField(
      "processors",
      { get: (name) => SHAPES.get(name), keys: () => SHAPES.keys() },
      (draft, inArray) => {
        draft.parts = [];
        draft.inArray = inArray;
      },
      (draft, part) => {
        if (part.made !== undefined) draft.parts?.push(part.made);
      },
    ),
  ],
  CUSTOM,
], (draft) => {
  if (draft.inArray !== true) throw new ConversionError("processors must be an array of objects");
  const parts = draft.parts ?? [];
  if (parts.length < 2) throw new ConversionError("processors must be an array of objects with at least length 2");
  const multi: Preprocessor = { kind: "multi_encoding", parts, custom: draft.custom ?? false };
  const inputs = inputFields(multi);
  if (!multi.custom && inputs.length > 1) {
    throw new ConversionError(
      "[custom] cannot be false as [multi_encoding] is unable to accurately determine field reverse encoding for " +
        `input fields [${inputs.join(",")}] and output fields [${outputFields(multi).join(", ")}]`,
    );
  }
  return multi;
});

const SHAPES: ReadonlyMap<string, Shape<Draft>> = new Map(
  [ONE_HOT, TARGET_MEAN, FREQUENCY, N_GRAM, WORD_EMBEDDING, MULTI].map((own) => [own.name, own]),
);

/** Shapes of preprocessors by their names. */
export const preprocessorShapes: NamedShapes<PreprocessorDraft> = SHAPES;

/** About what a preprocessor takes beside its maps. */
const PREPROCESSOR_BYTES = 1024;

function shape(
  name: string,
  fields: readonly (readonly [string, Field<Draft>])[],
  make: (draft: Draft) => Preprocessor,
): Shape<Draft> {
  return {
    name,
    fields: new Map(fields),
    create: (context) => {
      context.hold(PREPROCESSOR_BYTES);
      return { place: context.place() };
    },
    finish: (draft) => {
      draft.made = make(draft);
    },
  };
}

/** The named parts of a draft, all there. */
function required<K extends keyof Draft>(
  draft: Draft,
  names: Readonly<Record<K, string>>,
): { [P in K]-?: NonNullable<Draft[P]> } {
  const missing = Object.entries(names).filter(([key]) => !(key in draft)).map(([, name]) => name);
  if (missing.length > 0) {
    throw new ConversionError(
      `Required [${missing.join(", ")}]`,
      `Add ${missing.map((name) => `"${name}"`).join(" and ")}.`,
    );
  }
  return draft as { [P in K]-?: NonNullable<Draft[P]> };
}

function checkNGrams(nGrams: readonly number[], start: number, length: number): void {
  if (nGrams.length === 0) throw new ConversionError("[n_grams] must not be empty");
  if (nGrams.some((n) => n < 1 || n > 5)) {
    throw new ConversionError(
      `[n_grams] is invalid [${nGrams.join(", ")}]; minimum supported value is [1]; maximum supported value is [5]`,
    );
  }
  if (start < 0 && length + start > 0) {
    throw new ConversionError("if [start] is negative, [length] + [start] must be less than 0");
  }
  if (length <= 0) throw new ConversionError("[length] must be a positive integer");
  if (length > 100) throw new ConversionError("[length] must be not be greater than [100]");
  if (nGrams.some((n) => n > length)) {
    throw new ConversionError(
      `[n_grams] and [length] are invalid; all ngrams must be shorter than or equal to length [${length}]`,
    );
  }
}

function noBinary(token: string): string {
  const name = token === "VALUE_NUMBER" ? "VALUE_NUMBER_INT" : token;
  return `Current token (${name}) not VALUE_STRING or VALUE_EMBEDDED_OBJECT, can not access as binary`;
}
