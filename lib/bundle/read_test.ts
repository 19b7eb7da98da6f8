import assert from "node:assert/strict";
import { readBundle } from "./read.ts";

const ZIPS = new URL("../../testdata/bundles/", import.meta.url).pathname;
const FIVE = ["dga_ngrams_create", "dga_ngrams_transform_delete", "ingest_pipeline1", "ingest_pipeline2", "model"];
const NAMES = FIVE.map((role) => `dga_1_1.0_${role}.json`).sort();

async function inFolder(make: (folder: string) => Promise<void> | void, test: (folder: string) => Promise<void>) {
  const parent = await Deno.makeTempDir();
  const folder = `${parent}/ML-DGA-20201111-1`;
  try {
    await Deno.mkdir(folder);
    await make(folder);
    await test(folder);
  } finally {
    await Deno.remove(parent, { recursive: true });
  }
}

Deno.test("readBundle() reads archives of Python and Info-ZIP", { permissions: { read: true } }, async (t) => {
  for (const zip of ["python", "python_stored", "python_wide", "infozip", "infozip_piped", "infozip_flat", "macos"]) {
    await t.step(zip, async () => {
      const files = await readBundle(`${ZIPS}${zip}.zip`);
      assert.equal(files.name, zip === "infozip_flat" ? zip : "ML-DGA-20201111-1");
      assert.deepEqual([...files.keys()].sort(), NAMES);
      for (const role of FIVE) {
        const expected = `{"role": "${role === "model" ? "model" : role}"}\n`.repeat(20);
        assert.equal(new TextDecoder().decode(await files.get(`dga_1_1.0_${role}.json`)?.bytes()), expected);
      }
      const codes = files.findings.map((finding) => finding.code);
      const renamed = zip === "infozip_flat" ? [] : ["zip-folder-name"];
      assert.deepEqual(codes, zip === "macos" ? [...renamed, "unexpected-folder"] : renamed);
    });
  }
});

Deno.test("readBundle() refuses a link in an archive of Info-ZIP", { permissions: { read: true } }, async () => {
  const files = await readBundle(`${ZIPS}infozip_link.zip`);
  assert.deepEqual(files.findings.filter((finding) => finding.level === "error"), [{
    level: "error",
    code: "entry-link",
    file: "ML-DGA-20201111-1/dga_1_1.0_link.json",
    message: 'Cannot unpack "ML-DGA-20201111-1/dga_1_1.0_link.json": it is a symbolic link',
    hint: "Put the file itself into the bundle.",
  }]);
});

Deno.test("readBundle() reads a folder and writes nothing", { permissions: { read: true } }, async () => {
  const files = await readBundle(new URL("../../testdata/ML-DGA-20261101-1/", import.meta.url).pathname);
  assert.equal(files.name, "ML-DGA-20261101-1");
  assert.deepEqual(files.findings, []);
  assert.deepEqual([...files.keys()], [
    "dga_20261101_1.0_dga_ngrams_create.json",
    "dga_20261101_1.0_dga_ngrams_transform_delete.json",
    "dga_20261101_1.0_ingest_pipeline1.json",
    "dga_20261101_1.0_ingest_pipeline2.json",
    "dga_20261101_1.0_model.json",
  ]);
  const model = files.get("dga_20261101_1.0_model.json");
  assert.equal(model?.size, 1025982);
  const pieces: Uint8Array[] = [];
  for await (const piece of model.stream()) pieces.push(piece);
  assert.ok(pieces.length > 1);
  assert.deepEqual(
    new Uint8Array(await new Blob(pieces as Uint8Array<ArrayBuffer>[]).arrayBuffer()),
    await model.bytes(),
  );
});

