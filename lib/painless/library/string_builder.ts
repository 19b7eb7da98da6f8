/**
 * `StringBuilder` and `StringBuffer`.
 * @module
 */

import type { JavaArray } from "../../java/collection.ts";
import { JavaStringBuilder } from "../../java/string_builder.ts";
import { indexOfText, lastIndexOfText } from "../../java/text_search.ts";
import { JavaThrowable } from "../../java/throwable.ts";
import type { JavaValue } from "../../java/value.ts";
import type { Budget, LibraryClass, LibraryMethod } from "../library.ts";
import { charsOf, indexOutOfBounds, notNull, stringIndexOutOfBounds } from "./arguments.ts";
import { isValidCodePoint } from "./character_ranges.ts";
import { chargeText, textOf } from "./charge.ts";
import { codePointAt, codePointBefore, codePointCount, offsetByCodePoints } from "./code_points.ts";
import { method, methodsFor } from "./define.ts";
import { builderSubstring, copyChars } from "./string.ts";

/** Methods of both classes; `OWN` is the class itself. */
const METHODS: readonly LibraryMethod[] = [
  method("OWN append(def)", (budget, builder: JavaStringBuilder, value: JavaValue) => {
    return append(budget, builder, textOf(budget, value));
  }),
  method(
    "OWN append(CharSequence,int,int)",
    (budget, builder: JavaStringBuilder, value: JavaValue, start: number, end: number) => {
      const chars = value === null ? "null" : charsOf(value);
      if (start < 0 || start > end || end > chars.length) {
        throw indexOutOfBounds(`start ${start}, end ${end}, length ${chars.length}`);
      }
      return append(budget, builder, chars.slice(start, end));
    },
  ),
  method("OWN appendCodePoint(int)", (budget, builder: JavaStringBuilder, codePoint: number) => {
    if (!isValidCodePoint(codePoint)) throw invalidCodePoint(codePoint);
    return append(budget, builder, String.fromCodePoint(codePoint));
  }),
  method("int capacity()", (_budget, builder: JavaStringBuilder) => builder.capacity),
  method("int codePointAt(int)", (_budget, builder: JavaStringBuilder, index: number) => {
    checkIndex(builder, index);
    return codePointAt(builder.toText(), index);
  }),
  method("int codePointBefore(int)", (_budget, builder: JavaStringBuilder, index: number) => {
    if (index < 1 || index > builder.length) throw stringIndexOutOfBounds(`String index out of range: ${index}`);
    return codePointBefore(builder.toText(), index);
  }),
  method("int codePointCount(int,int)", (_budget, builder: JavaStringBuilder, begin: number, end: number) => {
    return codePointCount(builder.toText(), begin, end);
  }),
  method("OWN delete(int,int)", (budget, builder: JavaStringBuilder, start: number, end: number) => {
    return replace(budget, builder, start, end, "");
  }),
  method("OWN deleteCharAt(int)", (budget, builder: JavaStringBuilder, index: number) => {
    checkIndex(builder, index);
    return splice(budget, builder, index, index + 1, "");
  }),
  method("void getChars(int,int,char[],int)", (
    _budget,
    builder: JavaStringBuilder,
    begin: number,
    end: number,
    target: JavaArray | null,
    offset: number,
  ) => {
    if (begin < 0 || begin > end || end > builder.length) {
      throw stringIndexOutOfBounds(`start ${begin}, end ${end}, length ${builder.length}`);
    }
    const room = notNull(target).items.length;
    if (offset < 0 || offset + end - begin > room) {
      throw indexOutOfBounds(`start ${offset}, end ${offset + end - begin}, length ${room}`);
    }
    copyChars(builder.toText(), begin, end, notNull(target), offset);
  }),
  method("int indexOf(String)", (_budget, builder: JavaStringBuilder, part: string | null) => {
    return indexOfText(builder.toText(), notNull(part));
  }),
  method("int indexOf(String,int)", (_budget, builder: JavaStringBuilder, part: string | null, from: number) => {
    return indexOfText(builder.toText(), notNull(part), from);
  }),
  method("OWN insert(int,def)", (budget, builder: JavaStringBuilder, offset: number, value: JavaValue) => {
    if (offset < 0 || offset > builder.length) {
      throw stringIndexOutOfBounds(`offset ${offset}, length ${builder.length}`);
    }
    return splice(budget, builder, offset, offset, textOf(budget, value));
  }),
  method("int lastIndexOf(String)", (_budget, builder: JavaStringBuilder, part: string | null) => {
    return lastIndexOfText(builder.toText(), notNull(part));
  }),
  method("int lastIndexOf(String,int)", (_budget, builder: JavaStringBuilder, part: string | null, from: number) => {
    return lastIndexOfText(builder.toText(), notNull(part), from);
  }),
  method("int offsetByCodePoints(int,int)", (_budget, builder: JavaStringBuilder, index: number, count: number) => {
    return offsetByCodePoints(builder.toText(), index, count);
  }),
  method(
    "OWN replace(int,int,String)",
    (budget, builder: JavaStringBuilder, start: number, end: number, by: string | null) => {
      return replace(budget, builder, start, end, notNull(by));
    },
  ),
  method("OWN reverse()", (budget, builder: JavaStringBuilder) => {
    chargeChange(budget, builder, 0);
    builder.reverse();
    return builder;
  }),
  method("void setCharAt(int,char)", (budget, builder: JavaStringBuilder, index: number, unit: number) => {
    checkIndex(builder, index);
    chargeChange(budget, builder, 0);
    builder.setUnitAt(index, unit);
  }),
  method("void setLength(int)", (budget, builder: JavaStringBuilder, length: number) => {
    if (length < 0) throw stringIndexOutOfBounds(`String index out of range: ${length}`);
    chargeChange(budget, builder, Math.max(length - builder.length, 0));
    builder.setLength(length);
  }),
  method("String substring(int)", (budget, builder: JavaStringBuilder, start: number) => {
    return builderSubstring(budget, builder.toText(), start, builder.length);
  }),
  method("String substring(int,int)", (budget, builder: JavaStringBuilder, start: number, end: number) => {
    return builderSubstring(budget, builder.toText(), start, end);
  }),
];

