import assert from "node:assert/strict";
import type http from "node:http";
import { connect } from "./connect.ts";
import { pathOf } from "./elasticsearch.ts";
import { StackError } from "./errors.ts";
import type { Handler } from "./handler.ts";
import { moduleUrl, runProgram } from "./testing/program.ts";
import { elasticsearchAnswer, serve, serveSocket } from "./testing/servers.ts";

/** What the client needs to load: it names the operating system's release in a header. */
const CLIENT: Deno.PermissionOptionsObject = { sys: ["osRelease"], env: true };
const IN_PROCESS = { permissions: CLIENT };
const LOOPBACK = { permissions: { ...CLIENT, net: ["127.0.0.1"] } };

const PRODUCT = { "x-elastic-product": "Elasticsearch" };

function answering(body: unknown, init: ResponseInit = {}): Handler {
  return () => Promise.resolve(Response.json(body, { ...init, headers: { ...PRODUCT, ...init.headers } }));
}

async function failure(sent: Promise<unknown>): Promise<StackError> {
  const error = await sent.then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof StackError, `not a StackError: ${error}`);
  return error;
}

function text(value: string): ReadableStream<Uint8Array> {
  return ReadableStream.from([new TextEncoder().encode(value)]);
}

Deno.test("connect() sends a request to a handler as it would to a server", IN_PROCESS, async () => {
  const seen: { request: Request; body: string }[] = [];
  const handler: Handler = async (request) => {
    seen.push({ request, body: await request.text() });
    return Response.json({ acknowledged: true }, { headers: PRODUCT });
  };
  const { elasticsearch } = connect({ elasticsearch: { handler, username: "elastic", password: "pässword" } });
  const answer = await elasticsearch.request({
    method: "PUT",
    path: pathOf`/_scripts/${"a b/c"}/ingest`,
    query: { timeout: "30s", refresh: true, size: 5 },
    body: { script: { lang: "painless" } },
  });
  assert.deepEqual(answer, { status: 200, body: { acknowledged: true }, text: '{"acknowledged":true}', warnings: [] });
  const [{ request, body } = assert.fail()] = seen;
  assert.equal(request.method, "PUT");
  assert.equal(new URL(request.url).pathname, "/_scripts/a%20b%2Fc/ingest");
  assert.equal(new URL(request.url).search, "?timeout=30s&refresh=true&size=5");
  assert.equal(request.headers.get("content-type"), "application/vnd.elasticsearch+json; compatible-with=8");
  assert.equal(request.headers.get("accept"), "application/vnd.elasticsearch+json; compatible-with=8");
  // printf 'elastic:pässword' | base64
  assert.equal(request.headers.get("authorization"), "Basic ZWxhc3RpYzpww6Rzc3dvcmQ=");
  assert.equal(body, '{"script":{"lang":"painless"}}');
});

Deno.test("connect() sends an API key in either form, and no content type without a body", IN_PROCESS, async () => {
  for (const apiKey of ["id1:key1", "aWQxOmtleTE="]) {
    const handler: Handler = (request) => {
      assert.equal(request.headers.get("authorization"), "ApiKey aWQxOmtleTE=");
      assert.equal(request.headers.get("content-type"), null);
      return answering({})(request);
    };
    await connect({ elasticsearch: { handler, apiKey } }).elasticsearch.request({ method: "GET", path: "/" });
  }
});

Deno.test("connect() sends a stream to a handler, anew for each try", IN_PROCESS, async () => {
  const handler: Handler = async (request) => Response.json(await request.json(), { headers: PRODUCT });
  const { elasticsearch } = connect({ elasticsearch: { handler } });
  const request = { method: "PUT", path: "/x", stream: () => text('{"a":1.0}') } as const;
  for (let i = 0; i < 2; i++) assert.deepEqual((await elasticsearch.request(request)).body, { a: 1 });
});

Deno.test("connect() cancels a stream that the answer did not wait for", IN_PROCESS, async () => {
  let cancelled = false;
  const stream = () => new ReadableStream<Uint8Array>({ cancel: () => void (cancelled = true) });
  const { elasticsearch } = connect({ elasticsearch: { handler: answering({}) } });
  await elasticsearch.request({ method: "PUT", path: "/x", stream });
  assert.ok(cancelled);
});

