import assert from "node:assert/strict";
import { JavaArray, JavaList } from "./collection.ts";
import { boxedElements } from "./boxing.ts";
import { JavaDouble } from "./value.ts";

Deno.test("JavaList compares, hashes and prints as Java's", { permissions: "none" }, () => {
  const list = new JavaList([1, "a", null, new JavaList([2n])]);
  assert.ok(list.equals(new JavaList([1, "a", null, new JavaList([2n])], "java.util.Arrays$ArrayList")));
  assert.ok(!list.equals(new JavaList([1n, "a", null, new JavaList([2n])])));
  // Recorded from Java 17: Arrays.asList(1, "a", null, Arrays.asList(2L)).hashCode()
  assert.equal(list.hashCode(), 1046562);
  assert.equal(list.toText(), "[1, a, null, [2]]");
  list.add(list);
  assert.equal(list.toText(), "[1, a, null, [2], (this Collection)]");
});

Deno.test("JavaList refuses what its class refuses", { permissions: "none" }, () => {
  const refused = { className: "java.lang.UnsupportedOperationException" };
  const fixed = new JavaList(["a"], "java.util.Arrays$ArrayList");
  assert.equal(fixed.set(0, "b"), "a");
  assert.throws(() => fixed.add("c"), refused);
  assert.throws(() => fixed.removeAt(0), refused);
  assert.throws(() => fixed.clear(), refused);
  const empty = new JavaList([], "java.util.Collections$EmptyList");
  empty.clear();
  assert.throws(() => empty.add(1), refused);
  assert.throws(() => new JavaList([1], "java.util.Collections$SingletonList").set(0, 2), refused);
});

Deno.test("JavaList names the position that is not there", { permissions: "none" }, () => {
  const list = new JavaList([1]);
  assert.throws(() => list.get(-1), { javaMessage: "Index -1 out of bounds for length 1" });
  assert.throws(() => list.set(1, 1), { javaMessage: "Index 1 out of bounds for length 1" });
  assert.throws(() => list.insert(2, 1), { javaMessage: "Index: 2, Size: 1" });
  assert.throws(() => new JavaList([1], "java.util.LinkedList").get(1), { javaMessage: "Index: 1, Size: 1" });
});

Deno.test("JavaList inserts many at once", { permissions: "none" }, () => {
  const list = new JavaList([1, 2]);
  const many = Array.from({ length: 200_000 }, (_, i) => i);
  list.insertAll(1, many);
  assert.deepEqual([list.size, list.get(0), list.get(200_000), list.get(200_001)], [200_002, 1, 199_999, 2]);
});

Deno.test("JavaArray prints its class, and its elements can be had as objects", { permissions: "none" }, () => {
  const array = new JavaArray("double", [1, 2.5]);
  assert.match(array.toText(), /^\[D@[0-9a-f]+$/);
  assert.equal(array.toText(), array.toText());
  assert.equal(new JavaArray("String[]", []).className, "[[Ljava.lang.String;");
  assert.equal(new JavaArray("def", []).className, "[Ljava.lang.Object;");
  assert.deepEqual(boxedElements(array), [new JavaDouble(1), new JavaDouble(2.5)]);
});
