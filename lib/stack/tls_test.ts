import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import https from "node:https";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { connect } from "./connect.ts";
import type { ElasticsearchOptions } from "./connect_options.ts";
import { StackError } from "./errors.ts";
import { type Certificates, makeCertificates } from "./testing/certificates.ts";
import { moduleUrl, runProgram } from "./testing/program.ts";
import { elasticsearchAnswer, listening, serve, type TestServer } from "./testing/servers.ts";

/** openssl makes the certificates in a temporary folder; a program of its own shows what a permission more would do. */
const OPENSSL: Deno.PermissionOptionsObject = {
  net: ["127.0.0.1"],
  run: true,
  read: true,
  write: true,
  env: true,
  sys: ["osRelease"],
};

function serveTls(certificate: Certificates["server"]): Promise<TestServer> {
  return listening(https.createServer(certificate, (_, response) => elasticsearchAnswer(response, 200, {})), "https");
}

async function outcome(options: ElasticsearchOptions): Promise<number | StackError> {
  try {
    return (await connect({ elasticsearch: options }).elasticsearch.request({ method: "GET", path: "/" })).status;
  } catch (error) {
    assert.ok(error instanceof StackError, String(error));
    return error;
  }
}

Deno.test("connect() trusts the authority it is given, and no other", { permissions: OPENSSL }, async (test) => {
  const { authority, server, other, expired } = await makeCertificates();
  const refused = async (certificate: Certificates["server"], caCertificate: string | undefined) => {
    await using tls = await serveTls(certificate);
    const error = await outcome({ url: tls.url, ...(caCertificate === undefined ? {} : { caCertificate }) });
    assert.ok(error instanceof StackError);
    assert.equal(error.kind, "tls", error.message);
    return `${error.message} | ${error.hint}`;
  };
  await test.step("a server that it signed", async () => {
    await using tls = await serveTls(server);
    assert.equal(await outcome({ url: tls.url, caCertificate: authority }), 200);
  });
  await test.step("a server of an authority that the system does not know", async () => {
    assert.match(await refused(server, undefined), /unknown authority .*--ca-cert/);
  });
  await test.step("what the runtime trusts, without a further permission", async () => {
    await using tls = await serveTls(server);
    const file = join(await mkdtemp(join(tmpdir(), "ml-dga-authority-")), "ca.crt");
    await writeFile(file, authority);
    const code = `
      import { connect } from ${moduleUrl("connect.ts")};
      const { elasticsearch } = connect({ elasticsearch: { url: ${JSON.stringify(tls.url)} } });
      console.log((await elasticsearch.request({ method: "GET", path: "/" })).status);
    `;
    const flags = ["--allow-net=127.0.0.1", "--allow-sys=osRelease", "--ignore-env"];
    try {
      assert.equal(await runProgram(code, [...flags, "--cert", file]), "200\n");
      assert.match(await runProgram(code, flags), /signed by an unknown authority/);
    } finally {
      await rm(dirname(file), { recursive: true });
    }
  });
  await test.step("a server of another authority", async () => {
    assert.match(await refused(server, (await makeCertificates()).authority), /unknown authority|TLS failed/);
  });
  await test.step("a certificate for another host", async () => {
    assert.match(await refused(other, authority), /for other names/);
  });
  await test.step("a certificate that is out of date", async () => {
    assert.match(await refused(expired, authority), /has expired/);
  });
  await test.step("a server without TLS", async () => {
    await using plain = await serve((_, response) => elasticsearchAnswer(response, 200, {}));
    const error = await outcome({ url: plain.url.replace("http:", "https:"), caCertificate: authority });
    assert.ok(error instanceof StackError);
    assert.equal(error.kind, "tls");
    assert.match(error.hint ?? "", /its URL begins with http:\/\//);
  });
  await test.step("plain http to a server with TLS", async () => {
    await using tls = await serveTls(server);
    const error = await outcome({ url: tls.url.replace("https:", "http:") });
    assert.ok(error instanceof StackError);
    // Elasticsearch itself closes the connection, this server answers with an alert.
    assert.equal(error.kind, "not-elasticsearch");
    assert.match(error.hint ?? "", /its URL begins with https:\/\//);
  });
});
