import assert from "node:assert/strict";
import { main as remove } from "./remove_dga.ts";
import { main as setUp } from "./setup_dga.ts";
import { BUNDLE, MODEL, withEdited } from "./testing/edited_bundle.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";

const PERMISSIONS = {
  permissions: { read: true, write: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

/** A server on which the test bundle is set up. */
async function withInstalled(
  use: (server: RehearsalServer) => Promise<void>,
  options: RehearsalServerOptions = {},
): Promise<void> {
  const server = await startRehearsal(options);
  try {
    await setup(server, BUNDLE);
    await use(server);
  } finally {
    await server.close();
  }
}

async function setup({ url }: RehearsalServer, bundle: string): Promise<void> {
  const { exit, err } = await run(setUp, ["-d", bundle, "--elasticsearch-url", url, "--overwrite"]);
  assert.equal(exit, 0, err);
}

function removed({ url }: RehearsalServer, ...args: string[]): Promise<Ran> {
  return run(remove, [...args, "--elasticsearch-url", url]);
}

function isWrite(line: string): boolean {
  return /^(?:PUT|DELETE) /.test(line);
}

Deno.test("remove_dga.ts removes what setup_dga.ts set up, from the outside in", PERMISSIONS, async () => {
  const empty = await startRehearsal();
  const before = await empty.state();
  await empty.close();
  await withInstalled(async (server) => {
    const asked = server.requests;
    const { exit, out, err } = await removed(server, MODEL);
    assert.equal(exit, 0, err);
    assert.deepEqual(server.log.slice(asked).filter(isWrite), [
      "DELETE /_ingest/pipeline/dns_enrich_pipeline",
      "DELETE /_ingest/pipeline/dns_dga_inference_enrich_pipeline",
      `DELETE /_ml/trained_models/${MODEL}`,
      "DELETE /_scripts/dga_ngrams_create",
      "DELETE /_scripts/dga_ngrams_transform_delete",
    ]);
    assert.match(out, /\nDone\n$/);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test("remove_dga.ts counts what is missing as gone", PERMISSIONS, async () => {
  await withInstalled(async (server) => {
    assert.equal((await server.ask("DELETE", "/_ingest/pipeline/dns_enrich_pipeline")).status, 200);
    assert.equal((await removed(server, MODEL)).exit, 0);
    assert.equal((await server.ask("GET", "/_scripts/dga_ngrams_create")).status, 404);
    const again = await removed(server, MODEL);
    assert.equal(again.exit, 0);
    assert.match(again.out, /\nThere was nothing to remove\n$/);
  });
});

Deno.test(
  "remove_dga.ts stops before its first step at an index that uses the pipeline by default",
  PERMISSIONS,
  async () => {
    await withInstalled(async (server) => {
      const settings = { settings: { "index.default_pipeline": "dns_enrich_pipeline" } };
      assert.equal((await server.ask("PUT", "/packetbeat-2026", settings)).status, 200);
      const before = await server.state();
      for (const force of [[], ["--force"]]) {
        const { exit, err } = await removed(server, MODEL, ...force);
        assert.equal(exit, 3);
        assert.match(err, /index\.default_pipeline of "packetbeat-2026"/);
        assert.match(err, /\nerror: Cannot remove ".*", and nothing was changed\n/);
      }
      assert.deepEqual(await server.state(), before);
    });
  },
);

Deno.test("remove_dga.ts removes a model that another pipeline calls only by force", PERMISSIONS, async () => {
  await withInstalled(async (server) => {
    const inference = { model_id: MODEL, target_field: "ml", inference_config: { classification: {} } };
    const status = (await server.ask("PUT", "/_ingest/pipeline/mine", { processors: [{ inference }] })).status;
    assert.equal(status, 200);
    const before = await server.state();
    const refused = await removed(server, MODEL);
    assert.equal(refused.exit, 3);
    assert.match(refused.err, /"mine"/);
    assert.match(refused.err, /--force/);
    assert.deepEqual(await server.state(), before);
    assert.equal((await removed(server, MODEL, "--force")).exit, 0);
    assert.equal((await server.ask("GET", `/_ml/trained_models/${MODEL}`)).status, 404);
    assert.equal((await server.ask("GET", "/_ingest/pipeline/mine")).status, 200);
  });
});

Deno.test("remove_dga.ts leaves pipelines and scripts to the model that they call", PERMISSIONS, async () => {
  await withInstalled((server) =>
    withEdited([], async (bundle) => {
      await setup(server, bundle);
      const { exit, out } = await removed(server, MODEL);
      assert.equal(exit, 0);
      assert.match(out, /call "dga_20261102_1\.0" and not "dga_20261101_1\.0"/);
      assert.equal((await server.ask("GET", `/_ml/trained_models/${MODEL}`)).status, 404);
      assert.equal((await server.ask("GET", "/_scripts/dga_ngrams_create")).status, 200);
      assert.equal((await server.ask("GET", "/_ingest/pipeline/dns_enrich_pipeline")).status, 200);
    }, "dga_20261102_1.0")
  );
});

Deno.test("remove_dga.ts --dry-run prints the plan and changes nothing", PERMISSIONS, async () => {
  await withInstalled(async (server) => {
    const before = await server.state();
    const { exit, out, err } = await removed(server, MODEL, "--dry-run");
    assert.equal(exit, 0);
    assert.match(out, /\. Delete the pipeline "dns_enrich_pipeline"\n/);
    assert.match(err, /^Nothing was changed/);
    const asJson = JSON.parse((await removed(server, MODEL, "--dry-run", "--json")).out);
    assert.deepEqual([asJson.ok, asJson.modelId, asJson.plan.kind], [true, MODEL, "removal"]);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test("remove_dga.ts tells programs what it did, or why it did not", PERMISSIONS, async () => {
  await withInstalled(async (server) => {
    const done = JSON.parse((await removed(server, MODEL, "--json")).out);
    assert.deepEqual([done.ok, done.exit, done.report.outcome], [true, 0, "done"]);
  });
  await withInstalled(async (server) => {
    await server.ask("PUT", "/packetbeat-2026", { settings: { "index.final_pipeline": "dns_enrich_pipeline" } });
    const stopped = JSON.parse((await removed(server, MODEL, "--json")).out);
    assert.deepEqual([stopped.ok, stopped.exit, stopped.left], [false, 3, []]);
    assert.ok(stopped.findings.length > 0);
  });
});

Deno.test("remove_dga.ts undoes what it did when something fails on the way", PERMISSIONS, async () => {
  await withInstalled(async (server) => {
    const before = await server.state();
    const proxy = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, async (request) => {
      const { pathname, search } = new URL(request.url);
      if (request.method === "DELETE" && pathname.startsWith("/_ml/")) {
        return Response.json({ error: { type: "status_exception", reason: "locked" }, status: 409 }, {
          status: 409,
          headers: { "x-elastic-product": "Elasticsearch" },
        });
      }
      const body = new Uint8Array(await request.arrayBuffer());
      const { method } = request;
      const headers = [...request.headers].filter(([name]) => /^(?:accept|content-type)$/.test(name));
      return await fetch(`${server.url}${pathname}${search}`, {
        method,
        headers,
        ...(body.length > 0 ? { body } : {}),
      });
    });
    const { exit, err } = await removed({ ...server, url: `http://127.0.0.1:${proxy.addr.port}` }, MODEL);
    await proxy.shutdown();
    assert.equal(exit, 1, err);
    assert.match(err, /error: Cannot remove ".*", and everything is as it was before: .*409.*locked/);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test(
  "remove_dga.ts refuses what is no id of a model, and does not repeat it",
  { permissions: "none" },
  async (t) => {
    for (const args of [[], ["A"], ["dga/1"], ["../x"], ["-x"], ["_all"], ["*"], ["dga_1,dga_2"], ["dga_1", "dga_2"]]) {
      await t.step(args.join(" "), async () => {
        const { exit, out, err } = await run(remove, args);
        assert.deepEqual([exit, out], [2, ""]);
        assert.match(err, /^error: .+\nhint: /);
      });
    }
  },
);
