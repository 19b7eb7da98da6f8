import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createHash } from "node:crypto";
import { readBundle } from "../lib/bundle/read.ts";
import { releasedForm } from "../lib/bundle/zip_bundle.ts";
import type { Handler } from "../lib/stack/handler.ts";
import { Interruption } from "../lib/terminal/script_io.ts";
import { BUNDLE, MODEL } from "./testing/edited_bundle.ts";
import {
  type GithubServer,
  type GithubServerOptions,
  publishedBundle,
  startGithub,
  TAG,
} from "./testing/github_server.ts";
import { type RehearsalServer, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { startProgram } from "./testing/run_program.ts";
import { main as setUp } from "./setup_dga.ts";

/** Releases are downloaded from a server on this machine, and saved to a temporary folder. */
const PERMISSIONS = {
  permissions: { read: true, write: true, run: ["deno"], net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

interface Servers {
  readonly github: GithubServer;
  readonly cluster: RehearsalServer;
  readonly folder: string;
}

async function withServers(options: GithubServerOptions, use: (servers: Servers) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ml-dga-release-"));
  const [github, cluster] = await Promise.all([startGithub(options), startRehearsal()]);
  try {
    await use({ github, cluster, folder });
  } finally {
    await Promise.all([github.close(), cluster.close(), rm(folder, { recursive: true })]);
  }
}

function argsFor({ github, cluster, folder }: Servers): string[] {
  return ["-t", TAG, "--github-url", github.url, "--elasticsearch-url", cluster.url, "--save", folder];
}

function setup(servers: Servers, ...more: string[]): Promise<Ran> {
  return run(setUp, [...argsFor(servers), ...more]);
}

async function assertNothingDone({ cluster, folder }: Servers, told: string): Promise<void> {
  assert.deepEqual(await readdir(folder), [], told);
  assert.deepEqual(cluster.log, [], told);
}

Deno.test("setup_dga.ts -t sets up what was released, keeps it, and says whose it is", PERMISSIONS, async () => {
  await withServers({}, async (servers) => {
    const { github, cluster, folder } = servers;
    const { exit, out, err } = await setup(servers);
    assert.equal(exit, 0, err);
    const { host } = new URL(github.url);
    assert.match(out, new RegExp(`^Setup of "${MODEL}" from elastic/detection-rules at ${host} on Elasticsearch 8\\.`));
    const sha256 = createHash("sha256").update((await publishedBundle()).zip).digest("hex");
    const proofs = "verified by GitHub's digest and the release's manifest";
    assert.match(
      err,
      new RegExp(`^Downloaded ${TAG}\\.zip, [\\d,]+ bytes, sha256 ${sha256}: ${proofs}\nSaved 5 files to `),
    );
    const stored = await cluster.ask("GET", `/_ml/trained_models/${MODEL}`);
    assert.match(JSON.stringify(stored.body), new RegExp(`"ml_dga":\\{[^}]*"release":"${TAG}"`));
    const saved = await readBundle(join(folder, TAG));
    for (const [name, source] of await readBundle(BUNDLE)) {
      const form = await new Response(releasedForm(name, source)).bytes();
      assert.deepEqual(await saved.get(name)?.bytes(), form, name);
    }
    const again = await setup(servers);
    assert.equal(again.exit, 0, again.err);
    assert.match(again.out, /Nothing has to be changed/);
  });
});

Deno.test("setup_dga.ts -t installs and saves nothing that was changed on the way", PERMISSIONS, async (t) => {
  const { zip, manifest } = await publishedBundle();
  const places: readonly [string, string, number][] = [
    ["the zip's first byte", "PK", 0],
    ["the zip's middle", "PK", zip.length >> 1],
    ["the zip's last byte", "PK", zip.length - 1],
    ["the manifest's middle", "{", manifest.length >> 1],
  ];
  for (const [name, start, at] of places) {
    await t.step(name, () =>
      withServers({ around: changing(start, at) }, async (servers) => {
        const { exit, err } = await setup(servers, "--allow-unverified");
        assert.equal(exit, 1);
        assert.match(
          err,
          /^error: Cannot trust ".*" as what came is not what was uploaded: GitHub's digest of it is sha256:/,
        );
        await assertNothingDone(servers, name);
      }));
  }
});

function changing(start: string, at: number): (handler: Handler) => Handler {
  return (handler) => async (request) => {
    const response = await handler(request);
    if (!request.url.includes("/github-production-release-asset/")) return response;
    const bytes = await response.bytes();
    if (new TextDecoder().decode(bytes.subarray(0, start.length)) === start) bytes[at] = (bytes[at] ?? 0) ^ 1;
    return new Response(bytes);
  };
}

Deno.test(
  "setup_dga.ts -t takes address and token from the environment, and a SHA-256 from the arguments",
  PERMISSIONS,
  async () => {
    const tokens = { ghp_Tr0ub4dor: { login: "reader", role: "read" } } as const;
    await withServers({ repository: { private: true }, tokens }, async ({ github, cluster }) => {
      const sha256 = createHash("sha256").update((await publishedBundle()).zip).digest("hex");
      const args = ["-t", TAG, "--elasticsearch-url", cluster.url, "--dry-run", "--sha256", sha256];
      const hidden = await run(setUp, args, { env: { GITHUB_API_URL: github.url } });
      assert.equal(hidden.exit, 1);
      assert.match(hidden.err, /answered 404: Not Found\nhint: .*set GITHUB_TOKEN\n$/);
      const env = { GITHUB_API_URL: github.url, GITHUB_TOKEN: "ghp_Tr0ub4dor" };
      const { exit, err } = await run(setUp, args, { env });
      assert.equal(exit, 0, err);
      const other = await run(setUp, [...args.slice(0, -1), "0".repeat(64)], { env });
      assert.equal(other.exit, 1);
      assert.match(other.err, /not the one that was asked for/);
    });
  },
);

Deno.test("setup_dga.ts -t that is interrupted or killed while it downloads leaves nothing", PERMISSIONS, async (t) => {
  for (const [signal, expected] of [["SIGINT", 130], ["SIGTERM", 143], ["SIGKILL", 137]] as const) {
    await t.step(signal, async () => {
      let stop: (() => void) | undefined;
      // The first half of the zip comes; then the program is stopped.
      const halting = (handler: Handler): Handler => async (request) => {
        const response = await handler(request);
        if (!request.url.includes("/github-production-release-asset/")) return response;
        const bytes = await response.bytes();
        if (bytes[0] !== 0x50) return new Response(bytes);
        const body = new ReadableStream<Uint8Array>({
          start: (controller) => controller.enqueue(bytes.subarray(0, bytes.length >> 1)),
          pull: () => stop?.(),
        });
        return new Response(body, { headers: { "content-length": String(bytes.length) } });
      };
      await withServers({ around: halting }, async (servers) => {
        const child = await startProgram("setup_dga.ts", argsFor(servers), { cwd: servers.folder });
        stop = () => {
          stop = undefined;
          setTimeout(() => child.kill(signal), 50);
        };
        const { code, stderr } = await child.output();
        assert.equal(code, expected, new TextDecoder().decode(stderr));
        await assertNothingDone(servers, signal);
      });
    });
  }
});

Deno.test("setup_dga.ts -t that is interrupted while it waits for GitHub says so", PERMISSIONS, async () => {
  const busy = () => () =>
    Promise.resolve(Response.json({ message: "slow down" }, { status: 429, headers: { "retry-after": "90" } }));
  await withServers({ around: busy }, async (servers) => {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(new Interruption("SIGINT")), 500);
    const { exit, err } = await run(setUp, argsFor(servers), { signal: stop.signal });
    clearTimeout(timer);
    assert.equal(exit, 130, err);
    assert.match(
      err,
      /^note: .*answered 429: slow down\. The server asks to wait: trying again in 90 s\nerror: Stopped by SIGINT\n/,
    );
  });
});

Deno.test("setup_dga.ts -t saves below the working directory only, as its permissions say", PERMISSIONS, async () => {
  await withServers({}, async (servers) => {
    const elsewhere = join(tmpdir(), "ml-dga-elsewhere");
    const args = [...argsFor(servers).slice(0, -1), elsewhere];
    const child = await startProgram("setup_dga.ts", args, { cwd: servers.folder });
    const { code, stderr } = await child.output();
    assert.equal(code, 1);
    assert.match(
      new TextDecoder().decode(stderr),
      /\nerror: Cannot save to ".*ml-dga-elsewhere" as the script may write below/,
    );
    assert.deepEqual(servers.cluster.log, []);
    await assert.rejects(readFile(elsewhere));
  });
});
