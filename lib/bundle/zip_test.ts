import assert from "node:assert/strict";
import { crc32, deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { BundleContentError } from "./bundle_files.ts";
import { memoryAccess } from "./random_access.ts";
import { fuzzRuns } from "../json/testing/fuzz_runs.ts";
import { concat, type Entry, numbers, text, zip } from "./testing/zip_builder.ts";
import { readZip } from "./zip.ts";

const RUNS = fuzzRuns(2000);
const NAME = "ML-DGA-20201111-1.zip";
const GOOD: Entry = { name: "ML-DGA-20201111-1/a.json", content: text("[1, 2, 3]\n".repeat(50)) };

async function read(bytes: Uint8Array) {
  return await readZip(memoryAccess(bytes), NAME);
}

/** Code and message of the findings, and the names of the files that can be read. */
async function outcome(bytes: Uint8Array): Promise<{ findings: string[]; files: string[] }> {
  const files = await read(bytes);
  return { findings: files.findings.map((one) => `${one.code}: ${one.message}`), files: [...files.keys()] };
}

/** What reading the only file of an archive ends with. */
async function contentOutcome(entry: Entry): Promise<string> {
  const files = await read(zip([entry]));
  assert.deepEqual(files.findings, []);
  const [source] = files.values();
  assert.ok(source !== undefined);
  try {
    await source.bytes();
  } catch (error) {
    assert.ok(error instanceof BundleContentError);
    return `${error.finding.code}: ${error.message}`;
  }
  return "read";
}

Deno.test(
  "readZip() reads files below one folder, and files that lie directly in the archive",
  { permissions: "none" },
  async () => {
    for (const folder of ["ML-DGA-20201111-1/", ""]) {
      const files = await read(zip([
        ...(folder === "" ? [] : [{ name: folder, method: 0 }]),
        { name: `${folder}a.json`, content: text("[]".repeat(1000)) },
        { name: `${folder}b.json`, content: text("{}"), method: 0 },
      ]));
      assert.deepEqual(files.findings, []);
      assert.equal(files.name, "ML-DGA-20201111-1");
      assert.deepEqual([...files.keys()], ["a.json", "b.json"]);
      assert.deepEqual(await files.get("a.json")?.bytes(), text("[]".repeat(1000)));
      assert.deepEqual(await files.get("b.json")?.bytes(), text("{}"));
      assert.equal(files.get("a.json")?.size, 2000);
    }
  },
);

Deno.test("readZip() gives the same bytes more than once, and lets go of a stream that is not read on", {
  permissions: "none",
}, async () => {
  const content = crypto.getRandomValues(new Uint8Array(60_000));
  const big = concat(...Array.from({ length: 20 }, () => content));
  const source = (await read(zip([{ name: "a.json", content: big }]))).get("a.json");
  assert.ok(source !== undefined);
  const reader = source.stream().getReader();
  assert.ok(((await reader.read()).value?.length ?? 0) > 0);
  await reader.cancel();
  assert.deepEqual(await source.bytes(), big);
  let size = 0;
  for await (const piece of source.stream()) size += piece.length;
  assert.equal(size, big.length);
});

Deno.test("readZip() names the bundle after its folder, and says so when the archive has another name", {
  permissions: "none",
}, async () => {
  const files = await readZip(memoryAccess(zip([GOOD])), "download (1).zip");
  assert.equal(files.name, "ML-DGA-20201111-1");
  assert.deepEqual(files.findings, [{
    level: "warning",
    code: "zip-folder-name",
    message: 'The archive is called "download (1).zip", and the folder in it "ML-DGA-20201111-1"',
    hint: "Give the archive, the folder in it and the release one name.",
  }]);
});

Deno.test("readZip() takes sizes that stand after the file, or in the wide form in front of it", {
  permissions: "none",
}, async () => {
  const content = text("[0]");
  const packed = deflateRawSync(content).length;
  const wide = numbers([2, 1], [2, 16], [4, content.length], [4, 0], [4, packed], [4, 0]);
  const descriptor = numbers([4, 0x08074b50], [4, crc32(content)], [4, packed], [4, content.length]);
  const entries: Entry[] = [
    { name: "a.json", content, flags: 8, local: { checksum: 0, size: 0, packedSize: 0 }, after: descriptor },
    { name: "b.json", content, local: { size: 0xffffffff, packedSize: 0xffffffff, extra: wide } },
  ];
  assert.deepEqual(await outcome(zip(entries)), { findings: [], files: ["a.json", "b.json"] });
});

Deno.test("readZip() refuses what is no archive", { permissions: "none" }, async (t) => {
  const good = zip([GOOD]);
  const cases: [what: string, bytes: Uint8Array, found: string][] = [
    ["nothing", new Uint8Array(), "zip-format: it is empty"],
    ["a web page", text("<!doctype html><title>404</title>"), "zip-format: it is a web page or another text"],
    ["JSON", text('{"message": "Not Found", "status": "404"}'), "zip-format: it is JSON"],
    ["gzip", concat(new Uint8Array([0x1f, 0x8b]), new Uint8Array(30)), "zip-format: it is a gzip file"],
    ["zeros", new Uint8Array(100_000), "zip-format: it has no directory at its end"],
    ["half an archive", good.subarray(0, 60), "zip-format: it is cut off: the directory at its end is missing"],
    [
      "an archive without its last bytes",
      zip([GOOD], { comment: text("released") }).subarray(0, -3),
      "zip-format: it is cut off: 3 bytes are missing",
    ],
    ["bytes after the end", zip([GOOD], { after: text("more") }), "zip-trailing-bytes: 4 bytes follow its end"],
    [
      "a directory in the comment of another",
      zip([GOOD], { comment: zip([]) }),
      "zip-format: it has two directories, one in the comment of the other",
    ],
    ["one of several disks", zip([GOOD], { disk: 1 }), "zip-multi-disk: it is one part of several"],
    ["entries on another disk", zip([GOOD], { entriesHere: 0 }), "zip-multi-disk: it is one part of several"],
    ["an entry on another disk", zip([{ ...GOOD, disk: 1 }]), "zip-multi-disk: it is one part of several"],
    [
      "zip64",
      zip([GOOD], { directoryOffset: 0xffffffff }),
      "zip64: it is a zip64 archive, which is made for more than 4 GiB or 65,535 files, and no bundle needs that",
    ],
    [
      "a zip64 locator",
      concat(good.subarray(0, -22), numbers([4, 0x07064b50], [4, 0], [4, 0], [4, 0], [4, 1]), good.subarray(-22)),
      "zip64: it is a zip64 archive, which is made for more than 4 GiB or 65,535 files, and no bundle needs that",
    ],
    [
      "an entry with zip64 sizes",
      zip([{ ...GOOD, size: 0xffffffff }]),
      "zip64: it is a zip64 archive, which is made for " +
      "more than 4 GiB or 65,535 files, and no bundle needs that",
    ],
    [
      "bytes in front",
      concat(text("#!/bin/sh\n"), good),
      `zip-format: its directory should end at byte ${good.length - 22}, and ends at ${good.length - 12}`,
    ],
    [
      "fewer entries than announced",
      zip([GOOD], { entries: 2 }),
      "zip-format: its directory should have 2 entries, and entry 2 is none",
    ],
    [
      "more entries than announced",
      zip([GOOD, { name: "ML-DGA-20201111-1/b.json" }], { entries: 1 }),
      "zip-format: its directory has more than the 1 entries announced",
    ],
    [
      "too many entries",
      zip(Array.from({ length: 1001 }, (_, i) => ({ name: `${i}.json`, method: 0 }))),
      "zip-too-many-entries: it lists 1001 entries in 53945 bytes, and at most 1000 in 1048576 are read",
    ],
  ];
  for (const [what, bytes, found] of cases) {
    await t.step(what, async () => {
      const [code, message] = found.split(/: (.*)/s);
      assert.deepEqual(await outcome(bytes), {
        findings: [`${code}: Cannot read "${NAME}" as a zip archive: ${message}`],
        files: [],
      });
    });
  }
});

Deno.test("readZip() refuses entries", { permissions: "none" }, async (t) => {
  const name = "x.json";
  const zeros = new Uint8Array(2 * 1024 * 1024);
  const differing = (what: string) =>
    `zip-header: Cannot unpack "x.json": its own header and the archive's directory differ in ${what}`;
  const cases: [what: string, entry: Entry, found: string][] = [
    [
      "that leave the folder",
      { name: "../x.json" },
      'entry-name: Cannot read the entry "../x.json": it has a part ".."',
    ],
    ["that leave it later", { name: "a/../../x" }, 'entry-name: Cannot read the entry "a/../../x": it has a part ".."'],
    ["with a dot", { name: "./x.json" }, 'entry-name: Cannot read the entry "./x.json": it has a part "."'],
    ["with an empty part", { name: "a//x" }, 'entry-name: Cannot read the entry "a//x": it holds "//"'],
    ["with an absolute path", { name: "/etc/x" }, 'entry-name: Cannot read the entry "/etc/x": it starts with "/"'],
    ["on a drive", { name: "C:x.json" }, 'entry-name: Cannot read the entry "C:x.json": it starts with the drive "C:"'],
    ["with a backslash", { name: "..\\x" }, 'entry-name: Cannot read the entry "..\\\\x": it holds "\\"'],
    ["with a stream", { name: "x.json:y" }, 'entry-name: Cannot read the entry "x.json:y": it holds ":"'],
    ["without a name", { name: "" }, 'entry-name: Cannot read the entry "": it is empty'],
    [
      "with NUL",
      { name: "x.json\0.txt" },
      'entry-name: Cannot read the entry "x.json\\u0000.txt": it holds the character U+0000, which can\'t be seen',
    ],
    [
      "with text from right to left",
      { name: "x\u202enosj" },
      'entry-name: Cannot read the entry "x\u202enosj": it holds the character U+202E, which can\'t be seen',
    ],
    [
      "with a name that is not UTF-8",
      { name: new Uint8Array([0x78, 0xe4, 0x2e, 0x6a]) },
      'entry-name: Cannot read the entry "x\ufffd.j": it is not UTF-8',
    ],
    [
      "with an endless name",
      { name: "x".repeat(256) },
      `entry-name: Cannot read the entry "${"x".repeat(255)}": it is longer than 255 characters`,
    ],
    ["that are links", { name, mode: 0o120777 }, 'entry-link: Cannot unpack "x.json": it is a symbolic link'],
    [
      "that are pipes",
      { name, mode: 0o010644 },
      'entry-special: Cannot unpack "x.json": it is neither a file nor a folder',
    ],
    [
      "that are folders in disguise",
      { name, mode: 0o040755 },
      'entry-special: Cannot unpack "x.json": it is neither a file nor a folder',
    ],
    ["that are encrypted", { name, flags: 1 }, 'zip-encrypted: Cannot unpack "x.json": it is encrypted'],
    ["with an encrypted directory", { name, flags: 0x2000 }, 'zip-encrypted: Cannot unpack "x.json": it is encrypted'],
    ["that are patches", { name, flags: 0x20 }, 'zip-method: Cannot unpack "x.json": it holds a patch, not the file'],
    [
      "packed in another way",
      { name, method: 93 },
      'zip-method: Cannot unpack "x.json": its compression method is 93, not 0 (store) or 8 (deflate)',
    ],
    [
      "stored with two sizes",
      { name, method: 0, content: text("abc"), size: 4 },
      'zip-size: Cannot unpack "x.json": it is stored, with 3 bytes for a file of 4',
    ],
    [
      "that promise what deflate can't do",
      { name, packed: text("abc"), size: 4000 },
      'zip-size: Cannot unpack "x.json": its 3 bytes can\'t unpack to the 4000 that are declared',
    ],
    [
      "that are bombs",
      { name, content: zeros },
      `zip-bomb: Cannot unpack "x.json": its ${
        deflateRawSync(zeros).length
      } bytes unpack to 2097152, more than 500 times as many`,
    ],
    ["with another name in front", { name, local: { name: "y.json" } }, differing("the name")],
    ["with other flags in front", { name, local: { flags: 2 } }, differing("the flags")],
    [
      "with another method in front",
      { name, local: { method: 0 }, packedSize: 0 },
      differing("the compression method"),
    ],
    ["with another CRC-32 in front", { name, local: { checksum: 7 } }, differing("the CRC-32")],
    ["with other sizes in front", { name, local: { size: 7, packedSize: 7 } }, differing("the packed size, the size")],
    [
      "that are not there",
      { name, offset: 1 },
      'zip-header: Cannot unpack "x.json": there is no entry at its place in the archive',
    ],
    [
      "past the end",
      { name, offset: 4000 },
      'zip-header: Cannot unpack "x.json": its place in the archive is past the last entry',
    ],
    [
      "that reach past the end",
      { name, packedSize: 4000 },
      'zip-header: Cannot unpack "x.json": its bytes reach past the last entry',
    ],
  ];
  for (const [what, entry, found] of cases) {
    await t.step(what, async () => {
      const { findings, files } = await outcome(zip([{ name: "a.json" }, entry, { name: "z.json" }]));
      assert.ok(findings.includes(found), `${findings.join("\n")}\nis not\n${found}`);
      assert.ok(!files.includes("x.json"));
    });
  }
});

Deno.test("readZip() refuses names that become one file", { permissions: "none" }, async (t) => {
  const pairs: [first: string, second: string, found: string][] = [
    ["x.json", "x.json", 'it has two entries named "x.json"'],
    ["x.json", "X.JSON", 'the names "x.json" and "X.JSON" are one file where case or accents do not count'],
    ["é.json", "e\u0301.json", 'the names "é.json" and "e\u0301.json" are one file where case or accents do not count'],
    ["straße", "STRASSE", 'the names "straße" and "STRASSE" are one file where case or accents do not count'],
    ["x", "x/", 'the names "x" and "x/" are one file where case or accents do not count'],
  ];
  for (const [first, second, found] of pairs) {
    await t.step(`${first} and ${second}`, async () => {
      assert.deepEqual(await outcome(zip([{ name: first, method: 0 }, { name: second, method: 0 }])), {
        findings: [`entry-duplicate: Cannot read the bundle: ${found}`],
        files: [],
      });
    });
  }
});

Deno.test("readZip() refuses entries that share bytes", { permissions: "none" }, async () => {
  const { findings, files } = await outcome(zip([GOOD, { ...GOOD, name: GOOD.name, offset: 0 }]));
  assert.ok(findings.includes(
    'zip-overlap: Cannot unpack "ML-DGA-20201111-1/a.json": its bytes in the archive are also those of "ML-DGA-20201111-1/a.json"',
  ));
  assert.deepEqual(files, []);
});

Deno.test("readZip() says when an archive has bytes that no entry owns", { permissions: "none" }, async () => {
  const hidden = [
    zip([{ name: "a.json", method: 0, after: new Uint8Array(40) }]),
    zip([{ name: "a.json", method: 0 }], { before: new Uint8Array(40) }),
  ];
  for (const bytes of hidden) {
    assert.deepEqual(await outcome(bytes), {
      findings: ["zip-unused-bytes: The archive has 40 bytes that belong to none of its entries"],
      files: ["a.json"],
    });
  }
});

Deno.test("readZip() refuses files that are too large together", { permissions: "none" }, async () => {
  // Two thirds of a gigabyte each, declared only: nothing is unpacked.
  const packed = new Uint8Array(2_000_000);
  const entry = { packed, size: 700_000_000 };
  assert.deepEqual(await outcome(zip([{ name: "a.json", ...entry }, { name: "b.json", ...entry }])), {
    findings: ["zip-bomb: Cannot unpack the archive: its files have 1400000000 bytes together, more than 1073741824"],
    files: [],
  });
});

Deno.test("readZip() does not guess which of several folders is meant", { permissions: "none" }, async () => {
  const files = await outcome(zip([{ name: "a/x.json", method: 0 }, { name: "b/x.json", method: 0 }]));
  assert.deepEqual(files, {
    findings: [`zip-folders: Cannot tell which folder of "${NAME}" is the bundle: it has "a", "b"`],
    files: [],
  });
});

Deno.test("readZip() names folders that it does not read", { permissions: "none" }, async () => {
  assert.deepEqual(await outcome(zip([GOOD, { name: "ML-DGA-20201111-1/old/a.json", method: 0 }])), {
    findings: ['unexpected-folder: The bundle has a folder "old" inside, which is not read'],
    files: ["a.json"],
  });
});

Deno.test("a file of an archive is held to what the directory says of it", { permissions: "none" }, async (t) => {
  const name = "x.json";
  const content = text("[1, 2, 3]\n".repeat(50));
  const packed = deflateRawSync(content);
  const cases: [what: string, entry: Entry, found: string][] = [
    ["as declared", { name, content }, "read"],
    ["empty", { name }, "read"],
    [
      "smaller than declared",
      { name, content, size: 501 },
      "zip-size: it unpacks to 500 bytes, and the archive declares 501",
    ],
    [
      "larger than declared",
      { name, content, size: 499 },
      "zip-size: it unpacks to more than the 499 bytes that the archive declares",
    ],
    [
      "another CRC-32",
      { name, content, checksum: 1 },
      `zip-checksum: its CRC-32 is ${crc32(content).toString(16).padStart(8, "0")}, and the archive declares 00000001`,
    ],
    [
      "truncated",
      { name, content, packed: packed.subarray(0, -4) },
      "zip-data: its bytes are no deflated data (unexpected end of file)",
    ],
    [
      "not deflated",
      { name, content, packed: text("not deflated") },
      "zip-data: its bytes are no deflated data (invalid block type)",
    ],
    [
      "with bytes after the data",
      { name, content, packed: concat(packed, text("more")) },
      `zip-size: its deflated data ends after ${packed.length} of ${packed.length + 4} bytes`,
    ],
    [
      "with much after the data",
      { name, content, packed: concat(packed, new Uint8Array(1_000_000)) },
      `zip-size: its deflated data ends after ${packed.length} of ${packed.length + 1_000_000} bytes`,
    ],
  ];
  for (const [what, entry, found] of cases) {
    await t.step(what, async () => {
      assert.equal(await contentOutcome(entry), found.replace(/^(\S+): /, '$1: Cannot unpack "x.json": '));
    });
  }
});

Deno.test("a bomb that is declared small is stopped at its declared size", { permissions: "none" }, async () => {
  // Ten million bytes of deflated zeros are ten billion unpacked: the same megabyte again and again.
  const block = deflateRawSync(new Uint8Array(64 * 1024 * 1024), { finishFlush: 2 });
  const packed = concat(...Array.from({ length: 160 }, () => block));
  assert.ok(packed.length > 9_000_000);
  const before = performance.now();
  const found = await contentOutcome({ name: "x.json", packed, size: 1000, checksum: 0 });
  assert.equal(
    found,
    'zip-size: Cannot unpack "x.json": it unpacks to more than the 1000 bytes that the archive declares',
  );
  assert.ok(performance.now() - before < 10_000);
});

Deno.test("readZip() survives any bytes", { permissions: "none" }, async () => {
  const good = zip([GOOD, { name: "ML-DGA-20201111-1/b.json", content: text("{}"), method: 0 }]);
  const edits = fc.array(fc.tuple(fc.nat(good.length - 1), fc.integer({ min: 0, max: 255 })), {
    minLength: 1,
    maxLength: 4,
  });
  const mutated = fc.tuple(edits, fc.nat(20)).map(([list, cut]) => {
    const bytes = good.slice(0, good.length - (cut > 10 ? cut : 0));
    for (const [at, value] of list) if (at < bytes.length) bytes[at] = value;
    return bytes;
  });
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 200 }), mutated), async (bytes) => {
      const files = await read(bytes);
      let changed = files.findings.length > 0;
      for (const [name, source] of files) {
        try {
          await source.bytes();
        } catch (error) {
          assert.ok(error instanceof BundleContentError && error.finding.file === name);
          changed = true;
        }
      }
      // Whatever could be read without a complaint is what was packed.
      for (const [name, content] of [["a.json", GOOD.content], ["b.json", text("{}")]] as const) {
        if (!changed && files.has(name)) assert.deepEqual(await files.get(name)?.bytes(), content);
      }
    }),
    RUNS,
  );
});
