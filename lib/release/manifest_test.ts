import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import fc from "fast-check";
import { readBundle } from "../bundle/read.ts";
import { zipBundle, type ZippedFile } from "../bundle/zip_bundle.ts";
import { buildManifest, formatManifest, type Manifest, manifestName, parseManifest } from "./manifest.ts";

const NONE = { permissions: "none" } as const;
const READ = { permissions: { read: true } } as const;
const TESTDATA = new URL("../../testdata/", import.meta.url);

function recorded(name: string): Promise<string> {
  return readFile(new URL(`release/${name}`, TESTDATA), "utf8");
}

Deno.test({
  name: "buildManifest() and formatManifest() give the bytes that Python's json and hashlib give of the same release",
  // Another zlib may deflate to other sizes.
  ignore: Deno.version.deno !== "2.9.6",
  ...READ,
  fn: async () => {
    const release = JSON.parse(await recorded("release.json"));
    const files: ZippedFile[] = [];
    const bundle = await readBundle(new URL(release.name, TESTDATA).pathname);
    const zip = zipBundle({ name: bundle.name, files: bundle }, { onFile: (file) => files.push(file) });
    const sha256 = new Uint8Array(await crypto.subtle.digest("SHA-256", await new Response(zip).bytes())).toHex();
    const manifest = buildManifest(release, [{ ...release.assets[0], sha256, files }]);
    assert.equal(formatManifest(manifest), await recorded("manifest.json"));
  },
});

Deno.test("parseManifest() reads a manifest back, indented ones too", READ, async () => {
  const text = await recorded("manifest.json");
  const manifest = parseManifest(text);
  assert.equal(formatManifest(manifest), text);
  assert.deepEqual(parseManifest(await recorded("manifest_indented.json")), manifest);
  assert.deepEqual(manifest, JSON.parse(text));
  assert.equal(manifestName(manifest.tag_name), "manifest-ML-experimental-detections-20261101-1.json");
});

Deno.test("any manifest survives formatManifest() and parseManifest()", NONE, () => {
  const text = fc.string({ unit: "binary" });
  const name = fc.stringMatching(/^[A-Za-z0-9._-]{1,20}$/).filter((name) => !(name in {}));
  const sha256 = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => bytes.toHex());
  const nullable = fc.option(text);
  const entry = fc.record({ compress_size: fc.nat(), created_at: text, name, sha256, size: fc.maxSafeNat() });
  const asset = fc.record({
    created_at: text,
    description: nullable,
    entries: fc.dictionary(name, entry, { noNullPrototype: true }),
    relative_url: text,
    zipped_sha256: sha256,
  });
  const manifest: fc.Arbitrary<Manifest> = fc.record({
    assets: fc.dictionary(name, asset, { noNullPrototype: true }),
    assets_url: text,
    author: text,
    created_at: text,
    description: nullable,
    html_url: text,
    id: fc.maxSafeNat(),
    name: nullable,
    published_at: nullable,
    tag_name: text,
    url: text,
    zipball_url: nullable,
  });
  fc.assert(fc.property(manifest, (value) => {
    assert.deepEqual(parseManifest(formatManifest(value)), JSON.parse(JSON.stringify(value)));
  }));
});

Deno.test("parseManifest() says what is wrong with a text", READ, async (t) => {
  const good = await recorded("manifest.json");
  const broken: Readonly<Record<string, [text: string, message: RegExp]>> = {
    "no JSON": ["<html>", /^Cannot read the text as a manifest of a release as it is not JSON: /],
    "a list": ["[]", /^Cannot read the text as a manifest of a release: the value: Invalid input: expected object/],
    "nothing of it": ["{}", /: assets: .*; assets_url: .*; author: .*; and \d+ more$/],
    "a hash that is none": [good.replace(/"zipped_sha256": "\w/, "$&g"), /zip\/zipped_sha256: Invalid sha256/],
    "a size below zero": [good.replace(/"size": \d+/, '"size": -1'), /\/size: /],
    "a size that is no whole number": [good.replace(/"size": \d+/, '"size": 1.5'), /\/size: /],
  };
  for (const [what, [text, message]] of Object.entries(broken)) {
    await t.step(what, () => assert.throws(() => parseManifest(text), { name: "SyntaxError", message }));
  }
});

Deno.test("parseManifest() passes over what it does not know, and takes what the first tool left out", NONE, () => {
  const least = {
    ...{ assets: {}, assets_url: "a", author: "b", created_at: "c", html_url: "d", id: 1, tag_name: "e", url: "f" },
    later: true,
  };
  const { description, name, published_at, zipball_url, ...rest } = parseManifest(JSON.stringify(least));
  assert.deepEqual([description, name, published_at, zipball_url], [null, null, null, null]);
  assert.ok(!("later" in rest));
});
