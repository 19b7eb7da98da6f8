/**
 * What a class name becomes in a result.
 * @module
 */

import { doubleText } from "../java/number_text.ts";
import { javaDigit, parseJavaInt, parseJavaLong } from "../java/number_parse.ts";
import { JavaDouble, type JavaValue } from "../java/value.ts";
import { illegalArgument } from "./inference_error.ts";
import type { PredictionFieldType } from "./inference_config.ts";

/**
 * `PredictionFieldType.transformPredictedValue`: the value of a class for its index and label.
 *
 * ```ts
 * import { predictionValue } from "./prediction_value.ts";
 * if (predictionValue("number", 1, "7") !== 7n || predictionValue("boolean", 1, "x") !== true) throw new Error();
 * ```
 */
export function predictionValue(type: PredictionFieldType, index: number, label: string | null): JavaValue {
  switch (type) {
    case "string":
      return label ?? doubleText(index);
    case "number":
      return (label !== null && looksLikeNumber(label) ? parseJavaLong(label) : undefined) ?? new JavaDouble(index);
    case "boolean":
      return booleanValue(index, label);
  }
}

function booleanValue(index: number, label: string | null): boolean {
  if (label !== null && looksLikeNumber(label)) {
    const number = parseJavaInt(label);
    if (number !== undefined) return number === 1;
  } else if (label !== null && /^[tTfF]/.test(label)) {
    return label.toLowerCase() === "true";
  }
  if (index === 0 || index === 1) return index === 1;
  throw illegalArgument(
    `Cannot transform numbers other than 0.0 or 1.0 to boolean. Provided number [${doubleText(index)}]`,
  );
}

function looksLikeNumber(label: string): boolean {
  if (label === "") return false;
  const digit = javaDigit(label.charCodeAt(0));
  return label.startsWith("-") || digit >= 0 && digit <= 9;
}
