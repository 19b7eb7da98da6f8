import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { createRehearsalStack, type RehearsalOptions } from "./stack.ts";
import { ask } from "./testing/requests.ts";

const NONE = { permissions: "none" } as const;
const FOLDER = fileURLToPath(new URL("../../testdata/ML-experimental-detections-20261101-1/", import.meta.url));

/** A job of one detector. */
function job(detector: Record<string, unknown>, more: Record<string, unknown> = {}): Record<string, unknown> {
  return { analysis_config: { bucket_span: "15m", detectors: [detector] }, data_description: {}, ...more };
}

/** The innermost reason of a refusal. */
function deepest(text: string): string {
  let { error } = JSON.parse(text);
  while (error?.caused_by !== undefined) error = error.caused_by;
  return error?.reason ?? text;
}

Deno.test("createElasticsearch() refuses jobs as the server does", NONE, async (t) => {
  const cases: readonly (readonly [string, unknown, string])[] = [
    ["no analysis", { data_description: {} }, "An analysis_config must be set"],
    ["no time", { analysis_config: { detectors: [{ function: "count" }] } }, "A data_description must be set"],
    ["no detectors", { analysis_config: { detectors: [] }, data_description: {} }, "No detectors configured"],
    ["a function that is none", job({ function: "hihg_sum" }), "Unknown function 'hihg_sum'"],
    [
      "sum of nothing",
      job({ function: "high_sum", over_field_name: "a" }),
      "field_name must be set when the 'high_sum' function is used",
    ],
    [
      "count of a field",
      job({ function: "count", field_name: "a" }),
      "field_name cannot be used with function 'count'",
    ],
    [
      "rare by nothing",
      job({ function: "rare", over_field_name: "a" }),
      "by_field_name must be set when the 'rare' function is used",
    ],
    [
      "freq_rare over nothing",
      job({ function: "freq_rare", by_field_name: "a" }),
      "over_field_name must be set when the 'freq_rare' function is used",
    ],
    [
      "nzc over",
      job({ function: "nzc", over_field_name: "a" }),
      "over_field_name cannot be used with function 'non_zero_count'",
    ],
    [
      "twice the same field",
      job({ function: "count", by_field_name: "a", over_field_name: "a" }),
      "by_field_name and over_field_name cannot be the same: 'a'",
    ],
    [
      "a reserved name",
      job({ function: "count", by_field_name: "by" }),
      "'by' is not a permitted value for by_field_name",
    ],
    [
      "a quote in a name",
      job({ function: "count", by_field_name: 'a"b' }),
      "Invalid field name 'a\"b'. Field names including over, by and partition fields cannot contain any of these characters: \",\\",
    ],
    [
      "a rule without a condition",
      job({ function: "count", custom_rules: [{ actions: ["skip_result"] }] }),
      "Invalid detector rule: at least scope or a condition is required",
    ],
    [
      "a scope of another field",
      job({ function: "count", by_field_name: "a", custom_rules: [{ scope: { b: { filter_id: "f" } } }] }),
      "Invalid detector rule: scope field 'b' is invalid; select from [a]",
    ],
    [
      "no span",
      job({ function: "count" }, { analysis_config: { bucket_span: "0s", detectors: [{ function: "count" }] } }),
      "bucket_span cannot be less or equal than 0. Value = 0s",
    ],
    ["a name that is an object too", {
      analysis_config: { detectors: [{ function: "count", by_field_name: "a" }], influencers: ["a.b"] },
      data_description: {},
    }, "Fields [a] and [a.b] cannot both be used in the same analysis_config"],
    [
      "too little memory",
      job({ function: "count" }, { analysis_limits: { model_memory_limit: "10kb" } }),
      "model_memory_limit must be at least 1 MiB. Value = 0",
    ],
    [
      "a group that is none",
      job({ function: "count" }, { groups: ["A"] }),
      "Invalid group id 'A'; must be non-empty string and may contain lowercase alphanumeric (a-z and 0-9), hyphens or underscores; must start and end with alphanumeric",
    ],
    [
      "a group of its own name",
      job({ function: "count" }, { groups: ["j"] }),
      "job and group names must be unique but job [j] and group [j] have the same name",
    ],
    [
      "a time that is none",
      job({ function: "count" }, { data_description: { time_format: "yyyy-MM'T" } }),
      "Invalid Time format string 'yyyy-MM'T'",
    ],
    [
      "persisted too often",
      job({ function: "count" }, { background_persist_interval: "1m" }),
      "background_persist_interval cannot be less than 3,600. Value = 60",
    ],
    [
      "a datafeed without indices",
      job({ function: "count" }, { datafeed_config: {} }),
      "Invalid indices value '[]' in datafeed configuration",
    ],
  ];
  for (const [name, body, reason] of cases) {
    await t.step(name, async () => {
      const { elasticsearch } = createRehearsalStack();
      const { status, text } = await ask(elasticsearch, "PUT /_ml/anomaly_detectors/j", body);
      assert.deepEqual([status, deepest(text)], [400, reason]);
      assert.equal((await ask(elasticsearch, "GET /_ml/anomaly_detectors/j")).status, 404);
    });
  }
});

