import assert from "node:assert/strict";
import { type JsonEvents, JsonSyntaxError, JsonTokenizer, type JsonTokenizerOptions } from "./tokenizer.ts";

const encoder = new TextEncoder();

/** Records events as JSON lines do not: one text each. */
class Recorder implements JsonEvents {
  readonly events: string[] = [];
  startObject(): void {
    this.events.push("{");
  }
  key(name: string): void {
    this.events.push(`key ${escaped(name)}`);
  }
  endObject(): void {
    this.events.push("}");
  }
  startArray(): void {
    this.events.push("[");
  }
  endArray(): void {
    this.events.push("]");
  }
  string(value: string): void {
    this.events.push(`string ${escaped(value)}`);
  }
  number(text: string): void {
    this.events.push(`number ${text}`);
  }
  boolean(value: boolean): void {
    this.events.push(String(value));
  }
  null(): void {
    this.events.push("null");
  }
}

/** Takes string values in pieces. */
class PieceRecorder extends Recorder {
  #pieces: number[] = [];
  wantsPieces(): boolean {
    return true;
  }
  stringPiece(bytes: Uint8Array, last: boolean): void {
    this.#pieces.push(...bytes);
    if (!last) return;
    this.events.push(`pieces ${this.#pieces.join(" ")}`);
    this.#pieces = [];
  }
}

