import assert from "node:assert/strict";
import type { RequestListener } from "node:http";
import https from "node:https";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { makeCertificates } from "../lib/stack/testing/certificates.ts";
import { listening } from "../lib/stack/testing/servers.ts";
import { serveOnLoopback } from "../lib/terminal/serve.ts";
import { BUNDLE, type Edit, MODEL, TESTDATA, TIDY, withEdited } from "./testing/edited_bundle.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { main as remove } from "./remove_dga.ts";
import { main as setUp } from "./setup_dga.ts";

/** Reading bundles, writing edited ones, a server on this machine, and what the client asks of the system. */
const PERMISSIONS = {
  permissions: { read: true, write: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const NEW_MODEL = "dga_20261102_1.0";

/** A change that gives other verdicts in none of the documents. */
const OTHER_DESCRIPTION: Edit = ["ingest_pipeline1", '"description": "', '"description": "Second edition. '];

async function withServer(
  use: (server: RehearsalServer) => Promise<void>,
  options: RehearsalServerOptions = {},
): Promise<void> {
  const server = await startRehearsal(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

function setup({ url }: { url: string }, bundle: string, ...more: string[]): Promise<Ran> {
  return run(setUp, ["-d", bundle, "--elasticsearch-url", url, ...more]);
}

/** A proxy that refuses some requests. */
async function withProxy<Result>(
  { url }: RehearsalServer,
  refuses: (line: string) => boolean,
  use: (proxy: { url: string }) => Promise<Result>,
): Promise<Result> {
  const proxy = await serveOnLoopback(async (request) => {
    const { pathname, search } = new URL(request.url);
    if (refuses(`${request.method} ${pathname}`)) {
      const error = { type: "security_exception", reason: "not today" };
      const headers = { "x-elastic-product": "Elasticsearch" };
      return Response.json({ error, status: 403 }, { status: 403, headers });
    }
    const body = new Uint8Array(await request.arrayBuffer());
    return await fetch(`${url}${pathname}${search}`, {
      method: request.method,
      headers: [...request.headers].filter(([name]) => /^(?:accept|content-type)$/.test(name)),
      ...(body.length === 0 ? {} : { body }),
    });
  });
  try {
    return await use(proxy);
  } finally {
    await proxy.close();
  }
}

function isWrite(line: string): boolean {
  return /^(?:PUT|DELETE) /.test(line);
}

Deno.test("setup_dga.ts sets a bundle up, says what it does, and what to do next", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const { exit, out, err } = await setup(server, BUNDLE);
    assert.equal(exit, 0, err);
    assert.deepEqual(server.log.filter(isWrite), [
      `PUT /_ml/trained_models/${MODEL}`,
      "PUT /_scripts/dga_ngrams_create/ingest",
      "PUT /_scripts/dga_ngrams_transform_delete/ingest",
      "PUT /_ingest/pipeline/dns_dga_inference_enrich_pipeline",
      "PUT /_ingest/pipeline/dns_enrich_pipeline",
    ]);
    assert.match(out, new RegExp(`^Setup of "${MODEL}" on Elasticsearch 8\\.19\\.\\d+\n {2}1\\. Store the model`));
    assert.match(out, /\nDone\n/);
    assert.match(out, /\n {2}output\.elasticsearch:\n(?: {4}.*\n)* {4}pipeline: dns_enrich_pipeline\n/);
    const stored = await server.ask("GET", `/_ml/trained_models/${MODEL}`);
    assert.equal(stored.status, 200);
    assert.match(
      JSON.stringify(stored.body),
      /"ml_dga":\{(?=[^}]*"release":"ML-DGA-20261101-1")(?=[^}]*"sha256":"[0-9a-f]{64}")[^}]*"tool":"ml-dga\/\d/,
    );
  });
});

