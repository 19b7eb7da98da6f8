import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { memoryIo } from "../lib/terminal/memory_io.ts";
import { Interruption } from "../lib/terminal/script_io.ts";
import { main as rehearse } from "./rehearse.ts";
import { main as score } from "./score_domains.ts";
import { BUNDLE, type Edit, TESTDATA, withEdited } from "./testing/edited_bundle.ts";
import { fileAt, run } from "./testing/run_main.ts";
import { runProgram, startProgram } from "./testing/run_program.ts";

const READ = { permissions: { read: true } } as const;
const PROGRAM = { permissions: { read: true, write: true, run: ["deno"] } } satisfies Partial<Deno.TestDefinition>;

const DOMAINS = join(TESTDATA, "domains.csv");

/** A model that is less sure of everything, as another release might be. */
const OTHER_MODEL: Edit = ["dga_ngrams_transform_delete", '"source": "', '"source": "/* Second edition. */ '];

function scored(list: string | Uint8Array, args: readonly string[] = []) {
  return run(score, ["-d", BUNDLE, "list", ...args], { files: { list } });
}

interface Row {
  readonly domain: string;
  readonly registered_domain: string | null;
  readonly prediction: number | null;
  readonly probability: number | null;
  readonly note: string;
}

function rowsOf(ndjson: string): Row[] {
  return ndjson.trimEnd().split("\n").map((line) => JSON.parse(line));
}

Deno.test("score_domains.ts gives the recorded probabilities and the figures of rehearse.ts", {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
}, async () => {
  const files = await fileAt(DOMAINS);
  const { exit, out } = await run(score, ["-d", BUNDLE, DOMAINS, "--format", "ndjson", "--workers", "2"], { files });
  assert.equal(exit, 0);
  const recorded = (await readFile(DOMAINS, "utf8")).trim().split("\n").slice(1).map((row) => row.split(","));
  const rows = rowsOf(out);
  assert.deepEqual(rows.map(({ domain }) => domain), recorded.map(([domain]) => domain));
  rows.forEach(({ domain, probability }, i) => {
    assert.ok(Math.abs((probability ?? NaN) - Number(recorded[i]?.[3])) <= 1e-12, domain);
  });

  const summary = JSON.parse((await run(score, ["-d", BUNDLE, DOMAINS, "--json"], { files })).out);
  const rehearsal = JSON.parse((await run(rehearse, ["--json"], { files })).out);
  const { areaIsExact, falsePositiveRate, roc, ...quality } = summary.quality;
  assert.deepEqual(quality, rehearsal.quality);
  assert.deepEqual([areaIsExact, falsePositiveRate, roc.at(-1)], [true, 54 / 1089, [1, 1]]);
  assert.equal(summary.judged, rehearsal.judged.length);
  assert.deepEqual(
    summary.rankings.falsePositives.map(({ first }: { first: Row }) => first.domain),
    rehearsal.falsePositives.slice(0, 20).map(({ domain }: Row) => domain),
  );
});

Deno.test("score_domains.ts takes every form of a list, and says why a line is not scored", READ, async () => {
  const list = [
    "example.com",
    "http://user@www.example.com:80/a,b",
    '{"type":"dns","dns":{"question":{"name":"www.example.com","registered_domain":"example.com"}}}',
    "bücher.de",
    "xn--bcher-kva.de",
    "192.0.2.1",
    "localhost",
    "no name",
    "",
  ].join("\n");
  for (const bytes of [list, gzipSync(list)]) {
    const { exit, out, err } = await scored(bytes, ["--format", "ndjson"]);
    assert.equal(exit, 0);
    const rows = rowsOf(out);
    assert.equal(new Set(rows.slice(0, 3).map(({ probability }) => probability)).size, 1);
    assert.equal(rows[3]?.probability, rows[4]?.probability);
    assert.deepEqual(rows.slice(5).map(({ prediction, note }) => [prediction, note]), [
      [null, "not scored: an IP address, not a name"],
      [null, "not scored: a single label, which has no registered domain"],
      [null, 'not scored: no name: it has the character " "'],
    ]);
    assert.match(err, /not scored +3 lines: 1 IP address, 1 single label, 1 malformed\n/);
  }
});

Deno.test("score_domains.ts reads standard input, and several lists with lines of their own", READ, async () => {
  const files = { "a.txt": "a.com\nb.com\n", "b.csv": "rank,domain\n1,c.com\n2,::1\n" };
  const { out, err } = await run(score, ["-d", BUNDLE, "a.txt", "-", "b.csv", "--format", "csv", "--workers", "0"], {
    files,
    stdin: "d.com\n",
  });
  assert.deepEqual(out.trim().split("\n").map((row) => row.split(",")[0]), [
    ...["domain", "a.com", "b.com", "d.com", "c.com", "::1"],
  ]);
  assert.match(err, /b\.csv, line 3 {2}::1/);
  assert.match(err, /lines +5 from a\.txt, standard input, b\.csv/);
  assert.match((await run(score, ["-d", BUNDLE, "--format", "csv"], { stdin: "d.com\n" })).out, /^domain,.*\nd\.com,/);
});

