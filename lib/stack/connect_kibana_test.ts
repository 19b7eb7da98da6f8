import assert from "node:assert/strict";
import { connect } from "./connect.ts";
import type { KibanaOptions } from "./connect_options.ts";
import { StackError } from "./errors.ts";
import type { Handler } from "./handler.ts";
import type { Kibana, KibanaRequest } from "./kibana.ts";
import { serve } from "./testing/servers.ts";

const NONE = { permissions: "none" } as const;
const KIBANA = { "kbn-name": "kibana" };
const GET_RULE: KibanaRequest = { method: "GET", path: "/api/detection_engine/rules" };

function kibanaAt(handler: Handler, options: KibanaOptions = {}): Kibana {
  const { kibana } = connect({ kibana: { handler, ...options } });
  return kibana ?? assert.fail();
}

function answering(status: number, body: unknown, headers: Record<string, string> = KIBANA): Handler {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return () => Promise.resolve(new Response(text, { status, headers }));
}

async function failure(sent: Promise<unknown>): Promise<StackError> {
  const error = await sent.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof StackError, `not a StackError: ${error}`);
  return error;
}

Deno.test("connect() sends Kibana what every call of it wants", NONE, async () => {
  const seen: Request[] = [];
  const handler: Handler = (request) => {
    seen.push(request.clone());
    return answering(200, { id: "1" })(request);
  };
  const kibana = kibanaAt(handler, { username: "elastic", password: "pässword", space: "soc" });
  const answer = await kibana.request({
    method: "POST",
    path: "/api/detection_engine/rules",
    query: { page: 2 },
    body: { name: "a" },
  });
  await kibana.request({ method: "GET", path: "/api/status", anySpace: true });
  assert.deepEqual(answer, { status: 200, body: { id: "1" } });
  const [post = assert.fail(), get = assert.fail()] = seen;
  assert.equal(post.url, "http://localhost:5601/s/soc/api/detection_engine/rules?page=2");
  assert.equal(post.headers.get("kbn-xsrf"), "true");
  assert.equal(post.headers.get("elastic-api-version"), "2023-10-31");
  assert.equal(post.headers.get("content-type"), "application/json");
  // printf 'elastic:pässword' | base64
  assert.equal(post.headers.get("authorization"), "Basic ZWxhc3RpYzpww6Rzc3dvcmQ=");
  assert.equal(await post.text(), '{"name":"a"}');
  assert.equal(get.url, "http://localhost:5601/api/status");
  assert.equal(get.headers.get("content-type"), null);
});

Deno.test("connect() finds Kibana's space and base path in its URL", NONE, () => {
  const space = (url: string, asked?: string) =>
    connect({ kibana: { url, ...(asked === undefined ? {} : { space: asked }) } }).kibana?.space;
  assert.equal(space("https://host:5601/"), "default");
  assert.equal(space("https://host:5601/base/s/soc/"), "soc");
  assert.equal(space("https://host:5601/s/soc", "soc"), "soc");
  assert.equal(space("https://host:5601", "default"), "default");
  assert.throws(() => space("https://host/s/soc", "other"), /names one and --space another/);
  assert.throws(() => space("https://host/app/security/rules"), /leads to a page/);
  assert.throws(() => space("https://host", "SOC team"), /lower case letters/);
});

Deno.test("connect() tells in one sentence what Kibana refuses, and what to do", NONE, async (t) => {
  const cases: [name: string, status: number, body: unknown, message: RegExp, hint: RegExp][] = [
    [
      "the platform",
      400,
      { statusCode: 400, error: "Bad Request", message: "[request body]: name: Required" },
      /^Cannot GET "\/api\/detection_engine\/rules" as Kibana answered 400: \[request body\]: name: Required$/,
      /^undefined$/,
    ],
    ["the detection engine", 409, { message: 'rule_id: "a" already exists', status_code: 409 }, /: rule_id/, /Someone/],
    ["several texts", 400, { message: ["one", "two"], status_code: 400 }, /400: one; two$/, /^undefined$/],
    [
      "bulk calls",
      500,
      {
        message: "Bulk edit failed",
        status_code: 500,
        attributes: { errors: [{ message: "Too many", status_code: 500, rules: [] }] },
      },
      /500: Too many$/,
      /its own log/,
    ],
    [
      "Elasticsearch behind it",
      401,
      {
        statusCode: 401,
        error: "Unauthorized",
        message:
          "[security_exception\n\tRoot causes:\n\t\tsecurity_exception: unable to authenticate user [u] for REST " +
          "request [/_security/_authenticate]]: unable to authenticate user [u] for REST request [/x]",
      },
      /401: unable to authenticate user \[u\] for REST request \[\/x\]$/,
      /Check user name and password/,
    ],
    [
      "privileges",
      403,
      {
        statusCode: 403,
        error: "Forbidden",
        message:
          "API [POST /api/detection_engine/rules] is unauthorized for user, this action is granted by the Kibana " +
          "privileges [rules-all]",
      },
      /rules-all\]$/,
      /privileges rules-all in this space/,
    ],
    [
      "a licence",
      403,
      { message: "Your license does not support machine learning. Please upgrade.", status_code: 403 },
      /403/,
      /trial/,
    ],
    [
      "a missing call",
      404,
      { statusCode: 404, error: "Not Found", message: "Not Found" },
      /404: Not Found/,
      /base path/,
    ],
    [
      "a missing thing",
      404,
      { message: 'rule_id: "a" not found', status_code: 404 },
      /404: rule_id/,
      /not in this space/,
    ],
    ["a start", 503, "Kibana server is not ready yet", /503: Kibana server is not ready yet/, /starting/],
  ];
  for (const [name, status, body, message, hint] of cases) {
    await t.step(name, async () => {
      const error = await failure(kibanaAt(answering(status, body)).request(GET_RULE));
      assert.equal(error.kind, "http");
      assert.equal(error.status, status);
      assert.match(error.message, message);
      assert.match(String(error.hint), hint);
    });
  }
});

