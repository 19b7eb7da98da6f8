/**
 * Durations and sizes as Elasticsearch writes them: `15m`, `64mb`.
 * @module
 */

import { badArgument, failure } from "../failure.ts";

/** A duration; `text` is how the server prints it. */
export interface TimeValue {
  readonly millis: number;
  readonly text: string;
}

const UNITS: readonly (readonly [suffix: string, millis: number])[] = [
  ["nanos", 1e-6],
  ["micros", 1e-3],
  ["ms", 1],
  ["s", 1000],
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
];

/**
 * Reads a duration. Throws what the server does.
 *
 * ```ts
 * import { parseTimeValue } from "./time_value.ts";
 * if (parseTimeValue("15m", "bucket_span").millis !== 900_000) throw new Error();
 * ```
 */
export function parseTimeValue(value: string, setting: string): TimeValue {
  const text = value.trim().toLowerCase();
  if (text === "-1" || text === "0") return { millis: Number(text), text: text === "0" ? "0nanos" : text };
  // Months are no unit here: "M" is not minutes.
  const unit = UNITS.find(([suffix]) => text.endsWith(suffix) && (suffix !== "m" || value.trim().endsWith("m")));
  if (unit === undefined) {
    throw badArgument(
      `failed to parse setting [${setting}] with value [${value}] as a time value: unit is missing or unrecognized`,
    );
  }
  const [suffix, millis] = unit;
  const digits = text.slice(0, -suffix.length).trim();
  if (/^-?\d+$/.test(digits)) {
    if (Number(digits) < -1) {
      throw badArgument(
        `failed to parse setting [${setting}] with value [${value}] as a time value: negative durations are not supported`,
      );
    }
    return { millis: Number(digits) * millis, text: Number(digits) < 0 ? digits : `${Number(digits)}${suffix}` };
  }
  const cause = failure(400, "number_format_exception", `For input string: "${digits}"`);
  const isFraction = digits !== "" && !Number.isNaN(Number(digits));
  throw failure(
    400,
    "illegal_argument_exception",
    isFraction ? `failed to parse [${value}], fractional time values are not supported` : `failed to parse [${value}]`,
    { causedBy: cause },
  );
}

/** A duration as the server's messages have it: `TimeValue.toString()`, in the largest unit that it fills. */
export function humanDuration({ millis }: TimeValue): string {
  if (millis < 0) return "-1";
  if (millis === 0) return "0s";
  const [suffix, length] = UNITS.findLast(([, length]) => millis >= length) ?? ["nanos", 1e-6];
  return `${Math.floor(millis / length * 10) / 10}${suffix}`;
}

/** What a duration of that many milliseconds is printed as. */
export function millisText(millis: number): string {
  return `${millis}ms`;
}

const SIZE_UNITS = ["b", "kb", "mb", "gb", "tb", "pb"];

/** A size; `text` is how the server prints it. */
export interface ByteSize {
  readonly bytes: number;
  readonly text: string;
}

/**
 * Reads a size. Throws what the server does.
 *
 * ```ts
 * import { parseByteSize } from "./time_value.ts";
 * if (parseByteSize("64mb", "model_memory_limit").bytes !== 67_108_864) throw new Error();
 * ```
 */
export function parseByteSize(value: string, setting: string): ByteSize {
  const text = value.trim().toLowerCase();
  if (text === "-1" || text === "0") return { bytes: Number(text), text: text === "0" ? "0b" : text };
  const [, digits = "", letters = ""] = /^(.*?)\s*(b|[kmgtp]b?)$/.exec(text) ?? [];
  if (letters === "") {
    throw failure(
      400,
      "parse_exception",
      `failed to parse setting [${setting}] with value [${value}] as a size in bytes: unit is missing or unrecognized`,
    );
  }
  if (digits === "" || Number.isNaN(Number(digits))) {
    throw failure(400, "parse_exception", `failed to parse setting [${setting}] with value [${value}]`, {
      causedBy: failure(400, "number_format_exception", `For input string: "${digits}"`),
    });
  }
  const unit = letters === "b" ? "b" : `${letters.charAt(0)}b`;
  const bytes = Math.floor(Number(digits) * 1024 ** SIZE_UNITS.indexOf(unit));
  return { bytes, text: /^-?\d+$/.test(digits) ? `${digits}${unit}` : `${bytes}b` };
}

/** A size in the largest unit that holds it, as `ByteSizeValue.toString()` writes it. */
export function byteSizeText(bytes: number): string {
  let unit = 0;
  while (unit < SIZE_UNITS.length - 1 && bytes >= 1024 ** (unit + 1)) unit++;
  const value = Math.floor(bytes / 1024 ** unit * 10) / 10;
  return `${value}${SIZE_UNITS[unit]}`;
}