Deno.test("setup_dga.ts changes nothing where everything is there and equal", PERMISSIONS, async () => {
  await withServer(async (server) => {
    assert.equal((await setup(server, BUNDLE)).exit, 0);
    const before = await server.state();
    const written = server.log.filter(isWrite).length;
    const { exit, out } = await setup(server, BUNDLE);
    assert.equal(exit, 0);
    assert.match(out, /\n {2}Nothing has to be changed\n/);
    assert.equal(server.log.filter(isWrite).length, written);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test("setup_dga.ts shows what differs, and replaces it only when told to", PERMISSIONS, async () => {
  await withServer((server) =>
    withEdited([TIDY, OTHER_DESCRIPTION], async (bundle) => {
      assert.equal((await setup(server, BUNDLE)).exit, 0);
      const before = await server.state();
      const refused = await setup(server, bundle);
      assert.equal(refused.exit, 3);
      assert.match(
        refused.err,
        /Cannot set up as the pipeline "dns_enrich_pipeline" is there already and is not the same: description/,
      );
      assert.match(refused.err, /--overwrite/);
      assert.deepEqual(await server.state(), before);
      const asJson = JSON.parse((await setup(server, bundle, "--json")).out);
      assert.deepEqual([asJson.ok, asJson.exit], [false, 3]);
      assert.deepEqual(asJson.plan.differences.map(({ id }: { id: string }) => id), [
        "dns_dga_inference_enrich_pipeline",
        "dns_enrich_pipeline",
      ]);
      assert.ok(asJson.findings.some(({ code }: { code: string }) => code === "differs"));
      const replaced = await setup(server, bundle, "--overwrite");
      assert.equal(replaced.exit, 0, replaced.err);
      assert.match(replaced.out, /Replace the pipeline "dns_enrich_pipeline"/);
      assert.match(JSON.stringify(await server.state()), /Second edition/);
    })
  );
});

Deno.test("setup_dga.ts replaces a model of the same id when told to", PERMISSIONS, async () => {
  // Another description is another model to whoever compares their files.
  const other: Edit = ["model", '"description":"', '"description":"Second edition. '];
  await withServer((server) =>
    withEdited([other], async (bundle) => {
      assert.equal((await setup(server, BUNDLE)).exit, 0);
      const refused = await setup(server, bundle);
      assert.equal(refused.exit, 3);
      assert.match(refused.err, /the model ".*" is there already/);
      assert.equal((await setup(server, bundle, "--overwrite")).exit, 0);
      assert.match(JSON.stringify((await server.state())["models"]), /Second edition/);
    })
  );
});

Deno.test(
  "setup_dga.ts upgrades to a new model and names the command that removes the old one",
  PERMISSIONS,
  async () => {
    await withServer((server) =>
      withEdited([], async (bundle) => {
        assert.equal((await setup(server, BUNDLE)).exit, 0);
        const { exit, out, err } = await setup(server, bundle, "--overwrite");
        assert.equal(exit, 0, err);
        const [, command = ""] = /\n {2}remove_dga\.ts (.*)\n/.exec(out) ?? [];
        assert.equal(command, `${MODEL} --elasticsearch-url ${server.url}`);
        const removed = await run(remove, command.split(" "));
        assert.equal(removed.exit, 0, removed.err);
        assert.equal((await server.ask("GET", `/_ml/trained_models/${MODEL}`)).status, 404);
        assert.equal((await server.ask("GET", "/_ingest/pipeline/dns_enrich_pipeline")).status, 200);
      }, NEW_MODEL)
    );
  },
);

Deno.test("setup_dga.ts --dry-run prints the plan and changes nothing", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const before = await server.state();
    const { exit, out, err } = await setup(server, BUNDLE, "--dry-run");
    assert.equal(exit, 0);
    assert.match(out, /\n {2}1\. Store the model/);
    assert.match(err, /Nothing was changed: this was a dry run\n$/);
    const asJson = JSON.parse((await setup(server, BUNDLE, "--dry-run", "--json")).out);
    assert.deepEqual([asJson.ok, asJson.dryRun], [true, true]);
    assert.equal(asJson.plan.steps[0].kind, "put-model");
    assert.deepEqual(server.log.filter(isWrite), []);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test("setup_dga.ts tells programs the plan and the report", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const { exit, out } = await setup(server, BUNDLE, "--json");
    assert.equal(exit, 0);
    const results = JSON.parse(out);
    assert.deepEqual([results.ok, results.bundle, results.report.outcome], [true, "ML-DGA-20261101-1", "done"]);
    assert.equal(results.report.done.length, results.plan.steps.length);
    assert.match(results.next.join("\n"), /pipeline: dns_enrich_pipeline/);
  });
});

Deno.test("setup_dga.ts takes the zip of a bundle as it takes the folder", PERMISSIONS, async () => {
  const folder = await mkdtemp(join(tmpdir(), "ml-dga-"));
  const entries = await Promise.all(
    (await readdir(BUNDLE)).map(async (
      name,
    ): Promise<[string, Uint8Array]> => [name, await readFile(join(BUNDLE, name))]),
  );
  const zip = join(folder, "ML-DGA-20261101-1.zip");
  await writeFile(zip, zipSync(Object.fromEntries(entries)));
  try {
    await withServer(async (server) => {
      assert.equal((await setup(server, zip)).exit, 0);
      const { exit, out } = await setup(server, BUNDLE);
      assert.equal(exit, 0);
      assert.match(out, /Nothing has to be changed/);
    });
  } finally {
    await rm(folder, { recursive: true });
  }
});

const SECURITY = { username: "elastic", password: "changeme-2026" };

Deno.test("setup_dga.ts signs in, and says what is wrong where it cannot", PERMISSIONS, async (t) => {
  await withServer(async (server) => {
    await t.step("without anything to sign in with", async () => {
      const { exit, err } = await setup(server, BUNDLE);
      assert.equal(exit, 1);
      assert.match(err, /401.*missing authentication credentials.*\nhint: .*--user/);
    });
    await t.step("with a wrong password", async () => {
      const { exit, err } = await setup(server, BUNDLE, "-u", "elastic", "-p", "wrong-password");
      assert.equal(exit, 1);
      assert.match(err, /401.*unable to authenticate user \[elastic\].*\nhint: Check user name and password/);
    });
    await t.step("with a wrong password, for programs", async () => {
      const { exit, out } = await setup(server, BUNDLE, "-u", "elastic", "-p", "wrong-password", "--json");
      assert.equal(exit, 1);
      const results = JSON.parse(out);
      assert.deepEqual([results.ok, results.exit, results.left], [false, 1, []]);
      assert.match(results.error.message, /401/);
    });
    await t.step("with the right one", async () => {
      assert.equal((await setup(server, BUNDLE, "-u", "elastic", "-p", SECURITY.password)).exit, 0);
    });
  }, { security: SECURITY });
});

Deno.test("setup_dga.ts names the privileges that are missing, and sends nothing", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const { exit, err } = await setup(server, BUNDLE, "-u", "elastic", "-p", SECURITY.password);
    assert.equal(exit, 3);
    assert.match(err, /lacks the cluster privilege "manage_ml"/);
    assert.match(err, /\nerror: Cannot set up "ML-DGA-20261101-1", and nothing was changed\n/);
    assert.deepEqual(server.log.filter(isWrite), []);
  }, { security: { ...SECURITY, cluster: ["monitor", "manage_ingest_pipelines"] } });
});

