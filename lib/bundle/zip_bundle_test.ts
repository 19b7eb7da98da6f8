import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { unzipSync } from "fflate";
import { type ByteSource, memorySource } from "../json/byte_source.ts";
import { memoryAccess } from "./random_access.ts";
import { readBundle } from "./read.ts";
import { readZip } from "./zip.ts";
import { zipBundle, type ZippedFile } from "./zip_bundle.ts";

const NONE = { permissions: "none" } as const;
const READ = { permissions: { read: true } } as const;
const BUNDLE = new URL("../../testdata/ML-DGA-20261101-1", import.meta.url).pathname;

/** sha256 of `json.dumps(json.load(file), sort_keys=True)`, by Python 3.11's `json` and `hashlib`. */
const PYTHON_SHA256: Readonly<Record<string, string>> = {
  "dga_20261101_1.0_dga_ngrams_create.json": "ff1ae5f968729a0283d1d9dbbeefd75a34d2f1af7c0c04ed80fa91eb9ef184f2",
  "dga_20261101_1.0_dga_ngrams_transform_delete.json":
    "8e0aea917db6afa9da4b4a8bd3a44f5301986651af139f27d9b4f03a737dce86",
  "dga_20261101_1.0_ingest_pipeline1.json": "2988880a2323c58595de00fb20d6abe89185c02ceef01512e9606c555a406e00",
  "dga_20261101_1.0_ingest_pipeline2.json": "aa7b400324cc749c251edadd78b6d9036e5527550e38d13a67c2e63f7f51c7b3",
  "dga_20261101_1.0_model.json": "8636189baf3fc1d5f548c0951fc280a3ff08b29efd4f562ce3f08c54504489d6",
};

/** sha256 of the test bundle's archive with the zlib of Deno 2.9.6: whoever packs it gets these bytes. */
const ZIP_SHA256 = "e720cd886f9c79b256d72961d580abbfb44e6e30a2d064e1822883e97907e14f";

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}

function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function packed(name: string, files: Record<string, ByteSource | string>): Promise<Uint8Array> {
  const sources = Object.entries(files).map(([name, content]) =>
    [name, typeof content === "string" ? memorySource(text(content)) : content] as const
  );
  return new Response(zipBundle({ name, files: new Map(sources) })).bytes();
}

Deno.test("zipBundle() tells of each file what Python's json and hashlib say of it", READ, async () => {
  const files = await readBundle(BUNDLE);
  const told: ZippedFile[] = [];
  const zip = await new Response(zipBundle({ name: files.name, files }, { onFile: (file) => told.push(file) })).bytes();
  assert.deepEqual(Object.fromEntries(told.map(({ name, sha256 }) => [name, sha256])), PYTHON_SHA256);
  const unpacked = await readZip(memoryAccess(zip), "ML-DGA-20261101-1.zip");
  assert.deepEqual(unpacked.findings, []);
  assert.equal(unpacked.name, "ML-DGA-20261101-1");
  assert.deepEqual([...unpacked.keys()], Object.keys(PYTHON_SHA256));
  for (const { name, size } of told) {
    const bytes = await unpacked.get(name)?.bytes() ?? new Uint8Array();
    assert.deepEqual([bytes.length, sha256(bytes)], [size, PYTHON_SHA256[name]]);
  }
});

Deno.test({
  name: "zipBundle() gives the same bytes in any time zone, on one core or several, from a folder or its own zip",
  ignore: Deno.version.deno !== "2.9.6",
  permissions: { read: true, run: ["deno"] },
  fn: async () => {
    const program = `
      import { createHash } from "node:crypto";
      import { readBundle } from ${JSON.stringify(new URL("./read.ts", import.meta.url).href)};
      import { zipBundle } from ${JSON.stringify(new URL("./zip_bundle.ts", import.meta.url).href)};
      const files = await readBundle(${JSON.stringify(BUNDLE)});
      const zip = await new Response(zipBundle({ name: files.name, files })).bytes();
      console.log(createHash("sha256").update(zip).digest("hex"));`;
    // On Havana's clocks the first hour of 2026-03-08 is missing; 1 November begins twice there.
    for (
      const env of [{ TZ: "America/Havana" }, { TZ: "Pacific/Kiritimati", DENO_JOBS: "1", UV_THREADPOOL_SIZE: "1" }]
    ) {
      const { stdout } = await new Deno.Command("deno", {
        args: ["run", "-q", "--no-check", "--allow-read", `data:text/typescript,${encodeURIComponent(program)}`],
        env,
      }).output();
      assert.equal(new TextDecoder().decode(stdout).trim(), ZIP_SHA256);
    }
    const files = await readBundle(BUNDLE);
    const zip = await new Response(zipBundle({ name: files.name, files })).bytes();
    assert.equal(sha256(zip), ZIP_SHA256);
    const again = await readZip(memoryAccess(zip), "ML-DGA-20261101-1.zip");
    assert.equal(sha256(await new Response(zipBundle({ name: again.name, files: again })).bytes()), ZIP_SHA256);
  },
});

