import assert from "node:assert/strict";
import type { KibanaOptions } from "./connect_options.ts";
import type { ConnectionArguments } from "./connection_arguments.ts";
import type { ConnectionConfig } from "./connection_config.ts";
import { type ConnectionNeeds, resolveConnection } from "./resolve.ts";

const NONE = { permissions: "none" } as const;
const ES = "https://es.example:9200/";
const KB = "https://kb.example:5601/";
const NEEDED: ConnectionNeeds = { elasticsearch: "if-given", kibana: "needed" };

type Environment = Readonly<Record<string, string>>;

function resolve(args: ConnectionArguments, env: Environment = {}, config: ConnectionConfig = {}, needs = NEEDED) {
  return resolveConnection(args, (name) => env[name], config, needs);
}

function kibana(args: ConnectionArguments, env: Environment = {}, config: ConnectionConfig = {}): KibanaOptions {
  const resolution = resolve(args, env, config);
  assert.equal(resolution.kind, "connection", JSON.stringify(resolution));
  return resolution.kind === "connection" ? resolution.options.kibana ?? {} : {};
}

function fault(args: ConnectionArguments, env: Environment = {}, config: ConnectionConfig = {}): string {
  const resolution = resolve(args, env, config);
  assert.equal(resolution.kind, "usage-error", JSON.stringify(resolution));
  return resolution.kind === "usage-error" ? `${resolution.message} | ${resolution.hint}` : "";
}

Deno.test("resolveConnection() takes Kibana's address from arguments, environment and config file", NONE, () => {
  assert.deepEqual(kibana({ kibanaUrl: KB }, { KIBANA_URL: ES }), { url: KB });
  assert.deepEqual(kibana({}, { KIBANA_URL: KB }, { kibana_url: ES }), { url: KB });
  assert.deepEqual(kibana({}, { DR_KIBANA_URL: KB }), { url: KB });
  assert.deepEqual(kibana({}, {}, { kibana_url: KB }), { url: KB });
  assert.deepEqual(kibana({ kibanaUrl: KB, space: "soc" }, { DR_SPACE: "x" }), { url: KB, space: "soc" });
  assert.deepEqual(kibana({ kibanaUrl: KB }, { DR_SPACE: "soc" }), { url: KB, space: "soc" });
  assert.deepEqual(kibana({}, {}, { kibana_url: KB, space: "soc" }), { url: KB, space: "soc" });
  assert.match(fault({ elasticsearchUrl: ES }), /Kibana as there is no URL \| Give --kibana-url/);
});

Deno.test("resolveConnection() finds Kibana by the cloud id, unless a URL names another", NONE, () => {
  const cloudId = `demo:${btoa("cloud.example$es$kb")}`;
  assert.deepEqual(kibana({ cloudId }), { cloudId });
  assert.deepEqual(kibana({ cloudId, kibanaUrl: KB }), { url: KB });
  assert.match(fault({ cloudId: `demo:${btoa("cloud.example$es$")}` }), /the cloud id names none/);
});

Deno.test("resolveConnection() leaves Kibana alone where nobody needs it", NONE, () => {
  const resolution = resolve({ elasticsearchUrl: ES }, { KIBANA_URL: "no url" }, {}, {});
  assert.deepEqual(resolution.kind === "connection" && resolution.options, { elasticsearch: { url: ES } });
  const without = resolve({ elasticsearchUrl: ES }, {}, {}, { kibana: "if-given" });
  assert.deepEqual(without.kind === "connection" && without.options, { elasticsearch: { url: ES } });
});

Deno.test("resolveConnection() lets Kibana share Elasticsearch's user or key, and prefers its own", NONE, () => {
  const user = { username: "u", password: "p" };
  assert.deepEqual(kibana({ kibanaUrl: KB, ...user }), { url: KB, ...user });
  assert.deepEqual(kibana({ kibanaUrl: KB, apiKey: "k" }), { url: KB, apiKey: "k" });
  assert.deepEqual(kibana({ kibanaUrl: KB, ...user }, { KIBANA_API_KEY: "k" }), { url: KB, apiKey: "k" });
  assert.deepEqual(kibana({ kibanaUrl: KB, kibanaApiKey: "k", ...user }), { url: KB, apiKey: "k" });
  assert.deepEqual(
    kibana({ kibanaUrl: KB, ...user }, { DR_KIBANA_USER: "k", DR_KIBANA_PASSWORD: "kp" }),
    { url: KB, username: "k", password: "kp" },
  );
  assert.deepEqual(kibana({}, {}, { kibana_url: KB, api_key: "k" }), { url: KB, apiKey: "k" });
});

Deno.test("resolveConnection() sends no shared secret to a Kibana from a lower source", NONE, () => {
  const secrets = {
    arg: { args: { username: "u", password: "p" } },
    env: { env: { ELASTICSEARCH_USERNAME: "u", ELASTICSEARCH_PASSWORD: "p" } },
    key: { env: { KIBANA_API_KEY: "k" } },
    config: { config: { es_user: "u", es_password: "p" } },
  };
  const addresses = {
    arg: { args: { kibanaUrl: KB } },
    env: { env: { KIBANA_URL: KB } },
    config: { config: { kibana_url: KB } },
  };
  const allowed = new Set([
    "arg>arg",
    "env>arg",
    "key>arg",
    "config>arg",
    "env>env",
    "key>env",
    "config>env",
    "config>config",
  ]);
  for (const [from, secret] of Object.entries(secrets)) {
    for (const [to, address] of Object.entries(addresses)) {
      const given = { args: {}, env: {}, config: {} };
      for (const part of [secret, address]) {
        for (const [source, values] of Object.entries(part)) Object.assign(given[source as keyof typeof given], values);
      }
      const resolution = resolve(given.args, given.env, given.config);
      assert.equal(resolution.kind === "connection", allowed.has(`${from}>${to}`), `${from}>${to}`);
      if (resolution.kind === "usage-error") assert.match(`${resolution.hint}`, /--kibana-url/);
    }
  }
});

Deno.test("resolveConnection() names every address that a typed password goes to", NONE, () => {
  const args = { elasticsearchUrl: ES, kibanaUrl: KB, username: "u" };
  assert.deepEqual(resolve(args), {
    kind: "password-missing",
    username: "u",
    address: "https://es.example:9200 and https://kb.example:5601",
    secrets: [],
  });
  assert.equal(kibana({ ...args, promptedPassword: "typed" }).password, "typed");
  assert.equal(kibana({ ...args, promptedPassword: "typed", kibanaApiKey: "k" }).password, undefined);
});

Deno.test("resolveConnection() tries no typed password for another user of Kibana", NONE, () => {
  const args = { elasticsearchUrl: ES, kibanaUrl: KB, username: "u", promptedPassword: "typed" };
  assert.equal(resolve(args, { DR_KIBANA_USER: "k" }).kind, "password-missing");
});

Deno.test("resolveConnection() knows Kibana's secrets, used or not", NONE, () => {
  const { secrets } = resolve(
    { kibanaUrl: "https://u:in-url@kb.example" },
    { KIBANA_API_KEY: "in-env", DR_KIBANA_PASSWORD: "old" },
    { api_key: "in-config" },
  );
  assert.deepEqual([...secrets].sort(), ["in-config", "in-env", "in-url", "old"]);
});
