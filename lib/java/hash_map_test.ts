import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { JavaList, JavaSet } from "./collection.ts";
import { JavaHashMap, JavaLinkedHashMap } from "./map.ts";
import { NotSupportedError } from "./throwable.ts";
import { JavaDouble, javaText, type JavaValue } from "./value.ts";

const RECORDED = fileURLToPath(new URL("../../testdata/java/hash_maps.txt", import.meta.url));

function parseKey(key: string): JavaValue {
  const text = key.slice(1);
  return key[0] === "i" ? Number(text) : key[0] === "l" ? BigInt(text) : key[0] === "d" ? new JavaDouble(+text) : text;
}

function formatKey(key: JavaValue): string {
  const letter = typeof key === "number" ? "i" : typeof key === "bigint" ? "l" : typeof key === "string" ? "s" : "d";
  return letter + javaText(key);
}

/** The map after the changes of a recorded line; asked for its order on the way, which must not change anything. */
function replay(changes: readonly string[], ask: boolean): JavaHashMap {
  let map = new JavaHashMap();
  for (const change of changes) {
    const key = change.slice(1);
    if (change[0] === "+") map.set(parseKey(key), 1);
    else if (change[0] === "-") map.delete(parseKey(key));
    else if (change === "*") map.clear();
    else if (change[0] === "=") {
      const others = new JavaHashMap();
      for (const other of key.split(",")) others.set(parseKey(other), 1);
      map.putAll(others);
    } else map = JavaHashMap.copyOf(map);
    if (ask) map.keys();
  }
  return map;
}

Deno.test("JavaHashMap is walked in the order that Java 17 recorded", { permissions: { read: [RECORDED] } }, () => {
  const lines = readFileSync(RECORDED, "utf8").trimEnd().split("\n");
  let trees = 0;
  for (const line of lines) {
    const [changes = "", order = ""] = line.split("\t");
    const keys = order === "" ? [] : order.split(" ");
    if (changes.startsWith("#")) {
      const values = changes === "#" ? [] : changes.slice(1).split(" ").map(parseKey);
      assert.deepEqual(JavaSet.hashSetOf(values).values().map(formatKey), keys, changes);
    } else if (order === "tree") {
      trees++;
      assert.throws(() => replay(changes.split(" "), false).keys(), NotSupportedError);
    } else {
      for (const ask of [false, true]) {
        assert.deepEqual(replay(changes.split(" "), ask).keys().map(formatKey), keys, changes);
      }
    }
  }
  assert.ok(lines.length > 400 && trees > 0);
});

const keys = fc.oneof(
  fc.string(),
  fc.integer({ min: -5, max: 5 }),
  fc.bigInt({ min: -5n, max: 5n }),
  fc.double().map((value) => new JavaDouble(value)),
  fc.array(fc.integer({ min: 0, max: 2 })).map((items) => new JavaList(items)),
  fc.constant(null),
);

Deno.test("JavaHashMap and JavaLinkedHashMap hold the same, in two orders", { permissions: "none" }, () => {
  fc.assert(fc.property(fc.array(fc.tuple(keys, fc.boolean())), (changes) => {
    const [hashed, linked] = [new JavaHashMap(), new JavaLinkedHashMap()];
    for (const [key, isPut] of changes) {
      if (isPut) { for (const map of [hashed, linked]) map.set(key, 1); }
      else assert.equal(hashed.delete(key), linked.delete(key));
    }
    assert.ok(hashed.equals(linked) && linked.equals(hashed));
    assert.equal(hashed.hashCode(), linked.hashCode());
    assert.equal(hashed.keys().length, linked.size);
  }));
});

Deno.test("JavaHashMap takes time that grows with its size, not with its square", { permissions: "none" }, () => {
  const started = performance.now();
  const map = new JavaHashMap();
  for (let i = 0; i < 100_000; i++) map.set(`k${i}`, i);
  map.keys();
  for (let i = 0; i < 100_000; i++) {
    map.delete(`k${i}`);
    map.set(`n${i}`, i);
  }
  assert.equal(map.size, 100_000);
  assert.ok(performance.now() - started < 20_000, "200,000 changes took more than twenty seconds");
});