/** JSON of a string, with what is no ASCII escaped: lone surrogates can be seen in it. */
function escaped(text: string): string {
  return JSON.stringify(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function chunked(bytes: Uint8Array, sizes: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let start = 0;
  for (let i = 0; start < bytes.length; i++) {
    const end = start + Math.max(1, sizes[i % sizes.length] ?? bytes.length);
    chunks.push(bytes.slice(start, end));
    start = end;
  }
  return chunks;
}

/** The events, and the error if there is one, as texts. */
function tokens(
  json: string | Uint8Array,
  options: JsonTokenizerOptions & { sizes?: readonly number[]; recorder?: Recorder } = {},
): string[] {
  const recorder = options.recorder ?? new Recorder();
  const tokenizer = new JsonTokenizer(recorder, options);
  try {
    const bytes = typeof json === "string" ? encoder.encode(json) : json;
    for (const chunk of chunked(bytes, options.sizes ?? [])) tokenizer.write(chunk);
    tokenizer.end();
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    recorder.events.push(`${error.message} (offset ${error.offset})`);
  }
  return recorder.events;
}

function refusal(json: string | Uint8Array, options: JsonTokenizerOptions = {}): string {
  return tokens(json, options).at(-1) ?? "";
}

Deno.test("write() reports tokens in order", { permissions: "none" }, () => {
  assert.deepEqual(tokens(' {"a" : [1, -0.50e+3,true,false , null,"x"], "b":{}}\n'), [
    "{",
    'key "a"',
    "[",
    "number 1",
    "number -0.50e+3",
    "true",
    "false",
    "null",
    'string "x"',
    "]",
    'key "b"',
    "{",
    "}",
    "}",
  ]);
});

Deno.test("write() unescapes strings and keeps lone surrogates", { permissions: "none" }, () => {
  assert.deepEqual(tokens(String.raw`["\"\\\/\b\f\n\r\t\u0041\u00e9", "\ud83d\ude00", "\ud83d", "\ude00\ud83d"]`), [
    "[",
    String.raw`string "\"\\/\b\f\n\r\tA\u00e9"`,
    String.raw`string "\ud83d\ude00"`,
    String.raw`string "\ud83d"`,
    String.raw`string "\ude00\ud83d"`,
    "]",
  ]);
  assert.deepEqual(tokens('"é€😀"'), [String.raw`string "\u00e9\u20ac\ud83d\ude00"`]);
});

Deno.test("write() gives a string in pieces as UTF-8", { permissions: "none" }, () => {
  const recorder = new PieceRecorder();
  assert.deepEqual(tokens(String.raw`{"k":"aé\ud83d\ude00\ud83d\n"}`, { recorder, sizes: [3] }), [
    "{",
    'key "k"',
    "pieces 97 195 169 240 159 152 128 237 160 189 10",
    "}",
  ]);
});

Deno.test("write() says what is wrong and where", { permissions: "none" }, () => {
  const at = "Cannot read the JSON as";
  const cases: [string, string][] = [
    ["", `${at} there is no text at line 1, column 1 (offset 0)`],
    ["  ", `${at} the text ends where a value was expected at line 1, column 3 (offset 2)`],
    ["{} x", `${at} "x" was found where nothing more was expected at line 1, column 4 (offset 3)`],
    ["[1,]", `${at} "]" was found where a value was expected at line 1, column 4 (offset 3)`],
    ['{"a":1,}', `${at} "}" was found where a key in quotes was expected at line 1, column 8 (offset 7)`],
    ["{a:1}", `${at} "a" was found where a key in quotes or "}" was expected at line 1, column 2 (offset 1)`],
    ['{"a" 1}', `${at} "1" was found where ":" was expected at line 1, column 6 (offset 5)`],
    ['{"a":1]', `${at} "]" was found where "," or "}" was expected at line 1, column 7 (offset 6)`],
    ["[01]", `${at} "1" was found where "," or "]" was expected at line 1, column 3 (offset 2)`],
    ["[-]", `${at} a number has "]" where a digit was expected at line 1, column 3 (offset 2)`],
    ["1.", `${at} a number has its end where a digit was expected at line 1, column 3 (offset 2)`],
    ["[NaN]", `${at} "N" was found where a value or "]" was expected at line 1, column 2 (offset 1)`],
    ["[trux]", `${at} "x" was found within what began as "true" at line 1, column 5 (offset 4)`],
    ["tru", `${at} the text ends where "true" was expected at line 1, column 4 (offset 3)`],
    ['"a', `${at} the text ends within a string at line 1, column 3 (offset 2)`],
    ['"\t"', `${at} control character 0x09 in a string must be escaped at line 1, column 2 (offset 1)`],
    ['"\\x"', `${at} backslash in a string is followed by "x" at line 1, column 3 (offset 2)`],
    ['"\\u12g4"', `${at} \\u in a string is followed by "g", not by four hex digits at line 1, column 6 (offset 5)`],
    ["\ufeff{}", `${at} it starts with a byte order mark (JSON is UTF-8 without one) at line 1, column 1 (offset 0)`],
    ['{\n  "é😀": "é" x', `${at} "x" was found where "," or "}" was expected at line 2, column 13 (offset 19)`],
  ];
  for (const [json, expected] of cases) assert.equal(refusal(json), expected);
});

Deno.test("write() refuses what is not UTF-8", { permissions: "none" }, () => {
  const wrong = [
    [0x80], // a continuation byte alone
    [0xc0, 0xaf], // overlong, as the next two
    [0xe0, 0x80, 0xaf],
    [0xf0, 0x80, 0x80, 0xaf],
    [0xed, 0xa0, 0x80], // a surrogate
    [0xf4, 0x90, 0x80, 0x80], // beyond U+10FFFF
    [0xf5, 0x80, 0x80, 0x80],
    [0xff],
    [0xe2, 0x82], // truncated
  ];
  for (const bytes of wrong) {
    const json = new Uint8Array([0x22, ...bytes, 0x22]);
    assert.match(refusal(json), /is not UTF-8/);
    for (const sizes of [[1], [2]]) assert.deepEqual(tokens(json, { sizes }), tokens(json));
  }
  assert.match(refusal(new Uint8Array([0x22, 0xe2, 0x82])), /ends within a character of UTF-8/);
  assert.match(refusal(new Uint8Array([0xff, 0xfe, 0x7b, 0x00])), /byte order mark/);
});

Deno.test("write() refuses nesting beyond the bound, and needs no stack for it", { permissions: "none" }, () => {
  assert.equal(tokens("[".repeat(1000) + "]".repeat(1000)).length, 2000);
  assert.match(refusal("[".repeat(1001)), /nested more than 1000 levels deep at line 1, column 1001/);
  const million = new Uint8Array(1_000_000).fill(0x5b);
  assert.match(refusal(million), /nested more than 1000 levels deep/);
  assert.match(refusal(million, { maxDepth: 2_000_000 }), /the text ends where a value or "]" was expected/);
});

Deno.test("write() takes Python's numbers on request", { permissions: "none" }, () => {
  const json = "[NaN,Infinity,-Infinity,-1]";
  for (const sizes of [[100], [1], [2], [3]]) {
    assert.deepEqual(tokens(json, { pythonNumbers: true, sizes }).slice(1, -1), [
      "number NaN",
      "number Infinity",
      "number -Infinity",
      "number -1",
    ]);
  }
  assert.match(refusal("[-Infinity]"), /a number has "I" where a digit was expected/);
});

Deno.test("position() is the token's, in characters", { permissions: "none" }, () => {
  const positions: string[] = [];
  const note = (name: string) => {
    const { line, column } = tokenizer.position();
    positions.push(`${name} ${tokenizer.offset} ${line}:${column}`);
  };
  const tokenizer: JsonTokenizer = new JsonTokenizer({
    startObject: () => note("{"),
    key: (name) => note(name),
    endObject: () => note("}"),
    startArray: () => note("["),
    endArray: () => note("]"),
    string: (value) => note(value),
    number: (text) => note(text),
    boolean: (value) => note(String(value)),
    null: () => note("null"),
  });
  const bytes = encoder.encode('{"é":"😀",\r\n "b":[12,\n\ttrue, null]}');
  for (const chunk of chunked(bytes, [1])) tokenizer.write(chunk);
  tokenizer.end();
  assert.deepEqual(positions, [
    "{ 0 1:1",
    "é 1 1:2",
    "😀 6 1:6",
    "b 16 2:2",
    "[ 20 2:6",
    "12 21 2:7",
    "true 26 3:2",
    "null 32 3:8",
    "] 36 3:12",
    "} 37 3:13",
  ]);
});

Deno.test("write() refuses a number without end", { permissions: "none" }, () => {
  const digits = new Uint8Array(600_000).fill(0x31);
  const tokenizer = new JsonTokenizer(new Recorder());
  tokenizer.write(digits);
  assert.throws(() => tokenizer.write(digits), /a number is longer than 1000000 characters/);
  assert.match(refusal(new Uint8Array(1_000_002).fill(0x31, 0, -1).fill(0x20, -1)), /a number is longer than/);
});

Deno.test("write() refuses strings and keys beyond a bound, and lets pieces pass", { permissions: "none" }, () => {
  const bounded = { maxStringLength: 4 };
  for (const sizes of [[100], [1], [3]]) {
    assert.deepEqual(tokens('{"abcd":"éabc"}', { ...bounded, sizes }).slice(1, -1), [
      'key "abcd"',
      'string "\\u00e9abc"',
    ]);
    for (const json of ['["abcde"]', '["éabcd"]', '["ab\\ncd"]', '{"abcde":1}']) {
      assert.match(tokens(json, { ...bounded, sizes }).at(-1) ?? "", /a string is longer than 4 characters/, json);
    }
    const recorder = new PieceRecorder();
    assert.deepEqual(tokens('["abcde"]', { ...bounded, sizes, recorder }).slice(1, -1), ["pieces 97 98 99 100 101"]);
  }
});