Deno.test(
  "setup_dga.ts names a licence that does not hold machine learning, and sends nothing",
  PERMISSIONS,
  async () => {
    await withServer(async (server) => {
      const { exit, err } = await setup(server, BUNDLE);
      assert.equal(exit, 3);
      assert.match(err, /the server's licence is "basic"/);
      assert.match(err, /_license\/start_trial/);
      assert.deepEqual(server.log.filter(isWrite), []);
      const asJson = JSON.parse((await setup(server, BUNDLE, "--json")).out);
      assert.ok(asJson.findings.some(({ code }: { code: string }) => code === "license"));
    }, { license: { type: "basic" } });
  },
);

Deno.test("setup_dga.ts says which version takes the model where this one does not", PERMISSIONS, async () => {
  for (const [version, mended] of [["8.19.17", "8.19.18"], ["9.3.6", "9.3.7"]] as const) {
    await withServer(async (server) => {
      const { exit, err } = await setup(server, BUNDLE);
      assert.equal(exit, 3);
      assert.match(err, new RegExp(`Elasticsearch ${RegExp.escape(version)} takes at most 100 input fields`));
      assert.match(err, new RegExp(`Upgrade to Elasticsearch ${RegExp.escape(mended)}`));
      assert.deepEqual(server.log.filter(isWrite), []);
    }, { version });
  }
});

Deno.test("setup_dga.ts says that nothing answers, or something else", PERMISSIONS, async (t) => {
  await t.step("nothing", async () => {
    const server = await startRehearsal();
    await server.close();
    // Both wait for a server that may be on its way.
    const [{ exit, err }, { out }] = await Promise.all([setup(server, BUNDLE), setup(server, BUNDLE, "--json")]);
    assert.equal(exit, 1);
    assert.match(err, /\nnote: .*\n(?:.*\n)*error: .*(?:refused|nothing listens)/i);
    assert.equal(JSON.parse(out).exit, 1);
  });
  await t.step("a web server", async () => {
    const server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen: () => {} },
      () => new Response("<!doctype html><title>Login</title>", { headers: { "content-type": "text/html" } }),
    );
    const { exit, err } = await setup({ url: `http://127.0.0.1:${server.addr.port}` }, BUNDLE);
    assert.equal(exit, 1);
    assert.match(err, /not Elasticsearch/);
    await server.shutdown();
  });
});

