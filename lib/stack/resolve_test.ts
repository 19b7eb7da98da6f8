import assert from "node:assert/strict";
import fc from "fast-check";
import type { ConnectionArguments } from "./connection_arguments.ts";
import { type ConnectionConfig, parseConnectionConfig } from "./connection_config.ts";
import type { ElasticsearchOptions } from "./connect_options.ts";
import { resolveConnection } from "./resolve.ts";

const NONE = { permissions: "none" } as const;

type Environment = Readonly<Record<string, string>>;

function resolve(args: ConnectionArguments, env: Environment = {}, config: ConnectionConfig = {}) {
  return resolveConnection(args, (name) => env[name], config);
}

function options(
  args: ConnectionArguments,
  env: Environment = {},
  config: ConnectionConfig = {},
): ElasticsearchOptions {
  const resolution = resolve(args, env, config);
  assert.equal(resolution.kind, "connection", JSON.stringify(resolution));
  return resolution.kind === "connection" ? resolution.options.elasticsearch ?? {} : {};
}

function fault(args: ConnectionArguments, env: Environment = {}, config: ConnectionConfig = {}): string {
  const resolution = resolve(args, env, config);
  assert.equal(resolution.kind, "usage-error", JSON.stringify(resolution));
  return resolution.kind === "usage-error" ? `${resolution.message} | ${resolution.hint}` : "";
}

const URL_1 = "https://one.example:9200/";
const URL_2 = "https://two.example:9200/";

Deno.test("resolveConnection() takes arguments before environment before config file", NONE, () => {
  const env = { ELASTICSEARCH_URL: URL_2, ELASTICSEARCH_USERNAME: "env", ELASTICSEARCH_PASSWORD: "env-pw" };
  const config = { elasticsearch_url: "https://three.example/", es_user: "config", es_password: "config-pw" };
  const args = { elasticsearchUrl: URL_1, username: "arg", password: "arg-pw" };
  assert.deepEqual(options(args, env, config), { url: URL_1, username: "arg", password: "arg-pw" });
  assert.deepEqual(options({}, env, config), { url: URL_2, username: "env", password: "env-pw" });
  assert.deepEqual(options({}, {}, config), {
    url: "https://three.example/",
    username: "config",
    password: "config-pw",
  });
});

Deno.test("resolveConnection() takes the old tool's variables and keys", NONE, () => {
  for (const [user, password] of [["DR_USER", "DR_PASSWORD"], ["DR_ES_USER", "DR_ES_PASSWORD"]] as const) {
    const env = { DR_ELASTICSEARCH_URL: URL_1, [user]: "u", [password]: "p" };
    assert.deepEqual(options({}, env), { url: URL_1, username: "u", password: "p" });
  }
  assert.deepEqual(options({}, {}, { es_url: URL_1, username: "u", password: "p" }), {
    url: URL_1,
    username: "u",
    password: "p",
  });
  const cloud = `demo:${btoa("cloud.example$abc$def")}`;
  assert.deepEqual(options({}, { DR_CLOUD_ID: cloud }), { cloudId: cloud });
});

Deno.test("resolveConnection() takes an empty value for none", NONE, () => {
  assert.deepEqual(options({ elasticsearchUrl: URL_1 }, { ELASTICSEARCH_PASSWORD: "", ELASTICSEARCH_USERNAME: "" }), {
    url: URL_1,
  });
});

Deno.test("resolveConnection() says which options are missing", NONE, () => {
  assert.match(fault({}), /no URL \| Give --elasticsearch-url or --cloud-id, or set ELASTICSEARCH_URL/);
  assert.match(fault({ elasticsearchUrl: URL_1, password: "p" }), /no user name/);
});

Deno.test("resolveConnection() sends a secret only to an address of the same source or a higher one", NONE, () => {
  const secrets = {
    arg: { args: { username: "u", password: "p" } },
    env: { env: { ELASTICSEARCH_USERNAME: "u", ELASTICSEARCH_PASSWORD: "p" } },
    config: { config: { es_user: "u", es_password: "p" } },
  };
  const addresses = {
    arg: { args: { elasticsearchUrl: URL_1 } },
    env: { env: { ELASTICSEARCH_URL: URL_1 } },
    config: { config: { elasticsearch_url: URL_1 } },
  };
  const allowed = new Set(["arg>arg", "env>arg", "config>arg", "env>env", "config>env", "config>config"]);
  for (const [from, secret] of Object.entries(secrets)) {
    for (const [to, address] of Object.entries(addresses)) {
      const given = { args: {}, env: {}, config: {} };
      for (const part of [secret, address]) {
        for (const [source, values] of Object.entries(part)) Object.assign(given[source as keyof typeof given], values);
      }
      const resolution = resolve(given.args, given.env, given.config);
      assert.equal(resolution.kind === "connection", allowed.has(`${from}>${to}`), `${from}>${to}`);
      if (resolution.kind === "usage-error") {
        assert.match(resolution.message, /^Cannot send what .* holds to the address/);
      }
    }
  }
});

