import assert from "node:assert/strict";
import { crc32, deflateRawSync } from "node:zlib";
import type { Finding } from "../json/finding.ts";
import { runProgram } from "../stack/testing/program.ts";
import { validateDgaBundle } from "./dga.ts";
import { memoryAccess } from "./random_access.ts";
import { broken, NAME, told } from "./testing/broken_bundle.ts";
import { type Entry, zip } from "./testing/zip_builder.ts";
import { readZip } from "./zip.ts";

const READ = { permissions: { read: true } } as const;
const MODEL = "dga_20261101_1.0_model.json";

/** The test bundle as an archive, with lies about some files. */
async function archived(lies: Record<string, Partial<Entry>>): Promise<Uint8Array> {
  const entries: Entry[] = [];
  for (const [name, source] of await broken({})) {
    entries.push({ name: `${NAME}/${name}`, content: await source.bytes(), ...lies[name] });
  }
  return zip(entries);
}

async function validated(archive: Uint8Array): Promise<Finding[]> {
  return (await validateDgaBundle(await readZip(memoryAccess(archive), `${NAME}.zip`))).findings;
}

Deno.test("an archive of the test bundle is as good as its folder", READ, async () => {
  assert.deepEqual((await validated(await archived({}))).map(({ code }) => code), ["second-run"]);
});

Deno.test("contents that are not what the archive declares are findings of their files", READ, async (t) => {
  const content = await (await broken({})).get(MODEL)?.bytes() ?? new Uint8Array();
  const damaged = content.slice();
  damaged[500_000] = 0x7d;
  const packed = deflateRawSync(content);
  const hint = "> Pack the folder again, or download the archive again.";
  const checksum = (bytes: Uint8Array) => crc32(bytes).toString(16).padStart(8, "0");
  const cases: [what: string, lies: Record<string, Partial<Entry>>, found: string[]][] = [
    ["a damaged model", { [MODEL]: { content: damaged, checksum: crc32(content) } }, [
      `error zip-checksum model
Cannot unpack "${MODEL}": its CRC-32 is ${checksum(damaged)}, and the archive declares ${checksum(content)}\n${hint}`,
    ]],
    ["a model with another CRC-32", { [MODEL]: { checksum: 7 } }, [
      `error zip-checksum model
Cannot unpack "${MODEL}": its CRC-32 is ${checksum(content)}, and the archive declares 00000007\n${hint}`,
    ]],
    ["a model that ends early", { [MODEL]: { packed: packed.subarray(0, 100_000) } }, [
      `error zip-data model
Cannot unpack "${MODEL}": its bytes are no deflated data (unexpected end of file)\n${hint}`,
    ]],
    ["a model that is larger", { [MODEL]: { size: content.length - 1 } }, [
      `error zip-size model
Cannot unpack "${MODEL}": it unpacks to more than the ${content.length - 1} bytes that the archive declares\n${hint}`,
    ]],
    ["a pipeline that is smaller", { "dga_20261101_1.0_ingest_pipeline1.json": { size: 486 } }, [
      `error zip-size ingest_pipeline1
Cannot unpack "dga_20261101_1.0_ingest_pipeline1.json": it unpacks to 485 bytes, and the archive declares 486\n${hint}`,
    ]],
  ];
  for (const [what, lies, found] of cases) {
    await t.step(what, async () => {
      assert.deepEqual((await validated(await archived(lies))).map(told), found);
    });
  }
});

Deno.test("an archive in an archive stays packed", READ, async () => {
  const bomb = zip([{ name: "zeros", content: new Uint8Array(1024 * 1024) }]);
  const files = await broken({ "bomb.zip": () => bomb });
  assert.deepEqual((await validateDgaBundle(files)).findings.map(({ code, file }) => [code, file]), [
    ["unexpected-file", "bomb.zip"],
    ["second-run", "dga_20261101_1.0_ingest_pipeline2.json"],
  ]);
});

Deno.test("a definition that inflates to gigabytes is stopped at a bound", {
  permissions: { read: true, run: true },
}, async () => {
  const url = (name: string) => JSON.stringify(new URL(name, import.meta.url).href);
  // A program of its own, whose memory is nobody else's.
  const output = await runProgram(
    `
    import process from "node:process";
    import { validateDgaBundle } from ${url("dga.ts")};
    import { broken, edited } from ${url("testing/broken_bundle.ts")};
    import { spacesAfter } from ${url("testing/spaces_after.ts")};
    const files = await broken({
      model: edited((json) => {
        delete json["definition"];
        json["compressed_definition"] = spacesAfter('{"trained_model": ', 8).toBase64();
      }),
    });
    const { findings } = await validateDgaBundle(files);
    const seconds = process.cpuUsage().user / 1e6;
    console.log(JSON.stringify({ findings, seconds, megabytes: Deno.memoryUsage().rss / 1e6 }));
  `,
    ["--allow-read"],
  );
  const { findings, seconds, megabytes } = JSON.parse(output);
  assert.deepEqual(findings.map(({ level, code, path }: Finding) => `${level} ${code} ${path}`), [
    "error model-parse compressed_definition/trained_model",
  ]);
  assert.ok(seconds < 30, `${seconds} s`);
  assert.ok(megabytes < 500, `${megabytes} MB`);
});

Deno.test("a million brackets in a model are a finding at once", READ, async () => {
  const start = performance.now();
  for (const brackets of ["[", '{"a":']) {
    const files = await broken({ model: () => `{"metadata":{"a":${brackets.repeat(1_000_000)}` });
    const { findings } = await validateDgaBundle(files);
    assert.deepEqual(findings.map(({ level, code, file }) => `${level} ${code} ${file}`), [
      `error model-parse ${MODEL}`,
    ]);
  }
  assert.ok(performance.now() - start < 10_000);
});