Deno.test(
  "readBundle() names what it does not read in a folder",
  { permissions: { read: true, write: true } },
  async () => {
    await inFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/dga_1_model.json`, "{}");
      await Deno.writeTextFile(`${folder}/.DS_Store`, "");
      await Deno.writeTextFile(`${folder}/DGA_1_model.json`, "{}");
      await Deno.writeTextFile(`${folder}/x\u202e.json`, "{}");
      await Deno.mkdir(`${folder}/old`);
      await Deno.symlink("dga_1_model.json", `${folder}/inside.json`);
      await Deno.symlink("/etc/hostname", `${folder}/outside.json`);
      await Deno.symlink("..", `${folder}/up`);
    }, async (folder) => {
      const files = await readBundle(folder);
      assert.deepEqual([...files.keys()], [".DS_Store", "DGA_1_model.json", "dga_1_model.json"]);
      assert.deepEqual(files.findings.map((finding) => `${finding.level} ${finding.code}: ${finding.message}`), [
        'error entry-duplicate: Cannot read the bundle: the names "DGA_1_model.json" and "dga_1_model.json" are one file ' +
        "where case or accents do not count",
        'error entry-link: Cannot read "inside.json": it is a symbolic link',
        'error entry-link: Cannot read "outside.json": it is a symbolic link',
        'error entry-link: Cannot read "up": it is a symbolic link',
        'error entry-name: Cannot read the entry "x\u202e.json": it holds the character U+202E, which can\'t be seen',
        'warning unexpected-folder: The bundle has a folder "old" inside, which is not read',
      ]);
    });
  },
);

Deno.test(
  "readBundle() does not wait for a pipe",
  { permissions: { read: true, write: true, run: ["mkfifo"] } },
  async () => {
    await inFolder(async (folder) => {
      await new Deno.Command("mkfifo", { args: [`${folder}/dga_1_model.json`] }).output();
    }, async (folder) => {
      assert.deepEqual((await readBundle(folder)).findings.map((finding) => finding.message), [
        'Cannot read "dga_1_model.json": it is neither a file nor a folder',
      ]);
    });
  },
);

Deno.test("readBundle() asks for the folder inside when there is nothing else", {
  permissions: { read: true, write: true },
}, async () => {
  await inFolder((folder) => Deno.mkdir(`${folder}/ML-DGA-20201111-1`), async (folder) => {
    assert.deepEqual((await readBundle(folder)).findings.map((finding) => finding.hint), [
      'Did you mean "ML-DGA-20201111-1/ML-DGA-20201111-1"?',
    ]);
  });
});

Deno.test(
  "a file that changes while it is read is an error",
  { permissions: { read: true, write: true } },
  async (t) => {
    const changes: [what: string, change: (path: string) => Promise<void>][] = [
      ["shorter", (path) => Deno.writeTextFile(path, "[")],
      ["longer", (path) => Deno.writeTextFile(path, "[1, 2, 3]")],
      ["a link", async (path) => {
        await Deno.remove(path);
        await Deno.writeTextFile(`${path}.other`, "[2]");
        await Deno.symlink(`${path}.other`, path);
      }],
    ];
    for (const [what, change] of changes) {
      await t.step(what, () =>
        inFolder((folder) => Deno.writeTextFile(`${folder}/a.json`, "[1]"), async (folder) => {
          const source = (await readBundle(folder)).get("a.json");
          await change(`${folder}/a.json`);
          await assert.rejects(async () => await source?.bytes(), {
            name: "BundleContentError",
            message: 'Cannot read "a.json": it changed while it was read',
          });
        }));
    }
  },
);

Deno.test("readBundle() says why there is no bundle at a path", { permissions: { read: true } }, async () => {
  await assert.rejects(readBundle("no/such/folder"), {
    message: 'Cannot read "no/such/folder" as a bundle: there is no such folder or file',
  });
  await assert.rejects(readBundle("/dev/null"), {
    message: 'Cannot read "/dev/null" as a bundle: it is neither a folder nor a file',
  });
});

Deno.test("readBundle() lets Deno say which permission is missing", { permissions: "none" }, async () => {
  await assert.rejects(readBundle("testdata"), { name: "NotCapable" });
});
