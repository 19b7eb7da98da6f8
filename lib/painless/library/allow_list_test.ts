import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { LIBRARY } from "./mod.ts";

const ALLOW_LIST = new URL("../../../testdata/painless/allow_list.txt", import.meta.url);

/** What 8.x and 9.x have besides, from modules/lang-painless/src/main/resources/org/elasticsearch/painless there. */
const ADDED_SINCE = ["String.sha512(): String"];

/** Every constructor, method and field that the rehearsal has, as the list writes it. */
function ours(): string[] {
  return [...LIBRARY.values()].flatMap((type) => [
    ...[...type.constructors ?? [], ...type.methods ?? [], ...type.staticMethods ?? []].map((each) =>
      `${type.name}.${each.name}(${each.params.join(",")}): ${each.returns}`
    ),
    ...Object.entries(type.staticFields ?? {}).map(([name, field]) => `${type.name}.${name}: ${field.type}`),
  ]);
}

function isUnsupported(entry: string): boolean {
  const [, typeName = "", name = "", params] = /^(.*)\.(\w+)(?:\((.*)\))?: /.exec(entry) ?? [];
  const arity = params === undefined || params === "" ? 0 : params.split(",").length;
  return LIBRARY.get(typeName)?.unsupported?.includes(`${name}/${arity}`) === true;
}

Deno.test("LIBRARY is the server's allow-list, each method done or said to be unsupported", {
  permissions: { read: true },
}, async () => {
  const listed = (await readFile(ALLOW_LIST, "utf8")).split("\n").filter((line) => line !== "" && line[0] !== "#");
  const done = ours();
  assert.deepEqual(done.filter((entry) => !listed.includes(entry)), ADDED_SINCE);
  assert.deepEqual(listed.filter((entry) => !done.includes(entry) && !isUnsupported(entry)), []);
  assert.ok(listed.length > 890, "the list is complete");
});

Deno.test("LIBRARY says of nothing that it is unsupported which is not on the list", {
  permissions: { read: true },
}, async () => {
  const listed = (await readFile(ALLOW_LIST, "utf8")).split("\n").filter(isUnsupported);
  const said = [...LIBRARY.values()].reduce((count, type) => count + (type.unsupported?.length ?? 0), 0);
  // Static and instance methods of one name and arity are one entry.
  assert.equal(
    said,
    new Set(listed.map((entry) =>
      entry.replace(/\((.*)\).*/, (_, params) => {
        return `/${params === "" ? 0 : params.split(",").length}`;
      })
    )).size,
  );
});

Deno.test("LIBRARY tells methods apart by the number of arguments", { permissions: "none" }, () => {
  for (const type of LIBRARY.values()) {
    for (const methods of [type.constructors ?? [], type.methods ?? [], type.staticMethods ?? []]) {
      const keys = methods.map((each) => `${type.name}.${each.name}/${each.params.length}`);
      assert.deepEqual(keys, [...new Set(keys)]);
    }
    for (const supertype of type.supertypes) assert.ok(LIBRARY.has(supertype), `${type.name} extends ${supertype}`);
  }
});
