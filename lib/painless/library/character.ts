/**
 * `Character`.
 * @module
 */

import { JavaArray } from "../../java/collection.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import { JavaChar, type JavaValue } from "../../java/value.ts";
import type { LibraryClass } from "../library.ts";
import { charsOf, indexOutOfBounds, notNull, stringIndexOutOfBounds } from "./arguments.ts";
import { lowerCase, upperCase } from "./case_folding.ts";
import { CATEGORIES, DIRECTIONALITIES } from "./character_constants.ts";
import * as properties from "./character_properties.ts";
import { isHighSurrogate, isLowSurrogate, isValidCodePoint } from "./character_ranges.ts";
import { codePointAt, codePointBefore, codePointCount, offsetByCodePoints } from "./code_points.ts";
import { method } from "./define.ts";
import { invalidCodePoint } from "./string_builder.ts";

/** `java.lang.Character`. */
export const CHARACTER: LibraryClass = {
  name: "Character",
  javaName: "java.lang.Character",
  supertypes: ["Comparable"],
  methods: [
    method("char charValue()", (_budget, char: JavaChar) => char.value),
    method("int compareTo(Character)", (_budget, char: JavaChar, other: JavaChar | null) => {
      return char.value - notNull(other).value;
    }),
  ],
  staticMethods: [
    method("int charCount(int)", (_budget, codePoint: number) => codePoint >= 0x10000 ? 2 : 1),
    method("int codePointAt(char[],int,int)", (_budget, array: JavaArray | null, index: number, limit: number) => {
      const units = notNull(array).items;
      if (index >= limit || limit < 0 || limit > units.length) throw indexOutOfBounds();
      if (index < 0) throw arrayIndexOutOfBounds(index, units.length);
      return codePointAt(textOfUnits(units, index, Math.min(index + 2, limit)), 0);
    }),
    method("int codePointAt(CharSequence,int)", (_budget, chars: JavaValue, index: number) => {
      const text = charsOf(chars);
      if (index < 0 || index >= text.length) throw outOfRange(chars, text, index);
      return codePointAt(text, index);
    }),
    method("int codePointBefore(char[],int,int)", (_budget, array: JavaArray | null, index: number, start: number) => {
      const units = notNull(array).items;
      if (index <= start || start < 0 || start >= units.length) throw indexOutOfBounds();
      if (index > units.length) throw arrayIndexOutOfBounds(index - 1, units.length);
      const text = textOfUnits(units, Math.max(index - 2, start), index);
      return codePointBefore(text, text.length);
    }),
    method("int codePointBefore(CharSequence,int)", (_budget, chars: JavaValue, index: number) => {
      const text = charsOf(chars);
      if (index < 1 || index > text.length) throw outOfRange(chars, text, index - 1);
      return codePointBefore(text, index);
    }),
    method("int codePointCount(CharSequence,int,int)", (_budget, chars: JavaValue, begin: number, end: number) => {
      return codePointCount(charsOf(chars), begin, end);
    }),
    method("int compare(char,char)", (_budget, left: number, right: number) => left - right),
    method("int digit(int,int)", (_budget, codePoint: number, radix: number) => properties.digit(codePoint, radix)),
    method("char forDigit(int,int)", (_budget, digit: number, radix: number) => {
      if (radix < 2 || radix > 36 || digit < 0 || digit >= radix) return 0;
      return digit.toString(36).charCodeAt(0);
    }),
    method("int getNumericValue(int)", (_budget, codePoint: number) => properties.numericValue(codePoint)),
    method("int getType(int)", (_budget, codePoint: number) => properties.category(codePoint)),
    method("int hashCode(char)", (_budget, unit: number) => unit),
    method("char highSurrogate(int)", (_budget, codePoint: number) => ((codePoint >> 10) + 0xd7c0) & 0xffff),
    method("boolean isAlphabetic(int)", (_budget, codePoint: number) => properties.isAlphabetic(codePoint)),
    method("boolean isBmpCodePoint(int)", (_budget, codePoint: number) => codePoint >>> 16 === 0),
    method("boolean isDefined(int)", (_budget, codePoint: number) => properties.isDefined(codePoint)),
    method("boolean isDigit(int)", (_budget, codePoint: number) => properties.isDigit(codePoint)),
    method("boolean isHighSurrogate(char)", (_budget, unit: number) => isHighSurrogate(unit)),
    method("boolean isISOControl(int)", (_budget, codePoint: number) => {
      return codePoint >= 0 && codePoint <= 0x1f || codePoint >= 0x7f && codePoint <= 0x9f;
    }),
    method("boolean isIdentifierIgnorable(int)", (_budget, codePoint: number) => {
      return properties.isIdentifierIgnorable(codePoint);
    }),
    method("boolean isIdeographic(int)", (_budget, codePoint: number) => properties.isIdeographic(codePoint)),
    method("boolean isJavaIdentifierPart(int)", (_budget, codePoint: number) => {
      return properties.isJavaIdentifierPart(codePoint);
    }),
    method("boolean isJavaIdentifierStart(int)", (_budget, codePoint: number) => {
      return properties.isJavaIdentifierStart(codePoint);
    }),
    method("boolean isLetter(int)", (_budget, codePoint: number) => properties.isLetter(codePoint)),
    method("boolean isLetterOrDigit(int)", (_budget, codePoint: number) => {
      return properties.isLetter(codePoint) || properties.isDigit(codePoint);
    }),
    method("boolean isLowerCase(int)", (_budget, codePoint: number) => properties.isLowerCase(codePoint)),
    method("boolean isMirrored(int)", (_budget, codePoint: number) => properties.isMirrored(codePoint)),
    method("boolean isSpaceChar(int)", (_budget, codePoint: number) => properties.isSpaceChar(codePoint)),
    method("boolean isSupplementaryCodePoint(int)", (_budget, codePoint: number) => {
      return codePoint >= 0x10000 && codePoint <= 0x10ffff;
    }),
    method("boolean isSurrogate(char)", (_budget, unit: number) => (unit & 0xf800) === 0xd800),
    method("boolean isSurrogatePair(char,char)", (_budget, high: number, low: number) => {
      return isHighSurrogate(high) && isLowSurrogate(low);
    }),
    method("boolean isTitleCase(int)", (_budget, codePoint: number) => properties.isTitleCase(codePoint)),
    method("boolean isUnicodeIdentifierPart(int)", (_budget, codePoint: number) => {
      return properties.isUnicodeIdentifierPart(codePoint);
    }),
    method("boolean isUnicodeIdentifierStart(int)", (_budget, codePoint: number) => {
      return properties.isUnicodeIdentifierStart(codePoint);
    }),
    method("boolean isUpperCase(int)", (_budget, codePoint: number) => properties.isUpperCase(codePoint)),
    method("boolean isValidCodePoint(int)", (_budget, codePoint: number) => isValidCodePoint(codePoint)),
    method("boolean isWhitespace(int)", (_budget, codePoint: number) => properties.isWhitespace(codePoint)),
    method("char lowSurrogate(int)", (_budget, codePoint: number) => (codePoint & 0x3ff) + 0xdc00),
    method(
      "int offsetByCodePoints(CharSequence,int,int)",
      (_budget, chars: JavaValue, index: number, count: number) => {
        return offsetByCodePoints(charsOf(chars), index, count);
      },
    ),
    method("int offsetByCodePoints(char[],int,int,int,int)", (
      _budget,
      array: JavaArray | null,
      start: number,
      count: number,
      index: number,
      offset: number,
    ) => {
      const units = notNull(array).items;
      if (count > units.length - start || start < 0 || count < 0 || index < start || index > start + count) {
        throw indexOutOfBounds();
      }
      return start + offsetByCodePoints(textOfUnits(units, start, start + count), index - start, offset);
    }),
    method("char reverseBytes(char)", (_budget, unit: number) => (unit & 0xff) << 8 | unit >> 8),
    method("char[] toChars(int)", (_budget, codePoint: number) => {
      if (!isValidCodePoint(codePoint)) throw invalidCodePoint(codePoint);
      return new JavaArray("char", unitsOf(codePoint));
    }),
    method("int toChars(int,char[],int)", (_budget, codePoint: number, array: JavaArray | null, index: number) => {
      if (!isValidCodePoint(codePoint)) throw invalidCodePoint(codePoint);
      const units = unitsOf(codePoint);
      const target = notNull(array).items;
      // The second half is written first, so it is its position that is missed.
      for (let i = units.length - 1; i >= 0; i--) {
        if (index + i < 0 || index + i >= target.length) throw arrayIndexOutOfBounds(index + i, target.length);
      }
      units.forEach((unit, i) => target[index + i] = unit);
      return units.length;
    }),
    method("int toCodePoint(char,char)", (_budget, high: number, low: number) => {
      return ((high << 10) + low + (0x10000 - (0xd800 << 10) - 0xdc00)) | 0;
    }),
    method("char toLowerCase(char)", (_budget, unit: number) => lowerCase(unit)),
    method("String toString(char)", (_budget, unit: number) => String.fromCharCode(unit)),
    method("char toTitleCase(char)", (_budget, unit: number) => properties.titleCase(unit)),
    method("char toUpperCase(char)", (_budget, unit: number) => upperCase(unit)),
    method("Character valueOf(char)", (_budget, unit: number) => new JavaChar(unit)),
  ],
  staticFields: {
    BYTES: { type: "int", value: 2 },
    MAX_CODE_POINT: { type: "int", value: 0x10ffff },
    MAX_HIGH_SURROGATE: { type: "char", value: 0xdbff },
    MAX_LOW_SURROGATE: { type: "char", value: 0xdfff },
    MAX_RADIX: { type: "int", value: 36 },
    MAX_SURROGATE: { type: "char", value: 0xdfff },
    MAX_VALUE: { type: "char", value: 0xffff },
    MIN_CODE_POINT: { type: "int", value: 0 },
    MIN_HIGH_SURROGATE: { type: "char", value: 0xd800 },
    MIN_LOW_SURROGATE: { type: "char", value: 0xdc00 },
    MIN_RADIX: { type: "int", value: 2 },
    MIN_SUPPLEMENTARY_CODE_POINT: { type: "int", value: 0x10000 },
    MIN_SURROGATE: { type: "char", value: 0xd800 },
    MIN_VALUE: { type: "char", value: 0 },
    SIZE: { type: "int", value: 16 },
    ...Object.fromEntries(
      Object.entries({ ...CATEGORIES, ...DIRECTIONALITIES }).map(([name, value]) => [name, { type: "byte", value }]),
    ),
  },
  unsupported: ["getDirectionality/1", "getName/1"],
  isInstance: (value) => value instanceof JavaChar,
};

function unitsOf(codePoint: number): number[] {
  const text = String.fromCodePoint(codePoint);
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

function textOfUnits(units: readonly JavaValue[], begin: number, end: number): string {
  return units.slice(begin, end).map((unit) => typeof unit === "number" ? String.fromCharCode(unit) : "").join("");
}

function outOfRange(chars: JavaValue, text: string, index: number): JavaThrowable {
  return stringIndexOutOfBounds(
    typeof chars === "string" ? `String index out of range: ${index}` : `index ${index}, length ${text.length}`,
  );
}

function arrayIndexOutOfBounds(index: number, length: number): JavaThrowable {
  return new JavaThrowable(
    "java.lang.ArrayIndexOutOfBoundsException",
    `Index ${index} out of bounds for length ${length}`,
  );
}
