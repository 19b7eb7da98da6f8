import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFile, rename } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { type MemoryIo, memoryIo, type MemoryIoOptions } from "../lib/terminal/memory_io.ts";
import { Interruption } from "../lib/terminal/script_io.ts";
import { main } from "./rehearse.ts";
import { publishedBundle } from "./testing/github_server.ts";
import { runProgram, startProgram } from "./testing/run_program.ts";
import { type Edit, MODEL, TESTDATA, TIDY, withEdited } from "./testing/edited_bundle.ts";

const SCRIPT = fileURLToPath(new URL("rehearse.ts", import.meta.url));
/** The bundle is read, and the Elasticsearch client asks for the system and for variables of its libraries. */
const READ = { permissions: { read: true, sys: ["osRelease"], env: true } } satisfies Partial<Deno.TestDefinition>;
const READ_AND_RUN = { permissions: { read: true, run: ["deno"] } } satisfies Partial<Deno.TestDefinition>;
const READ_AND_WRITE = {
  permissions: { ...READ.permissions, write: true },
} satisfies Partial<Deno.TestDefinition>;

async function rehearsed(args: string[], options: MemoryIoOptions = {}): Promise<MemoryIo & { exit: number }> {
  const io = memoryIo({
    ...options,
    files: { [join(TESTDATA, "domains.csv")]: await readFile(join(TESTDATA, "domains.csv")), ...options.files },
  });
  const exit = await main(args, io);
  return Object.create(io, { exit: { value: exit } });
}

Deno.test("rehearse.ts gives all test domains the probability that LightGBM gave them", READ, async () => {
  const { exit, out, err } = await rehearsed(["--json"]);
  assert.deepEqual([exit, err], [0, ""]);
  const results = JSON.parse(out);
  assert.equal(results.ok, true);
  assert.equal(results.bundle, "ML-DGA-20261101-1");
  assert.equal(results.modelId, MODEL);
  assert.equal(results.judged.length, 2089);
  assert.deepEqual([results.failed, results.refused], [[], []]);
  assert.equal(results.difference.compared, 2089);
  assert.deepEqual(results.difference.different, []);
  assert.ok(results.difference.largest <= 1e-12);
  assert.equal(results.quality.areaUnderRoc.toFixed(5), "0.99386");
  const { truePositives, trueNegatives, labelled } = results.quality;
  assert.equal(((truePositives + trueNegatives) / labelled).toFixed(4), "0.9550");
});

Deno.test("rehearse.ts shows names of both sides, figures and false positives", READ, async () => {
  const { exit, out, err } = await rehearsed([]);
  assert.equal(exit, 0);
  assert.match(
    err,
    /^dga_20261101_1\.0_ingest_pipeline2\.json\n {2}warning {2}processors\/1\/inference\/target_field, 26:25\n/,
  );
  for (
    const part of [
      /^Well-known sites\n {2}fb\.com +0\.000096 {2}benign +top-site\n/,
      /\nMalicious\n {2}dyaziosbdjahedeiysy\.com +0\.993809 {2}malicious +letters\n/,
      /\nBenign names called malicious, the surest first\n/,
      /\n {2}release +ML-DGA-20261101-1\.zip, [\d,]+ bytes: published, downloaded, verified\n/,
      /\n {2}AUC +0\.99386\n/,
      /\n {2}precision +0\.\d{4}\n {2}recall +0\.\d{4}\n/,
      /\n {2}recorded +2,089 of 2,089 probabilities equal within 1e-12, largest difference /,
      /\n {2}speed +[\d,]+ documents a second\n$/,
    ]
  ) assert.match(out, part);
  assert.ok(!out.includes("\x1b"));
});

Deno.test("rehearse.ts goes by a release, as whichever number of its family", READ_AND_WRITE, async () => {
  const files = { "names.txt": "example.com\n" };
  const args = ["--domains", "names.txt", "--json"];
  const { zip } = await publishedBundle();
  const sha256 = createHash("sha256").update(zip).digest("hex");
  assert.deepEqual(JSON.parse((await rehearsed(args, { files })).out).release, {
    ...{ kind: "released", zip: "ML-DGA-20261101-1.zip", size: zip.length, sha256 },
  });
  await withEdited([], async (bundle) => {
    const later = join(dirname(bundle), "ML-DGA-20261102-7");
    await rename(bundle, later);
    const { out } = await rehearsed([...args, "-d", later], { files });
    assert.equal(JSON.parse(out).release.zip, "ML-DGA-20261102-7.zip");
    await rename(later, bundle);
  });
});