Deno.test("zipBundle() does not depend on the pieces in which files come, nor on their order", NONE, async () => {
  const content = text(Array.from({ length: 60_000 }, (_, i) => `line ${i * i % 977}\n`).join(""));
  const expected = await packed("a", { "x.toml": memorySource(content), "y.json": "{}" });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 300_000 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
      const source: ByteSource = {
        size: content.length,
        bytes: () => Promise.resolve(content),
        stream: () =>
          ReadableStream.from(function* () {
            for (let at = 0, i = 0; at < content.length; i++) {
              const size = sizes[i % sizes.length] ?? 1;
              yield content.subarray(at, at += Math.max(size, 1000));
            }
          }()),
      };
      assert.deepEqual(await packed("a", { "y.json": "{}", "x.toml": source }), expected);
    }),
    { numRuns: 20 },
  );
});

Deno.test(
  "zipBundle() packs what readZip() reads back: JSON in canonical form, everything else as it is",
  NONE,
  async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(fc.stringMatching(/^[a-zé][a-z0-9_.-]{0,10}\.(?:toml|md)$/), fc.uint8Array({ maxLength: 2000 })),
        fc.json(),
        async (others, json) => {
          const files = {
            ...Object.fromEntries(Object.entries(others).map(([n, b]) => [n, memorySource(b)])),
            "a.json": json,
          };
          const zip = await packed("ML-DGA-20201111-1", files);
          assert.deepEqual(Object.keys(unzipSync(zip)), Object.keys(files).sort().map((n) => `ML-DGA-20201111-1/${n}`));
          const unpacked = await readZip(
            memoryAccess(await packed("ML-DGA-20201111-1", files)),
            "ML-DGA-20201111-1.zip",
          );
          assert.deepEqual(unpacked.findings, []);
          assert.deepEqual([...unpacked.keys()], Object.keys(files).sort());
          for (const [name, bytes] of Object.entries(others)) {
            assert.deepEqual(
              await unpacked.get(name)?.bytes(),
              bytes,
            );
          }
          const [source] = [unpacked.get("a.json")];
          assert.deepEqual(JSON.parse(new TextDecoder().decode(await source?.bytes())), JSON.parse(json));
        },
      ),
      { numRuns: 100 },
    );
  },
);

Deno.test("zipBundle() dates its entries with the release's day, or the first that a zip can hold", NONE, async () => {
  for (const [name, date] of [["ML-DGA-20201111-1", 40 << 9 | 11 << 5 | 11], ["mine", 1 << 5 | 1]] as const) {
    const view = new DataView((await packed(name, { "a.json": "1" })).buffer);
    assert.deepEqual([view.getUint16(10, true), view.getUint16(12, true)], [0, date]);
  }
});

Deno.test("zipBundle() refuses what nobody would read again", NONE, async () => {
  await assert.rejects(packed("..", { "a.json": "1" }), {
    name: "RangeError",
    message: 'Cannot pack "../a.json": its name is unsafe, as it has a part ".."',
  });
  await assert.rejects(packed("ML-DGA-19791231-1", { "a.json": "1" }), {
    name: "RangeError",
    message: 'Cannot pack files of the day "19791231": a zip archive holds days from 19800101 to 21071231',
  });
  await assert.rejects(
    packed("a", { "readme.md": "=".repeat(2_000_000) }),
    /readme\.md": its 2000000 bytes become \d+/,
  );
  const many = Object.fromEntries(Array.from({ length: 1001 }, (_, i) => [`${i}.md`, ""]));
  await assert.rejects(packed("a", many), /more than 1000 files/);
});

Deno.test("zipBundle() fails as its files do, and lets go of them when nobody reads on", NONE, async () => {
  let released = false;
  const source = (end: () => void): ByteSource => ({
    size: 1,
    bytes: () => Promise.reject(new Error("not asked")),
    stream: () =>
      ReadableStream.from(function* () {
        try {
          for (let i = 0; i < 50; i++) yield crypto.getRandomValues(new Uint8Array(65_536));
          end();
        } finally {
          released = true;
        }
      }()),
  });
  const broken = source(() => {
    throw new Error("it changed while it was read");
  });
  await assert.rejects(packed("a", { "a.toml": broken }), /it changed while it was read/);
  await assert.rejects(packed("a", { "a.json": "{" }), { name: "JsonSyntaxError" });
  released = false;
  const reader = zipBundle({ name: "a", files: new Map([["a.toml", source(() => {})]]) }).getReader();
  await reader.read();
  await reader.read();
  await reader.cancel();
  for (let i = 0; i < 100 && !released; i++) await new Promise((resolve) => setTimeout(resolve, 1));
  assert.ok(released);
});
