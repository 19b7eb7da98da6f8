/**
 * Names that the server takes: ids of models, tags, fields.
 * @module
 */

const ID = /^[a-z0-9](?:[a-z0-9_\-.]*[a-z0-9])?$/;

/** Longest id of a model, and longest tag. */
export const LONGEST_ID = 64;

/** Whether the characters of an id of a model, or of a tag, are what the server takes. */
export function isId(text: string): boolean {
  return ID.test(text);
}

/** Whether the server refuses a tag. */
export function isWrongTag(tag: string): boolean {
  return !isId(tag) || tag.length > LONGEST_ID;
}

/** Whether the server refuses the name of a field: it has an empty part. */
export function isWrongFieldName(name: string): boolean {
  return name.split(".").includes("");
}