Deno.test("setup_dga.ts trusts an authority of one's own only when told to", {
  permissions: { ...PERMISSIONS.permissions, run: ["openssl"] },
}, async () => {
  const { authority, server: keys } = await makeCertificates();
  await withServer(async ({ url }) => {
    const forward: RequestListener = async (incoming, outgoing) => {
      const { method = "GET", headers } = incoming;
      const sent = await Array.fromAsync<Uint8Array>(incoming);
      const type = headers["content-type"];
      const response = await fetch(`${url}${incoming.url}`, {
        method,
        headers: { accept: headers.accept ?? "*/*", ...(type === undefined ? {} : { "content-type": type }) },
        ...(sent.length === 0 ? {} : { body: await new Blob(sent.map((chunk) => new Uint8Array(chunk))).bytes() }),
      });
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      outgoing.end(await response.bytes());
    };
    await using tls = await listening(
      https.createServer(keys, (incoming, outgoing) => void forward(incoming, outgoing)),
      "https",
    );
    const refused = await setup(tls, BUNDLE);
    assert.equal(refused.exit, 1);
    assert.match(refused.err, /\nerror: .*certificate.*\nhint: .*--ca-cert/);
    assert.equal(JSON.parse((await setup(tls, BUNDLE, "--json")).out).exit, 1);
    const args = ["-d", BUNDLE, "--elasticsearch-url", tls.url, "--ca-cert", "ca.pem"];
    const trusted = await run(setUp, args, { files: { "ca.pem": authority } });
    assert.equal(trusted.exit, 0, trusted.err);
  });
});

Deno.test("setup_dga.ts refuses a bundle with errors before it asks the server anything", PERMISSIONS, async () => {
  await withServer((server) =>
    withEdited([["ingest_pipeline2", '"dga_ngrams_create"', '"dga_ngram_create"']], async (bundle) => {
      const { exit, err } = await setup(server, bundle);
      assert.equal(exit, 3);
      assert.match(err, /Did you mean "dga_ngrams_create"/);
      assert.match(err, /\nerror: Cannot set up "ML-DGA-20261101-1" as it has errors\n/);
      assert.deepEqual(server.log, []);
      const detections = await setup(server, join(TESTDATA, "ML-experimental-detections-20261101-1"));
      assert.equal(detections.exit, 3);
      assert.equal((await setup(server, "/nowhere")).exit, 1);
    })
  );
});

Deno.test("setup_dga.ts undoes what it did when something fails on the way", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const before = await server.state();
    await withProxy(server, (line) => line === "PUT /_ingest/pipeline/dns_enrich_pipeline", async (proxy) => {
      const { exit, err } = await setup(proxy, BUNDLE);
      assert.equal(exit, 1, err);
      assert.match(err, /error: Cannot set up ".*", and everything is as it was before: .*403.*not today/);
      assert.deepEqual(await server.state(), before);
      const asJson = JSON.parse((await setup(proxy, BUNDLE, "--json")).out);
      assert.deepEqual([asJson.exit, asJson.report.outcome, asJson.left], [1, "undone", []]);
      assert.equal(asJson.report.undone.length, 4);
    });
  });
});

Deno.test("setup_dga.ts lists what it could not undo, and the commands that mend it", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const refused = (line: string) =>
      line.startsWith("DELETE ") || line === "PUT /_ingest/pipeline/dns_enrich_pipeline";
    await withProxy(server, refused, async (proxy) => {
      const { exit, err } = await setup(proxy, BUNDLE);
      assert.equal(exit, 5, err);
      assert.match(err, /error: Cannot set up ".*", and not everything could be undone: .*not today/);
      assert.match(err, /\nleft behind:\n/);
      for (const id of ["dns_dga_inference_enrich_pipeline", "dga_ngrams_create", MODEL]) {
        assert.ok(err.includes(id), id);
      }
    });
    assert.equal((await setup(server, BUNDLE)).exit, 0);
  });
  await withServer(async (server) => {
    const refused = (line: string) => /^(?:DELETE |PUT .*_enrich_pipeline$)/.test(line);
    const { out } = await withProxy(server, refused, (proxy) => setup(proxy, BUNDLE, "--json"));
    const results = JSON.parse(out);
    assert.deepEqual([results.ok, results.exit, results.report.outcome], [false, 5, "left"]);
    assert.deepEqual(results.report.left.map(({ id }: { id: string }) => id).sort(), [
      MODEL,
      "dga_ngrams_create",
      "dga_ngrams_transform_delete",
    ]);
    assert.equal(results.left.length, 3);
  });
});

Deno.test("setup_dga.ts needs a bundle", { permissions: { env: true } }, async () => {
  const { exit, err } = await run(setUp, []);
  assert.equal(exit, 2);
  assert.match(err, /Give its folder or zip with -d/);
});