/** `java.lang.StringBuilder`. */
export const STRING_BUILDER: LibraryClass = {
  name: "StringBuilder",
  javaName: "java.lang.StringBuilder",
  supertypes: ["CharSequence", "Comparable", "Appendable"],
  constructors: constructorsOf("StringBuilder"),
  methods: methodsFor("StringBuilder", METHODS),
  isInstance: (value) => value instanceof JavaStringBuilder && value.className === "java.lang.StringBuilder",
};

/** `java.lang.StringBuffer`. */
export const STRING_BUFFER: LibraryClass = {
  name: "StringBuffer",
  javaName: "java.lang.StringBuffer",
  supertypes: ["CharSequence", "Comparable", "Appendable"],
  constructors: constructorsOf("StringBuffer"),
  methods: methodsFor("StringBuffer", METHODS),
  isInstance: (value) => value instanceof JavaStringBuilder && value.className === "java.lang.StringBuffer",
};

/** `java.lang.Appendable`: what the two have in common. */
export const APPENDABLE: LibraryClass = {
  name: "Appendable",
  javaName: "java.lang.Appendable",
  supertypes: [],
  methods: [
    ...METHODS.filter((each) => each.name === "append" && each.params.length === 3)
      .map((each) => ({ ...each, returns: "Appendable" })),
  ],
  isInstance: (value) => value instanceof JavaStringBuilder,
};

function constructorsOf(name: "StringBuilder" | "StringBuffer"): LibraryMethod[] {
  return [
    method(`${name} new()`, (budget) => {
      chargeText(budget, 16);
      return new JavaStringBuilder("", `java.lang.${name}`);
    }),
    method(`${name} new(CharSequence)`, (budget, chars: JavaValue) => {
      const text = charsOf(chars);
      chargeText(budget, text.length + 16);
      return new JavaStringBuilder(text, `java.lang.${name}`);
    }),
  ];
}

function append(budget: Budget, builder: JavaStringBuilder, text: string): JavaStringBuilder {
  chargeText(budget, text.length);
  builder.append(text);
  return builder;
}

function replace(budget: Budget, builder: JavaStringBuilder, start: number, end: number, by: string) {
  const before = Math.min(end, builder.length);
  if (start < 0 || start > before) {
    throw stringIndexOutOfBounds(`start ${start}, end ${before}, length ${builder.length}`);
  }
  return splice(budget, builder, start, before, by);
}

function splice(budget: Budget, builder: JavaStringBuilder, start: number, end: number, by: string) {
  chargeChange(budget, builder, by.length);
  builder.splice(start, end, by);
  return builder;
}

/** A first change in the middle copies the text into an array. */
function chargeChange(budget: Budget, builder: JavaStringBuilder, added: number): void {
  chargeText(budget, builder.isArray ? added : builder.length + added);
}

function checkIndex(builder: JavaStringBuilder, index: number): void {
  if (index < 0 || index >= builder.length) throw stringIndexOutOfBounds(`index ${index}, length ${builder.length}`);
}

/** What Java throws for a number that is no code point. */
export function invalidCodePoint(codePoint: number): JavaThrowable {
  const hex = (codePoint >>> 0).toString(16).toUpperCase();
  return new JavaThrowable("java.lang.IllegalArgumentException", `Not a valid Unicode code point: 0x${hex}`);
}
