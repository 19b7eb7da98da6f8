import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { appendFile, cp, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { readBundle } from "../lib/bundle/read.ts";
import { assetsOf } from "../lib/release/testing/published.ts";
import type { MemoryIoOptions } from "../lib/terminal/memory_io.ts";
import { Interruption } from "../lib/terminal/script_io.ts";
import { main as release } from "./release.ts";
import { BUNDLE, MODEL, TESTDATA } from "./testing/edited_bundle.ts";
import {
  type GithubServer,
  type GithubServerOptions,
  publishedBundle,
  startGithub,
  TAG,
} from "./testing/github_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { startProgram } from "./testing/run_program.ts";

/** Releases go to a server on this machine, and zips to a temporary folder. */
const PERMISSIONS = {
  permissions: { read: true, write: true, run: ["deno"], net: ["127.0.0.1"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const DETECTIONS = join(TESTDATA, "ML-experimental-detections-20261101-1");
const TOKEN = "ghp_Tr0ub4dor3TokenOfTheTest";
const WITH_TOKEN: MemoryIoOptions = { env: { GITHUB_TOKEN: TOKEN } };
const EMPTY: GithubServerOptions = { repository: { releases: [] } };

async function withGithub(options: GithubServerOptions, use: (github: GithubServer) => Promise<void>): Promise<void> {
  const github = await startGithub(options);
  try {
    await use(github);
  } finally {
    await github.close();
  }
}

async function inFolder(use: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), "ml-dga-release-"));
  try {
    await use(folder);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function runOn(github: GithubServer, args: readonly string[], io: MemoryIoOptions = WITH_TOKEN): Promise<Ran> {
  return run(release, [...args, "--github-url", github.url], io);
}

/** Requests that change something. */
function writes({ log }: GithubServer): string[] {
  return log.filter((call) => !call.startsWith("GET "));
}

Deno.test("create publishes, and inspect finds the same again", PERMISSIONS, async () => {
  await withGithub(EMPTY, async (github) => {
    const files = { "notes.md": "Trained anew.\n" };
    const args = ["create", BUNDLE, "--yes", "--description", "@notes.md"];
    const { exit, out, err } = await runOn(github, args, { ...WITH_TOKEN, files });
    assert.equal(exit, 0, err);
    assert.match(
      out,
      /^Release of "ML-DGA-20261101-1" on elastic\/detection-rules\n {2}Number 1: the first release of ML-DGA\n/,
    );
    assert.match(out, /\n {4}Trained anew\.\n/);
    assert.match(
      out,
      /\nPublished: http:.*\/elastic\/detection-rules\/releases\/tag\/ML-DGA-20261101-1\n {2}sha256 [0-9a-f]{64} /,
    );
    for (const what of [TAG, BUNDLE]) {
      const inspected = await runOn(github, ["inspect", what], {});
      assert.match(inspected.out, /\n {2}model +184 inputs, 88 trees, .*\n/);
      assert.match(inspected.out, /\nEqual to what is published: http/);
    }
    const again = await runOn(github, ["create", BUNDLE, "--yes"]);
    assert.equal(again.exit, 3);
    assert.match(again.err, /as it is published already: http/);
    const looked = await runOn(github, ["create", BUNDLE, "--resume"]);
    assert.equal(looked.exit, 0, looked.err);
    assert.match(looked.out, /\nIt was published before, and is as this folder would be: http/);
  });
});

Deno.test("create asks before it publishes, and nobody to ask is not a yes", PERMISSIONS, async (t) => {
  const answers: Readonly<Record<string, [io: MemoryIoOptions, exit: number, told: RegExp]>> = {
    "nobody": [{}, 4, /nobody could be asked whether to publish "ML-.*"\nhint: Add --yes/],
    "no": [{ askConsent: () => Promise.resolve(false) }, 4, /Nothing was published: the answer was no\n$/],
    "yes": [{ askConsent: () => Promise.resolve(true) }, 0, /^$/],
  };
  for (const [answer, [io, expected, told]] of Object.entries(answers)) {
    await t.step(answer, async () => {
      await withGithub(EMPTY, async (github) => {
        const { exit, err } = await runOn(github, ["create", DETECTIONS], { ...WITH_TOKEN, ...io });
        assert.equal(exit, expected, err);
        assert.match(err, told);
        assert.equal(writes(github).length > 0, expected === 0);
      });
    });
  }
  await t.step("a dry run", async () => {
    await withGithub(EMPTY, async (github) => {
      const { exit, out, err } = await runOn(github, ["create", DETECTIONS, "--dry-run", "--yes", "--json"]);
      assert.deepEqual([exit, err, writes(github)], [0, "Nothing was published: this was a dry run\n", []]);
      const { plan, dryRun } = JSON.parse(out);
      assert.deepEqual([dryRun, plan.tag, plan.files.length], [true, "ML-experimental-detections-20261101-1", 7]);
    });
  });
});

Deno.test("create takes a token only, and looks whether it may write before anything else", PERMISSIONS, async (t) => {
  await t.step("none", async () => {
    await withGithub(EMPTY, async (github) => {
      const { exit, err } = await runOn(github, ["create", "no/such/folder", "--yes"], {});
      assert.deepEqual([exit, github.log], [2, []]);
      assert.match(err, /as there is no token\nhint: Set GITHUB_TOKEN/);
    });
  });
  await t.step("asked for", async () => {
    await withGithub(EMPTY, async (github) => {
      const questions: string[] = [];
      const askSecret = (question: string) => {
        questions.push(question);
        return Promise.resolve(TOKEN);
      };
      const { exit, out, err } = await runOn(github, ["create", DETECTIONS, "--yes"], { askSecret });
      assert.equal(exit, 0, err);
      assert.deepEqual(questions, ["Token of GitHub that may write the contents of elastic/detection-rules"]);
      assert.ok(!`${out}${err}`.includes(TOKEN));
    });
  });
  await t.step("of a reader", async () => {
    await withGithub({ ...EMPTY, tokens: { [TOKEN]: { login: "reader", role: "read" } } }, async (github) => {
      const { exit, err } = await runOn(github, ["create", "no/such/folder", "--yes"]);
      assert.equal(exit, 1);
      assert.match(
        err,
        /^error: Cannot create a release on .* as the token's user may not write there\nhint: Name another/,
      );
      assert.deepEqual(github.log, ["GET /repos/elastic/detection-rules"]);
    });
  });
});

Deno.test("create learns by the draft whether a workflow's token may write", PERMISSIONS, async () => {
  const token = "ghs_TokenOfAWorkflow";
  const tokens = { [token]: { login: "github-actions[bot]", role: "read", kind: "app" } } as const;
  await withGithub({ ...EMPTY, tokens }, async (github) => {
    const { exit, err } = await runOn(github, ["create", DETECTIONS, "--yes"], { env: { GITHUB_TOKEN: token } });
    assert.equal(exit, 1);
    assert.match(err, /, and nothing is left of it: Cannot POST .* 403: .*\nhint: .*contents: write/);
  });
});

Deno.test("create stops at what is in the way, with all findings and exit code 3", PERMISSIONS, async () => {
  await inFolder(async (folder) => {
    const renamed = join(folder, "ML-DGA-20261128-7");
    await cp(BUNDLE, renamed, { recursive: true });
    await withGithub({}, async (github) => {
      const { exit, out } = await runOn(github, ["create", renamed, "--yes", "--json"]);
      assert.equal(exit, 3);
      const { ok, error, findings } = JSON.parse(out);
      assert.deepEqual([ok, error.message], [false, 'Cannot release "ML-DGA-20261128-7", and nothing was changed']);
      assert.deepEqual(findings.map(({ level, code }: Record<string, string>) => `${level} ${code}`), [
        "warning second-run",
        "error release-number",
        "error model-name-duplicate",
        "warning model-hash-duplicate",
      ]);
      assert.match(findings[1].message, /its number must be 2: the latest release of ML-DGA is "ML-DGA-20261101-1"$/);
      assert.deepEqual(writes(github), []);
    });
  });
});

Deno.test("create leaves nothing when it fails, or the draft to go on with", PERMISSIONS, async () => {
  const refusing: GithubServerOptions = {
    ...EMPTY,
    around: (handler) => (request) =>
      request.method === "PATCH"
        ? Promise.resolve(Response.json({ message: "Resource not accessible" }, { status: 403 }))
        : handler(request),
  };
  await withGithub(refusing, async (github) => {
    const { exit, err } = await runOn(github, ["create", DETECTIONS, "--yes"]);
    assert.equal(exit, 1);
    assert.match(err, /^error: Cannot release "ML-.*", and nothing is left of it: Cannot PATCH .*403/);
    assert.deepEqual(writes(github).map((call) => call.split(" ")[0]), ["POST", "POST", "POST", "PATCH", "DELETE"]);
    const kept = await runOn(github, ["create", DETECTIONS, "--yes", "--resume", "--json"]);
    assert.equal(kept.exit, 5);
    const { error, left } = JSON.parse(kept.out);
    assert.match(error.message, /^Cannot release "ML-.*", and its draft is kept: Cannot PATCH /);
    assert.match(
      left[0],
      /^the draft of "ML-.*": http.*\nto go on with it: release\.ts create .*ML-experimental-\S* .*--github-url http:\S* --resume$/,
    );
    const without = await runOn(github, ["create", DETECTIONS, "--yes"]);
    assert.equal(without.exit, 3);
    assert.match(without.err, /an unfinished draft of it that an earlier run left: .*\n.*add --resume/);
  });
});

Deno.test("create --resume tells where another folder was published under the name", PERMISSIONS, async () => {
  await inFolder(async (folder) => {
    const changed = join(folder, basename(DETECTIONS));
    await cp(DETECTIONS, changed, { recursive: true });
    await appendFile(join(changed, "readme.md"), "\nChanged since.\n");
    await withGithub(EMPTY, async (github) => {
      assert.equal((await runOn(github, ["create", DETECTIONS, "--yes"])).exit, 0);
      const before = writes(github).length;
      const { exit, err } = await runOn(github, ["create", changed, "--resume"]);
      assert.equal(exit, 5);
      assert.match(
        err,
        /hint: The folder is not the one that was published, or .*release\.ts inspect tells what differs/,
      );
      assert.equal(writes(github).length, before);
    });
  });
});

Deno.test("create --resume that is interrupted says that the draft is kept", PERMISSIONS, async () => {
  const stop = new AbortController();
  const stopping: GithubServerOptions = {
    ...EMPTY,
    around: (handler) => async (request) => {
      const answer = await handler(request);
      if (request.method === "POST" && request.url.includes("name=")) stop.abort(new Interruption("SIGINT"));
      return answer;
    },
  };
  await withGithub(stopping, async (github) => {
    const io = { ...WITH_TOKEN, signal: stop.signal };
    const { exit, err } = await runOn(github, ["create", DETECTIONS, "--yes", "--resume"], io);
    assert.equal(exit, 5);
    assert.match(err, /^Stopping; a draft is kept; once more stops at once$/m);
    assert.doesNotMatch(err, /taking the draft away/);
    assert.ok(!writes(github).some((call) => call.startsWith("DELETE")));
  });
});

Deno.test(
  "validate-dga tells the hashes and writes the zip where it is told to, and nowhere else",
  PERMISSIONS,
  async () => {
    await inFolder(async (folder) => {
      const before = await readdir(BUNDLE);
      const output = join(folder, "a", "b");
      const { exit, out } = await run(release, ["validate-dga", BUNDLE, "--offline", "--output", output, "--json"], {});
      assert.equal(exit, 0);
      const told = JSON.parse(out);
      assert.deepEqual(await readdir(output), ["ML-DGA-20261101-1.zip"]);
      const zip = await readFile(join(output, "ML-DGA-20261101-1.zip"));
      const sha256 = createHash("sha256").update(zip).digest("hex");
      assert.deepEqual(told.zip, { name: "ML-DGA-20261101-1.zip", size: zip.length, sha256 });
      assert.equal(told.files.at(-1).sha256, "8636189baf3fc1d5f548c0951fc280a3ff08b29efd4f562ce3f08c54504489d6");
      assert.match(told.text, new RegExp(`^model_name: ${MODEL}\n\n----\n`));
      // What is there and equal is left alone, what differs too.
      assert.equal((await run(release, ["validate-dga", BUNDLE, "--offline", "--output", output])).exit, 0);
      await writeFile(join(output, "ML-DGA-20261101-1.zip"), "mine");
      const other = await run(release, ["validate-dga", BUNDLE, "--offline", "--output", output]);
      assert.equal(other.exit, 1);
      assert.match(other.err, /as there is another file of that name\nhint: Move it away\n$/);
      assert.equal(await readFile(join(output, "ML-DGA-20261101-1.zip"), "utf8"), "mine");
      for (const within of [BUNDLE, join(BUNDLE, "dist", "new")]) {
        const inside = await run(release, ["validate-dga", BUNDLE, "--offline", "--output", within]);
        assert.match(inside.err, /as that is the bundle's own folder, which stays as it is\n/);
      }
      assert.deepEqual(await readdir(BUNDLE), before);
      assert.deepEqual(await readdir(output), ["ML-DGA-20261101-1.zip"]);
    });
  },
);

Deno.test(
  "validate-dga compares with all releases in few requests, and warns of the same model",
  PERMISSIONS,
  async () => {
    await inFolder(async (folder) => {
      const renamed = join(folder, "ML-DGA-20261128-2");
      await cp(BUNDLE, renamed, { recursive: true });
      await withGithub({}, async (github) => {
        const { exit, err } = await runOn(github, ["validate-dga", renamed], {});
        assert.equal(exit, 0, err);
        assert.match(
          err,
          /The name of the model's file is not new: "dga_20261101_1\.0_model\.json" is in "ML-DGA-20261101-1"/,
        );
        assert.match(err, /The model is not new: "ML-DGA-20261101-1" has the same one, sha256 8636189b/);
        const asked = github.log.filter((call) => call.startsWith("GET /repos/"));
        assert.equal(asked.length, 2, asked.join());
        const strict = await runOn(github, ["validate-dga", renamed, "--strict"], {});
        assert.equal(strict.exit, 3);
      });
    });
  },
);

Deno.test("validate-detections names every error, with place", PERMISSIONS, async () => {
  await inFolder(async (folder) => {
    const broken = join(folder, "ML-experimental-detections-20261128-1");
    await cp(DETECTIONS, broken, { recursive: true });
    await rm(join(broken, "readme.md"));
    await writeFile(join(broken, "bad.toml"), "[rule]\nname = Finds\n");
    await writeFile(join(broken, "bad.json"), '{"type": "datafeed",\n "body": {}}');
    const output = join(folder, "out");
    const { exit, out } = await run(release, ["validate-detections", broken, "--output", output, "--json"]);
    assert.equal(exit, 3);
    const { findings } = JSON.parse(out);
    const errors = findings.filter(({ level }: Record<string, string>) => level === "error");
    assert.deepEqual(errors.map(({ code, line }: Record<string, string>) => [code, line]), [
      ["readme-missing", undefined],
      ["job-name", 1],
      ["toml-syntax", 2],
    ]);
    assert.deepEqual(await readdir(folder), ["ML-experimental-detections-20261128-1"]);
    assert.equal((await run(release, ["validate-detections", DETECTIONS])).exit, 0);
    const dga = await run(release, ["validate-detections", BUNDLE]);
    assert.match(dga.err, /Cannot take this as a detections bundle: it has a model, scripts and pipelines/);
  });
});

Deno.test("inspect says what differs from what is published, and describes other families", PERMISSIONS, async () => {
  await inFolder(async (folder) => {
    const changed = join(folder, "ML-DGA-20261101-1");
    await cp(BUNDLE, changed, { recursive: true });
    await writeFile(join(changed, `${MODEL}_ingest_pipeline1.json`), '{"processors": []}');
    await withGithub({}, async (github) => {
      const { exit, out } = await runOn(github, ["inspect", changed, "--json"], {});
      assert.equal(exit, 0);
      assert.deepEqual(JSON.parse(out).comparison, {
        kind: "different",
        differences: [`"${MODEL}_ingest_pipeline1.json" is another file`],
      });
      const missing = await runOn(github, ["inspect", "ML-DGA-20990101-9"], {});
      assert.equal(missing.exit, 1);
    });
    const assets = assetsOf(await publishedBundle(), TAG).filter(({ name }) => name.endsWith(".zip"));
    await withGithub({ repository: { releases: [{ tag: TAG, assets }] } }, async (github) => {
      const downloaded = await runOn(github, ["inspect", TAG], {});
      assert.match(downloaded.out, /without a manifest that could be read: this is what was downloaded from there\.\n/);
      const here = await runOn(github, ["inspect", BUNDLE], {});
      assert.match(here.out, /without a manifest that could be read: only a download would tell what is in it\.\n/);
    });
    const family = join(folder, "ML-ProblemChild-20210602-1");
    await cp(BUNDLE, family, { recursive: true });
    for (const name of await readdir(family)) if (!name.endsWith("_model.json")) await rm(join(family, name));
    await writeFile(join(family, "features.json"), '{"script": {"lang": "painless", "source": "1"}}');
    await writeFile(join(family, "rules.ndjson"), "{}\n");
    await writeFile(join(family, "broken.json"), "{");
    const { out, err } = await run(release, ["inspect", family, "--offline"]);
    assert.equal(err, "");
    assert.match(out, /layout +another family's bundle \(ML-ProblemChild\)\n/);
    assert.match(out, /features\.json +script /);
    assert.match(out, /rules\.ndjson +rules /);
    assert.match(out, /broken\.json +data +1 +unreadable\n/);
  });
});

Deno.test(
  "a create that is killed at any write is finished by --resume, without a second draft",
  PERMISSIONS,
  async () => {
    const kill = async (
      at: number,
      signal: Deno.Signal,
      use: (github: GithubServer, code: number) => Promise<void>,
    ) => {
      let count = 0;
      let stop: (() => Promise<unknown>) | undefined;
      const around: GithubServerOptions["around"] = (handler) => async (request) => {
        const response = await handler(request);
        if (request.method !== "GET" && ++count === at) await stop?.();
        return response;
      };
      await withGithub({ ...EMPTY, around }, async (github) => {
        const args = ["create", DETECTIONS, "--yes", "--github-url", github.url];
        const child = await startProgram("release.ts", args, { env: { GITHUB_TOKEN: TOKEN } });
        const output = child.output();
        stop = async () => {
          child.kill(signal);
          await Promise.race([output, new Promise((resolve) => setTimeout(resolve, 150))]);
        };
        const { code } = await output;
        stop = undefined;
        await use(github, code);
      });
    };
    for (const at of [1, 2, 3, 4]) {
      await kill(at, "SIGKILL", async (github, code) => {
        assert.equal(code, 137);
        assert.equal((await runOn(github, ["create", DETECTIONS, "--yes"])).exit, 3, "a second draft would be made");
        const resumed = await runOn(github, ["create", DETECTIONS, "--yes", "--resume"]);
        assert.equal(resumed.exit, 0, resumed.err);
        assert.equal(writes(github).filter((call) => call.endsWith("/releases")).length, 1);
        const inspected = await runOn(github, ["inspect", DETECTIONS], {});
        assert.match(inspected.out, /\nEqual to what is published/);
      });
    }
    await kill(2, "SIGINT", async (github, code) => {
      assert.equal(code, 130);
      assert.equal(writes(github).at(-1)?.startsWith("DELETE "), true);
      assert.equal((await runOn(github, ["create", DETECTIONS, "--yes"])).exit, 0);
    });
  },
);

Deno.test("no output holds the token, whatever GitHub says", PERMISSIONS, async (t) => {
  for (const status of [400, 401, 403, 404, 422, 429, 200, 302]) {
    await t.step(`${status}`, async () => {
      const said = `${TOKEN} Bearer ${TOKEN} ${btoa(TOKEN)}`;
      const around = () => () => {
        const headers = { "retry-after": "1000", ...(status === 302 ? { location: `http://127.0.0.1/${TOKEN}` } : {}) };
        return Promise.resolve(
          Response.json({ message: said, errors: [{ message: said, field: said }] }, { status, headers }),
        );
      };
      await withGithub({ ...EMPTY, around }, async (github) => {
        for (const args of [["create", DETECTIONS, "--yes"], ["validate-dga", BUNDLE], ["inspect", TAG]]) {
          for (const json of [[], ["--json"]]) {
            const { exit, out, err } = await runOn(github, [...args, ...json]);
            assert.equal(exit, 1, out);
            assert.ok(!/Tr0ub4dor|VHIwdWI0/.test(`${out}${err}`), err);
          }
        }
      });
    });
  }
});

Deno.test("release.ts reads the zips that it wrote as it reads the folder", PERMISSIONS, async () => {
  await inFolder(async (folder) => {
    assert.equal((await run(release, ["validate-detections", DETECTIONS, "--output", folder])).exit, 0);
    const zip = join(folder, "ML-experimental-detections-20261101-1.zip");
    assert.deepEqual([...(await readBundle(zip)).keys()], [...(await readBundle(DETECTIONS)).keys()]);
    const [ofFolder, ofZip] = await Promise.all(
      [DETECTIONS, zip].map((path) => run(release, ["inspect", path, "--offline", "--json"], { files: { [zip]: "" } })),
    );
    assert.deepEqual(JSON.parse(ofZip?.out ?? "").files, JSON.parse(ofFolder?.out ?? "").files);
  });
});
