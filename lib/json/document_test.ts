import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaBigInteger } from "../java/big_integer.ts";
import { JavaArray, JavaList, JavaSet } from "../java/collection.ts";
import { JavaHashMap } from "../java/map.ts";
import { JavaByte, JavaChar, JavaDouble, javaEquals, JavaFloat, JavaShort, type JavaValue } from "../java/value.ts";
import { formatDocument, parseDocument, parseJson } from "./document.ts";
import { JsonSyntaxError } from "./tokenizer.ts";

function javaMap(entries: readonly [JavaValue, JavaValue][]): JavaHashMap {
  const map = new JavaHashMap();
  for (const [key, value] of entries) map.set(key, value);
  return map;
}

Deno.test(
  "parseJson() makes a whole number an Integer, a Long or a BigInteger by its size",
  { permissions: "none" },
  () => {
    const texts = ["0", "-0", "2147483647", "-2147483648", "2147483648", "-2147483649", "9223372036854775807"];
    assert.deepEqual(texts.map((text) => parseJson(text)), [
      0,
      0,
      2147483647,
      -2147483648,
      2147483648n,
      -2147483649n,
      9223372036854775807n,
    ]);
    assert.equal(Object.is(parseJson("-0"), 0), true);
    assert.deepEqual(parseJson("9223372036854775808"), new JavaBigInteger(9223372036854775808n));
  },
);

Deno.test("parseJson() makes every other number a Double", { permissions: "none" }, () => {
  const texts = ["1.0", "-0.0", "1e2", "1E400", "-1e-400"];
  assert.deepEqual(texts.map((text) => parseJson(text)), [
    new JavaDouble(1),
    new JavaDouble(-0),
    new JavaDouble(100),
    new JavaDouble(Infinity),
    new JavaDouble(-0),
  ]);
});

Deno.test("parseJson() nests maps and lists", { permissions: "none" }, () => {
  assert.equal(
    String((parseDocument('{"a":[{},[],{"b":[null,true,"x"]}],"c":{"d":{}}}')).toText()),
    "{a=[{}, [], {b=[null, true, x]}], c={d={}}}",
  );
});

Deno.test("parseDocument() refuses what the server refuses", { permissions: "none" }, () => {
  assert.throws(
    () => parseDocument('{"a":1,\n "b":{"é":1, "é":2}}'),
    (error) =>
      error instanceof JsonSyntaxError && error.line === 2 && error.column === 14 && error.offset === 22 &&
      error.message.includes("Duplicate field 'é'"),
  );
  assert.throws(() => parseDocument("[]"), /a document is an object/);
  assert.throws(() => parseDocument('{"a":NaN}'), /"N" was found where a value was expected/);
  assert.throws(
    () => parseDocument('{"é":"\n\ud800"}'.replace("\n", "")),
    /half a surrogate pair is not UTF-8 .* line 1, column 7/,
  );
});

Deno.test("parseJson() ignores trailing text on request, where the server's json processor does", {
  permissions: "none",
}, () => {
  const value = (text: string) => parseJson(text, { trailingText: "ignore" });
  assert.equal(value("1 x"), 1);
  assert.equal(value('"a"b'), "a");
  assert.deepEqual(value("{}x"), new JavaHashMap());
  for (const text of ["1x", "1,", "1.0.0", "truex", "tru", "[1,2", "01"]) {
    assert.throws(() => value(text), JsonSyntaxError, text);
  }
  assert.throws(() => parseJson("1 x"), JsonSyntaxError);
});

