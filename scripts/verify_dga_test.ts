import assert from "node:assert/strict";
import { BUNDLE, MODEL } from "./testing/edited_bundle.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { main as setUp } from "./setup_dga.ts";
import { main as verify } from "./verify_dga.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

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

function verifyOn({ url }: RehearsalServer, ...args: string[]): Promise<Ran> {
  return run(verify, [...args, "--elasticsearch-url", url]);
}

async function setUpOn({ url }: RehearsalServer): Promise<void> {
  const { exit, err } = await run(setUp, ["-d", BUNDLE, "--elasticsearch-url", url]);
  assert.equal(exit, 0, err);
}

Deno.test("verify_dga.ts lists the bundles of all families without a model", PERMISSIONS, async () => {
  await withServer(async (server) => {
    assert.equal((await verifyOn(server)).out, "There is no ML bundle on this stack\n");
    await setUpOn(server);
    const { exit, out } = await verifyOn(server);
    assert.equal(exit, 0);
    assert.match(out, /^ML-DGA, model dga_20261101_1\.0\n +release +ML-DGA-20261101-1\n +sha256 +[0-9a-f]{64}\n/);
    assert.match(out, / +scripts +dga_ngrams_create, dga_ngrams_transform_delete\n$/);
    const { bundles } = JSON.parse((await verifyOn(server, "--json")).out);
    assert.deepEqual(bundles[0].absent, []);
  });
});

Deno.test("verify_dga.ts refuses indices without a model, and patterns that are none", PERMISSIONS, async () => {
  const alone = await run(verify, ["--index", "packetbeat-*"]);
  assert.deepEqual([alone.exit, alone.out], [2, ""]);
  assert.match(alone.err, /without a model/);
  for (const pattern of ["", "UPPER", "a b", "_all", "-x", "a,,b", "a/b"]) {
    const { exit, err } = await run(verify, [MODEL, "--index", pattern]);
    assert.equal(exit, 2, pattern);
    assert.match(err, /names of indices/);
  }
});