Deno.test("connect() passes on what the source of a stream throws", IN_PROCESS, async () => {
  const broken = new RangeError("no such file");
  const stream = () => new ReadableStream<Uint8Array>({ pull: () => Promise.reject(broken) });
  const handler: Handler = async (request) => Response.json(await request.text(), { headers: PRODUCT });
  const { elasticsearch } = connect({ elasticsearch: { handler } });
  await assert.rejects(elasticsearch.request({ method: "PUT", path: "/x", stream }), broken);
});

Deno.test("connect() gives allowed statuses as answers, and other errors as errors", IN_PROCESS, async () => {
  const handler = answering({ found: false }, { status: 404 });
  const { elasticsearch } = connect({ elasticsearch: { handler } });
  const request = { method: "GET", path: "/_scripts/a" } as const;
  const answer = await elasticsearch.request({ ...request, allow: [404] });
  assert.deepEqual([answer.status, answer.body], [404, { found: false }]);
  const error = await failure(elasticsearch.request(request));
  assert.deepEqual([error.kind, error.status], ["http", 404]);
});

Deno.test("connect() does not believe a 404 that is not Elasticsearch's", IN_PROCESS, async () => {
  const handler: Handler = () => Promise.resolve(Response.json({ message: "Unknown resource." }, { status: 404 }));
  const { elasticsearch } = connect({ elasticsearch: { handler } });
  const error = await failure(elasticsearch.request({ method: "GET", path: "/_scripts/a", allow: [404] }));
  assert.equal(error.kind, "not-elasticsearch");
});

Deno.test("connect() refuses answers of other servers", IN_PROCESS, async () => {
  const answers: readonly [Handler, RegExp][] = [
    [() => Promise.resolve(Response.json({ version: { number: "7.10.2" } })), /status 200 with "\{"version"/],
    [() => Promise.resolve(new Response("<html><body>Sign in", { status: 200 })), /status 200 with an HTML page/],
    [() => Promise.resolve(new Response(null, { status: 302, headers: { location: "/login" } })), /with a redirect/],
    [
      () => Promise.resolve(new Response('{"a":', { headers: { ...PRODUCT, "content-type": "application/json" } })),
      /status 200 with "\{"a":"/,
    ],
  ];
  for (const [handler, message] of answers) {
    const { elasticsearch } = connect({ elasticsearch: { handler } });
    const error = await failure(elasticsearch.request({ method: "GET", path: "/" }));
    assert.equal(error.kind, "not-elasticsearch");
    assert.match(error.message, message);
  }
});

Deno.test("connect() takes answers that a handler had unpacked by fetch", IN_PROCESS, async () => {
  const { elasticsearch } = connect({
    elasticsearch: { handler: answering({ a: 1 }, { headers: { "content-encoding": "gzip" } }) },
  });
  assert.deepEqual((await elasticsearch.request({ method: "GET", path: "/" })).body, { a: 1 });
});

Deno.test("connect() collects warnings", IN_PROCESS, async () => {
  const warning = '299 Elasticsearch-8.19.0-abc "first", 299 Elasticsearch-8.19.0-abc "second, of two"';
  const { elasticsearch } = connect({ elasticsearch: { handler: answering({}, { headers: { warning } }) } });
  const { warnings } = await elasticsearch.request({ method: "GET", path: "/" });
  assert.deepEqual(warnings, ["first", "second, of two"]);
});

Deno.test("connect() sends each request once, whatever comes back", IN_PROCESS, async () => {
  for (const status of [429, 500, 502, 503, 504]) {
    let sent = 0;
    const handler: Handler = (request) => {
      sent++;
      return answering({ error: { type: "t", reason: "r" }, status }, { status })(request);
    };
    const { elasticsearch } = connect({ elasticsearch: { handler } });
    const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
    assert.deepEqual([error.kind, error.status, sent], ["http", status, 1]);
  }
});

Deno.test("connect() tells by its code what a handler's connection came to", IN_PROCESS, async () => {
  const kinds = { ECONNREFUSED: "refused", ECONNRESET: "reset", HALF_BODY: "reset", LATE: "timeout" };
  for (const [code, kind] of Object.entries(kinds)) {
    const handler: Handler = () => Promise.reject(Object.assign(new Error("fault"), { code }));
    const { elasticsearch } = connect({ elasticsearch: { handler } });
    const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
    assert.equal(error.kind, kind);
  }
});

Deno.test("connect() passes on a handler's own mistakes", IN_PROCESS, async () => {
  const mistake = new TypeError("not a function");
  const { elasticsearch } = connect({ elasticsearch: { handler: () => Promise.reject(mistake) } });
  await assert.rejects(elasticsearch.request({ method: "GET", path: "/" }), mistake);
});

Deno.test("connect() gives up a handler that does not answer in time", IN_PROCESS, async () => {
  const handler: Handler = () => new Promise(() => {});
  const { elasticsearch } = connect({ elasticsearch: { handler, timeoutMs: 20 } });
  const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
  assert.equal(error.kind, "timeout");
  assert.match(error.message, /no answer came within 0\.02 s$/);
  const own = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {}, timeoutMs: 5 }));
  assert.match(own.message, /within 0\.005 s$/);
});