Deno.test("rehearse.ts rehearses a folder by any name, and says why it is not released", READ_AND_WRITE, async () => {
  await withEdited([], async (bundle) => {
    const other = join(dirname(bundle), "my bundle");
    await rename(bundle, other);
    const { exit, out } = await rehearsed(["-d", other, "--domains", "names.txt"], {
      files: { "names.txt": "example.com\n" },
    });
    assert.equal(exit, 0);
    assert.match(out, /\n {2}release +none: Cannot release "my bundle" as the folder's name is the release's/);
    await rename(other, bundle);
  });
});

Deno.test("rehearse.ts runs from any folder, by its first line's permission only", READ_AND_RUN, async () => {
  const { exit, out, err } = await runProgram("rehearse.ts", ["--json"]);
  assert.deepEqual([exit, err], [0, ""]);
  assert.equal(JSON.parse(out).judged.length, 2089);
});

Deno.test("rehearse.ts says which permission it lacks", READ_AND_RUN, async () => {
  const { code, stderr } = await new Deno.Command("deno", {
    args: ["run", "-q", "--no-check", "--no-prompt", SCRIPT],
    stdin: "null",
    env: { NO_COLOR: "1" },
  }).output();
  const text = new TextDecoder().decode(stderr);
  assert.equal(code, 1);
  assert.match(text, /^error: .*read access.*\nhint: .*first line/s);
});

Deno.test("rehearse.ts scores a list of the user's own, and tells every line that it cannot", READ, async () => {
  const names = [
    "www.Example.com.",
    "",
    "192.0.2.1",
    "localhost",
    "co.uk",
    "https://example.org/",
    "evil\x1b[2J.com",
    "\u202emoc.elpmaxe",
    "xkqzjvwpfh.mooo.com",
    "bücher.example",
  ];
  const { exit, out, err } = await rehearsed(["--domains", "names.txt"], {
    files: { "names.txt": names.join("\r\n") },
  });
  assert.equal(exit, 0);
  assert.ok(!err.includes("error"));
  assert.match(out, /Most probably malicious\n(.*\n)* {2}xkqzjvwpfh\.mooo\.com +0\.\d{6} +malicious\n/);
  for (
    const line of [
      "line 2                       empty",
      "line 3  192.0.2.1            an IP address, not a name",
      "line 4  localhost            a single label, which has no registered domain",
      "line 5  co.uk                a public suffix: names are registered below it",
      'line 7  evil\\u{1b}[2J.com    no name: it has the character "\\u{1b}"',
    ]
  ) assert.ok(out.includes(line), `${line}\n${out}`);
  assert.match(out, /\n {2}domains +4 from "names\.txt"\n/);
  assert.match(out, /\n {2}not scored +6 lines\n/);
  for (const character of ["\x1b", "\u202e", "\r"]) assert.ok(!out.includes(character));
  assert.ok(!/AUC|recorded/.test(out));
});

Deno.test("rehearse.ts tells the same as JSON", READ, async () => {
  const files = { "names.csv": "domain,label,probability\nexample.com,0,0.5\n::1,1,\n" };
  const { exit, out } = await rehearsed(["--json", "--domains", "names.csv"], { files });
  const results = JSON.parse(out);
  assert.equal(exit, 0);
  assert.deepEqual(results.refused, [{
    line: 3,
    text: "::1",
    code: "address",
    reason: "an IP address, not a name",
  }]);
  assert.equal(results.judged[0].domain, "example.com");
  assert.equal(results.difference.different.length, 1);
});

Deno.test("rehearse.ts ends with exit code 1 for a list in which nothing can be scored", READ, async () => {
  for (
    const rubbish of ["", "\n\n", "1,example.com\n2,example.org\n", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 255])]
  ) {
    const { exit, out, err } = await rehearsed(["--domains", "names.txt"], { files: { "names.txt": rubbish } });
    assert.deepEqual([exit, out], [1, ""]);
    assert.match(err, /^error: Cannot rehearse on "names\.txt" as none of its lines can be scored\nhint: A list has/);
  }
});

