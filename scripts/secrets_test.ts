import assert from "node:assert/strict";
import { main as removeJob } from "./delete_job.ts";
import { main as remove } from "./remove_dga.ts";
import { main as setUp } from "./setup_dga.ts";
import { main as uploadJob } from "./upload_job.ts";
import { main as verify } from "./verify_dga.ts";
import { main as wire } from "./wire_dga.ts";
import { serveOnLoopback } from "../lib/terminal/serve.ts";
import type { MemoryIoOptions } from "../lib/terminal/memory_io.ts";
import { BUNDLE, MODEL } from "./testing/edited_bundle.ts";
import { DETECTIONS } from "./testing/job_files.ts";
import { startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { runProgram } from "./testing/run_program.ts";

/** Every secret way in, against every way to fail: nothing that is printed holds the secret in any form. */
const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true, run: ["deno"] },
} satisfies Partial<Deno.TestDefinition>;

const PASSWORD = 'Tr0ub4dor&3 "ü%/';
const KEY_ID = "VuaCfGcBCdbkQm-e5aOx";
const KEY_HALF = "ui2lp2axTNmsyakw9tvNnw";
const KEY = `${KEY_ID}:${KEY_HALF}`;

function escaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}

/** What no output may hold where the password is known, and where the key is: servers may know both. */
const PASSWORD_FORMS = [
  "Tr0ub",
  base64(PASSWORD).slice(0, 16),
  base64(`elastic:${PASSWORD}`).slice(12, 28),
  base64(`x${PASSWORD}`).slice(4, 16),
  base64(`xy${PASSWORD}`).slice(4, 16),
];
const KEY_FORMS = [KEY_HALF, base64(KEY).replace(/=+$/, "")];

function assertSilent({ out, err }: Ran, way: string, failure: string): void {
  const forms = /key/i.test(way) ? KEY_FORMS : PASSWORD_FORMS;
  for (const form of forms) assert.ok(!`${out}${err}`.includes(form), `${way}, ${failure}: ${form}\n${out}${err}`);
}

/** A way to give a secret, for a server at this URL. */
type Way = (url: string) => { readonly args: readonly string[]; readonly io?: MemoryIoOptions };

function inUrl(url: string): string {
  return url.replace("//", `//elastic:${encodeURIComponent(PASSWORD)}@`);
}

function configFile(values: Record<string, string>): MemoryIoOptions {
  return { files: { "cfg.json": JSON.stringify(values) } };
}

const WAYS: Readonly<Record<string, Way>> = {
  "--password": (url) => ({ args: ["--elasticsearch-url", url, "-u", "elastic", "-p", PASSWORD] }),
  "--password-stdin": (url) => ({
    args: ["--elasticsearch-url", url, "-u", "elastic", "--password-stdin"],
    io: { stdin: `${PASSWORD}\n` },
  }),
  "a prompt": (url) => ({
    args: ["--elasticsearch-url", url, "-u", "elastic"],
    io: { askSecret: () => Promise.resolve(PASSWORD) },
  }),
  "--elasticsearch-url": (url) => ({ args: ["--elasticsearch-url", inUrl(url)] }),
  "--api-key": (url) => ({ args: ["--elasticsearch-url", url, "--api-key", base64(KEY)] }),
  "--api-key in two parts": (url) => ({ args: ["--elasticsearch-url", url, "--api-key", KEY] }),
  ELASTICSEARCH_PASSWORD: (url) => ({
    args: [],
    io: { env: { ELASTICSEARCH_URL: url, ELASTICSEARCH_USERNAME: "elastic", ELASTICSEARCH_PASSWORD: PASSWORD } },
  }),
  ELASTICSEARCH_API_KEY: (url) => ({
    args: [],
    io: { env: { ELASTICSEARCH_URL: url, ELASTICSEARCH_API_KEY: base64(KEY) } },
  }),
  ELASTICSEARCH_URL: (url) => ({ args: [], io: { env: { ELASTICSEARCH_URL: inUrl(url) } } }),
  DR_ES_PASSWORD: (url) => ({
    args: [],
    io: { env: { DR_ELASTICSEARCH_URL: url, DR_ES_USER: "elastic", DR_ES_PASSWORD: PASSWORD } },
  }),
  "es_password of a config file": (url) => ({
    args: ["--config", "cfg.json"],
    io: configFile({ elasticsearch_url: url, es_user: "elastic", es_password: PASSWORD }),
  }),
  "es_api_key of a config file": (url) => ({
    args: ["--config", "cfg.json"],
    io: configFile({ elasticsearch_url: url, es_api_key: base64(KEY) }),
  }),
  "elasticsearch_url of a config file": (url) => ({
    args: ["--config", "cfg.json"],
    io: configFile({ elasticsearch_url: inUrl(url) }),
  }),
};

/** What a server that knows the secrets says of them wherever it can. */
const SAID = [
  ...[PASSWORD, escaped(PASSWORD), encodeURIComponent(PASSWORD), base64(PASSWORD)],
  ...[`Basic ${base64(`elastic:${PASSWORD}`)}`, base64(`x${PASSWORD}`), base64(`xy${PASSWORD}!`)],
  ...[KEY, KEY_HALF, `ApiKey ${base64(KEY)}`],
].join(" ");

