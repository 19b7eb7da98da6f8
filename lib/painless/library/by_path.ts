/**
 * Painless's `getByPath`: a value deep inside maps and lists, by names and positions with dots between them.
 * @module
 */

import { JavaList } from "../../java/collection.ts";
import { JavaMap } from "../../java/map.ts";
import { parseJavaInt } from "../../java/number_parse.ts";
import { JavaThrowable, nullPointer } from "../../java/throwable.ts";
import { javaClassName, type JavaValue } from "../../java/value.ts";

/** Where in the path a step is. */
interface Place {
  readonly path: string;
  readonly index: number;
}

/** The value at the path; without a value to take instead, one that is missing is an error. */
export function getByPath(container: JavaValue, path: string, instead?: JavaValue): JavaValue {
  if (path === "") throw illegal("Missing path");
  if (path.endsWith(".")) throw illegal(`Trailing '.' in path [${path}]`);
  const steps = path.split(".");
  let at = container;
  for (const [i, step] of steps.entries()) {
    if (step === "") throw illegal(`Extra '.' in path [${path}] at index [${i}]`);
    const found = valueAt(at, step, { path, index: i });
    if (found !== undefined) {
      at = found;
      continue;
    }
    if (i < steps.length - 1) {
      throw illegal(`Container does not have [${step}], for non-terminal index [${i}] in path [${path}]`);
    }
    if (instead === undefined) throw illegal(`Could not find value at path [${path}]`);
    return instead;
  }
  return at;
}

/** The value of a name or at a position. The first position that is not there counts as there, as it does in Painless. */
function valueAt(container: JavaValue, step: string, where: Place): JavaValue | undefined {
  if (container instanceof JavaMap) return container.get(step);
  if (container instanceof JavaList) {
    const index = positionIn(step, where);
    return index > container.size ? undefined : container.get(index);
  }
  if (container === null) throw nullPointer();
  throw illegal(
    `Non-container [${javaClassName(container)}] at [${step}], index [${where.index}] in path [${where.path}]`,
  );
}

function positionIn(step: string, { path, index }: Place): number {
  const position = parseJavaInt(step);
  if (position !== undefined) return position;
  throw illegal(
    `Could not parse [${step}] as a int index into list at path [${path}] and index [${index}]`,
    new JavaThrowable("java.lang.NumberFormatException", `For input string: "${step}"`),
  );
}

function illegal(message: string, cause: JavaThrowable | null = null): JavaThrowable {
  return new JavaThrowable("java.lang.IllegalArgumentException", message, cause);
}
