import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { NotSupportedError } from "../../java/throwable.ts";
import { lowerCase, upperCase } from "./case_folding.ts";
import * as properties from "./character_properties.ts";

const RECORDED = fileURLToPath(new URL("../../../testdata/java/characters.txt", import.meta.url));

/** In the order of testdata/java/RecordCharacters.java. */
const QUESTIONS = [
  properties.isAlphabetic,
  properties.isDefined,
  properties.isDigit,
  properties.isIdentifierIgnorable,
  properties.isIdeographic,
  properties.isJavaIdentifierPart,
  properties.isJavaIdentifierStart,
  properties.isLetter,
  properties.isLowerCase,
  properties.isMirrored,
  properties.isSpaceChar,
  properties.isTitleCase,
  properties.isUnicodeIdentifierPart,
  properties.isUnicodeIdentifierStart,
  properties.isUpperCase,
  properties.isWhitespace,
];

function units(text: string): string {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i).toString(16)).join(",");
}

function numericValue(codePoint: number, otherwise: string): string {
  try {
    return String(properties.numericValue(codePoint));
  } catch (error) {
    if (error instanceof NotSupportedError) return otherwise;
    throw error;
  }
}

Deno.test("Characters have the properties that Java 25 recorded", { permissions: { read: [RECORDED] } }, () => {
  const lines = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  for (const line of lines) {
    const fields = line.split(" ");
    const codePoint = parseInt(line);
    const text = String.fromCodePoint(codePoint);
    const found = [
      codePoint,
      QUESTIONS.map((ask) => ask(codePoint) ? "1" : "0").join(""),
      properties.category(codePoint),
      properties.digit(codePoint, 36),
      numericValue(codePoint, fields[4] ?? ""),
      upperCase(codePoint),
      lowerCase(codePoint),
      codePoint <= 0xffff ? properties.titleCase(codePoint) : fields[7],
      units(text.toUpperCase()),
      units(text.toLowerCase()),
    ];
    assert.equal(found.join(" "), line);
  }
  assert.ok(lines.length > 2000);
});

Deno.test("numericValue() refuses numbers that are no digits", { permissions: "none" }, () => {
  assert.throws(() => properties.numericValue(0x2167), NotSupportedError);
  assert.equal(properties.numericValue(0xff21), 10);
});

Deno.test("Nothing is a letter beyond the last code point", { permissions: "none" }, () => {
  for (const ask of QUESTIONS) assert.equal(ask(-1) || ask(0x110000), false);
  assert.equal(properties.category(-1), 0);
});