Deno.test("connect() knows what is not Kibana", NONE, async (t) => {
  const html = "<!DOCTYPE html><html><body>Sign in</body></html>";
  const cases: [name: string, handler: Handler, message: RegExp][] = [
    [
      "a page with success",
      answering(200, html, { "content-type": "text/html" }),
      /not Kibana: status 200 with an HTML/,
    ],
    ["a proxy's page", answering(502, html, {}), /not Kibana: status 502 with an HTML page/],
    ["a redirect", answering(302, "", { location: "/login" }), /not Kibana: status 302 with a redirect/],
    [
      "Elasticsearch",
      answering(400, { error: "no handler found for uri [/api/status]" }, { "x-elastic-product": "Elasticsearch" }),
      /is Elasticsearch and not Kibana/,
    ],
    ["no body", answering(404, "", {}), /status 404 with no body/],
  ];
  for (const [name, handler, message] of cases) {
    await t.step(name, async () => {
      const error = await failure(kibanaAt(handler).request({ ...GET_RULE, allow: [404] }));
      assert.equal(error.kind, "not-kibana");
      assert.match(error.message, message);
    });
  }
});

Deno.test("connect() takes a status that is allowed for an answer of Kibana's only", NONE, async () => {
  const body = { message: 'rule_id: "a" not found', status_code: 404 };
  const found = await kibanaAt(answering(404, body, {})).request({ ...GET_RULE, allow: [404] });
  assert.deepEqual(found, { status: 404, body });
});

Deno.test("connect() bounds Kibana's answers in size and time", NONE, async () => {
  const large = kibanaAt(answering(200, { text: "a".repeat(2000) }));
  assert.match((await failure(large.request({ ...GET_RULE, maxAnswerBytes: 1000 }))).message, /answer is larger than/);
  const late = kibanaAt(() => new Promise(() => {}));
  const error = await failure(late.request({ ...GET_RULE, timeoutMs: 20 }));
  assert.equal(error.kind, "timeout");
  assert.match(error.message, /localhost:5601: no answer came within 0.02 s/);
});

Deno.test("connect() waits as long as Kibana asks", NONE, async () => {
  const error = await failure(kibanaAt(answering(429, "", { "retry-after": "7" })).request(GET_RULE));
  assert.equal(error.retryAfterSeconds, 7);
  assert.equal(error.kind, "http");
});

Deno.test("no error of Kibana shows a secret, whatever it says", NONE, async (t) => {
  const secret = "h/nter2 ünter%";
  const key = "VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw";
  const echo = (status: number, html: boolean): Handler => (request) => {
    const said = `${request.headers.get("authorization")} ${secret} ${encodeURIComponent(secret)} ${key}`;
    return answering(status, html ? `<html>${said}` : { message: said, status_code: status })(request);
  };
  for (const status of [200, 302, 400, 401, 403, 404, 409, 429, 500, 503]) {
    for (const html of [false, true]) {
      if (status === 200 && !html) continue;
      await t.step(`${status} ${html ? "as a page" : "as JSON"}`, async () => {
        for (
          const [options, own] of [[{ username: "elastic", password: secret }, secret], [{ apiKey: key }, key]] as const
        ) {
          const error = await failure(kibanaAt(echo(status, html), options).request(GET_RULE));
          const text = `${error.message} ${error.hint} ${error.stack} ${JSON.stringify(error)}`;
          for (const form of [own, encodeURIComponent(own), btoa(unescape(encodeURIComponent(own))).slice(0, 12)]) {
            assert.ok(!text.includes(form), `${form} in ${text}`);
          }
        }
      });
    }
  }
});

Deno.test("connect() sends credentials over plain http to this machine only", NONE, () => {
  const options = { username: "elastic", password: "secret" };
  connect({ kibana: { url: "http://127.0.0.1:5601", ...options } });
  assert.throws(() => connect({ kibana: { url: "http://kibana.example", ...options } }), /plain http/);
});

Deno.test("connect() reaches a Kibana over a socket", { permissions: { net: ["127.0.0.1"] } }, async () => {
  await using server = await serve((request, response) => {
    response.writeHead(200, { ...KIBANA, "content-type": "application/json" });
    response.end(JSON.stringify({ url: request.url, xsrf: request.headers["kbn-xsrf"] }));
  });
  const { kibana } = connect({ kibana: { url: server.url, space: "soc" } });
  const answer = await kibana?.request({ method: "DELETE", path: "/api/x" });
  assert.deepEqual(answer?.body, { url: "/s/soc/api/x", xsrf: "true" });
});

Deno.test("connect() without Elasticsearch says so when it is asked for", NONE, async () => {
  const { elasticsearch } = connect({ kibana: { handler: answering(200, {}) } });
  await assert.rejects(elasticsearch.request({ method: "GET", path: "/" }), /was not said where it is/);
});
