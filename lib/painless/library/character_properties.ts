/**
 * Properties of characters, as Java's `Character` has them. Their data is the engine's Unicode version, which is newer
 * than that of older Java versions: letters of scripts added since are letters here.
 * @module
 */

import { NotSupportedError } from "../../java/throwable.ts";
import { upperCase } from "./case_folding.ts";
import { CATEGORIES } from "./character_constants.ts";
import { isValidCodePoint } from "./character_ranges.ts";

/** Answers a question about code points; ASCII, of which domains are made, from a table. */
function property(pattern: RegExp, also?: (codePoint: number) => boolean): (codePoint: number) => boolean {
  const ask = (codePoint: number) =>
    isValidCodePoint(codePoint) && (pattern.test(String.fromCodePoint(codePoint)) || also?.(codePoint) === true);
  const ascii = Array.from({ length: 128 }, (_, codePoint) => ask(codePoint));
  return (codePoint) => ascii[codePoint] ?? ask(codePoint);
}

export const isAlphabetic: (codePoint: number) => boolean = property(/^\p{Alphabetic}$/u);
export const isDefined: (codePoint: number) => boolean = property(/^\P{Cn}$/u);
export const isDigit: (codePoint: number) => boolean = property(/^\p{Nd}$/u);
export const isIdentifierIgnorable: (codePoint: number) => boolean = property(/^\p{Cf}$/u, isIgnorableControl);
export const isIdeographic: (codePoint: number) => boolean = property(/^\p{Ideographic}$/u);
export const isJavaIdentifierPart: (codePoint: number) => boolean = property(
  /^[\p{Cf}\p{L}\p{Nl}\p{Sc}\p{Pc}\p{Nd}\p{Mc}\p{Mn}]$/u,
  isIgnorableControl,
);
export const isJavaIdentifierStart: (codePoint: number) => boolean = property(/^[\p{L}\p{Nl}\p{Sc}\p{Pc}]$/u);
export const isLetter: (codePoint: number) => boolean = property(/^\p{L}$/u);
export const isLowerCase: (codePoint: number) => boolean = property(/^\p{Lowercase}$/u);
export const isMirrored: (codePoint: number) => boolean = property(/^\p{Bidi_Mirrored}$/u);
export const isSpaceChar: (codePoint: number) => boolean = property(/^\p{Z}$/u);
export const isTitleCase: (codePoint: number) => boolean = property(/^\p{Lt}$/u);
export const isUnicodeIdentifierPart: (codePoint: number) => boolean = property(
  /^[\p{Cf}\p{ID_Continue}\u2e2f]$/u,
  isIgnorableControl,
);
export const isUnicodeIdentifierStart: (codePoint: number) => boolean = property(/^[\p{ID_Start}\u2e2f]$/u);
export const isUpperCase: (codePoint: number) => boolean = property(/^\p{Uppercase}$/u);
/** All spaces that a line may be broken at, and the controls that Java counts as white. */
export const isWhitespace: (codePoint: number) => boolean = property(
  /^(?![\xa0\u2007\u202f])\p{Z}$/u,
  (codePoint) => codePoint >= 0x09 && codePoint <= 0x0d || codePoint >= 0x1c && codePoint <= 0x1f,
);

/** Controls that no line or page is broken by. */
function isIgnorableControl(codePoint: number): boolean {
  return codePoint <= 0x08 || codePoint >= 0x0e && codePoint <= 0x1b || codePoint >= 0x7f && codePoint <= 0x9f;
}

/** `Character.getType`. */
export function category(codePoint: number): number {
  if (!isValidCodePoint(codePoint)) return CATEGORIES.UNASSIGNED;
  const text = String.fromCodePoint(codePoint);
  return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? CATEGORIES.UNASSIGNED;
}

/** `Character.digit`: decimal digits of all scripts, and Latin letters, full-width ones too. */
export function digit(codePoint: number, radix: number): number {
  if (radix < 2 || radix > 36) return -1;
  const value = isDigit(codePoint) ? decimalDigit(codePoint) : letterDigit(codePoint);
  return value < radix ? value : -1;
}

/** `Character.getNumericValue`. */
export function numericValue(codePoint: number): number {
  if (isDigit(codePoint)) return decimalDigit(codePoint);
  if (isValidCodePoint(codePoint) && /^[\p{Nl}\p{No}]$/u.test(String.fromCodePoint(codePoint))) {
    throw new NotSupportedError("Character.getNumericValue of a number that is no digit");
  }
  return IDEOGRAPHIC_NUMBERS.get(codePoint) ?? letterDigit(codePoint);
}