const ELASTICSEARCH = { "x-elastic-product": "Elasticsearch", "content-type": "application/json" };

/** Servers that fail, each in one way, and tell what they were sent. */
const FAILURES: Readonly<Record<string, (request: Request) => Response>> = {
  ...Object.fromEntries([400, 401, 403, 404, 409, 413, 429, 500, 503].map((status) => [
    String(status),
    (request: Request) => {
      const said = `${request.headers.get("authorization")} ${SAID}`;
      const error = { type: said, reason: said, root_cause: [{ type: said, reason: said }] };
      // So long a wait is not waited for.
      const headers = { ...ELASTICSEARCH, "retry-after": "1000" };
      return Response.json({ error, status }, { status, headers });
    },
  ])),
  "an HTML page": (request) =>
    new Response(`<html>${request.headers.get("authorization")} ${SAID}`, { headers: { "content-type": "text/html" } }),
  "another service": () => Response.json({ said: SAID }),
  "no JSON": () => new Response(`${SAID}{`, { headers: ELASTICSEARCH }),
  "a redirect": () =>
    new Response(null, { status: 302, headers: { location: `http://127.0.0.1/${encodeURIComponent(SAID)}` } }),
  "a strange version": () =>
    Response.json({ version: { number: `8.${SAID}` }, tagline: SAID }, {
      headers: { ...ELASTICSEARCH, warning: `299 Elasticsearch-8 "${encodeURIComponent(PASSWORD)} ${KEY_HALF}"` },
    }),
};

const COMMANDS = [
  [setUp, ["-d", BUNDLE]],
  [remove, [MODEL]],
  [uploadJob, [DETECTIONS]],
  [removeJob, ["dga", "datafeed"]],
  [verify, [MODEL]],
  [verify, []],
  [wire, ["--index", "packetbeat-*", "--apply"]],
] as const;

async function assertAllSilent(url: string, failure: string): Promise<void> {
  for (const [way, given] of Object.entries(WAYS)) {
    // What follows is the same for all ways, so that one command stands for all.
    for (const [main, own] of way === "--password" || way === "--api-key" ? COMMANDS : COMMANDS.slice(1, 2)) {
      for (const json of [[], ["--json"]]) {
        const { args, io = {} } = given(url);
        const ran = await run(main, [...own, ...args, ...json], { isTerminal: json.length === 0, ...io });
        assert.notEqual(ran.exit, 0, `${failure} did not fail`);
        assertSilent(ran, way, failure);
        if (json.length > 0) assert.equal(JSON.parse(ran.out).ok, false);
      }
    }
  }
}

Deno.test("no output of a failure holds a secret, whatever the server says", PERMISSIONS, async (t) => {
  for (const [failure, answer] of Object.entries(FAILURES)) {
    await t.step(failure, async () => {
      const server = await serveOnLoopback((request) => Promise.resolve(answer(request)));
      await assertAllSilent(server.url, failure);
      await server.close();
    });
  }
});

Deno.test("no output about wrong credentials, privileges or a licence holds a secret", PERMISSIONS, async (t) => {
  const apiKey = { id: KEY_ID, key: KEY_HALF };
  const security = { username: "elastic", password: PASSWORD, apiKey };
  const servers = {
    "wrong credentials": { security: { username: "elastic", password: "another" } },
    "no privileges": { security: { ...security, cluster: ["monitor"] } },
    "a basic licence": { security, license: "basic" },
  } as const;
  for (const [failure, options] of Object.entries(servers)) {
    await t.step(failure, async () => {
      const server = await startRehearsal(options);
      if (failure === "a basic licence") {
        for (const [way, given] of Object.entries(WAYS)) {
          const { args, io } = given(server.url);
          const ran = await run(setUp, ["-d", BUNDLE, ...args], io);
          assert.equal(ran.exit, 3, ran.err);
          assertSilent(ran, way, failure);
        }
      } else {
        await assertAllSilent(server.url, failure);
      }
      await server.close();
    });
  }
});

Deno.test("no output of a success holds a secret", PERMISSIONS, async () => {
  const security = { username: "elastic", password: PASSWORD, apiKey: { id: KEY_ID, key: KEY_HALF } };
  const server = await startRehearsal({ security });
  for (const [way, given] of Object.entries(WAYS)) {
    for (const json of [[], ["--json"]]) {
      const { args, io } = given(server.url);
      const ran = await run(setUp, ["-d", BUNDLE, ...args, ...json], io);
      assert.equal(ran.exit, 0, `${way}: ${ran.err}`);
      assertSilent(ran, way, "success");
    }
  }
  await server.close();
});