// Expected texts and errors: what a node of 7.10.2 stores, and answers, for these values of a script.
Deno.test("formatDocument() writes values as the server does", { permissions: "none" }, () => {
  const cases: [JavaValue, string][] = [
    [
      new JavaList([
        new JavaShort(3),
        new JavaByte(4),
        new JavaFloat(1.1),
        new JavaDouble(1e-5),
        new JavaDouble(1e7),
        new JavaDouble(1e22),
        5n,
        new JavaFloat(1 / 3),
        new JavaDouble(100),
      ]),
      "[3,4,1.1,1.0E-5,1.0E7,1.0E22,5,0.33333334,100.0]",
    ],
    [new JavaDouble(NaN), '"NaN"'],
    [
      new JavaList([new JavaDouble(Infinity), new JavaFloat(-Infinity), new JavaFloat(NaN)]),
      '["Infinity","-Infinity","NaN"]',
    ],
    [new JavaArray("byte", [1, 2, -1]), '"AQL/"'],
    [new JavaArray("double", [1, 0.5]), "[1.0,0.5]"],
    [new JavaArray("float", [1.5]), "[1.5]"],
    [new JavaArray("long", [1n]), "[1]"],
    [new JavaArray("def", [1, null]), "[1,null]"],
    [JavaSet.ofKeys(javaMap([[1, true]]), "java.util.HashSet"), "[1]"],
    [javaMap([["", 1]]), '{"":1}'],
    [new JavaBigInteger(123456789012345678901234567890n), "123456789012345678901234567890"],
    ['\ud83d x \u007f \u001f é\u0000/\\u001f\n"', '"\\uD83D x \u007f \\u001F é\\u0000/\\\\u001f\\n\\""'],
  ];
  for (const [value, expected] of cases) assert.equal(formatDocument(value), expected);
});

Deno.test("formatDocument() refuses what the server does not write", { permissions: "none" }, () => {
  const unknown = "java.lang.IllegalArgumentException: cannot write xcontent for unknown value of type class ";
  const cases: [JavaValue, string][] = [
    [new JavaChar(65), `${unknown}java.lang.Character`],
    [new JavaArray("char", [65]), `${unknown}[C`],
    [new JavaArray("boolean", [true]), `${unknown}[Z`],
    [javaMap([[null, 2]]), "java.lang.IllegalArgumentException: Field name cannot be null"],
    [
      javaMap([[1, 2]]),
      "java.lang.ClassCastException: class java.lang.Integer cannot be cast to class java.lang.String " +
      "(java.lang.Integer and java.lang.String are in module java.base of loader 'bootstrap')",
    ],
  ];
  for (const [value, message] of cases) assert.throws(() => formatDocument(value), { message });
});

Deno.test(
  "formatDocument() ends for a value that contains itself, or grows without bound",
  { permissions: "none" },
  () => {
    const map = new JavaHashMap();
    map.set("a", map);
    map.set("b", map);
    assert.throws(() => formatDocument(map), /IllegalArgumentException: Iterable object is self-referencing itself/);
    let deep: JavaValue = 1;
    for (let i = 0; i < 1001; i++) deep = new JavaList([deep]);
    assert.throws(() => formatDocument(deep), /Document nesting depth \(1001\) exceeds the maximum allowed/);
    let wide: JavaValue = "x".repeat(1000);
    for (let i = 0; i < 60; i++) wide = new JavaList([wide, wide]);
    assert.throws(() => formatDocument(wide), /A document of more than \d+ characters is not supported/);
  },
);

/** Values that JSON has a text for, each of which reads back as itself. */
const values = fc.letrec<{ value: JavaValue }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    fc.string({ unit: "binary" }),
    fc.string({ unit: fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit)) }),
    fc.integer(),
    fc.bigInt({ min: 2n ** 31n, max: 2n ** 63n - 1n }),
    fc.bigInt({ min: 2n ** 63n, max: 2n ** 70n }).map((value) => new JavaBigInteger(-value - 1n)),
    fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => new JavaDouble(value)),
    fc.array(tie("value")).map((items) => new JavaList(items)),
    fc.array(fc.tuple(fc.string(), tie("value"))).map((entries) => javaMap(entries)),
  ),
})).value;

Deno.test("parseJson() reads what formatDocument() writes", { permissions: "none" }, () => {
  fc.assert(fc.property(values, (value) => {
    const json = formatDocument(value);
    assert.ok(javaEquals(parseJson(json), value), json);
    assert.doesNotThrow(() => JSON.parse(json));
  }));
});