Deno.test("createElasticsearch() shows the innermost failure of its own as the root of a refusal", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  const body = '{"analysis_config": {"detectors": [{"function": "high_sum"}]}, "data_description": {}}';
  const { text } = await ask(elasticsearch, "PUT /_ml/anomaly_detectors/j", body);
  const { error } = JSON.parse(text);
  assert.equal(error.root_cause[0].type, "status_exception");
  assert.equal(error.reason, "[1:59] [job_details] failed to parse field [analysis_config]");
  assert.equal(error.caused_by.reason, "[1:59] [analysis_config] failed to parse field [detectors]");
});

Deno.test("createElasticsearch() keeps ids of jobs and groups apart", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  const put = (id: string, groups: string[]) =>
    ask(elasticsearch, `PUT /_ml/anomaly_detectors/${id}`, job({ function: "count" }, { groups }));
  assert.equal((await put("one", ["dga"])).status, 200);
  assert.match((await put("dga", [])).text, /job and group names must be unique but job \[dga\] and group \[dga\]/);
  assert.match(
    (await put("two", ["one"])).text,
    /job and group names must be unique but job \[one\] and group \[one\]/,
  );
  const { text } = await ask(elasticsearch, "GET /_ml/anomaly_detectors/dga");
  assert.deepEqual(JSON.parse(text).jobs.map(({ job_id }: { job_id: string }) => job_id), ["one"]);
});

Deno.test(
  "createElasticsearch() needs a licence for what analyses, and none to look and to clean up",
  NONE,
  async () => {
    const expired: RehearsalOptions = { license: "basic" };
    const { elasticsearch } = createRehearsalStack(expired);
    const analysis = { source: { index: "a" }, dest: { index: "b" }, analysis: { outlier_detection: {} } };
    const refused: readonly (readonly [string, unknown])[] = [
      ["PUT /_ml/anomaly_detectors/j", job({ function: "count" })],
      ["POST /_ml/anomaly_detectors/j/_open", undefined],
      ["PUT /_ml/datafeeds/f", { job_id: "j", indices: ["a"] }],
      ["POST /_ml/datafeeds/f/_start", undefined],
      ["PUT /_ml/data_frame/analytics/x", analysis],
      ["POST /_ml/data_frame/analytics/x/_start", undefined],
    ];
    for (const [what, body] of refused) {
      const { status, text } = await ask(elasticsearch, what, body);
      assert.equal(status, 403, what);
      assert.match(text, /current license is non-compliant for \[ml\]/);
    }
    for (const what of ["GET /_ml/anomaly_detectors", "GET /_ml/datafeeds/_stats", "GET /_ml/data_frame/analytics"]) {
      assert.equal((await ask(elasticsearch, what)).status, 200, what);
    }
    assert.equal((await ask(elasticsearch, "DELETE /_ml/anomaly_detectors/j")).status, 404);
  },
);