Deno.test("resolveConnection() sends what was typed to any address, as that was shown", NONE, () => {
  const config = { elasticsearch_url: URL_1, es_user: "u" };
  assert.deepEqual(resolve({}, {}, config), {
    kind: "password-missing",
    username: "u",
    address: "https://one.example:9200",
    secrets: [],
  });
  assert.deepEqual(options({ promptedPassword: "typed" }, {}, config), {
    url: URL_1,
    username: "u",
    password: "typed",
  });
});

Deno.test("resolveConnection() asks for no password that could not be sent anyway", NONE, () => {
  assert.match(fault({ elasticsearchUrl: "http://one.example", username: "u" }), /plain http/);
});

Deno.test("resolveConnection() lets the higher of API key and user count, and not both of one source", NONE, () => {
  const url = { elasticsearchUrl: URL_1 };
  const user = { ELASTICSEARCH_USERNAME: "u", ELASTICSEARCH_PASSWORD: "p" };
  assert.deepEqual(options({ ...url, apiKey: "a:b" }, user), { url: URL_1, apiKey: "a:b" });
  assert.deepEqual(options({ ...url, username: "v" }, { ...user, ELASTICSEARCH_API_KEY: "k" }), {
    url: URL_1,
    username: "v",
    password: "p",
  });
  assert.match(
    fault(url, { ...user, ELASTICSEARCH_API_KEY: "k" }),
    /both ELASTICSEARCH_API_KEY and ELASTICSEARCH_USERNAME/,
  );
});

Deno.test("resolveConnection() takes URL or cloud id, the higher one, and not both of one source", NONE, () => {
  const cloudId = `demo:${btoa("cloud.example$abc")}`;
  assert.deepEqual(options({ cloudId }, { ELASTICSEARCH_URL: URL_1 }), { cloudId });
  assert.deepEqual(options({ elasticsearchUrl: URL_1 }, { ELASTIC_CLOUD_ID: cloudId }), { url: URL_1 });
  assert.match(fault({ cloudId, elasticsearchUrl: URL_1 }), /both --elasticsearch-url and --cloud-id/);
});

Deno.test("resolveConnection() takes credentials out of the URL", NONE, () => {
  assert.deepEqual(options({ elasticsearchUrl: "https://elastic:p%40ss@one.example:9200" }), {
    url: URL_1,
    username: "elastic",
    password: "p@ss",
  });
  assert.match(fault({ elasticsearchUrl: "https://a:b@one.example", username: "c" }), /which user name counts/);
  // The user of the URL and the password beside it belong together.
  assert.deepEqual(options({ elasticsearchUrl: "https://elastic@one.example:9200", password: "p" }), {
    url: URL_1,
    username: "elastic",
    password: "p",
  });
});

Deno.test("resolveConnection() sends no credentials over plain http but to this machine", NONE, () => {
  const user = { username: "u", password: "p" };
  for (const host of ["localhost", "127.0.0.1", "127.1.2.3", "[::1]", "es.localhost", "0x7f.1"]) {
    assert.equal(resolve({ elasticsearchUrl: `http://${host}:9200`, ...user }).kind, "connection", host);
  }
  for (
    const host of ["one.example", "10.0.0.1", "127.0.0.1.evil.example", "localhost.evil.example", "[::2]", "0.0.0.0"]
  ) {
    assert.match(fault({ elasticsearchUrl: `http://${host}:9200`, ...user }), /plain http .* --allow-plain-http/, host);
    assert.equal(resolve({ elasticsearchUrl: `http://${host}:9200` }).kind, "connection", host);
    assert.equal(
      resolve({ elasticsearchUrl: `http://${host}:9200`, ...user, allowPlainHttp: true }).kind,
      "connection",
    );
  }
});

Deno.test("resolveConnection() names the option for a user that is a URL", NONE, () => {
  assert.match(fault({ elasticsearchUrl: URL_1, username: "https://a:b@c", password: "p" }), /--elasticsearch-url/);
});