Deno.test("a program of its own prints no secret either", PERMISSIONS, async () => {
  const server = await serveOnLoopback((request) => Promise.resolve(FAILURES["401"]?.(request) ?? new Response()));
  const own = ["-d", BUNDLE, "--elasticsearch-url", server.url];
  const ways = [
    { args: [...own, "-u", "elastic", "-p", PASSWORD], env: {} },
    {
      args: own,
      env: { ELASTICSEARCH_API_KEY: base64(KEY), DEBUG: "*" },
    },
  ];
  for (const { args, env } of ways) {
    const ran = await runProgram("setup_dga.ts", args, { env });
    assert.equal(ran.exit, 1, ran.err);
    assertSilent(ran, args.includes("-p") ? "password" : "key", "a program");
  }
  await server.close();
});

const TOKEN = "ghp_Tr0ub4dorTr0ub4dorTr0ub4dorTr0ub4dor";
const TOKEN_FORMS = [
  "Tr0ub",
  base64(TOKEN).slice(0, 16),
  base64(`x:${TOKEN}`).slice(4, 20),
  base64(`:${TOKEN}`).slice(2, 18),
];
const TOKEN_SAID = [TOKEN, `Bearer ${TOKEN}`, base64(TOKEN), base64(`x:${TOKEN}`), base64(`:${TOKEN}`)].join(" ");

/** GitHubs that fail, each in one way, and tell what they were sent. */
const GITHUB_FAILURES: Readonly<Record<string, (request: Request) => Response>> = {
  ...Object.fromEntries([400, 401, 403, 404, 409, 422, 429, 500, 503].map((status) => [
    String(status),
    (request: Request) => {
      const said = `${request.headers.get("authorization")} ${TOKEN_SAID}`;
      const errors = [{ resource: "Release", field: said, code: said, message: said }];
      const body = { message: said, errors, documentation_url: said, status: String(status) };
      return Response.json(body, { status, headers: { "retry-after": "1000" } });
    },
  ])),
  "an HTML page": () => new Response(`<html>${TOKEN_SAID}`, { headers: { "content-type": "text/html" } }),
  "another service": () => Response.json({ said: TOKEN_SAID }),
  "no JSON": () => new Response(`${TOKEN_SAID}{`, { headers: { "content-type": "application/json" } }),
  "a redirect": () =>
    new Response(null, { status: 302, headers: { location: `http://${TOKEN.slice(4)}.example/${TOKEN}?${TOKEN}` } }),
  "a redirect to itself": ({ url }) => new Response(null, { status: 302, headers: { location: `${url}?${TOKEN}` } }),
  "a strange release": () => {
    const asset = {
      ...{ id: 1, name: `${TOKEN}.zip`, label: TOKEN, state: TOKEN, size: 1, digest: TOKEN, content_type: TOKEN },
      ...{ created_at: TOKEN, browser_download_url: TOKEN },
    };
    return Response.json({
      ...{ id: 1, tag_name: "ML-DGA-20261101-1", name: TOKEN, body: TOKEN, draft: false, prerelease: false },
      ...{ created_at: TOKEN, published_at: TOKEN, author: { login: TOKEN }, url: TOKEN, html_url: TOKEN },
      ...{ assets_url: TOKEN, upload_url: TOKEN, zipball_url: TOKEN, assets: [asset] },
    });
  },
};

Deno.test("no output of a failure holds the token of GitHub, whatever GitHub says", PERMISSIONS, async (t) => {
  for (const [failure, answer] of Object.entries(GITHUB_FAILURES)) {
    await t.step(failure, async () => {
      const server = await serveOnLoopback((request) => Promise.resolve(answer(request)));
      for (const name of ["GITHUB_TOKEN", "DR_GH_TOKEN"]) {
        for (const json of [[], ["--json"]]) {
          const args = ["-t", "ML-DGA-20261101-1", "--elasticsearch-url", "http://127.0.0.1:1", ...json];
          const env = { [name]: TOKEN, GITHUB_API_URL: server.url };
          const { exit, out, err } = await run(setUp, args, { isTerminal: json.length === 0, env });
          assert.equal(exit, 1, err);
          for (const form of TOKEN_FORMS) {
            assert.ok(!`${out}${err}`.includes(form), `${failure}: ${form}\n${out}${err}`);
          }
        }
      }
      await server.close();
    });
  }
});

Deno.test("a program of its own prints no token of GitHub either, also where it is wrong", PERMISSIONS, async () => {
  const server = await serveOnLoopback((request) =>
    Promise.resolve(GITHUB_FAILURES["401"]?.(request) ?? new Response())
  );
  const args = ["-t", "ML-DGA-20261101-1", "--elasticsearch-url", "http://127.0.0.1:1", "--github-url", server.url];
  for (const [token, expected] of [[TOKEN, 1], [`${TOKEN}\n`, 1], [`${TOKEN} ${TOKEN}`, 2]] as const) {
    const { exit, out, err } = await runProgram("setup_dga.ts", args, { env: { GITHUB_TOKEN: token, DEBUG: "*" } });
    assert.equal(exit, expected, err);
    for (const form of TOKEN_FORMS) assert.ok(!`${out}${err}`.includes(form), `${out}${err}`);
  }
  await server.close();
});
