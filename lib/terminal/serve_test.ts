import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { ScriptError } from "./script_error.ts";
import { serveOnLoopback } from "./serve.ts";

const LOOPBACK = { permissions: { net: ["127.0.0.1"] } } satisfies Partial<Deno.TestDefinition>;

/** A request whose Host header says something else than where it goes. */
function statusFor(url: string, host: string, path = "/"): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(url);
    const request = httpRequest({ hostname, port, path, headers: { host }, agent: false }, (response) => {
      response.resume();
      response.on("end", () => resolve(response.statusCode));
    });
    request.on("error", reject);
    request.end();
  });
}

Deno.test("serveOnLoopback() answers what is addressed to this machine, and nothing else", LOOPBACK, async () => {
  let reached = 0;
  const server = await serveOnLoopback(() => {
    reached++;
    return Promise.resolve(new Response("ok"));
  });
  const { port } = new URL(server.url);
  for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, "LOCALHOST", "[::1]:9200"]) {
    assert.equal(await statusFor(server.url, host), 200, host);
  }
  assert.equal(reached, 4);
  for (
    const host of [
      ...["evil.example", "evil.example:9200", "127.0.0.1.evil.example", "localhost.evil.example", "user@127.0.0.1"],
      ...["0.0.0.0", "127.0.0.1:", "2130706433", "127.0.0.1,evil.example"],
    ]
  ) assert.equal(await statusFor(server.url, host), 403, host);
  assert.equal(await statusFor(server.url, `127.0.0.1:${port}`, "http://evil.example/"), 403);
  assert.equal(reached, 4);
  await server.close();
});

Deno.test("serveOnLoopback() takes bodies whole, and tells method, path and status only", LOOPBACK, async () => {
  const answers: unknown[] = [];
  const server = await serveOnLoopback(
    async (request) => new Response(String((await request.arrayBuffer()).byteLength), { status: 201 }),
    { onAnswer: (...answer) => void answers.push(answer) },
  );
  const size = 5_000_000;
  const response = await fetch(`${server.url}/a%20b?secret=hunter2`, { method: "PUT", body: new Uint8Array(size) });
  assert.equal(await response.text(), String(size));
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.deepEqual(answers, [["PUT", "/a%20b", 201]]);
  await server.close();
});

Deno.test("serveOnLoopback() gives a request without a body none", LOOPBACK, async () => {
  const server = await serveOnLoopback(async ({ body }) => {
    const text = body === null ? "none" : await new Response(body).text();
    return new Response(text);
  });
  const answer = async (init: RequestInit) => await (await fetch(server.url, init)).text();
  assert.equal(await answer({ method: "DELETE" }), "none");
  assert.equal(await answer({ method: "DELETE", body: "x" }), "x");
  assert.equal(await answer({ method: "PUT", body: new Blob(["x"]).stream() }), "x");
  await server.close();
});

Deno.test("serveOnLoopback() gives a GET request its body, which Elasticsearch reads", LOOPBACK, async () => {
  const server = await serveOnLoopback(async (request) =>
    new Response(`${request.method} ${new URL(request.url).search} ${await request.text()}`)
  );
  const sent = Promise.withResolvers<string>();
  const body = '{"query": {"match_all": {}}}';
  const options = { method: "GET", agent: false, headers: { "content-length": body.length } } as const;
  const request = httpRequest(`${server.url}/_search?pretty`, options, async (response) => {
    sent.resolve(await new Response(ReadableStream.from(response)).text());
  });
  request.end(body);
  assert.equal(await sent.promise, `GET ?pretty ${body}`);
  await server.close();
});

Deno.test("serveOnLoopback() answers while a body is still sent", LOOPBACK, async () => {
  const server = await serveOnLoopback(() => Promise.resolve(new Response(null, { status: 413 })));
  const response = await fetch(server.url, { method: "PUT", body: new Uint8Array(20_000_000) });
  assert.equal(response.status, 413);
  await server.close();
});

Deno.test(
  "serveOnLoopback() closes the connection of a handler that fails, or fails on the way",
  LOOPBACK,
  async () => {
    const failing: Record<string, () => Promise<Response>> = {
      "/before": () => Promise.reject(new Error("reset")),
      "/half": () => {
        let pulls = 0;
        const body = new ReadableStream({
          pull: (controller) => {
            if (pulls++ === 0) controller.enqueue(new Uint8Array(5));
            else controller.error(new Error("reset"));
          },
        });
        return Promise.resolve(new Response(body, { headers: { "content-length": "10" } }));
      },
    };
    const server = await serveOnLoopback(async (request) =>
      await (failing[new URL(request.url).pathname]?.() ?? new Response("ok"))
    );
    for (const path of Object.keys(failing)) {
      await assert.rejects(async () => await (await fetch(`${server.url}${path}`)).arrayBuffer(), path);
    }
    assert.equal(await (await fetch(server.url)).text(), "ok");
    await server.close();
  },
);

Deno.test("serveOnLoopback() answers what is no request with 400", LOOPBACK, async () => {
  const server = await serveOnLoopback(() => Promise.resolve(new Response("ok")));
  for (const path of ["http://[", "//"]) {
    assert.equal(await statusFor(server.url, new URL(server.url).host, path), 400, path);
  }
  await server.close();
});

Deno.test("serveOnLoopback() says that a port is taken", LOOPBACK, async () => {
  const handler = () => Promise.resolve(new Response());
  const server = await serveOnLoopback(handler);
  const port = Number(new URL(server.url).port);
  await assert.rejects(serveOnLoopback(handler, { port }), (error) => {
    assert.ok(error instanceof ScriptError);
    assert.equal(error.message, `Cannot listen on 127.0.0.1:${port} as something else does`);
    assert.match(error.hint ?? "", /--port/);
    return true;
  });
  await server.close();
});
