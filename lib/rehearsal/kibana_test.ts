import assert from "node:assert/strict";
import { Ajv } from "ajv";
import { readdir, readFile } from "node:fs/promises";
import { parseRule } from "../detections/rule.ts";
import type { Handler } from "../stack/handler.ts";
import type { JsonObject } from "./kibana/values.ts";
import { createRehearsalStack, type RehearsalOptions } from "./stack.ts";

const READ = { permissions: { read: true } } as const;
const NONE = { permissions: "none" } as const;
const RULES = "/api/detection_engine/rules";

interface Answered {
  readonly status: number;
  readonly body: JsonObject;
  readonly headers: Headers;
}

/** Sends as a client of Kibana does. */
async function send(
  kibana: Handler,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Answered> {
  const init = body instanceof FormData
    ? { body }
    : body === undefined
    ? {}
    : { body: typeof body === "string" ? body : JSON.stringify(body) };
  const type: Record<string, string> = body === undefined || body instanceof FormData
    ? {}
    : { "content-type": "application/json" };
  const response = await kibana(
    new Request(`http://kibana${path}`, { method, headers: { "kbn-xsrf": "x", ...type, ...headers }, ...init }),
  );
  const text = await response.text();
  return { status: response.status, body: text === "" ? {} : JSON.parse(text), headers: response.headers };
}

function kibana(options: RehearsalOptions = {}): Handler {
  return createRehearsalStack(options).kibana;
}

async function testdata<Value>(name: string): Promise<Value> {
  return JSON.parse(await readFile(`testdata/kibana/${name}`, "utf8"));
}

const QUERY_RULE = {
  rule_id: "a",
  name: "A",
  description: "b",
  risk_score: 21,
  severity: "low",
  type: "query",
  query: "type:dns",
} as const;

interface Step {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly status: number;
  readonly answer?: unknown;
  readonly includes?: JsonObject;
  readonly absent?: readonly string[];
  readonly present?: readonly string[];
}

type Case = Pick<RehearsalOptions, "version" | "license"> & { readonly name: string; readonly steps: readonly Step[] };

Deno.test("the rehearsal Kibana answers as Kibana's own tests expect", READ, async (t) => {
  for (const { name, steps, ...options } of await testdata<Case[]>("cases.json")) {
    await t.step(name, async () => {
      const handler = kibana(options);
      for (const { method, path, body, status, answer, includes = {}, absent = [], present = [] } of steps) {
        const answered = await send(handler, method, path, body);
        assert.equal(answered.status, status, JSON.stringify(answered.body));
        if (answer !== undefined) assert.deepEqual(answered.body, answer);
        for (const [key, value] of Object.entries(includes)) assert.deepEqual(answered.body[key], value, key);
        for (const key of absent) assert.ok(!(key in answered.body), key);
        for (const key of present) assert.ok(key in answered.body, key);
      }
    });
  }
});

interface Import {
  readonly rules: readonly unknown[];
  readonly file: string;
  readonly overwrite: boolean;
  readonly status: number;
  readonly answer: unknown;
}

function upload(handler: Handler, rules: readonly unknown[], file = "rules.ndjson", query = ""): Promise<Answered> {
  const form = new FormData();
  form.set("file", new File([rules.map((rule) => `${JSON.stringify(rule)}\n`).join("")], file));
  return send(handler, "POST", `${RULES}/_import${query}`, form);
}

Deno.test("the rehearsal Kibana imports rules as Kibana's own tests expect", READ, async (t) => {
  for (const { name, steps } of await testdata<{ name: string; steps: Import[] }[]>("imports.json")) {
    await t.step(name, async () => {
      const handler = kibana();
      for (const { rules, file, overwrite, status, answer } of steps) {
        const answered = await upload(handler, rules, file, overwrite ? "?overwrite=true" : "");
        assert.deepEqual([answered.status, answered.body], [status, answer]);
      }
    });
  }
});

Deno.test("the rehearsal Kibana keeps to the limits of an import", NONE, async () => {
  const many = Array.from({ length: 10_001 }, (_, i) => ({ rule_id: `${i}` }));
  const { status, body } = await upload(kibana(), many);
  assert.deepEqual([status, body.message], [500, "Can't import more than 10000 rules"]);
  const large = await upload(kibana({ kibana: { maxImportBytes: 1000 } }), [{ ...QUERY_RULE, note: "a".repeat(2000) }]);
  assert.equal(large.status, 413);
  const missing = await send(kibana(), "POST", `${RULES}/_import`, new FormData());
  assert.equal(missing.status, 500);
});

Deno.test("rules that were imported are disabled, and can be exported again", NONE, async () => {
  const handler = kibana();
  await upload(handler, [QUERY_RULE]);
  const { body } = await send(handler, "GET", `${RULES}?rule_id=a`);
  assert.equal(body.enabled, false);
  const response = await handler(
    new Request(`http://kibana${RULES}/_export`, { method: "POST", headers: { "kbn-xsrf": "x" } }),
  );
  const [rule = "", details = ""] = (await response.text()).split("\n");
  assert.deepEqual(JSON.parse(rule), body);
  assert.equal(JSON.parse(details).exported_rules_count, 1);
});

Deno.test("answers about a rule of any type have the form that Kibana documents", READ, async (t) => {
  const valid = new Ajv({ strict: false, allErrors: true }).compile(await testdata("rule_answer.schema.json"));
  const files = (await readdir("testdata/rules")).filter((name) => name.endsWith(".toml"));
  assert.equal(files.length, 8);
  for (const file of files) {
    await t.step(file, async () => {
      const { value } = parseRule(await readFile(`testdata/rules/${file}`, "utf8"), file);
      for (const version of ["8.19.21", "9.5.3"] as const) {
        const handler = kibana({ version });
        const created = await send(handler, "POST", RULES, value?.fields);
        assert.equal(created.status, 200, JSON.stringify(created.body));
        assert.ok(valid(created.body), JSON.stringify(valid.errors?.filter(({ keyword }) => keyword !== "const")));
        const replaced = await send(handler, "PUT", RULES, { ...value?.fields, name: "Other" });
        assert.ok(valid(replaced.body), JSON.stringify(replaced.body));
        assert.equal(replaced.body.revision, 1);
      }
    });
  }
});

Deno.test("a rule that is replaced goes back to defaults, but for enabled and version", NONE, async () => {
  const handler = kibana();
  const first = await send(handler, "POST", RULES, {
    ...QUERY_RULE,
    note: "n",
    enabled: false,
    version: 7,
    max_signals: 5,
  });
  const { body } = await send(handler, "PUT", RULES, QUERY_RULE);
  assert.deepEqual(
    [body.id, body.note, body.enabled, body.version, body.max_signals, body.revision, body.created_at],
    [first.body.id, undefined, false, 7, 100, 1, first.body.created_at],
  );
  const same = await send(handler, "PUT", RULES, QUERY_RULE);
  assert.equal(same.body.revision, 1);
  const patched = await send(handler, "PATCH", RULES, { rule_id: "a", note: "m" });
  assert.deepEqual([patched.body.note, patched.body.revision], ["m", 2]);
  const enabled = await send(handler, "PATCH", RULES, { rule_id: "a", enabled: true });
  assert.deepEqual([enabled.body.enabled, enabled.body.revision], [true, 2]);
});

Deno.test("fields that a schema does not name are dropped without a word", NONE, async () => {
  const { status, body } = await send(kibana(), "POST", RULES, { ...QUERY_RULE, treat: [], threat_query: "*" });
  assert.deepEqual([status, "treat" in body, "threat_query" in body], [200, false, false]);
});

Deno.test("what a body lacks is told in the words of its version", NONE, async () => {
  const { name: _, ...nameless } = { ...QUERY_RULE, severity: "hi" };
  const texts = await Promise.all((["8.19.21", "9.5.3"] as const).map(async (version) => {
    const { status, body } = await send(kibana({ version }), "POST", RULES, nameless);
    assert.equal(status, 400);
    return body.message;
  }));
  assert.deepEqual(texts, [
    "[request body]: name: Required, severity: Invalid enum value. Expected 'low' | 'medium' | 'high' | 'critical', " +
    "received 'hi'",
    "[request body]: name: Invalid input: expected string, received undefined, severity: Invalid option: expected one of " +
    '"low"|"medium"|"high"|"critical"',
  ]);
});

Deno.test("a type that there is none of is told, and since zod 4 is not", NONE, async () => {
  const told = async (version: "8.19.21" | "9.5.3") =>
    (await send(kibana({ version }), "POST", RULES, { ...QUERY_RULE, type: "kuery" })).body.message;
  assert.match(
    String(await told("8.19.21")),
    /^\[request body\]: type: Invalid discriminator value. Expected 'eql' \| /,
  );
  assert.equal(await told("9.5.3"), "[request body]: ");
});

Deno.test("a rule that is not there is told by the name that was asked for", NONE, async () => {
  const handler = kibana();
  for (const method of ["GET", "DELETE"]) {
    const { status, body } = await send(handler, method, `${RULES}?rule_id=a`);
    assert.deepEqual([status, body], [404, { message: 'rule_id: "a" not found', status_code: 404 }]);
  }
  await send(handler, "POST", RULES, QUERY_RULE);
  const deleted = await send(handler, "DELETE", `${RULES}?rule_id=a`);
  assert.deepEqual([deleted.status, deleted.body.rule_id], [200, "a"]);
  assert.equal((await send(handler, "GET", `${RULES}?rule_id=a`)).status, 404);
});

Deno.test("rules are found by pages, filters and order", NONE, async () => {
  const handler = kibana();
  for (const id of ["c", "a", "b"]) {
    await send(handler, "POST", RULES, { ...QUERY_RULE, rule_id: id, name: `Rule ${id}`, tags: [id, "ML-DGA"] });
  }
  const find = async (query: string): Promise<unknown[]> => {
    const { body, status } = await send(handler, "GET", `${RULES}/_find?${query}`);
    assert.equal(status, 200, JSON.stringify(body));
    const data = body.data;
    return [body.total, ...(Array.isArray(data) ? data.map((rule) => rule.rule_id) : [])];
  };
  const filter = (text: string) => find(`filter=${encodeURIComponent(text)}`);
  assert.deepEqual(await find("per_page=2&page=1&sort_field=name&sort_order=asc"), [3, "a", "b"]);
  assert.deepEqual(await find("per_page=2&page=2&sort_field=name&sort_order=asc"), [3, "c"]);
  assert.deepEqual(await filter('alert.attributes.params.ruleId: ("a" or "c" or "x")'), [2, "c", "a"]);
  assert.deepEqual(await filter('alert.attributes.tags: "ML-DGA" and not alert.attributes.tags: b'), [2, "c", "a"]);
  assert.deepEqual(await filter('alert.attributes.name: "Rule b"'), [1, "b"]);
  assert.deepEqual(await filter("alert.attributes.tags: ML*"), [3, "c", "a", "b"]);
  assert.equal((await send(handler, "GET", `${RULES}/_find?sort_field=name`)).status, 400);
  assert.equal((await send(handler, "GET", `${RULES}/_find?page=0`)).status, 400);
  assert.equal((await send(handler, "GET", `${RULES}/_find?filter=alert.attributes.name:`)).status, 400);
});

Deno.test("many rules are switched and deleted at once, and told one by one", NONE, async () => {
  const handler = kibana();
  const { body: { id } } = await send(handler, "POST", RULES, { ...QUERY_RULE, enabled: false });
  const act = (body: unknown) => send(handler, "POST", `${RULES}/_bulk_action`, body);
  const enabled = await act({ action: "enable", ids: [id] });
  assert.deepEqual([enabled.status, enabled.body.rules_count], [200, 1]);
  assert.equal((await send(handler, "GET", `${RULES}?rule_id=a`)).body.enabled, true);
  const partly = await act({ action: "disable", ids: [id, "none"] });
  assert.deepEqual([partly.status, partly.body.message], [500, "Bulk edit partially failed"]);
  assert.equal((await act({ action: "delete", query: "" })).status, 200);
  assert.equal((await send(handler, "GET", `${RULES}?rule_id=a`)).status, 404);
});

Deno.test("_bulk_create is there in 8 and gone in 9", NONE, async () => {
  const create = (version: "8.19.21" | "9.5.3") =>
    send(kibana({ version }), "POST", `${RULES}/_bulk_create`, [QUERY_RULE, QUERY_RULE]);
  const { status, body } = await create("8.19.21");
  assert.equal(status, 200);
  assert.deepEqual(Array.isArray(body) && body[1].error, { status_code: 409, message: 'rule_id: "a" already exists' });
  assert.equal((await create("9.5.3")).status, 404);
});

Deno.test("the rehearsal Kibana is as strict as Kibana's platform", NONE, async (t) => {
  const handler = kibana();
  const refused = (status: number, message: string | RegExp, sent: Promise<Answered>) =>
    sent.then(({ status: answered, body }) => {
      assert.equal(answered, status);
      if (typeof message === "string") assert.equal(body.message, message);
      else assert.match(String(body.message), message);
    });
  await t.step("kbn-xsrf", async () => {
    const response = await handler(new Request(`http://kibana${RULES}`, { method: "POST", body: "{}" }));
    assert.equal(response.status, 400);
    assert.equal((await response.json()).message, "Request must contain a kbn-xsrf header.");
  });
  await t.step(
    "content type",
    () => refused(415, "Unsupported Media Type", send(handler, "POST", RULES, "{}", { "content-type": "text/plain" })),
  );
  await t.step("JSON", () => refused(400, "Invalid request payload JSON format", send(handler, "POST", RULES, "{")));
  await t.step(
    "no body",
    () => refused(400, /^\[request body\]: Expected object, received null/, send(handler, "POST", RULES)),
  );
  await t.step(
    "size",
    () =>
      refused(
        413,
        /greater than maximum allowed: 1048576/,
        send(handler, "POST", RULES, { note: "a".repeat(2 ** 20) }),
      ),
  );
  await t.step("version", () =>
    refused(
      400,
      'No version "2020-01-01" available for [GET] [/api/status]. Available versions are: [2023-10-31]',
      send(handler, "GET", "/api/status", undefined, { "elastic-api-version": "2020-01-01" }),
    ));
  await t.step(
    "a call of its parts that is not there",
    () => refused(404, "Not Found", send(handler, "PUT", "/api/status")),
  );
  await t.step(
    "a call of other parts",
    () => refused(501, /no \[GET \/api\/cases\]/, send(handler, "GET", "/api/cases")),
  );
});

Deno.test("the rehearsal Kibana asks who is there, and what they may", NONE, async () => {
  const security = { username: "elastic", password: "secret", apiKey: { id: "id", key: "key" } };
  const handler = kibana({ security });
  const as = (authorization: string) => send(handler, "GET", `${RULES}/_find`, undefined, { authorization });
  assert.equal((await send(handler, "GET", "/api/status")).status, 401);
  assert.match(
    String((await as(`Basic ${btoa("elastic:wrong")}`)).body.message),
    /^\[security_exception\n.*unable to/s,
  );
  assert.equal((await as(`Basic ${btoa("elastic:secret")}`)).status, 200);
  assert.equal((await as(`ApiKey ${btoa("id:key")}`)).status, 200);
  const reader = kibana({ version: "9.5.3", kibana: { rulePrivileges: "read" } });
  assert.equal((await send(reader, "GET", `${RULES}/_find`)).status, 200);
  const { status, body } = await send(reader, "POST", RULES, QUERY_RULE);
  assert.deepEqual([status, body.message], [
    403,
    `API [POST ${RULES}] is unauthorized for user, this action is granted by the Kibana privileges [rules-all]`,
  ]);
});

Deno.test("since 9.5 the version is told to those who may monitor the cluster only", NONE, async () => {
  const security = { username: "elastic", password: "secret", cluster: ["manage_pipeline"] };
  const headers = { authorization: `Basic ${btoa("elastic:secret")}` };
  const version = async (version: "9.3.6" | "9.5.3") =>
    (await send(kibana({ version, security }), "GET", "/api/status", undefined, headers)).body.version;
  assert.deepEqual([typeof await version("9.3.6"), await version("9.5.3")], ["object", undefined]);
});

Deno.test("without an encryption key no rule can be made, and the privileges tell", NONE, async () => {
  const handler = kibana({ kibana: { hasEncryptionKey: false } });
  assert.equal((await send(handler, "GET", "/api/detection_engine/privileges")).body.has_encryption_key, false);
  const { status, body } = await send(handler, "POST", RULES, QUERY_RULE);
  assert.equal(status, 500);
  assert.match(String(body.message), /missing encryption key/);
});

Deno.test("spaces have rules of their own; one that is not there takes them all the same", NONE, async () => {
  const handler = kibana({ kibana: { spaces: ["soc"] } });
  assert.equal((await send(handler, "GET", "/api/spaces/space/soc")).body.id, "soc");
  assert.equal((await send(handler, "GET", "/api/spaces/space/none")).status, 404);
  for (const space of ["soc", "none"]) {
    assert.equal((await send(handler, "POST", `/s/${space}${RULES}`, QUERY_RULE)).status, 200);
    assert.equal((await send(handler, "GET", `/s/${space}${RULES}?rule_id=a`)).status, 200);
  }
  assert.equal((await send(handler, "GET", `${RULES}?rule_id=a`)).status, 404);
});

Deno.test("data views are kept without fields, and shown with those of Elasticsearch", NONE, async () => {
  const { elasticsearch, kibana: handler } = createRehearsalStack();
  const view = await send(handler, "POST", "/api/data_views/data_view", {
    data_view: { title: "packetbeat-*", id: "p" },
  });
  assert.equal(view.status, 200);
  await (await elasticsearch(
    new Request("http://es/packetbeat-1", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mappings: { properties: { type: { type: "keyword" } } } }),
    }),
  )).body?.cancel();
  const refreshed = await send(handler, "POST", "/api/data_views/data_view/p", { refresh_fields: true, data_view: {} });
  assert.deepEqual([refreshed.status, Object.keys(refreshed.body)], [200, ["data_view"]]);
  const list = await send(handler, "GET", "/api/data_views");
  assert.deepEqual(list.body, {
    data_view: [{ id: "p", namespaces: ["default"], title: "packetbeat-*", name: "packetbeat-*" }],
  });
  assert.equal((await send(handler, "DELETE", "/api/data_views/data_view/p")).status, 200);
  assert.equal((await send(handler, "GET", "/api/data_views/data_view/p")).status, 404);
});

Deno.test("faults of Kibana have Kibana's forms", NONE, async () => {
  const faulty = (fault: "403" | "500" | "503" | "html") => kibana({ kibana: { faults: { fault, at: 1 } } });
  const get = (handler: Handler) => handler(new Request("http://kibana/api/status"));
  assert.equal((await (await get(faulty("403"))).json()).statusCode, 403);
  assert.equal((await (await get(faulty("500"))).json()).status_code, 500);
  assert.equal(await (await get(faulty("503"))).text(), "Kibana server is not ready yet");
  assert.match(await (await get(faulty("html"))).text(), /^<html>/);
});