Deno.test("rehearse.ts ends with exit code 1 where there is no bundle or no list", READ, async () => {
  const noBundle = await rehearsed(["-d", "/nowhere/ML-DGA-20200101-1"]);
  assert.equal(noBundle.exit, 1);
  assert.match(noBundle.err, /^error: Cannot read "\/nowhere\/ML-DGA-20200101-1" as a bundle: there is no such/);
  const noList = await rehearsed(["--domains", "nowhere.txt", "--json"]);
  assert.equal(noList.exit, 1);
  assert.equal(
    JSON.parse(noList.out).error.message,
    'Cannot read "nowhere.txt" as a list of domains: there is no such file',
  );
});

Deno.test("rehearse.ts ends with exit code 130 when it is interrupted", READ, async () => {
  const { exit, out, err } = await rehearsed([], { signal: AbortSignal.abort(new Interruption("SIGINT")) });
  assert.deepEqual([exit, out], [130, ""]);
  assert.match(err, /\nerror: Stopped by SIGINT\n$/);
});

Deno.test("rehearse.ts refuses another kind of bundle", READ, async () => {
  const { exit, out, err } = await rehearsed(["-d", join(TESTDATA, "ML-experimental-detections-20261101-1")]);
  assert.deepEqual([exit, out], [3, ""]);
  assert.match(
    err,
    /\nerror: Cannot rehearse "ML-experimental-detections-20261101-1" as it has errors\n$/,
  );
});

Deno.test("rehearse.ts stops when it is interrupted", READ_AND_RUN, async () => {
  const child = await startProgram("rehearse.ts", ["--domains", "-"], { stdin: "piped" });
  const output = child.output();
  await new Blob(["example.com\n".repeat(1_000_000)]).stream().pipeTo(child.stdin);
  await new Promise((resolve) => setTimeout(resolve, 1500));
  child.kill("SIGINT");
  const { code, stdout } = await output;
  assert.deepEqual([code, stdout.length], [130, 0]);
});

Deno.test(
  "rehearse.ts ends with exit code 3 for other than the recorded probabilities if it is strict",
  READ_AND_WRITE,
  async () => {
    const files = { "names.csv": "domain,probability\nexample.com,0.123\n" };
    await withEdited([TIDY], async (bundle) => {
      const lenient = await rehearsed(["-d", bundle, "--domains", "names.csv"], { files });
      assert.deepEqual([lenient.exit, lenient.err], [0, ""]);
      assert.match(lenient.out, /Not the recorded probability.*\n {2}example\.com .* recorded 0\.123\n/);
      const strict = await rehearsed(["-d", bundle, "--domains", "names.csv", "--strict"], { files });
      assert.equal(strict.exit, 3);
      assert.match(
        strict.err,
        /^error: The rehearsal of "ML-DGA-20261101-1" leaves doubts: 1 name got another probability/,
      );
      assert.equal((await rehearsed(["-d", bundle, "--strict"])).exit, 0);
    });
  },
);

