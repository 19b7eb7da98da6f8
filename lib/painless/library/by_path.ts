/**
 * Painless's `getByPath`: a value deep inside maps and lists, by names and positions with dots between them.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { parseJavaInt } from "../../java/number_parse.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import { javaClassName, type JavaValue } from "../../java/value.ts";

/** The value at the path; without a value to take instead, one that is missing is an error. */
export function getByPath(container: JavaValue, path: string, instead?: JavaValue): JavaValue {
  if (path === "") throw illegal("Missing path");
  const steps = path.split(".");
  while (steps.at(-1) === "") steps.pop();
  let at: JavaValue = container;
  for (const [i, step] of steps.entries()) {
    if (at instanceof JavaList) {
      const index = parseJavaInt(step);
      if (index === undefined) {
        throw illegal(`Could not parse [${step}] as a int index into list at path [${path}] and index [${i}]`);
      }
      if (index >= at.size) return missing(path, instead);
      at = at.get(index);
    } else if (at instanceof JavaMap) {
      const found = at.get(step);
      if (found === undefined) return missing(path, instead);
      at = found;
    } else {
      throw illegal(
        `Non-container [${at === null ? "null" : javaClassName(at)}] at [${step}], index [${i}] in path [${path}]`,
      );
    }
  }
  return at;
}

function missing(path: string, instead: JavaValue | undefined): JavaValue {
  if (instead === undefined) throw illegal(`Could not find value at path [${path}]`);
  return instead;
}

function illegal(message: string): JavaThrowable {
  return new JavaThrowable("java.lang.IllegalArgumentException", message);
}