Deno.test("score_domains.ts keeps the order of lines whatever the number of threads", READ, async () => {
  const list = Array.from({ length: 9000 }, (_, i) => `host${i}.example${i % 97}.com`).join("\n");
  const [one, three] = await Promise.all(
    ["0", "3"].map((workers) => scored(list, ["--format", "csv", "--workers", workers])),
  );
  assert.equal(one?.exit, 0);
  assert.equal(one.out.split("\n").length, 9002);
  assert.equal(three?.out, one.out);
});

Deno.test("score_domains.ts decides by a threshold, and lists only the top where it is asked to", READ, async () => {
  const list = "example.com\ndyaziosbdjahedeiysy.com\ndyaziosbdjahedeiysy.com\nfb.com\n";
  const { out } = await scored(list, ["--threshold", "0.01", "--top", "2", "--format", "csv"]);
  assert.deepEqual(out.trim().split("\n").slice(1).map((row) => row.split(",").slice(0, 3)), [
    ["dyaziosbdjahedeiysy.com", "dyaziosbdjahedeiysy.com", "1"],
    ["example.com", "example.com", "1"],
  ]);
});

Deno.test("score_domains.ts shows what changes from another bundle", READ, async () => {
  const files = await fileAt(DOMAINS);
  const { out, exit } = await run(score, ["-d", BUNDLE, "--against", BUNDLE, DOMAINS], { files });
  assert.equal(exit, 0);
  assert.match(out, /compared with +ML-DGA-20261101-1, on 2,089 lines\n {2}agreement +100\.00 %/);
  assert.match(out, /flips +0 to malicious, 0 to benign\n {2}moves +none\n {2}before +precision 0\.9467/);
});

Deno.test("score_domains.ts writes a report beside what it prints, with --json too", READ, async () => {
  const files = await fileAt(DOMAINS);
  for (const extra of [[], ["--json"]]) {
    const io = memoryIo({ files });
    assert.equal(await score(["-d", BUNDLE, DOMAINS, "--report", "report.html", ...extra], io), 0);
    const page = io.written["report.html"] ?? "";
    assert.match(page, /^<!doctype html>[^]*<dt>AUC<\/dt>\s*<dd>0\.99386<\/dd>[^]*ssl-images-amazon\.com/);
    assert.match(io.err, /Report written to report\.html\n$/);
    if (extra.length > 0) assert.equal(JSON.parse(io.out).ok, true);
  }
});

Deno.test("score_domains.ts does not replace what it reads by a report", READ, async () => {
  for (const path of ["list", "./list", BUNDLE]) {
    const { exit, err } = await scored("example.com", ["--report", path]);
    assert.equal(exit, 2);
    assert.match(err, /^error: Cannot write the report to ".*" as that is read/);
  }
});