Deno.test("rehearse.ts shows documents that fail in the pipelines", READ_AND_WRITE, async () => {
  const fails: Edit = [
    "dga_ngrams_create",
    "String label = chosen[0]",
    "if (chosen[0] == 'fb') { throw new IllegalArgumentException('no \\u001b[2J') } String label = chosen[0]",
  ];
  await withEdited([TIDY, fails], async (bundle) => {
    const { exit, out } = await rehearsed(["-d", bundle]);
    assert.equal(exit, 0);
    assert.match(out, /\nWhy they failed\n {2}fb\.com: script "dga_ngrams_create": runtime error: no \\u\{1b\}\[2J\n/);
    assert.match(out, /\nFailed in the pipelines\n {2}line 3 {2}fb\.com {2}script: no \\u001B\[2J\n/);
    assert.match(out, /\n {2}failed +1 document\n/);
    const strict = await rehearsed(["-d", bundle, "--strict", "--json"]);
    assert.equal(strict.exit, 3);
    const { failed, judged, error } = JSON.parse(strict.out);
    assert.deepEqual([failed.length, failed[0].domain, judged.length], [1, "fb.com", 2088]);
    assert.match(error.message, /leaves doubts: 1 document failed in the pipelines$/);
  });
});

Deno.test(
  "rehearse.ts tells which documents need what it does not support, and judges the others",
  READ_AND_WRITE,
  async () => {
    const streams: Edit = [
      "dga_ngrams_create",
      "String label = chosen[0]",
      "if (chosen[0] == 'fb') { def list = [1]; list.stream(); } String label = chosen[0]",
    ];
    await withEdited([TIDY, streams], async (bundle) => {
      const { exit, out } = await rehearsed(["-d", bundle]);
      assert.equal(exit, 0);
      const unsupported = "java\\.util\\.ArrayList\\.stream with 0 arguments is not supported by the rehearsal";
      assert.match(out, new RegExp(`\n  line 3  fb\\.com  ${unsupported}\n`));
      assert.match(out, new RegExp(`\n  fb\\.com: script "dga_ngrams_create": ${unsupported}\n.*\n +\\^\n`));
      assert.match(out, /\n {2}failed +1 document\n/);
    });
  },
);

Deno.test(
  "rehearse.ts ends with exit code 3 when no document gets a verdict, and says why",
  READ_AND_WRITE,
  async () => {
    const wrong: Edit = ["dga_ngrams_create", "ctx['dns']['question']", "ctx['dns']['questions']"];
    await withEdited([TIDY, wrong], async (bundle) => {
      const { exit, out, err } = await rehearsed(["-d", bundle]);
      assert.equal(exit, 3);
      assert.match(
        out,
        /\nWhy they failed\n {2}dyaz.* and 2,088 more like it: script "dga_ngrams_create": runtime error: null_/,
      );
      assert.match(out, /question\.registered_domain;\n +\^\n/);
      assert.match(err, /\nerror: The rehearsal of "ML-DGA-20261101-1" gave no verdict: 2,089 documents failed\n$/);
    });
  },
);

/** One thing broken at a time, and the code and file of what is found. */
const BROKEN: readonly [edit: Edit, level: "error" | "warning", code: string][] = [
  [["ingest_pipeline1", '"processors":', '"processors"'], "error", "json-syntax"],
  [["ingest_pipeline1", '"pipeline":', '"pipelin":'], "error", "pipeline-refused"],
  [["ingest_pipeline2", '"dga_ngrams_create"', '"dga_ngram_create"'], "error", "script-not-in-bundle"],
  [["ingest_pipeline2", `"model_id": "${MODEL}"`, '"model_id": "dga_1"'], "error", "model-not-in-bundle"],
  [["ingest_pipeline1", "dns_dga_inference_enrich_pipeline", "inner"], "error", "pipeline-not-in-bundle"],
  [["dga_ngrams_create", "features.put(", "features.putt("], "error", "script-compile"],
  [["dga_ngrams_create", '"lang": "painless",', ""], "error", "script-body"],
  [["model", '"left_child":1,', '"left_child":999,'], "error", "model-validate"],
  [["ingest_pipeline2", '"num_top_classes": 2', '"num_top_classes": 1'], "warning", "num-top-classes"],
  [
    ["ingest_pipeline2", '"prediction_field_type": "number"', '"prediction_field_type": "string"'],
    "warning",
    "prediction-field-type",
  ],
  [
    ["ingest_pipeline1", "ctx.dns?.question?.registered_domain", "ctx.dns.question.registered_domain"],
    "warning",
    "unguarded-condition",
  ],
  [["ingest_pipeline2", '"on_failure"', '"_meta": {}, "on_failures"'], "error", "pipeline-refused"],
];

Deno.test("rehearse.ts names what is broken in a bundle", READ_AND_WRITE, async (t) => {
  for (const [edit, level, code] of BROKEN) {
    await t.step(`${edit[0]}: ${code}`, () =>
      withEdited([edit], async (bundle) => {
        const { exit, out } = await rehearsed(["-d", bundle, "--json", "--strict"]);
        assert.equal(exit, 3);
        const findings: { code: string; level: string; file?: string }[] = JSON.parse(out).findings;
        const file = `${MODEL}_${edit[0]}.json`;
        assert.ok(
          findings.some((finding) => finding.code === code && finding.level === level && finding.file === file),
          JSON.stringify(findings),
        );
        if (level === "error") assert.equal((await rehearsed(["-d", bundle])).exit, 3);
      }));
  }
});