Deno.test("connect() gives up when it is told to", IN_PROCESS, async () => {
  const stop = new AbortController();
  const handler: Handler = (request) => {
    setTimeout(() => stop.abort(new Error("Control-C")), 5);
    return new Promise((_, reject) => request.signal.addEventListener("abort", () => reject(request.signal.reason)));
  };
  const { elasticsearch } = connect({ elasticsearch: { handler } });
  const request = { method: "PUT", path: "/x", body: {}, signal: stop.signal } as const;
  assert.equal((await failure(elasticsearch.request(request))).kind, "aborted");
  // What is aborted before it begins is not sent.
  assert.equal((await failure(elasticsearch.request(request))).kind, "aborted");
});

Deno.test("connect() bounds the answers it takes", IN_PROCESS, async () => {
  const { elasticsearch } = connect({ elasticsearch: { handler: answering("x".repeat(10_000)) } });
  const request = { method: "GET", path: "/x" } as const;
  const error = await failure(elasticsearch.request({ ...request, maxAnswerBytes: 1024 }));
  assert.match(error.message, /larger than/);
  assert.equal((await elasticsearch.request({ ...request, maxAnswerBytes: 10_002 })).status, 200);
});

Deno.test("connect() speaks with a server, body and stream", LOOPBACK, async () => {
  const bodies: string[] = [];
  const lengths: (string | undefined)[] = [];
  await using server = await serve((request, response) => {
    const chunks: Uint8Array[] = [];
    request.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    request.on("end", () => {
      bodies.push(new TextDecoder().decode(new Uint8Array(chunks.flatMap((chunk) => [...chunk]))));
      lengths.push(request.headers["content-length"]);
      assert.equal(request.headers["content-type"], "application/vnd.elasticsearch+json; compatible-with=8");
      assert.equal(request.url, "/es/_scripts/a?timeout=1s");
      elasticsearchAnswer(response, 200, { acknowledged: true });
    });
  });
  const { elasticsearch } = connect({ elasticsearch: { url: `${server.url}/es/` } });
  const request = { method: "PUT", path: "/_scripts/a", query: { timeout: "1s" } } as const;
  assert.deepEqual((await elasticsearch.request({ ...request, body: { a: "ü" } })).body, { acknowledged: true });
  await elasticsearch.request({ ...request, stream: () => text('{"a":1.0}') });
  assert.deepEqual(bodies, ['{"a":"ü"}', '{"a":1.0}']);
  assert.deepEqual(lengths, ["10", undefined]);
});

Deno.test("connect() tells that nothing listens", LOOPBACK, async () => {
  const server = await serve(() => {});
  await server[Symbol.asyncDispose]();
  const { elasticsearch } = connect({ elasticsearch: { url: server.url } });
  const error = await failure(elasticsearch.request({ method: "GET", path: "/" }));
  assert.equal(error.kind, "refused");
  assert.match(error.message, /^Cannot GET "\/" at 127\.0\.0\.1:\d+: nothing listens there/);
});

Deno.test(
  "connect() tells that the connection was cut off, before or in the middle of the answer",
  LOOPBACK,
  async () => {
    const head = "HTTP/1.1 200 OK\r\nx-elastic-product: Elasticsearch\r\ncontent-type: application/json\r\n";
    const cuts: readonly string[] = [
      "",
      `${head}content-length: 100\r\n\r\n{"a":`,
      `${head}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`,
    ];
    for (const sent of cuts) {
      await using server = await serveSocket((socket) => {
        if (sent === "") socket.destroy();
        else socket.write(sent, () => setTimeout(() => socket.destroy(), 20));
      });
      const { elasticsearch } = connect({ elasticsearch: { url: server.url } });
      const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
      assert.equal(error.kind, "reset", sent);
      assert.match(error.hint ?? "", /may have taken effect/);
    }
  },
);