Deno.test("score_domains.ts as a program writes reports below the current folder, whole or not at all", {
  permissions: { read: true, write: true, run: ["deno"] },
}, async (t) => {
  const folder = await Deno.makeTempDir({ prefix: "ml-dga-" });
  const inside = join(folder, "inside");
  await Deno.mkdir(inside);
  await Deno.writeTextFile(join(inside, "names.txt"), "example.com\n");
  const report = (path: string) =>
    runProgram("score_domains.ts", ["-d", BUNDLE, "names.txt", "--report", path], { cwd: inside });
  try {
    await t.step("a new one, and in the place of an old one", async () => {
      for (let times = 0; times < 2; times++) assert.equal((await report("report.html")).exit, 0);
      assert.match(await readFile(join(inside, "report.html"), "utf8"), /<\/html>\n$/);
      assert.deepEqual([...Deno.readDirSync(inside)].map(({ name }) => name).sort(), ["names.txt", "report.html"]);
    });
    await t.step("not elsewhere, not in a folder that is not there, not in the place of a folder", async () => {
      const reasons: Record<string, RegExp> = {
        "../report.html": /may not write into ".."\nhint: Only the current folder/,
        "missing/report.html": /there is no such folder\n/,
        ".": /it is a folder\n/,
      };
      for (const [path, reason] of Object.entries(reasons)) {
        const { exit, out, err } = await report(path);
        assert.deepEqual([exit, out], [1, ""]);
        assert.match(err, reason);
      }
      assert.deepEqual([...Deno.readDirSync(folder)].map(({ name }) => name), ["inside"]);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("score_domains.ts stops for errors of a bundle, and goes on after warnings", PROGRAM, async () => {
  await withEdited([OTHER_MODEL], async (other) => {
    const files = { list: "example.com" };
    const { exit, err } = await run(score, ["-d", BUNDLE, "--against", other, "list"], { files });
    assert.equal(exit, 0, err);
    assert.match(err, /2 warnings|1 warning/);
  });
  await withEdited([["ingest_pipeline2", '"dga_ngrams_create"', '"dga_ngram_create"']], async (broken) => {
    for (const args of [["-d", broken], ["-d", BUNDLE, "--against", broken]]) {
      const { exit, err, out } = await run(score, [...args, "list"], { files: { list: "example.com" } });
      assert.deepEqual([exit, out], [3, ""]);
      assert.match(err, /as it has errors/);
    }
  });
});

Deno.test("score_domains.ts tells what cannot be read before anything is scored", READ, async (t) => {
  const files = { list: "example.com", empty: "", zip: "PK\x03\x04..", rubbish: "1.2.3.4\nlocalhost\n" };
  const cases: [args: string[], exit: number, message: RegExp][] = [
    [["list"], 2, /as no bundle is named\n/],
    [["-d", BUNDLE, "missing"], 1, /^error: Cannot read "missing" as a list of domains: there is no such file\n/],
    [["-d", BUNDLE, "zip"], 1, /Cannot read "zip" as a list of domains: it is a zip archive\nhint: Unpack it first/],
    [["-d", BUNDLE, "-", "-"], 2, /standard input twice/],
    [["-d", BUNDLE, "list", "--json", "--format", "csv"], 2, /--json takes no --format/],
    [["-d", BUNDLE, "list", "--threshold", "2"], 2, /--threshold/],
    [["-d", BUNDLE, "rubbish"], 1, /Cannot score rubbish as none of its lines is a domain\nhint: A list has/],
    [["-d", BUNDLE, "empty"], 0, /^/],
    [["-d", "nowhere", "list"], 1, /Cannot read "nowhere" as a bundle/],
  ];
  for (const [args, expected, message] of cases) {
    await t.step(args.join(" "), async () => {
      const { exit, out, err } = await run(score, args, { files });
      assert.equal(exit, expected, err);
      assert.match(args.includes("--json") ? JSON.parse(out).error.message : err, message);
    });
  }
  await t.step("a terminal that nobody means to type on", async () => {
    const { exit, err } = await run(score, ["-d", BUNDLE], { isTerminal: true });
    assert.equal(exit, 2);
    assert.match(err, /no list is named/);
  });
});

Deno.test("score_domains.ts that is interrupted ends with what is done so far", READ, async () => {
  const controller = new AbortController();
  const pieces = Array.from({ length: 40 }, (_, i) => `host${i}.example.com\n`.repeat(3000)).join("");
  setTimeout(() => controller.abort(new Interruption("SIGINT")), 2500);
  const { exit, out } = await run(score, ["-d", BUNDLE, "list", "--json", "--workers", "0"], {
    files: { list: pieces },
    signal: controller.signal,
  });
  const { complete, lines, judged, error } = JSON.parse(out);
  assert.deepEqual([exit, complete, judged], [130, false, lines]);
  assert.ok(lines < 120_000);
  assert.match(error.message, /^Stopped by SIGINT after [\d,]+ lines: rows and figures end there$/);
});

Deno.test("score_domains.ts as a program ends when its reader goes, and when it is interrupted", PROGRAM, async (t) => {
  const endless = async (child: Deno.ChildProcess) => {
    const writer = child.stdin.getWriter();
    const lines = new TextEncoder().encode("dyaziosbdjahedeiysy.com\nexample.com\n".repeat(500));
    try {
      for (;;) await writer.write(lines);
    } catch {
      // The program has ended.
    }
  };
  await t.step("as with | head", async () => {
    const child = await startProgram("score_domains.ts", ["-d", BUNDLE, "--format", "csv"], { stdin: "piped" });
    const reader = child.stdout.getReader();
    const { value } = await reader.read();
    assert.match(new TextDecoder().decode(value), /^domain,/);
    await reader.cancel();
    const [{ code }, err] = await Promise.all([child.status, new Response(child.stderr).text(), endless(child)]);
    assert.equal(code, 0, err);
    assert.doesNotMatch(err, /error/);
  });
  await t.step("by SIGINT, while nobody reads", async () => {
    const child = await startProgram("score_domains.ts", ["-d", BUNDLE, "--format", "csv"], { stdin: "piped" });
    const fed = endless(child);
    const reader = child.stdout.getReader();
    await reader.read();
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill("SIGINT");
    const err = await new Response(child.stderr).text();
    await reader.cancel();
    const [{ code }] = await Promise.all([child.status, fed]);
    assert.equal(code, 130, err);
    assert.match(err, /error: Stopped by SIGINT after [\d,]+ lines?: rows and figures end there\n$/);
  });
  await t.step("and reads a small list without any thread", async () => {
    const { exit, out } = await runProgram("score_domains.ts", ["-d", BUNDLE, DOMAINS, "--json"]);
    assert.deepEqual([exit, JSON.parse(out).judged], [0, 2089]);
  });
});
