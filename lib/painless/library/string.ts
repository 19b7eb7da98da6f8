/**
 * `String` and `CharSequence`.
 * @module
 */

import { JavaArray, type JavaCollection } from "../../java/collection.ts";
import { compareStrings } from "../../java/map.ts";
import { JavaStringBuilder } from "../../java/string_builder.ts";
import { indexOfText, lastIndexOfText } from "../../java/text_search.ts";
import { trimJava } from "../../java/number_parse.ts";
import { javaEquals, javaText, type JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass } from "../library.ts";
import { charsOf, notNull, stringIndexOutOfBounds } from "./arguments.ts";
import { decodeBase64, encodeBase64 } from "./base64.ts";
import { compareIgnoringCase, regionMatches } from "./case_folding.ts";
import { chargeReferences, chargeText, textOf } from "./charge.ts";
import { codePointAt, codePointBefore, codePointCount, offsetByCodePoints } from "./code_points.ts";
import { method, notForConditions } from "./define.ts";
import { hexDigest } from "./digest.ts";
import { formatText } from "./format.ts";
import type { JavaLocale } from "./locale.ts";
import { countText } from "../../java/work.ts";

/** `java.lang.CharSequence`: strings and their builders. */
export const CHAR_SEQUENCE: LibraryClass = {
  name: "CharSequence",
  javaName: "java.lang.CharSequence",
  supertypes: [],
  methods: [
    method("char charAt(int)", (_budget, chars: JavaValue, index: number) => {
      if (typeof chars === "string") return charAt(chars, index);
      return builderCharAt(chars, index);
    }),
    method("int length()", (_budget, chars: JavaValue) => {
      return chars instanceof JavaStringBuilder ? chars.length : charsOf(chars).length;
    }),
    method("CharSequence subSequence(int,int)", (budget, chars: JavaValue, begin: number, end: number) => {
      if (typeof chars === "string") return substring(budget, chars, begin, end);
      return builderSubstring(budget, charsOf(chars), begin, end);
    }),
    method("String toString()", (budget, chars: JavaValue) => textOf(budget, chars)),
  ],
  unsupported: ["chars/0", "codePoints/0", "replaceAll/2", "replaceFirst/2"],
  isInstance: (value) => typeof value === "string" || value instanceof JavaStringBuilder,
};

