import assert from "node:assert/strict";
import { join } from "node:path";
import { main } from "./search_rules.ts";
import { TESTDATA } from "./testing/edited_bundle.ts";
import { DETECTIONS } from "./testing/job_files.ts";
import { run } from "./testing/run_main.ts";

const READ = { permissions: { read: true, env: true } } satisfies Partial<Deno.TestDefinition>;

Deno.test("search_rules.ts prints a table, and how many", READ, async () => {
  const { exit, out, err } = await run(main, ["tags:ML-DGA and type:machine_learning", DETECTIONS]);
  assert.deepEqual([exit, err], [0, "1 rule in 3 files\n"]);
  const [titles = "", row = ""] = out.split("\n");
  assert.match(titles, /^ {2}rule_id +type +severity +name +file$/);
  assert.match(row, /^ {2}7b1f6c1e-93f4-4e0c-9a58-2f6a1d0b7c31 +machine_learning +medium +Unusually High Sum of DGA /);
});

Deno.test("search_rules.ts looks below a folder, and into several", READ, async () => {
  const { out } = await run(main, ["type:threshold", TESTDATA, DETECTIONS, "--json"]);
  const { ok, query, rules } = JSON.parse(out);
  assert.deepEqual([ok, query], [true, "type:threshold"]);
  const files = rules.map(({ file }: { file: string }) => file);
  assert.ok(files.includes(join(TESTDATA, "rules", "threshold.toml")));
  assert.equal(files.filter((file: string) => file === join(DETECTIONS, "dga_many_probable_domains.toml")).length, 2);
});

Deno.test("search_rules.ts finds nothing without failing", READ, async () => {
  assert.deepEqual(await run(main, ["tags:none", DETECTIONS]), { exit: 0, out: "", err: "0 rules in 3 files\n" });
});

Deno.test("search_rules.ts shows the place of a mistake", READ, async () => {
  const { exit, err } = await run(main, ["tags:x type:y", DETECTIONS]);
  assert.equal(exit, 2);
  assert.match(
    err,
    /^error: Cannot search for this: there is "and" or "or" missing .*\n.*\n {4}tags:x type:y\n {11}\^\n$/,
  );
  assert.equal((await run(main, [])).exit, 2);
  assert.equal((await run(main, ["--", "-x", DETECTIONS])).exit, 2);
  assert.equal((await run(main, ['"-x"', DETECTIONS])).exit, 0);
  const missing = await run(main, ["a", "/nowhere"]);
  assert.deepEqual([missing.exit, /Cannot search "\/nowhere"/.test(missing.err)], [1, true]);
});
