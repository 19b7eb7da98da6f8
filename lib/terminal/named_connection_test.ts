import assert from "node:assert/strict";
import type { AskedConnection } from "./connection_options.ts";
import { namedConnection } from "./named_connection.ts";
import { shellCommand } from "./shell_command.ts";

const NOTHING: AskedConnection = {
  elasticsearchUrl: undefined,
  cloudId: undefined,
  user: undefined,
  password: undefined,
  passwordStdin: false,
  apiKey: undefined,
  caCert: undefined,
  timeout: undefined,
  allowPlainHttp: false,
  config: undefined,
};

Deno.test("namedConnection() names all that was given but secrets", { permissions: "none" }, async (t) => {
  const cases: [asked: Partial<AskedConnection>, named: string][] = [
    [{}, ""],
    [{ elasticsearchUrl: "https://h:9200/" }, "--elasticsearch-url https://h:9200"],
    [{ elasticsearchUrl: "https://me:hunter2@h/es" }, "--elasticsearch-url https://h/es -u me"],
    [{ elasticsearchUrl: "https://me:hunter2@h/", user: "you" }, "--elasticsearch-url https://h -u you"],
    [{ user: "me", password: "hunter2" }, "-u me"],
    [{ user: "me", passwordStdin: true, apiKey: "hunter2" }, "-u me"],
    [{ cloudId: "demo:aGk=", caCert: "my ca.pem" }, "--cloud-id demo:aGk= --ca-cert 'my ca.pem'"],
    [{ timeout: 90, allowPlainHttp: true, config: "c.json" }, "--timeout 90 --allow-plain-http --config c.json"],
  ];
  for (const [asked, named] of cases) {
    await t.step(named, () => {
      assert.equal(shellCommand("x", namedConnection({ ...NOTHING, ...asked })), `x ${named}`.trimEnd());
    });
  }
});

Deno.test("namedConnection() names Kibana, too", { permissions: "none" }, () => {
  const kibana = { kibanaUrl: "https://u:hunter2@k:5601/base", kibanaApiKey: "hunter2", space: "security" };
  assert.equal(
    namedConnection(NOTHING, kibana).join(" "),
    "--kibana-url https://k:5601/base --space security -u u",
  );
});