/** `java.lang.String`, with Painless's own additions. */
export const STRING: LibraryClass = {
  name: "String",
  javaName: "java.lang.String",
  supertypes: ["CharSequence", "Comparable"],
  constructors: [method("String new()", () => "")],
  methods: [
    method("int codePointAt(int)", (_budget, text: string, index: number) => {
      if (index < 0 || index >= text.length) {
        throw stringIndexOutOfBounds(`index ${index}, length ${text.length}`);
      }
      return codePointAt(text, index);
    }),
    method("int codePointBefore(int)", (_budget, text: string, index: number) => {
      if (index < 1 || index > text.length) throw stringIndexOutOfBounds(`String index out of range: ${index}`);
      return codePointBefore(text, index);
    }),
    method("int codePointCount(int,int)", (_budget, text: string, begin: number, end: number) => {
      return codePointCount(text, begin, end);
    }),
    method("int compareTo(String)", (_budget, text: string, other: string | null) => {
      return compareStrings(text, notNull(other));
    }),
    method("int compareToIgnoreCase(String)", (_budget, text: string, other: string | null) => {
      return compareIgnoringCase(text, notNull(other));
    }),
    method("String concat(String)", (budget, text: string, other: string | null) => {
      chargeText(budget, text.length + notNull(other).length);
      return text + other;
    }),
    method("boolean contains(CharSequence)", (_budget, text: string, part: JavaValue) => {
      return indexOfText(text, charsOf(part)) >= 0;
    }),
    method("boolean contentEquals(CharSequence)", (_budget, text: string, other: JavaValue) => {
      return javaEquals(text, charsOf(other));
    }),
    method("String decodeBase64()", (budget, text: string) => {
      chargeText(budget, text.length);
      return decodeBase64(text);
    }),
    method("String encodeBase64()", (budget, text: string) => {
      chargeText(budget, 4 * text.length);
      return encodeBase64(text);
    }),
    method("boolean endsWith(String)", (_budget, text: string, suffix: string | null) => {
      countText(2 * notNull(suffix).length);
      return text.endsWith(notNull(suffix));
    }),
    method("boolean equalsIgnoreCase(String)", (_budget, text: string, other: string | null) => {
      return other !== null && text.length === other.length && regionMatches(true, text, 0, other, 0, text.length);
    }),
    method("void getChars(int,int,char[],int)", (
      _budget,
      text: string,
      begin: number,
      end: number,
      target: JavaArray | null,
      offset: number,
    ) => {
      checkBounds(begin, end, text.length);
      const room = notNull(target).items.length;
      if (offset < 0 || offset > room - (end - begin)) {
        throw stringIndexOutOfBounds(`offset ${offset}, count ${end - begin}, length ${room}`);
      }
      copyChars(text, begin, end, notNull(target), offset);
    }),
    method("int indexOf(String)", (_budget, text: string, part: string | null) => indexOfText(text, notNull(part))),
    method("int indexOf(String,int)", (_budget, text: string, part: string | null, from: number) => {
      return indexOfText(text, notNull(part), from);
    }),
    method("boolean isEmpty()", (_budget, text: string) => text.length === 0),
    method("int lastIndexOf(String)", (_budget, text: string, part: string | null) => {
      return lastIndexOfText(text, notNull(part));
    }),
    method("int lastIndexOf(String,int)", (_budget, text: string, part: string | null, from: number) => {
      return lastIndexOfText(text, notNull(part), from);
    }),
    method("int offsetByCodePoints(int,int)", (_budget, text: string, index: number, count: number) => {
      return offsetByCodePoints(text, index, count);
    }),
    method(
      "boolean regionMatches(int,String,int,int)",
      (_budget, text: string, at: number, other: string | null, otherAt: number, length: number) => {
        return regionMatches(false, text, at, notNull(other), otherAt, length);
      },
    ),
    method("boolean regionMatches(boolean,int,String,int,int)", (
      _budget,
      text: string,
      ignoreCase: boolean,
      at: number,
      other: string | null,
      otherAt: number,
      length: number,
    ) => regionMatches(ignoreCase, text, at, notNull(other), otherAt, length)),
    method("String replace(CharSequence,CharSequence)", (budget, text: string, part: JavaValue, by: JavaValue) => {
      return replace(budget, text, charsOf(part), charsOf(by));
    }),
    // Those three: modules/lang-painless/…/org.elasticsearch.script.ingest.txt, which conditions do not have.
    notForConditions("String sha1()", (budget, text: string) => hexDigest(budget, "sha1", text)),
    notForConditions("String sha256()", (budget, text: string) => hexDigest(budget, "sha256", text)),
    // Since 8.18.
    notForConditions("String sha512()", (budget, text: string) => hexDigest(budget, "sha512", text)),
    method("String[] splitOnToken(String)", (budget, text: string, token: string | null) => {
      return splitOnToken(budget, text, token, -1);
    }),
    method("String[] splitOnToken(String,int)", (budget, text: string, token: string | null, limit: number) => {
      return splitOnToken(budget, text, token, limit);
    }),
    method("boolean startsWith(String)", (_budget, text: string, prefix: string | null) => {
      countText(2 * notNull(prefix).length);
      return text.startsWith(notNull(prefix));
    }),
    method("boolean startsWith(String,int)", (_budget, text: string, prefix: string | null, offset: number) => {
      countText(2 * notNull(prefix).length);
      return offset >= 0 && offset <= text.length - notNull(prefix).length && text.startsWith(notNull(prefix), offset);
    }),
    method("String substring(int)", (budget, text: string, begin: number) => {
      return substring(budget, text, begin, text.length);
    }),
    method("String substring(int,int)", (budget, text: string, begin: number, end: number) => {
      return substring(budget, text, begin, end);
    }),
    method("char[] toCharArray()", (budget, text: string) => {
      chargeReferences(budget, text.length);
      return charArray(text);
    }),
    method("String toLowerCase()", (budget, text: string) => {
      chargeText(budget, text.length);
      return text.toLowerCase();
    }),
    method("String toLowerCase(Locale)", (budget, text: string, locale: JavaLocale | null) => {
      chargeText(budget, text.length);
      return notNull(locale).toLowerCase(text);
    }),
    method("String toUpperCase()", (budget, text: string) => {
      chargeText(budget, text.length);
      return text.toUpperCase();
    }),
    method("String toUpperCase(Locale)", (budget, text: string, locale: JavaLocale | null) => {
      chargeText(budget, text.length);
      return notNull(locale).toUpperCase(text);
    }),
    method("String trim()", (budget, text: string) => {
      chargeText(budget, text.length);
      return trimJava(text);
    }),
  ],
  staticMethods: [
    method("String copyValueOf(char[])", (budget, chars: JavaArray | null) => {
      chargeText(budget, notNull(chars).items.length);
      return textOfChars(notNull(chars).items);
    }),
    method("String copyValueOf(char[],int,int)", (budget, chars: JavaArray | null, offset: number, count: number) => {
      const length = notNull(chars).items.length;
      if (offset < 0 || count < 0 || offset > length - count) {
        throw stringIndexOutOfBounds(`offset ${offset}, count ${count}, length ${length}`);
      }
      chargeText(budget, count);
      return textOfChars(notNull(chars).items.slice(offset, offset + count));
    }),
    method("String format(String,def[])", (budget, pattern: string | null, values: JavaArray | null) => {
      return formatText(budget, notNull(pattern), values?.items ?? [null]);
    }),
    method(
      "String format(Locale,String,def[])",
      (budget, locale: JavaLocale | null, pattern: string | null, values: JavaArray | null) => {
        locale?.refuseUnlessEnglish();
        return formatText(budget, notNull(pattern), values?.items ?? [null]);
      },
    ),
    method("String join(CharSequence,Iterable)", (budget, delimiter: JavaValue, values: JavaCollection | null) => {
      const between = charsOf(delimiter);
      const texts = notNull(values).elements().map((value) => value === null ? "null" : charsOf(value));
      chargeReferences(budget, texts.length);
      return joinTexts(budget, between, texts);
    }),
    method("String valueOf(def)", (budget, value: JavaValue) => textOf(budget, value)),
  ],
  isInstance: (value) => typeof value === "string",
};