Deno.test("connect() gives up a server that does not answer in time, or not to the end", LOOPBACK, async () => {
  for (const sent of ["", "HTTP/1.1 200 OK\r\nx-elastic-product: Elasticsearch\r\ncontent-length: 100\r\n\r\n{"]) {
    await using server = await serveSocket((socket) => void (sent === "" || socket.write(sent)));
    const { elasticsearch } = connect({ elasticsearch: { url: server.url, timeoutMs: 80 } });
    const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
    assert.equal(error.kind, "timeout");
  }
});

Deno.test("connect() hears the refusal of a body that is still being sent", LOOPBACK, async () => {
  await using server = await serveSocket((socket) => {
    socket.write("HTTP/1.1 413 Request Entity Too Large\r\ncontent-length: 0\r\nconnection: close\r\n\r\n");
    setTimeout(() => socket.destroy(), 30);
  });
  const { elasticsearch } = connect({ elasticsearch: { url: server.url } });
  let left = 3000;
  const chunk = new Uint8Array(64 * 1024);
  const stream = () =>
    new ReadableStream<Uint8Array>({ pull: (c) => left-- > 0 ? c.enqueue(chunk) : c.close() }, { highWaterMark: 0 });
  const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", stream }));
  assert.deepEqual([error.kind, error.status], ["http", 413]);
  assert.match(error.hint ?? "", /were sent, .*http\.max_content_length/);
});

Deno.test("connect() takes 429 with the time to wait", LOOPBACK, async () => {
  await using server = await serve((_, response) => {
    response.setHeader("retry-after", "3");
    elasticsearchAnswer(response, 429, {
      error: { type: "es_rejected_execution_exception", reason: "rejected execution" },
      status: 429,
    });
  });
  const { elasticsearch } = connect({ elasticsearch: { url: server.url } });
  const error = await failure(elasticsearch.request({ method: "PUT", path: "/x", body: {} }));
  assert.deepEqual([error.status, error.retryAfterSeconds], [429, 3]);
  assert.match(error.message, /\[es_rejected_execution_exception\] rejected execution$/);
});

Deno.test("connect() follows no redirect, so no secret goes elsewhere", LOOPBACK, async () => {
  const reached: (string | undefined)[] = [];
  const redirect = (request: http.IncomingMessage, response: http.ServerResponse) => {
    reached.push(request.url);
    response.writeHead(307, { location: "/elsewhere" }).end();
  };
  await using server = await serve(redirect);
  const { elasticsearch } = connect({ elasticsearch: { url: server.url, apiKey: "a:b" } });
  const error = await failure(elasticsearch.request({ method: "GET", path: "/" }));
  assert.deepEqual([error.kind, reached], ["not-elasticsearch", ["/"]]);
});

Deno.test("connect() speaks with the next node after one that is gone", LOOPBACK, async () => {
  const gone = await serve(() => {});
  await gone[Symbol.asyncDispose]();
  await using server = await serve((_, response) => elasticsearchAnswer(response, 200, {}));
  const { elasticsearch } = connect({ elasticsearch: { urls: [gone.url, server.url] } });
  const request = { method: "GET", path: "/" } as const;
  const outcomes: string[] = [];
  for (let i = 0; i < 2; i++) {
    outcomes.push(await elasticsearch.request(request).then(() => "answered", (error) => error.kind));
  }
  assert.deepEqual(outcomes.sort(), ["answered", "refused"]);
});

Deno.test("connect() needs no permission and loads no client before its first request", {
  permissions: { run: true, read: true, env: true },
}, async () => {
  // Without a permission the client cannot be loaded: it asks for the system's release at once.
  const code = `
    import { connect } from ${moduleUrl("connect.ts")};
    import { resolveConnection } from ${moduleUrl("resolve.ts")};
    import { retryLooking } from ${moduleUrl("retry.ts")};
    const { elasticsearch } = connect({ elasticsearch: { handler: () => Promise.reject() } });
    console.log("connected", typeof resolveConnection, typeof retryLooking);
    await elasticsearch.request({ method: "GET", path: "/" }).catch((error) => console.log(error.name));
  `;
  assert.equal(await runProgram(code, []), "connected function function\nNotCapable\n");
});
