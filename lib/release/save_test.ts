import assert from "node:assert/strict";
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleFiles } from "../bundle/bundle_files.ts";
import { type ByteSource, memorySource } from "../json/byte_source.ts";
import { DownloadError } from "./download_error.ts";
import { saveBundle } from "./save.ts";

const FILES = { permissions: { read: true, write: true, env: true } } satisfies Partial<Deno.TestDefinition>;
const NAME = "ML-DGA-20261128-1";

function source(text: string): ByteSource {
  return memorySource(new TextEncoder().encode(text));
}

const BUNDLE = bundleFiles(NAME, [["a.json", source("{}")], ["b.json", source("[]")]]);

async function withFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ml-dga-save-"));
  try {
    await use(folder);
  } finally {
    await chmod(folder, 0o700);
    await rm(folder, { recursive: true });
  }
}

async function notSaved(work: Promise<unknown>, expected: RegExp): Promise<void> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof DownloadError && error.code === "not-saved", String(error));
  assert.match(error.message, expected);
}

Deno.test("saveBundle() writes a folder of the bundle's name, which it may find there already", FILES, async () => {
  await withFolder(async (folder) => {
    const path = join(folder, "new", NAME);
    for (let times = 0; times < 2; times++) {
      assert.equal(await saveBundle(BUNDLE, join(folder, "new")), path);
      assert.deepEqual(await readdir(join(folder, "new")), [NAME]);
      assert.deepEqual((await readdir(path)).sort(), ["a.json", "b.json"]);
      assert.equal(await readFile(join(path, "b.json"), "utf8"), "[]");
    }
  });
});

Deno.test("saveBundle() leaves alone what is there and not the same", FILES, async (t) => {
  const cases: readonly [string, (path: string) => Promise<void>][] = [
    ["another file", (path) => mkdir(path).then(() => writeFile(join(path, "a.json"), "{} "))],
    ["a file more", async (path) => {
      await mkdir(path);
      for (const name of ["a.json", "b.json", "c.json"]) {
        await writeFile(join(path, name), name[0] === "b" ? "[]" : "{}");
      }
    }],
    ["an empty folder", async (path) => void await mkdir(path)],
    ["a file of the folder's name", (path) => writeFile(path, "a")],
    ["a link to elsewhere", (path) => symlink("/", path)],
  ];
  for (const [name, prepare] of cases) {
    await t.step(name, () =>
      withFolder(async (folder) => {
        await prepare(join(folder, NAME));
        await notSaved(saveBundle(BUNDLE, folder), /is there already and is not the same$/);
        assert.deepEqual(await readdir(folder), [NAME]);
      }));
  }
});

Deno.test("saveBundle() leaves nothing where it cannot write all", FILES, async (t) => {
  const failing = (fail: () => never): ByteSource => ({
    size: 2,
    bytes: fail,
    stream: () => new ReadableStream({ start: (controller) => controller.enqueue(new Uint8Array(1)), pull: fail }),
  });
  await t.step("as a file turns out to be broken", () =>
    withFolder(async (folder) => {
      const broken = failing(() => {
        throw new Error("broken");
      });
      await assert.rejects(
        saveBundle(bundleFiles(NAME, [["a.json", source("{}")], ["b.json", broken]]), folder),
        /broken/,
      );
      assert.deepEqual(await readdir(folder), []);
    }));
  await t.step("as it is asked to stop", () =>
    withFolder(async (folder) => {
      const stop = new AbortController();
      const stopping: ByteSource = {
        ...source("{}"),
        stream: () => {
          stop.abort(new Error("stopped"));
          return source("{}").stream();
        },
      };
      const files = bundleFiles(NAME, [["a.json", source("{}")], ["b.json", stopping]]);
      await assert.rejects(saveBundle(files, folder, { signal: stop.signal }), /stopped/);
      assert.deepEqual(await readdir(folder), []);
    }));
  await t.step("as names are those of no file", () =>
    withFolder(async (folder) => {
      for (const name of ["..", "a/b", "", "a\u202eb"]) {
        await notSaved(
          saveBundle(bundleFiles(name, [["a.json", source("{}")]]), folder),
          /name cannot be that of a folder/,
        );
      }
      const findings = [{ level: "error", code: "entry-name", message: 'Cannot read the entry "../a"' }] as const;
      await notSaved(
        saveBundle(bundleFiles(NAME, [], findings), folder),
        /not all of it could be read: Cannot read the entry/,
      );
      assert.deepEqual(await readdir(folder), []);
    }));
  await t.step("as there is a file in the way", () =>
    withFolder(async (folder) => {
      await writeFile(join(folder, "file"), "");
      await notSaved(saveBundle(BUNDLE, join(folder, "file")), /as (?:there is a file in the way|"[^"]*" is there)/);
      assert.deepEqual(await readdir(folder), ["file"]);
    }));
});
