/**
 * `String.format`.
 * @module
 */

import { JavaThrowable, NotSupportedError } from "../../java/throwable.ts";
import {
  JavaByte,
  JavaChar,
  javaClassName,
  JavaDouble,
  JavaFloat,
  javaHash,
  JavaShort,
  type JavaValue,
} from "../../java/value.ts";
import type { Budget } from "../library.ts";
import { isValidCodePoint } from "./character_ranges.ts";
import { chargeText, chargeVisit, textOf } from "./charge.ts";
import { decimalText, scientificText } from "./format_number.ts";
import { refuseBigInteger } from "../../java/big_integer.ts";

/** One `%…` of a format. */
interface Specifier {
  /** Position of its argument, with the `$`, or `<` for the one before; empty unless given. */
  readonly index: string;
  readonly flags: string;
  readonly width: number;
  readonly precision: number;
  readonly conversion: string;
}

const SPECIFIER = /%(\d+\$)?([-#+ 0,(<]*)(\d+)?(\.\d+)?([tT])?([a-zA-Z%])/y;
const UPPER_CASE = "BCEGHSX";

/**
 * Formats as `java.util.Formatter` does in English. `%a`, `%g` and `%t` are refused.
 *
 * ```ts
 * import { formatText } from "./format.ts";
 * if (formatText({ charge() {} }, "%05d|%-3s|", [42, "a"]) !== "00042|a  |") throw new Error();
 * ```
 */
export function formatText(budget: Budget, format: string, values: readonly JavaValue[]): string {
  const pieces: string[] = [];
  let ordinary = 0;
  let last = -1;
  for (const part of partsOf(budget, format)) {
    if (typeof part === "string") {
      pieces.push(part);
      continue;
    }
    const [index, specifier] = part;
    check(specifier);
    chargeText(budget, Math.max(specifier.width, 0) + Math.max(specifier.precision, 0) + 32);
    let text: string;
    if (specifier.conversion === "n") text = "\n";
    else if (specifier.conversion === "%") text = padded(specifier, "%");
    else {
      if (index === "<") {
        if (last < 0) throw illegal("MissingFormatArgumentException", `Format specifier '${inFull(specifier)}'`);
      } else last = index ?? ordinary++;
      const value = values[last];
      if (value === undefined) {
        throw illegal("MissingFormatArgumentException", `Format specifier '${inFull(specifier)}'`);
      }
      text = convert(budget, specifier, value);
    }
    chargeText(budget, text.length);
    pieces.push(text);
  }
  chargeText(budget, pieces.reduce((length, piece) => length + piece.length, 0));
  return pieces.join("");
}

/** Texts as they are, and specifiers with the position of their argument: given, the last one's, or the next. */
function partsOf(budget: Budget, format: string) {
  const parts: (string | readonly [index: number | "<" | undefined, specifier: Specifier])[] = [];
  let from = 0;
  for (let at = format.indexOf("%"); at >= 0; at = format.indexOf("%", from)) {
    budget.charge(64);
    if (at > from) parts.push(format.slice(from, at));
    SPECIFIER.lastIndex = at;
    const found = SPECIFIER.exec(format);
    if (found === null) throw illegal("UnknownFormatConversionException", `Conversion = '${format[at + 1] ?? "%"}'`);
    const [text, index = "", flags = "", width, precision, date, conversion = ""] = found;
    if (date !== undefined) throw new NotSupportedError('The conversion "%t" of String.format');
    parts.push([
      flags.includes("<") ? "<" : index === "" ? undefined : parseInt(index) - 1,
      {
        index: flags.includes("<") ? "<" : index,
        flags: flags.replace("<", ""),
        width: numberOf(width),
        precision: numberOf(precision?.slice(1)),
        conversion,
      },
    ]);
    from = at + text.length;
  }
  if (from < format.length) parts.push(format.slice(from));
  return parts;
}

/** A width or precision; -1 when there is none. */
function numberOf(digits: string | undefined): number {
  return digits === undefined ? -1 : parseInt(digits);
}

/** Flags, widths and precisions that do not go together. */
function check(specifier: Specifier): void {
  const { conversion, flags, width, precision } = specifier;
  for (const flag of flags) {
    if (flags.split(flag).length > 2) throw illegal("DuplicateFormatFlagsException", `Flags = '${flag}'`);
  }
  if (!"bBhHsScCdoxXeEfgGaAn%".includes(conversion)) {
    throw illegal("UnknownFormatConversionException", `Conversion = '${conversion}'`);
  }
  if ("gGaA".includes(conversion)) throw new NotSupportedError(`The conversion "%${conversion}" of String.format`);
  if (conversion === "n") {
    if (precision >= 0) throw illegal("IllegalFormatPrecisionException", String(precision));
    if (width >= 0) throw illegal("IllegalFormatWidthException", String(width));
    if (flags !== "") throw illegal("IllegalFormatFlagsException", `Flags = '${inOrder(flags)}'`);
    return;
  }
  if (conversion === "%") {
    if (precision >= 0) throw illegal("IllegalFormatPrecisionException", String(precision));
    if (flags.replace("-", "") !== "") throw illegal("IllegalFormatFlagsException", `Flags = '${inOrder(flags)}'`);
    if (flags.includes("-") && width < 0) throw illegal("MissingFormatWidthException", inFull(specifier));
    return;
  }
  if ("doxX".includes(conversion)) {
    checkNumeric(specifier);
    if (precision >= 0) throw illegal("IllegalFormatPrecisionException", String(precision));
    refuse(specifier, conversion === "d" ? "#" : ",");
  } else if ("eEf".includes(conversion)) {
    checkNumeric(specifier);
    refuse(specifier, conversion === "f" ? "" : ",");
  } else if ("cC".includes(conversion)) {
    if (precision >= 0) throw illegal("IllegalFormatPrecisionException", String(precision));
    refuse(specifier, "#+ 0,(");
    if (flags.includes("-") && width < 0) throw illegal("MissingFormatWidthException", inFull(specifier));
  } else {
    if ("bBhH".includes(conversion)) refuse(specifier, "#");
    if (flags.includes("-") && width < 0) throw illegal("MissingFormatWidthException", inFull(specifier));
    refuse(specifier, "+ 0,(");
  }
}

function checkNumeric(specifier: Specifier): void {
  const { flags, width } = specifier;
  if (/[-0]/.test(flags) && width < 0) throw illegal("MissingFormatWidthException", inFull(specifier));
  if (flags.includes("+") && flags.includes(" ") || flags.includes("-") && flags.includes("0")) {
    // Java marks conversions to upper case by a flag of its own.
    const upper = UPPER_CASE.includes(specifier.conversion) ? "^" : "";
    throw illegal("IllegalFormatFlagsException", `Flags = '${inOrder(flags + upper)}'`);
  }
}

function refuse({ flags, conversion }: Specifier, unwanted: string): void {
  for (const flag of unwanted) {
    if (flags.includes(flag)) {
      throw illegal(
        "FormatFlagsConversionMismatchException",
        `Conversion = ${conversion.toLowerCase()}, Flags = ${flag}`,
      );
    }
  }
}

/** As Java prints a specifier: its flags in order. */
function inFull({ index, flags, width, precision, conversion }: Specifier): string {
  return `%${inOrder(flags)}${index}${width < 0 ? "" : width}${precision < 0 ? "" : `.${precision}`}${conversion}`;
}

/** As Java prints a set of flags. */
function inOrder(flags: string): string {
  return [..."-^#+ 0,("].filter((flag) => flags.includes(flag)).join("");
}

function convert(budget: Budget, specifier: Specifier, value: JavaValue): string {
  const upper = UPPER_CASE.includes(specifier.conversion);
  const text = converted(budget, specifier, value);
  return upper ? text.toUpperCase() : text;
}

function converted(budget: Budget, specifier: Specifier, value: JavaValue): string {
  switch (specifier.conversion.toLowerCase()) {
    case "b":
      return padded(specifier, cut(specifier, String(typeof value === "boolean" ? value : value !== null)));
    case "h":
      chargeVisit(budget, value);
      return padded(specifier, cut(specifier, value === null ? "null" : (javaHash(value) >>> 0).toString(16)));
    case "s":
      refuse(specifier, "#");
      return padded(specifier, cut(specifier, textOf(budget, value)));
    case "c":
      return padded(specifier, character(specifier, value));
    case "d":
    case "o":
    case "x":
      return value === null ? paddedNull(specifier) : wholeNumber(specifier, value);
    default:
      return value === null ? paddedNull(specifier) : fraction(specifier, value);
  }
}

function cut({ precision }: Specifier, text: string): string {
  return precision >= 0 ? text.slice(0, precision) : text;
}

function padded({ flags, width }: Specifier, text: string): string {
  return flags.includes("-") ? text.padEnd(width) : text.padStart(width);
}

function paddedNull(specifier: Specifier): string {
  return padded(specifier, cut(specifier, "null"));
}

function character({ conversion }: Specifier, value: JavaValue): string {
  if (value === null) return "null";
  if (value instanceof JavaChar) return String.fromCharCode(value.value);
  const codePoint = typeof value === "number"
    ? value
    : value instanceof JavaByte || value instanceof JavaShort
    ? value.value
    : undefined;
  if (codePoint === undefined) throw wrongClass(conversion, value);
  if (!isValidCodePoint(codePoint)) {
    throw illegal("IllegalFormatCodePointException", `Code point = 0x${(codePoint >>> 0).toString(16)}`);
  }
  return String.fromCodePoint(codePoint);
}

function wholeNumber(specifier: Specifier, value: JavaValue): string {
  const { conversion, flags } = specifier;
  refuseBigInteger(value);
  const bits = value instanceof JavaByte ? 8 : value instanceof JavaShort ? 16 : typeof value === "number" ? 32 : 64;
  const number = typeof value === "bigint"
    ? value
    : typeof value === "number"
    ? BigInt(value)
    : value instanceof JavaByte || value instanceof JavaShort
    ? BigInt(value.value)
    : undefined;
  if (number === undefined) throw wrongClass(conversion, value);
  if (conversion === "d") {
    const digits = String(number < 0n ? -number : number);
    return signed(specifier, number < 0n, flags.includes(",") ? grouped(digits) : digits);
  }
  // Negative numbers show as the bits that they are, so there is no sign.
  refuse(specifier, "(+ ");
  const digits = BigInt.asUintN(bits, number).toString(conversion === "o" ? 8 : 16);
  const prefix = !flags.includes("#") ? "" : conversion === "o" ? "0" : "0x";
  return flags.includes("0")
    ? prefix + digits.padStart(specifier.width - prefix.length, "0")
    : padded(specifier, prefix + digits);
}

function fraction(specifier: Specifier, value: JavaValue): string {
  const { conversion, flags } = specifier;
  if (!(value instanceof JavaDouble || value instanceof JavaFloat)) throw wrongClass(conversion, value);
  const number = value.value;
  const negative = number < 0 || Object.is(number, -0);
  if (Number.isNaN(number)) return padded(specifier, "NaN");
  if (!Number.isFinite(number)) {
    return signed({ ...specifier, flags: flags.replace("0", "") }, negative, "Infinity");
  }
  const precision = specifier.precision < 0 ? 6 : specifier.precision;
  let digits = conversion === "f" ? decimalText(value, precision) : scientificText(value, precision);
  if (flags.includes("#") && precision === 0) digits = digits.replace(/(?=e|$)/, ".");
  return signed(specifier, negative, flags.includes(",") ? grouped(digits) : digits);
}

/** With its sign, zeros and blanks. */
function signed(specifier: Specifier, negative: boolean, digits: string): string {
  const { flags, width } = specifier;
  const before = negative
    ? (flags.includes("(") ? "(" : "-")
    : flags.includes("+")
    ? "+"
    : flags.includes(" ")
    ? " "
    : "";
  const after = negative && flags.includes("(") ? ")" : "";
  const filled = flags.includes("0") ? digits.padStart(width - before.length - after.length, "0") : digits;
  return padded(specifier, before + filled + after);
}

/** With a comma between thousands. */
function grouped(digits: string): string {
  const [whole = "", ...rest] = digits.split(/(?=\.)/);
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + rest.join("");
}

function wrongClass(conversion: string, value: JavaValue): JavaThrowable {
  return illegal("IllegalFormatConversionException", `${conversion.toLowerCase()} != ${javaClassName(value)}`);
}

function illegal(name: string, message: string): JavaThrowable {
  return new JavaThrowable(`java.util.${name}`, message);
}
