import assert from "node:assert/strict";
import { type CastOptions, legalCast } from "./casts.ts";

const PURE = { permissions: "none" } as const;

const TYPES = ("boolean byte short char int long float double Boolean Byte Short Character Integer Long Float Double " +
  "Number Object String def Map HashMap List").split(" ");

/** What the real 7.10.2 compiled of `B b = a`, `(B) a`, `return a` from a function, and a for-each variable. */
const RECORDED: [CastOptions, Record<string, string>][] = [
  [{ explicit: false, internal: false }, {
    boolean: "def",
    byte: "short int long float double def",
    short: "int long float double def",
    char: "int long float double def",
    int: "long float double def",
    long: "float double def",
    float: "double def",
    double: "def",
    Boolean: "Object def",
    Byte: "Number Object def",
    Short: "Number Object def",
    Character: "Object def",
    Integer: "Number Object def",
    Long: "Number Object def",
    Float: "Number Object def",
    Double: "Number Object def",
    Number: "Object def",
    Object: "def",
    String: "Object def",
    def:
      "boolean byte short char int long float double Boolean Byte Short Character Integer Long Float Double Number Object String Map HashMap List",
    Map: "Object def",
    HashMap: "Object def Map",
    List: "Object def",
  }],
  [{ explicit: true, internal: false }, {
    boolean: "def",
    byte: "short char int long float double def",
    short: "byte char int long float double def",
    char: "byte short int long float double String def",
    int: "byte short char long float double def",
    long: "byte short char int float double def",
    float: "byte short char int long double def",
    double: "byte short char int long float def",
    Boolean: "Object def",
    Byte: "Number Object def",
    Short: "Number Object def",
    Character: "Object def",
    Integer: "Number Object def",
    Long: "Number Object def",
    Float: "Number Object def",
    Double: "Number Object def",
    Number: "Byte Short Integer Long Float Double Object def",
    Object: "Boolean Byte Short Character Integer Long Float Double Number String def Map HashMap List",
    String: "char Object def",
    def:
      "boolean byte short char int long float double Boolean Byte Short Character Integer Long Float Double Number Object String Map HashMap List",
    Map: "Object def HashMap",
    HashMap: "Object def Map",
    List: "Object def",
  }],
  [{ explicit: false, internal: true }, {
    boolean: "Boolean Object def",
    byte: "short int long float double Byte Short Integer Long Float Double Number Object def",
    short: "int long float double Short Integer Long Float Double Number Object def",
    char: "int long float double Character Integer Long Float Double Number Object def",
    int: "long float double Integer Long Float Double Number Object def",
    long: "float double Long Float Double Number Object def",
    float: "double Float Double Number Object def",
    double: "Double Number Object def",
    Boolean: "boolean Object def",
    Byte: "byte short int long float double Short Integer Long Float Double Number Object def",
    Short: "short int long float double Integer Long Float Double Number Object def",
    Character: "char int long float double Integer Long Float Double Object def",
    Integer: "int long float double Long Float Double Number Object def",
    Long: "long float double Float Double Number Object def",
    Float: "float double Double Number Object def",
    Double: "double Number Object def",
    Number: "Object def",
    Object: "def",
    String: "Object def",
    def:
      "boolean byte short char int long float double Boolean Byte Short Character Integer Long Float Double Number Object String Map HashMap List",
    Map: "Object def",
    HashMap: "Object def Map",
    List: "Object def",
  }],
  [{ explicit: true, internal: true }, {
    boolean: "Boolean Object def",
    byte: "short char int long float double Byte Short Integer Long Float Double Number Object def",
    short: "byte char int long float double Short Integer Long Float Double Number Object def",
    char: "byte short int long float double Character Integer Long Float Double Number Object String def",
    int: "byte short char long float double Integer Long Float Double Number Object def",
    long: "byte short char int float double Long Float Double Number Object def",
    float: "byte short char int long double Float Double Number Object def",
    double: "byte short char int long float Double Number Object def",
    Boolean: "boolean Object def",
    Byte: "byte short int long float double Short Integer Long Float Double Number Object def",
    Short: "short int long float double Integer Long Float Double Number Object def",
    Character: "char int long float double Integer Long Float Double Object def",
    Integer: "int long float double Long Float Double Number Object def",
    Long: "long float double Float Double Number Object def",
    Float: "float double Double Number Object def",
    Double: "double Number Object def",
    Number: "Byte Short Integer Long Float Double Object def",
    Object: "Boolean Byte Short Character Integer Long Float Double Number String def Map HashMap List",
    String: "char Object def",
    def:
      "boolean byte short char int long float double Boolean Byte Short Character Integer Long Float Double Number Object String Map HashMap List",
    Map: "Object def HashMap",
    HashMap: "Object def Map",
    List: "Object def",
  }],
];

Deno.test("legalCast() allows what the server allows", PURE, async (t) => {
  for (const [options, table] of RECORDED) {
    await t.step(JSON.stringify(options), () => {
      for (const from of TYPES) {
        const found = TYPES.filter((to) => to !== from && legalCast(from, to, options) !== undefined);
        assert.equal(found.join(" "), table[from] ?? "", from);
      }
    });
  }
});

Deno.test("legalCast() makes nothing of nothing", PURE, () => {
  const options = { explicit: true, internal: true };
  assert.equal(legalCast("void", "def", options), undefined);
  assert.equal(legalCast("int", "void", options), undefined);
  assert.deepEqual(legalCast("int", "int", options), { kind: "same" });
});