Deno.test("createElasticsearch() asks for privileges of jobs, templates and data streams", NONE, async (t) => {
  const basic = { authorization: `Basic ${btoa("u:p")}` };
  const cases: readonly (readonly [string, readonly string[], readonly string[], string, number])[] = [
    ["monitor_ml reads jobs", ["monitor_ml"], [], "GET /_ml/anomaly_detectors", 200],
    ["monitor_ml makes no jobs", ["monitor_ml"], [], "PUT /_ml/anomaly_detectors/j", 403],
    ["manage_ml makes jobs", ["manage_ml"], [], "PUT /_ml/anomaly_detectors/j", 400],
    ["monitor makes no templates", ["monitor"], [], "PUT /_index_template/t", 403],
    ["templates are of the cluster", ["manage_index_templates"], [], "GET /_index_template", 200],
    ["and parts of them", ["manage_index_templates"], [], "GET /_component_template", 200],
    ["all indices are no templates", [], ["all"], "GET /_index_template", 403],
    ["field capabilities are read", [], ["read"], "GET /_field_caps?fields=a", 200],
    ["data streams are rolled over by who manages", [], ["read"], "POST /a/_rollover", 403],
  ];
  for (const [name, cluster, indices, what, status] of cases) {
    await t.step(name, async () => {
      const { elasticsearch } = createRehearsalStack({ security: { username: "u", password: "p", cluster, indices } });
      const answer = await ask(elasticsearch, what, what.startsWith("PUT") ? {} : undefined, basic);
      assert.equal(answer.status, status, answer.text);
    });
  }
});

Deno.test("createElasticsearch() lets nobody read by a datafeed what they may not read", NONE, async () => {
  const { elasticsearch } = createRehearsalStack({
    security: { username: "u", password: "p", cluster: ["manage_ml"], indices: ["view_index_metadata"] },
  });
  const basic = { authorization: `Basic ${btoa("u:p")}` };
  await ask(elasticsearch, "PUT /_ml/anomaly_detectors/j", job({ function: "count" }), basic);
  const { status, text } = await ask(elasticsearch, "PUT /_ml/datafeeds/f", { job_id: "j", indices: ["a-*"] }, basic);
  assert.equal(status, 403);
  assert.match(text, /Cannot create datafeed \[f\] because user u lacks permissions on the indices: /);
});

Deno.test("createElasticsearch() has no jobs where machine learning is switched off", NONE, async () => {
  const { elasticsearch } = createRehearsalStack({ machineLearning: false });
  const { status, text } = await ask(elasticsearch, "GET /_ml/anomaly_detectors");
  assert.equal(status, 400);
  assert.match(text, /no handler found for uri \[\/_ml\/anomaly_detectors\] and method \[GET\]/);
});

Deno.test("createElasticsearch() says where one looks that it does not analyse", NONE, async () => {
  const { elasticsearch } = createRehearsalStack();
  await ask(elasticsearch, "PUT /_ml/anomaly_detectors/j", job({ function: "count" }));
  await ask(elasticsearch, "POST /_ml/anomaly_detectors/j/_open");
  const { text } = await ask(elasticsearch, "GET /_ml/anomaly_detectors/j/_stats");
  assert.match(JSON.parse(text).jobs[0].assignment_explanation, /analyses nothing/);
  const results = await ask(elasticsearch, "GET /_ml/anomaly_detectors/j/results/records");
  assert.equal(results.status, 501);
  assert.match(results.text, /Analysing, and with it .* is not supported by the rehearsal/);
});

Deno.test("createElasticsearch() takes the jobs of an experimental release", {
  permissions: { read: [FOLDER] },
}, async (t) => {
  const files = [
    ["dga_high_sum_by_source_ip.json", "/_ml/anomaly_detectors/"],
    ["datafeed_dga_high_sum_by_source_ip.json", "/_ml/datafeeds/"],
    ["dga_outlier_lookups.json", "/_ml/data_frame/analytics/"],
  ] as const;
  for (const version of ["8.19.21", "9.5.3"] as const) {
    const { elasticsearch } = createRehearsalStack({ version });
    for (const [file, path] of files) {
      await t.step(`${file} (${version})`, async () => {
        const { name, body } = JSON.parse(await readFile(`${FOLDER}${file}`, "utf8"));
        const stored = await ask(elasticsearch, `PUT ${path}${name}`, body);
        assert.equal(stored.status, 200, stored.text);
        const again = await ask(elasticsearch, `PUT ${path}${name}`, body);
        assert.ok([400, 409].includes(again.status), again.text);
        assert.match(again.text, /already (?:exists|used)/);
      });
    }
  }
});
