import assert from "node:assert/strict";
import { type Answer, answerError } from "./answer_error.ts";

const NONE = { permissions: "none" } as const;

function answer(status: number, body: unknown, more: Partial<Answer> = {}): Answer {
  return {
    method: "PUT",
    path: "/_ml/trained_models/dga_1",
    status,
    headers: new Headers({ "x-elastic-product": "Elasticsearch", "content-type": "application/json" }),
    text: typeof body === "string" ? body : JSON.stringify(body),
    sentBytes: 0,
    ...more,
  };
}

/** Shape of a security or licence refusal: the cause at the root is the error itself. */
function plain(status: number, type: string, reason: string, more: object = {}): Answer {
  return answer(status, { error: { root_cause: [{ type, reason, ...more }], type, reason, ...more }, status });
}

/** What Elasticsearch answers, the sentence it becomes, and what the hint says. The first ones are a 7.10.2 node's own. */
const CASES: readonly { name: string; answer: Answer; message: RegExp; type?: string; hint?: RegExp }[] = [
  {
    name: "a script that does not compile",
    answer: answer(
      400,
      '{"error":{"root_cause":[{"type":"script_exception","reason":"compile error","script_stack":["def x = 1; y.foo()","            ^---- HERE"],"script":"def x = 1; y.foo()","lang":"painless","position":{"offset":12,"start":0,"end":18}}],"type":"script_exception","reason":"compile error","script_stack":["def x = 1; y.foo()","            ^---- HERE"],"script":"def x = 1; y.foo()","lang":"painless","position":{"offset":12,"start":0,"end":18},"caused_by":{"type":"illegal_argument_exception","reason":"cannot resolve symbol [y]"}},"status":400}',
    ),
    message: /answered 400: \[illegal_argument_exception\] cannot resolve symbol \[y\], at: def x = 1; y\.foo\(\)$/,
    type: "illegal_argument_exception",
  },
  {
    name: "a pipeline whose script is gone",
    answer: answer(
      404,
      '{"error":{"root_cause":[{"type":"resource_not_found_exception","reason":"unable to find script [c_gone] in cluster state","processor_type":"script"}],"type":"resource_not_found_exception","reason":"unable to find script [c_gone] in cluster state","processor_type":"script"},"status":404}',
    ),
    message: /404: \[resource_not_found_exception\] unable to find script \[c_gone\] in cluster state$/,
    hint: /stored script c_gone is gone/,
  },
  {
    name: "JSON that is cut off, with a line feed in the reason",
    answer: answer(
      400,
      '{"error":{"root_cause":[{"type":"parse_exception","reason":"Failed to parse content to map"}],"type":"parse_exception","reason":"Failed to parse content to map","caused_by":{"type":"json_e_o_f_exception","reason":"Unexpected end-of-input within/between Object entries\\n at [Source: (byte[])\\"{\\"processors\\":\\"; line: 1, column: 15]"}},"status":400}',
    ),
    message: /400: \[json_e_o_f_exception\] Unexpected end-of-input within\/between Object entries at \[Source/,
  },
  {
    name: "a method that a call does not have",
    answer: answer(
      405,
      '{"error":"Incorrect HTTP method for uri [/_scripts] and method [POST], allowed: [GET, PUT, HEAD, DELETE]","status":405}',
    ),
    message: /answered 405: Incorrect HTTP method for uri \[\/_scripts\]/,
  },
  {
    name: "machine learning that is not there",
    answer: answer(
      400,
      `{"error":{"root_cause":[{"type":"invalid_index_name_exception","reason":"Invalid index name [_ml], must not start with '_', '-', or '+'","index_uuid":"_na_","index":"_ml"}],"type":"invalid_index_name_exception","reason":"Invalid index name [_ml], must not start with '_', '-', or '+'","index_uuid":"_na_","index":"_ml"},"status":400}`,
    ),
    message: /Invalid index name \[_ml\]/,
    hint: /machine learning may be switched off/,
  },
  {
    name: "a version conflict",
    answer: answer(
      409,
      '{"error":{"root_cause":[{"type":"version_conflict_engine_exception","reason":"[1]: version conflict, required seqNo [5], primary term [1]. but no document was found","index_uuid":"AwZ4gqoFRymg05t8uTjD1A","shard":"0","index":"c_index"}],"type":"version_conflict_engine_exception","reason":"[1]: version conflict, required seqNo [5], primary term [1]. but no document was found","index_uuid":"AwZ4gqoFRymg05t8uTjD1A","shard":"0","index":"c_index"},"status":409}',
    ),
    message: /409: \[version_conflict_engine_exception\]/,
    hint: /changed it at the same time/,
  },
  {
    name: "a body beyond http.max_content_length, without a body and a header",
    answer: answer(413, "", { headers: new Headers({ "content-length": "0" }), sentBytes: 250_000_000 }),
    message: /answered 413: without a body$/,
    hint: /^250\.0 MB were sent, .*http\.max_content_length.*raise it .*or use a smaller model/,
  },
  {
    name: "a model's deepest cause, eight levels down",
    answer: answer(400, {
      error: {
        root_cause: [{ type: "x_content_parse_exception", reason: "[1:2] [trained_model_config] failed to parse" }],
        type: "x_content_parse_exception",
        reason: "[1:2] [trained_model_config] failed to parse",
        caused_by: Array.from({ length: 8 }, (_, i) => ({ type: `level_${i}`, reason: `reason ${i}` })).reduceRight(
          (inner, cause) => ({ ...cause, caused_by: inner }),
          { type: "illegal_argument_exception", reason: "[tree] contains cycle at node 7" },
        ),
      },
      status: 400,
    }),
    message: /400: \[illegal_argument_exception\] \[tree\] contains cycle at node 7$/,
  },
  {
    name: "a deepest cause without a reason",
    answer: answer(500, {
      error: {
        type: "exception",
        reason: "failed to do it",
        caused_by: { type: "null_pointer_exception", reason: null },
      },
      status: 500,
    }),
    message: /500: \[exception\] failed to do it$/,
    hint: /own log/,
  },
  {
    name: "the cap on input fields",
    answer: plain(
      400,
      "action_request_validation_exception",
      "Validation Failed: 1: [input.field_names] must contain not more than 100 field names.;",
    ),
    message: /more than 100 field names/,
    hint: /8\.19\.17 and 9\.3\.6 .*upgrade to 8\.19\.18, 9\.3\.7 or later/,
  },
  {
    name: "a missing privilege, with those that would do",
    answer: plain(
      403,
      "security_exception",
      "action [cluster:admin/xpack/ml/inference/put] is unauthorized for user [bob] with effective roles [viewer], " +
        "this action is granted by the cluster privileges [manage_ml,manage,all]",
    ),
    message: /403: \[security_exception\] action \[cluster:admin\/xpack\/ml\/inference\/put\]/,
    hint: /^Give the user's role one of the cluster privileges manage_ml, manage, all$/,
  },
  {
    name: "a missing privilege, of an older server",
    answer: plain(403, "security_exception", "action [cluster:admin/script/put] is unauthorized for user [bob]"),
    message: /403/,
    hint: /privilege that allows the action cluster:admin\/script\/put$/,
  },
  {
    name: "a licence that is too small",
    answer: plain(403, "security_exception", "current license is non-compliant for [ml]", {
      "license.expired.feature": "ml",
    }),
    message: /non-compliant for \[ml\]/,
    hint: /trial, platinum or enterprise/,
  },
  {
    name: "nothing to sign in with",
    answer: plain(401, "security_exception", "missing authentication credentials for REST request [/]"),
    message: /401/,
    hint: /--user and a password, or --api-key/,
  },
  {
    name: "a wrong password",
    answer: plain(401, "security_exception", "unable to authenticate user [elastic] for REST request [/]"),
    message: /unable to authenticate user \[elastic\]/,
    hint: /^Check user name and password/,
  },
  {
    name: "an API key that is gone",
    answer: plain(401, "security_exception", "api key [VuaCfGcBCdbkQm] has been invalidated"),
    message: /has been invalidated/,
    hint: /^Check the API key/,
  },
  {
    name: "a model that is referred to",
    answer: plain(
      409,
      "status_exception",
      "Cannot delete model [dga_1] as it is still referenced by ingest processors; use force to delete the model",
    ),
    message: /still referenced/,
    hint: /--force/,
  },
  {
    name: "a memory breaker",
    answer: plain(
      429,
      "circuit_breaking_exception",
      "[parent] Data too large, data for [<http_request>] would be larger",
    ),
    message: /Data too large/,
    hint: /no memory left/,
  },
  {
    name: "a server without a master",
    answer: plain(503, "master_not_discovered_exception", "null"),
    message: /503: \[master_not_discovered_exception\]/,
    hint: /may have carried out the request/,
  },
];

for (const { name, answer, message, type, hint } of CASES) {
  Deno.test(`answerError() tells ${name}`, NONE, () => {
    const error = answerError(answer);
    assert.equal(error.kind, "http");
    assert.equal(error.status, answer.status);
    assert.match(error.message, message);
    assert.match(error.message, /^Cannot PUT "\/_ml\/trained_models\/dga_1" as Elasticsearch answered /);
    if (type !== undefined) assert.equal(error.type, type);
    if (hint === undefined) assert.equal(error.hint, undefined);
    else assert.match(error.hint ?? "", hint);
  });
}

Deno.test("answerError() keeps how long a server asks to wait", NONE, () => {
  const headers = new Headers({ "retry-after": "17" });
  const error = answerError(answer(429, "", { headers }));
  assert.deepEqual([error.kind, error.retryAfterSeconds], ["http", 17]);
  assert.match(error.hint ?? "", /busy/);
});

Deno.test("answerError() suspects a proxy behind HTML, behind other JSON, and behind nothing", NONE, () => {
  const headers = new Headers({ "content-type": "text/html" });
  const page = answerError(answer(502, "<!DOCTYPE html><html><h1>Bad gateway</h1>", { headers }));
  assert.deepEqual([page.kind, page.status], ["not-elasticsearch", 502]);
  assert.match(page.message, /not Elasticsearch 8 or 9: status 502 with an HTML page$/);
  assert.match(page.hint ?? "", /proxy/);
  const cloud = answerError(answer(404, '{"ok":false,"message":"Unknown cluster."}', { headers: new Headers() }));
  assert.equal(cloud.kind, "not-elasticsearch");
  assert.match(cloud.message, /Unknown cluster/);
  assert.match(answerError(answer(502, "", { headers: new Headers() })).message, /with no body$/);
});

Deno.test("answerError() bounds what it quotes and shows what a terminal would obey", NONE, () => {
  const reason = `\u001b[31m\u202egnp.exe${"long ".repeat(100_000)}`;
  const error = answerError(plain(400, "x".repeat(10_000), reason));
  assert.ok(error.message.length < 1200, String(error.message.length));
  assert.ok(error.message.includes("\\u{1b}[31m\\u{202e}gnp.exe"));
  assert.ok((error.type ?? "").length <= 120);
});

Deno.test("answerError() follows causes that never end no further than they are worth", NONE, () => {
  let error: Record<string, unknown> = { type: "t", reason: "deepest" };
  for (let i = 0; i < 1000; i++) error = { type: "t", reason: `level ${i}`, caused_by: error };
  assert.match(answerError(answer(400, { error, status: 400 })).message, /level 950$/);
});
