import assert from "node:assert/strict";
import fc from "fast-check";
import { JavaList } from "./collection.ts";
import { JavaSubList, JavaUnmodifiableList } from "./list_views.ts";

Deno.test("JavaSubList changes its list as splicing would", { permissions: "none" }, () => {
  const bounds = fc.tuple(fc.array(fc.integer(), { minLength: 4 }), fc.nat(2), fc.nat(9));
  fc.assert(fc.property(bounds, fc.array(fc.tuple(fc.nat(4), fc.nat(9))), ([items, from, length], changes) => {
    const to = Math.min(from + length, items.length);
    const list = new JavaList([...items]);
    const part = new JavaSubList(list, from, to);
    const model = items.slice(from, to);
    for (const [kind, at] of changes) {
      const index = Math.min(at, model.length - 1);
      if (kind === 0) model.push(at), part.add(at);
      else if (kind === 1) model.splice(index + 1, 0, 7), part.insert(index + 1, 7);
      else if (kind === 2 && index >= 0) model.splice(index, 1), part.removeAt(index);
      else if (kind === 3 && index >= 0) model[index] = -1, part.set(index, -1);
      else if (kind === 4) {
        const kept = model.filter((item) => item !== at);
        part.retain((item) => item !== at);
        model.splice(0, model.length, ...kept);
      }
    }
    assert.deepEqual(part.items, model);
    assert.deepEqual(list.items, [...items.slice(0, from), ...model, ...items.slice(to)]);
  }));
});

Deno.test("JavaSubList fails once its list was changed by other means", { permissions: "none" }, () => {
  const list = new JavaList([1, 2, 3]);
  const part = new JavaSubList(list, 0, 2);
  list.set(0, 9);
  assert.equal(part.toText(), "[9, 2]");
  list.add(4);
  assert.throws(() => part.size, { className: "java.util.ConcurrentModificationException" });
});

Deno.test("JavaUnmodifiableList shows its list and refuses every change", { permissions: "none" }, () => {
  const list = new JavaList([1]);
  const view = new JavaUnmodifiableList(list);
  list.add(2);
  assert.equal(view.toText(), "[1, 2]");
  assert.ok(view.equals(list) && list.equals(view));
  const refused = { className: "java.lang.UnsupportedOperationException" };
  for (const change of [() => view.add(1), () => view.set(0, 1), () => view.removeAt(0), () => view.clear()]) {
    assert.throws(change, refused);
  }
  assert.throws(() => view.sort(), refused);
  assert.throws(() => view.retain(), refused);
});
