/**
 * Fields and features that nothing makes: to a tree they are always missing, and the server does not say so.
 * @module
 */

import { didYouMean } from "../json/closest_name.ts";
import type { ConfigDraft } from "./config_shape.ts";
import type { Definition } from "./definition_shapes.ts";
import type { FaultList, Place } from "./fault_list.ts";
import { featureNamesOf, type Model } from "./model.ts";
import { inputFields, outputFields, type Preprocessor } from "./preprocessor.ts";

/** So many are told, each with a guess at what was meant. */
const MOST_NAMED = 20;

/** Warns of what preprocessors and trees read although it is neither an input nor made by a preprocessor. */
export function warnAboutFeatures(config: ConfigDraft, definition: Definition, faults: FaultList): void {
  // That there are no inputs has been told.
  if ((config.inputFields ?? []).length === 0) return;
  const made = new Set(config.inputFields);
  let known: readonly string[] | undefined;
  const unread = () => known ??= unreadFields(config.inputFields ?? [], definition);
  let unmadeFields = 0;
  for (const preprocessor of definition.preprocessors) {
    for (const field of inputFields(preprocessor)) {
      if (made.has(field) || ++unmadeFields > MOST_NAMED) continue;
      faults.warn(
        "model-unmade-field",
        `The preprocessor reads "${field}", which is neither in input.field_names nor made by a preprocessor before ` +
          "it: it is always missing",
        definition.preprocessorPlaces.get(preprocessor) ?? { path: "" },
        didYouMean(field, unread()) ??
          `Add "${field}" to input.field_names.`,
      );
    }
    for (const field of allOutputs(preprocessor)) made.add(field);
  }
  const missing = featureNamesOf(definition.model).filter((name) => !made.has(name));
  for (const name of missing.slice(0, MOST_NAMED)) {
    faults.warn(
      "model-unmade-feature",
      `The trees use the feature "${name}", which is neither in input.field_names nor made by a preprocessor: it is ` +
        "always missing",
      featurePlace(definition, name),
      didYouMean(name, unread()) ??
        `Add "${name}" to input.field_names, or a preprocessor that makes it.`,
    );
  }
  const more = Math.max(0, missing.length - MOST_NAMED) + Math.max(0, unmadeFields - MOST_NAMED);
  if (more === 0) return;
  faults.warn(
    "model-unmade-feature",
    `${more} more fields and features are neither in input.field_names nor made by a preprocessor`,
    definition.notes.get(definition.model)?.place ?? { path: "" },
    "See that input.field_names has the fields that the script writes.",
  );
}

/** What is there and read by nothing: if a name was misspelt, what it was meant to be is among these. */
function unreadFields(inputs: readonly string[], { model, preprocessors }: Definition): string[] {
  const read = new Set([...featureNamesOf(model), ...preprocessors.flatMap(inputFields)]);
  return [...inputs, ...preprocessors.flatMap(allOutputs)].filter((name) => !read.has(name));
}

/** Also what the parts of a chain make for one another: it stays in the document. */
function allOutputs(preprocessor: Preprocessor): string[] {
  return preprocessor.kind === "multi_encoding" ? preprocessor.parts.flatMap(allOutputs) : outputFields(preprocessor);
}

/** Where the first tree names a feature. */
function featurePlace({ model, notes }: Definition, name: string): Place {
  for (const tree of treesOf(model)) {
    const index = tree.featureNames.indexOf(name);
    if (index < 0) continue;
    const own = notes.get(tree);
    const { path } = own?.place ?? { path: "" };
    return { ...own?.namesPlace ?? own?.place, path: `${path}/feature_names/${index}` };
  }
  return { path: "" };
}

function* treesOf(model: Model): Generator<Model & { kind: "tree" }> {
  if (model.kind === "tree") yield model;
  else for (const member of model.members) yield* treesOf(member);
}
