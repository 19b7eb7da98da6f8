import assert from "node:assert/strict";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { MemoryIoOptions } from "../lib/terminal/memory_io.ts";
import { type KibanaServer, startKibana } from "./testing/kibana_server.ts";
import { fileAt, type Ran, run } from "./testing/run_main.ts";
import { runProgram, startProgram } from "./testing/run_program.ts";
import { main as upload } from "./upload_rule.ts";

const PERMISSIONS = {
  permissions: { read: true, write: true, run: ["deno"], net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const BUNDLE = fileURLToPath(new URL("../testdata/ML-experimental-detections-20261101-1", import.meta.url));
const QUERY_RULE = `${BUNDLE}/dga_domain_predicted.toml`;
const QUERY_ID = "c4e05d2a-5d0b-4b6e-8a47-e8d3b92f1a66";
const ML_ID = "7b1f6c1e-93f4-4e0c-9a58-2f6a1d0b7c31";

function uploaded({ url }: KibanaServer, args: readonly string[], io: MemoryIoOptions = {}): Promise<Ran> {
  return run(upload, [...args, "--kibana-url", url], io);
}

/** The rule of the bundle with something else in it. */
async function edited(from: string, to: string): Promise<Record<string, string>> {
  const text = await readFile(QUERY_RULE, "utf8");
  assert.ok(text.includes(from));
  return { "rule.toml": text.replace(from, to) };
}

async function withFolder(files: Readonly<Record<string, string>>, use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, text] of Object.entries(files)) {
      if (name.includes("/")) await mkdir(`${folder}/${name.split("/")[0]}`, { recursive: true });
      await writeFile(`${folder}/${name}`, text);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test(
  "upload_rule.ts uploads the rules of a bundle, disabled, and leaves them alone the next time",
  PERMISSIONS,
  async () => {
    await using server = await startKibana();
    const first = await uploaded(server, [BUNDLE]);
    assert.equal(first.exit, 0, first.err);
    assert.match(
      first.out,
      /^Upload of "ML-experimental-detections-20261101-1" on Kibana 8\.19\.21\n {2}1\. Store the rule/,
    );
    assert.match(first.out, /\nDone\n\nNew rules are disabled\..*\n\n3 created\n$/s);
    const rules = await server.rules();
    assert.deepEqual(Object.values(rules).map(({ enabled, immutable }) => [enabled, immutable]), [
      [false, false],
      [false, false],
      [false, false],
    ]);
    assert.equal(rules[QUERY_ID]?.name, "Answered DNS Lookup Predicted to Be a DGA Domain");
    const requests = server.log.length;
    const again = await uploaded(server, [BUNDLE]);
    assert.equal(again.exit, 0, again.err);
    assert.match(again.out, /Nothing has to be changed\n\nEvery rule is as it should be\n\n3 unchanged\n$/);
    assert.deepEqual(server.log.slice(requests).filter((call) => !call.startsWith("GET ")), []);
  },
);

Deno.test("upload_rule.ts shows a difference, and replaces when told", PERMISSIONS, async () => {
  await using server = await startKibana();
  await uploaded(server, [QUERY_RULE], { files: await files(QUERY_RULE) });
  const change = await edited("risk_score = 21", "risk_score = 47");
  const refused = await uploaded(server, ["rule.toml"], { files: change });
  assert.equal(refused.exit, 3);
  assert.match(refused.err, /is not the same: risk_score: 21 is there, the file has 47\n.*--overwrite/);
  const replaced = await uploaded(server, ["rule.toml", "--overwrite", "--enable"], { files: change });
  assert.equal(replaced.exit, 0, replaced.err);
  assert.match(replaced.out, /Note: Rules that are enabled run with the rights that this user has now/);
  assert.match(replaced.out, /\n1 updated\n$/);
  const { risk_score, enabled, revision } = (await server.rules())[QUERY_ID] ?? {};
  assert.deepEqual([risk_score, enabled, revision], [47, true, 1]);
});

async function files(...paths: string[]): Promise<Record<string, Uint8Array>> {
  return Object.assign({}, ...await Promise.all(paths.map(fileAt)));
}

Deno.test("upload_rule.ts tells programs of each rule", PERMISSIONS, async () => {
  await using server = await startKibana({ kibana: { spaces: ["soc"] } });
  await uploaded(server, [QUERY_RULE, "--space", "soc"], { files: await files(QUERY_RULE) });
  const { exit, out, err } = await uploaded(server, [BUNDLE, "--space", "soc", "--json"]);
  assert.deepEqual([exit, err], [0, ""]);
  const { ok, space, rules, plan, report } = JSON.parse(out);
  assert.deepEqual([ok, space, plan.kind, report.outcome], [true, "soc", "rule-upload", "done"]);
  assert.deepEqual(
    rules.map(({ ruleId, outcome }: Record<string, string>) => `${ruleId?.slice(0, 8)} ${outcome}`),
    ["c4e05d2a unchanged", "7b1f6c1e created", "0e9d8a57 created"],
  );
  assert.equal(Object.keys(await server.rules()).length, 0);
});

Deno.test("upload_rule.ts --dry-run changes nothing", PERMISSIONS, async () => {
  await using server = await startKibana();
  const { exit, out, err } = await uploaded(server, [BUNDLE, "--dry-run"]);
  assert.equal(exit, 0);
  assert.match(out, /\n3 created, if it were carried out\n$/);
  assert.match(err, /this was a dry run/);
  assert.deepEqual(await server.rules(), {});
});

Deno.test("upload_rule.ts reads ndjson as Kibana exports it", PERMISSIONS, async () => {
  await using server = await startKibana();
  const rule = {
    rule_id: "a",
    name: "A",
    description: "d",
    risk_score: 21,
    severity: "low",
    type: "query",
    query: "*",
  };
  const exported = [{ ...rule, id: "x", revision: 3, enabled: true, created_at: "2026" }, { exported_count: 1 }];
  const ndjson = exported.map((line) => `${JSON.stringify(line)}\n`).join("");
  const first = await uploaded(server, ["export.ndjson"], { files: { "export.ndjson": ndjson } });
  assert.equal(first.exit, 0, first.err);
  const { a: { id, enabled } = {} } = await server.rules();
  assert.deepEqual([id === "x", enabled], [false, false]);
});

Deno.test(
  "upload_rule.ts warns of machine learning rules whose job is missing, where it can know",
  PERMISSIONS,
  async () => {
    await using server = await startKibana();
    const { exit, err } = await uploaded(server, [BUNDLE, "--elasticsearch-url", server.elasticsearch]);
    assert.equal(exit, 0);
    assert.match(err, /would find nothing as long as there is no anomaly job "dga_high_sum_by_source_ip"/);
    assert.ok(ML_ID in await server.rules());
    const without = await uploaded(server, [BUNDLE]);
    assert.match(
      without.err,
      /was not found out: Cannot ask Elasticsearch as it was not said where it is\n.*--elasticsearch-url/,
    );
  },
);

Deno.test(
  "upload_rule.ts sends nothing of rules with errors, and tells all of them with their places",
  PERMISSIONS,
  async () => {
    await using server = await startKibana();
    const text = await readFile(QUERY_RULE, "utf8");
    const broken = {
      "one.toml": text.replace('severity = "low"', 'severity = "lo"'),
      "two.toml": text.replace("[metadata]", "[metadata"),
      "three.toml": text,
      "notes.txt": "no rule",
      "below/four.toml": text,
    };
    await withFolder(broken, async (folder) => {
      const { exit, err } = await uploaded(server, [folder]);
      assert.equal(exit, 3);
      assert.match(err, /one\.toml\n {2}error {2}rule\/severity, \d+:\d+\n/);
      assert.match(err, /two\.toml\n {2}error {2}.*1:\d+\n/);
      assert.match(err, /has a folder "below" inside, which is not read/);
      assert.deepEqual(server.log, []);
    });
  },
);

Deno.test(
  "upload_rule.ts ends with 1 where Kibana refuses a rule, names it and undoes the others",
  PERMISSIONS,
  async () => {
    await using server = await startKibana();
    const { "rule.toml": text = "" } = await edited('from = "now-10m"', 'from = "yesterday"');
    const both = { "good.toml": (await readFile(QUERY_RULE, "utf8")).replace(QUERY_ID, "good"), "rule.toml": text };
    const { exit, err } = await uploaded(server, ["good.toml", "rule.toml"], { files: both });
    assert.equal(exit, 1);
    assert.match(
      err,
      /error: Cannot upload "2 rules", and everything is as it was before: The rule "Answered DNS .*" \(c4e05d2a.*\): Cannot POST .* 400: \[request body\]: from: Failed to parse date-math expression/,
    );
    assert.deepEqual(await server.rules(), {});
  },
);

Deno.test("upload_rule.ts says what is wrong with a connection", PERMISSIONS, async (t) => {
  const io = { files: await files(QUERY_RULE) };
  const security = { username: "elastic", password: "right" };
  await using server = await startKibana({ security, kibana: { spaces: ["soc"] } });
  const signed = ["-u", "elastic", "-p", "right"];
  const cases: [name: string, args: string[], exit: number, err: RegExp][] = [
    ["no URL", [QUERY_RULE], 2, /Cannot connect to Kibana as there is no URL\nhint: Give --kibana-url/],
    ["no rule", ["--kibana-url", server.url], 2, /Cannot upload rules as none is named\nhint: Name/],
    [
      "Elasticsearch",
      [QUERY_RULE, "--kibana-url", server.elasticsearch, ...signed],
      1,
      /is Elasticsearch and not Kibana/,
    ],
    [
      "wrong password",
      [QUERY_RULE, "--kibana-url", server.url, "-u", "elastic", "-p", "wrong"],
      1,
      /answered 401: unable/,
    ],
    ["nobody", [QUERY_RULE, "--kibana-url", server.url], 1, /answered 401: Unauthorized\nhint: Check user name/],
    [
      "missing space",
      [QUERY_RULE, "--kibana-url", server.url, "--space", "none", ...signed],
      3,
      /as there is none of that id/,
    ],
    [
      "two spaces",
      [QUERY_RULE, "--kibana-url", `${server.url}/s/soc`, "--space", "b", ...signed],
      2,
      /Give --space alone/,
    ],
    ["a page", [QUERY_RULE, "--kibana-url", `${server.url}/app/security`, ...signed], 2, /leads to a page/],
    [
      "no file",
      ["none.toml", "--kibana-url", server.url],
      1,
      /Cannot read "none.toml" as a rule: there is no such file/,
    ],
    ["no folder", ["none", "--kibana-url", server.url], 1, /Cannot read "none" as rules: there is no such folder/],
  ];
  for (const [name, args, exit, err] of cases) {
    await t.step(name, async () => {
      const ran = await run(upload, args, io);
      assert.equal(ran.exit, exit, ran.err);
      assert.match(ran.err, err);
    });
  }
  await t.step("right", async () => {
    const { exit, err } = await run(upload, [QUERY_RULE, "--kibana-url", `${server.url}/s/soc`, ...signed], io);
    assert.equal(exit, 0, err);
    assert.equal(Object.keys(await server.rules("soc")).length, 1);
  });
});

Deno.test("no output of upload_rule.ts holds a secret, whatever Kibana says", PERMISSIONS, async () => {
  const password = 'Tr0ub4dor&3 "ü%/';
  const security = { username: "elastic", password: "another" };
  await using server = await startKibana({ security });
  const io = { files: { ...await files(QUERY_RULE), "cfg.json": JSON.stringify({ api_key: `id:${password}` }) } };
  const ways: [string[], MemoryIoOptions][] = [
    [["--kibana-url", server.url, "-u", "elastic", "-p", password], {}],
    [["--kibana-url", server.url.replace("//", `//elastic:${encodeURIComponent(password)}@`)], {}],
    [["--kibana-url", server.url, "--kibana-api-key", btoa("id:Tr0ub4dor-half")], {}],
    [[], { env: { KIBANA_URL: server.url, KIBANA_API_KEY: btoa("id:Tr0ub4dor-half") } }],
    [[], { env: { DR_KIBANA_URL: server.url, DR_KIBANA_USER: "elastic", DR_KIBANA_PASSWORD: password } }],
    [["--kibana-url", "http://kibana.example:5601", "-u", "elastic", "-p", password], {}],
    [["--config", "cfg.json"], {}],
  ];
  for (const [args, more] of ways) {
    for (const json of [[], ["--json"]]) {
      const { exit, out, err } = await run(upload, [QUERY_RULE, ...args, ...json], { ...io, ...more });
      assert.notEqual(exit, 0);
      assert.ok(!/Tr0ub/.test(out + err), out + err);
      assert.ok(!(out + err).includes(btoa("id:Tr0ub4dor-half").slice(4, 16)), out + err);
    }
  }
});

Deno.test("upload_rule.ts runs as a program, and undoes everything when it is interrupted", PERMISSIONS, async () => {
  let interrupt: (() => Promise<void>) | undefined;
  await using server = await startKibana({ beforeAnswer: (count) => count === 5 ? interrupt?.() : undefined });
  const child = await startProgram("upload_rule.ts", [BUNDLE, "--kibana-url", server.url]);
  const output = child.output();
  interrupt = async () => {
    child.kill("SIGINT");
    await Promise.race([output, new Promise((resolve) => setTimeout(resolve, 150))]);
  };
  const { code, stderr } = await output;
  assert.equal(code, 130, new TextDecoder().decode(stderr));
  assert.match(new TextDecoder().decode(stderr), /everything is as it was before: Stopped by SIGINT/);
  assert.ok(server.log.length >= 5);
  assert.deepEqual(await server.rules(), {});
  interrupt = undefined;
  const { exit, err } = await runProgram("upload_rule.ts", [BUNDLE, "--enable"], { env: { KIBANA_URL: server.url } });
  assert.equal(exit, 0, err);
  assert.equal(Object.keys(await server.rules()).length, 3);
});