Deno.test("resolveConnection() refuses what no connection can be made from", NONE, () => {
  const wrong: readonly [ConnectionArguments, RegExp][] = [
    [{ elasticsearchUrl: "localhost:9200" }, /does not begin with http/],
    [{ elasticsearchUrl: "https://" }, /not valid/],
    [{ elasticsearchUrl: "https://a:p#w@b" }, /not valid|fragment/],
    [{ elasticsearchUrl: "https://a:%zz@b" }, /encodes nothing/],
    [{ cloudId: "demo:" }, /cloud id/],
    [{ cloudId: `demo:${btoa("evil.example/$abc")}` }, /cloud id/],
    [{ elasticsearchUrl: URL_1, apiKey: "a\nb" }, /API key/],
    [{ elasticsearchUrl: URL_1, username: "a:b", password: "p" }, /colon/],
    [{ elasticsearchUrl: URL_1, timeoutSeconds: 0 }, /timeout/],
    [{ elasticsearchUrl: URL_1, timeoutSeconds: NaN }, /timeout/],
    [{ elasticsearchUrl: URL_1, caCertificate: "MIIB" }, /PEM/],
  ];
  for (const [args, message] of wrong) assert.match(fault(args), message);
});

Deno.test("resolveConnection() shows no secret, and names all it saw", NONE, () => {
  const secret = "hunter2-hunter2";
  const urls = fc.constantFrom(
    "https://one.example",
    "http://one.example",
    `https://u:${secret}@one.example`,
    `https://u:${secret}@`,
    `http:/u:${secret}@one.example`,
    `u:${secret}@one.example`,
    `https://u:${secret}#@one.example`,
    `https://u:${secret}%@one.example`,
  );
  const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined });
  const values = fc.record({
    url: optional(urls),
    user: optional(fc.constantFrom("u", "a:b", `https://u:${secret}@one.example`)),
    password: optional(fc.constant(secret)),
    apiKey: optional(fc.constantFrom(secret, `id:${secret}`, `${secret}\n`)),
    cloud: optional(fc.constantFrom(secret, `x:${secret}`)),
  });
  fc.assert(fc.property(values, values, values, (a, e, c) => {
    const args = Object.fromEntries(
      Object.entries({
        elasticsearchUrl: a.url,
        username: a.user,
        password: a.password,
        apiKey: a.apiKey,
        cloudId: a.cloud,
      }).filter(([, value]) => value !== undefined),
    );
    const env: Record<string, string | undefined> = {
      ELASTICSEARCH_URL: e.url,
      ELASTICSEARCH_USERNAME: e.user,
      ELASTICSEARCH_PASSWORD: e.password,
      ELASTICSEARCH_API_KEY: e.apiKey,
      ELASTIC_CLOUD_ID: e.cloud,
    };
    const config = { elasticsearch_url: c.url, es_user: c.user, es_password: c.password, es_api_key: c.apiKey };
    const resolution = resolveConnection(args, (name) => env[name], config as ConnectionConfig);
    if (resolution.kind === "usage-error") {
      assert.ok(!`${resolution.message} ${resolution.hint}`.includes(secret), resolution.message);
    }
    const seen = [a, e, c].some(({ password, apiKey }) => password !== undefined || apiKey !== undefined);
    if (seen) assert.ok(resolution.secrets.some((known) => known.includes(secret)));
  }));
});

Deno.test(
  "parseConnectionConfig() takes what concerns Elasticsearch and Kibana and shows no text of the file",
  NONE,
  () => {
    assert.deepEqual(parseConnectionConfig('{"es_user": "u", "api_key": "kibana\'s", "custom_rules_dir": 7}'), {
      kind: "config",
      config: { es_user: "u", api_key: "kibana's" },
    });
    const faults: readonly [string, RegExp][] = [
      ['{"es_password": "hunter2}', /not JSON: see line 1, column \d+/],
      ['{"es_password": hunter2}', /not JSON: see line 1, column 17/],
      ['{"es_password": 7, "es_user": ["hunter2"]}', /not texts: es_user, es_password/],
      ['"hunter2"', /not a JSON object/],
      ["", /not JSON/],
    ];
    for (const [json, message] of faults) {
      const reading = parseConnectionConfig(json);
      assert.equal(reading.kind, "usage-error", json);
      if (reading.kind !== "usage-error") continue;
      assert.match(reading.message, message);
      assert.ok(!`${reading.message} ${reading.hint}`.includes("hunter2"));
    }
  },
);