/** Of all ideographs that mean a number, Java knows the values of these only. */
const IDEOGRAPHIC_NUMBERS: ReadonlyMap<number, number> = new Map([
  [0xf96b, 3],
  [0xf973, 10],
  [0xf978, 2],
  [0xf9b2, 0],
  [0xf9d1, 6],
  [0xf9d3, 6],
  [0xf9fd, 10],
  [0x2f890, 9],
]);

/** `Character.toTitleCase(char)`: upper case, but for the few letters that are two in one. */
export function titleCase(unit: number): number {
  if (isTitleCase(unit)) return unit;
  for (const title of TWO_IN_ONE) if (unit === title - 1 || unit === title + 1) return title;
  return GEORGIAN.test(String.fromCharCode(unit)) ? unit : upperCase(unit);
}

/** Title-case letters between their capital and small form: Dž, Lj, Nj, Dz. */
const TWO_IN_ONE = [0x1c5, 0x1c8, 0x1cb, 0x1f2];

/** Georgian has capitals, but no title starts with one. */
const GEORGIAN = /[\u10d0-\u10fa\u10fd-\u10ff]/;

/** Decimal digits come in runs of ten, in order, from 0; a run can follow on another. */
function decimalDigit(codePoint: number): number {
  let zero = codePoint;
  while (isDigit(zero - 1)) zero--;
  return (codePoint - zero) % 10;
}

function letterDigit(codePoint: number): number {
  const letter = codePoint >= 0xff21 && codePoint <= 0xff5a ? codePoint - 0xfee0 : codePoint;
  if (letter >= 0x41 && letter <= 0x5a) return letter - 0x41 + 10;
  return letter >= 0x61 && letter <= 0x7a ? letter - 0x61 + 10 : -1;
}

const PATTERNS: readonly (readonly [category: number, pattern: RegExp])[] = [
  [CATEGORIES.LOWERCASE_LETTER, /^\p{Ll}$/u],
  [CATEGORIES.UPPERCASE_LETTER, /^\p{Lu}$/u],
  [CATEGORIES.DECIMAL_DIGIT_NUMBER, /^\p{Nd}$/u],
  [CATEGORIES.OTHER_LETTER, /^\p{Lo}$/u],
  [CATEGORIES.OTHER_PUNCTUATION, /^\p{Po}$/u],
  [CATEGORIES.DASH_PUNCTUATION, /^\p{Pd}$/u],
  [CATEGORIES.TITLECASE_LETTER, /^\p{Lt}$/u],
  [CATEGORIES.MODIFIER_LETTER, /^\p{Lm}$/u],
  [CATEGORIES.NON_SPACING_MARK, /^\p{Mn}$/u],
  [CATEGORIES.ENCLOSING_MARK, /^\p{Me}$/u],
  [CATEGORIES.COMBINING_SPACING_MARK, /^\p{Mc}$/u],
  [CATEGORIES.LETTER_NUMBER, /^\p{Nl}$/u],
  [CATEGORIES.OTHER_NUMBER, /^\p{No}$/u],
  [CATEGORIES.SPACE_SEPARATOR, /^\p{Zs}$/u],
  [CATEGORIES.LINE_SEPARATOR, /^\p{Zl}$/u],
  [CATEGORIES.PARAGRAPH_SEPARATOR, /^\p{Zp}$/u],
  [CATEGORIES.CONTROL, /^\p{Cc}$/u],
  [CATEGORIES.FORMAT, /^\p{Cf}$/u],
  [CATEGORIES.PRIVATE_USE, /^\p{Co}$/u],
  [CATEGORIES.SURROGATE, /^\p{Cs}$/u],
  [CATEGORIES.START_PUNCTUATION, /^\p{Ps}$/u],
  [CATEGORIES.END_PUNCTUATION, /^\p{Pe}$/u],
  [CATEGORIES.CONNECTOR_PUNCTUATION, /^\p{Pc}$/u],
  [CATEGORIES.MATH_SYMBOL, /^\p{Sm}$/u],
  [CATEGORIES.CURRENCY_SYMBOL, /^\p{Sc}$/u],
  [CATEGORIES.MODIFIER_SYMBOL, /^\p{Sk}$/u],
  [CATEGORIES.OTHER_SYMBOL, /^\p{So}$/u],
  [CATEGORIES.INITIAL_QUOTE_PUNCTUATION, /^\p{Pi}$/u],
  [CATEGORIES.FINAL_QUOTE_PUNCTUATION, /^\p{Pf}$/u],
];