/** Puts texts together, charged first. */
export function joinTexts(budget: Budget, between: string, texts: readonly string[]): string {
  chargeText(budget, texts.reduce((length, text) => length + text.length + between.length, 0));
  return texts.join(between);
}

/** `String.substring(begin, end)`. */
function substring(budget: Budget, text: string, begin: number, end: number): string {
  checkBounds(begin, end, text.length);
  chargeText(budget, end - begin);
  return text.slice(begin, end);
}

function checkBounds(begin: number, end: number, length: number): void {
  if (begin < 0 || begin > end || end > length) {
    throw stringIndexOutOfBounds(`begin ${begin}, end ${end}, length ${length}`);
  }
}

/** `String.charAt(index)`. */
function charAt(text: string, index: number): number {
  if (index >= 0 && index < text.length) return text.charCodeAt(index);
  throw stringIndexOutOfBounds(`String index out of range: ${index}`);
}

function builderCharAt(chars: JavaValue, index: number): number {
  if (!(chars instanceof JavaStringBuilder)) return charAt(charsOf(chars), index);
  if (index >= 0 && index < chars.length) return chars.unitAt(index);
  throw stringIndexOutOfBounds(`index ${index}, length ${chars.length}`);
}

/** `StringBuilder.substring(start, end)`. */
export function builderSubstring(budget: Budget, text: string, start: number, end: number): string {
  if (start < 0 || start > end || end > text.length) {
    throw stringIndexOutOfBounds(`start ${start}, end ${end}, length ${text.length}`);
  }
  chargeText(budget, end - start);
  return text.slice(start, end);
}

/** Copies code units into a `char[]` that has room for them. */
export function copyChars(text: string, begin: number, end: number, target: JavaArray, offset: number): void {
  countText(4 * (end - begin));
  for (let i = begin; i < end; i++) target.items[offset + i - begin] = text.charCodeAt(i);
}

function charArray(text: string): JavaArray {
  const items = new Array<JavaValue>(text.length);
  for (let i = 0; i < text.length; i++) items[i] = text.charCodeAt(i);
  return new JavaArray("char", items);
}

function textOfChars(units: readonly JavaValue[]): string {
  return units.map((unit) => typeof unit === "number" ? String.fromCharCode(unit) : javaText(unit)).join("");
}

/** `String.replace`: the length of the result is charged before it is made. */
function replace(budget: Budget, text: string, part: string, by: string): string {
  let count = 0;
  if (part === "") count = text.length + 1;
  else for (let at = indexOfText(text, part); at >= 0; at = indexOfText(text, part, at + part.length)) count++;
  if (count === 0) return text;
  chargeText(budget, text.length + count * (by.length - part.length));
  return text.replaceAll(part, () => by);
}

/** Painless's `splitOnToken`: trailing empty parts stay; without a token, or with a longer one, the whole text. */
function splitOnToken(budget: Budget, text: string, token: string | null, limit: number): JavaArray {
  const parts: string[] = [];
  let from = 0;
  if (token !== null && token !== "" && token.length <= text.length) {
    for (let left = limit; left !== 1; left--) {
      const at = indexOfText(text, token, from);
      if (at < 0) break;
      chargeReferences(budget, 1);
      parts.push(substring(budget, text, from, at));
      from = at + token.length;
    }
  }
  parts.push(substring(budget, text, from, text.length));
  return new JavaArray("String", parts);
}
