import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { inspect } from "node:util";
import { connect } from "./connect.ts";
import type { ElasticsearchOptions } from "./connect_options.ts";
import type { Handler } from "./handler.ts";
import { elasticsearchAnswer, serve } from "./testing/servers.ts";

const SECRET = "h/nter2 ünter%";
const KEY = "VuaCfGcBCdbkQm-e5aOx:ui2lp2axTNmsyakw9tvNnw";

const CUT: Deno.TestDefinition["permissions"] = { sys: ["osRelease"], env: true };
const LOOPBACK: Deno.TestDefinition["permissions"] = { net: ["127.0.0.1"], sys: ["osRelease"], env: true };

/** Whatever somebody may print of an error. */
function printed(error: unknown): string {
  const { message, stack, cause } = error instanceof Error ? error : {};
  return [
    message,
    stack,
    String(cause),
    String(error),
    JSON.stringify(error),
    inspect(error, { depth: 20, showHidden: true }),
    Deno.inspect(error, { depth: 20 }),
  ].join("\n");
}

/** Forms that the secrets take in options, in headers and in what a server says of them. */
const FORMS = [
  SECRET,
  encodeURIComponent(SECRET),
  JSON.stringify(SECRET).slice(1, -1),
  Buffer.from(SECRET).toString("base64").slice(0, 12),
  Buffer.from(`elastic:${SECRET}`).toString("base64").slice(0, 20),
  KEY,
  "ui2lp2axTNmsyakw9tvNnw",
  Buffer.from(KEY).toString("base64").slice(0, 20),
];

const OPTIONS: readonly ElasticsearchOptions[] = [
  { username: "elastic", password: SECRET },
  { apiKey: KEY },
  { apiKey: Buffer.from(KEY).toString("base64") },
];

async function assertSilent(sent: () => Promise<unknown>, what: string, forms = FORMS): Promise<void> {
  const error: unknown = await sent().then(() => undefined, (error: unknown) => error);
  assert.ok(error instanceof Error, `${what} did not fail`);
  const text = printed(error);
  for (const form of forms) assert.ok(!text.includes(form), `${what}: ${form} in ${text}`);
}

Deno.test("no error of a connection shows a secret, whatever the server says", { permissions: LOOPBACK }, async () => {
  const echo = (status: number, type: string) => (request: Request) => {
    const said = `${request.headers.get("authorization")} ${SECRET} ${KEY} ${encodeURIComponent(SECRET)}`;
    const body = type === "text/html"
      ? `<html>${said}`
      : JSON.stringify({ error: { type: said, reason: said, caused_by: { type: said, reason: said } }, status });
    const headers = { "content-type": type, "x-elastic-product": "Elasticsearch", "retry-after": "1" };
    return Promise.resolve(new Response(body, { status, headers }));
  };
  const coded = (code: string): Handler => () => Promise.reject(Object.assign(new Error(`failed ${SECRET}`), { code }));
  const handlers: Record<string, Handler> = {
    html: () => Promise.resolve(new Response(`<html>${SECRET}`)),
    "half a body": () =>
      Promise.resolve(new Response(`{"${SECRET}`, { headers: { "content-type": "application/json" } })),
    "another product": () => Promise.resolve(Response.json({ secret: SECRET, key: KEY })),
    late: () => new Promise(() => {}),
  };
  for (const status of [302, 400, 401, 403, 404, 409, 413, 429, 500, 503]) {
    for (const type of ["application/json", "text/html"]) handlers[`${status} ${type}`] = echo(status, type);
  }
  for (const code of ["ECONNREFUSED", "ECONNRESET", "HALF_BODY", "LATE", "EPROTO", "HPE_INVALID", "CERT_HAS_EXPIRED"]) {
    handlers[code] = coded(code);
  }
  for (const options of OPTIONS) {
    // One connection's secrets are not the other's, and a server that knows them says them to the wrong one.
    const own = options.apiKey === undefined ? SECRET : KEY;
    for (const [what, handler] of Object.entries(handlers)) {
      const { elasticsearch } = connect({ elasticsearch: { ...options, handler, timeoutMs: 20 } });
      const sent = () => elasticsearch.request({ method: "PUT", path: "/x", query: { q: own }, body: { [own]: own } });
      await assertSilent(sent, what, own === SECRET ? FORMS.slice(0, 5) : FORMS.slice(5));
    }
  }
  const unreachable = await serve((_, response) => elasticsearchAnswer(response, 200, {}));
  await unreachable[Symbol.asyncDispose]();
  for (const options of OPTIONS) {
    const { elasticsearch } = connect({ elasticsearch: { ...options, url: unreachable.url } });
    await assertSilent(() => elasticsearch.request({ method: "GET", path: "/", query: { q: SECRET } }), "refused");
  }
  const inUrl = unreachable.url.replace("//", `//elastic:${encodeURIComponent(SECRET)}@`);
  const { elasticsearch } = connect({ elasticsearch: { url: inUrl } });
  await assertSilent(() => elasticsearch.request({ method: "GET", path: "/" }), "in the URL");
});

Deno.test(
  "no error shows the half of a secret that is left where a server's text is cut",
  { permissions: CUT },
  async () => {
    for (let length = 0; length < 700; length += 3) {
      const said = `${"x".repeat(length)} ${SECRET}`;
      const answers = [
        Response.json({ error: { type: said, reason: said }, status: 400 }, {
          status: 400,
          headers: { "x-elastic-product": "Elasticsearch" },
        }),
        new Response(said, { status: 502 }),
      ];
      for (const answer of answers) {
        const handler = () => Promise.resolve(answer);
        const { elasticsearch } = connect({ elasticsearch: { username: "elastic", password: SECRET, handler } });
        await assertSilent(() => elasticsearch.request({ method: "GET", path: "/" }), String(length), ["h/nt"]);
      }
    }
  },
);

Deno.test("no error about options shows a secret", { permissions: "none" }, async () => {
  const wrong: readonly ElasticsearchOptions[] = [
    { url: `http://elastic:${SECRET}@one.example` },
    { url: `elastic:${SECRET}@one.example` },
    { url: `https://elastic:${SECRET}@one.example?${SECRET}` },
    { url: `https://elastic:${encodeURIComponent(SECRET)}@one.example/#`, apiKey: KEY },
    { url: "https://one.example", apiKey: `${KEY}\n` + SECRET },
    { url: "https://one.example", apiKey: KEY, password: SECRET },
    { url: "https://one.example", password: SECRET },
    { url: "https://one.example", username: "a:b", password: SECRET },
    { url: "https://one.example", cloudId: SECRET },
    { cloudId: `name:${SECRET}` },
    { caCertificate: SECRET, url: "https://one.example" },
    { url: "http://one.example", username: "elastic", password: SECRET },
  ];
  for (const options of wrong) {
    await assertSilent(
      () => Promise.resolve().then(() => connect({ elasticsearch: options })),
      JSON.stringify(options),
    );
  }
});

Deno.test("a connection itself shows no secret", { permissions: "none" }, () => {
  for (const options of OPTIONS) {
    const stack = connect({ elasticsearch: { ...options, handler: () => Promise.reject() } });
    const text = `${inspect(stack, { depth: 20, showHidden: true })} ${Deno.inspect(stack, { depth: 20 })} ${
      JSON.stringify(stack)
    }`;
    for (const form of FORMS) assert.ok(!text.includes(form), text);
  }
});
