import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { memorySource } from "../json/byte_source.ts";
import { createGithub } from "../rehearsal/github.ts";
import type { GithubRehearsalOptions } from "../rehearsal/github/options.ts";
import { ConnectOptionsError } from "../stack/connect_options_error.ts";
import { StackError } from "../stack/errors.ts";
import type { Handler } from "../stack/handler.ts";
import { connectGithub, type Github, type NewAsset } from "./github.ts";
import type { GithubOptions } from "./github/options.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

const TOKEN = "ghp_Tr0ub4dor3TokenOfTheTest";
const TAG = "ML-DGA-20261128-1";
const DRAFT = { tag_name: TAG, name: TAG, body: "A text", draft: true };

interface Connecting extends Omit<GithubOptions, "token" | "handler"> {
  readonly rehearsal?: GithubRehearsalOptions;
  /** Stands between client and GitHub. */
  readonly around?: (handler: Handler) => Handler;
  /** Null for none. */
  readonly token?: string | null;
}

/** A client of a rehearsal, and what it asked. */
function connected(
  { rehearsal = {}, around = (handler) => handler, token = TOKEN, ...options }: Connecting = {},
): { github: Github; log: string[]; requests: Request[] } {
  const log: string[] = [];
  const requests: Request[] = [];
  const handler = createGithub(rehearsal);
  const github = connectGithub({
    ...(token === null ? {} : { token }),
    ...options,
    handler: around((request) => {
      const { pathname } = new URL(request.url);
      log.push(`${request.method} ${pathname}`);
      requests.push(request);
      return handler(request);
    }),
  });
  return { github, log, requests };
}

function newAsset(name: string, text: string): NewAsset {
  const bytes = new TextEncoder().encode(text);
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  return { name, label: "a label", contentType: "application/zip", source: memorySource(bytes), sha256 };
}

async function text(stream: ReadableStream<Uint8Array>): Promise<string> {
  return await new Response(stream).text();
}

async function failure(work: Promise<unknown>): Promise<StackError> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof StackError, String(error));
  assert.ok(!`${error.message}${error.hint}${error.stack}`.includes("Tr0ub"), error.message);
  return error;
}

const noSleep = () => Promise.resolve();

Deno.test("connectGithub() makes, fills, publishes, reads and deletes a release", NONE, async () => {
  const { github, log, requests } = connected();
  const draft = await github.createRelease(DRAFT);
  assert.deepEqual([draft.tag_name, draft.draft, draft.published_at, draft.author.login], [TAG, true, null, "octocat"]);
  assert.equal(await github.findRelease(TAG), undefined, "a draft has no tag yet");
  assert.deepEqual((await github.listReleases()).map(({ id }) => id), [draft.id]);
  const sent: number[] = [];
  const asset = await github.uploadAsset(draft, newAsset(`${TAG}.zip`, "bytes"), { onBytes: (n) => sent.push(n) });
  assert.deepEqual([asset.name, asset.label, asset.state, asset.size], [`${TAG}.zip`, "a label", "uploaded", 5]);
  assert.equal(asset.digest, `sha256:${createHash("sha256").update("bytes").digest("hex")}`);
  assert.deepEqual(sent, [5]);
  assert.deepEqual(await github.listAssets(draft.id), [asset]);
  const published = await github.updateRelease(draft.id, { draft: false });
  assert.deepEqual([published.draft, published.assets.length], [false, 1]);
  assert.equal((await github.findRelease(TAG))?.id, draft.id);
  assert.equal(
    (await github.getRelease(draft.id))?.html_url,
    `https://github.com/elastic/detection-rules/releases/tag/${TAG}`,
  );
  assert.equal(await github.downloadAsset(asset, text), "bytes");
  await github.deleteAsset(asset.id);
  assert.deepEqual(await github.listAssets(draft.id), []);
  await github.deleteRelease(draft.id);
  assert.equal(await github.getRelease(draft.id), undefined);
  assert.equal((await github.getRepository()).permissions?.push, true);
  assert.deepEqual(log.filter((line) => line.startsWith("POST")), [
    "POST /repos/elastic/detection-rules/releases",
    `POST /repos/elastic/detection-rules/releases/${draft.id}/assets`,
  ]);
  const signed = (host: string) =>
    requests.filter(({ url }) => new URL(url).host === host).map(({ headers }) => headers.get("authorization"));
  assert.deepEqual(new Set(signed("api.github.com")), new Set([`Bearer ${TOKEN}`]));
  assert.deepEqual(signed("uploads.github.com"), [`Bearer ${TOKEN}`]);
  assert.deepEqual(signed("release-assets.githubusercontent.com"), [null], "the token is not sent along");
});

Deno.test("listReleases() asks for a hundred at a time, and for no more than there are", NONE, async () => {
  const releases = Array.from({ length: 201 }, (_, i) => ({ tag: `v${i + 1}` }));
  const { github, log } = connected({ rehearsal: { repositories: [{ name: "o/r", releases }] }, repository: "o/r" });
  const listed = await github.listReleases();
  assert.deepEqual(listed.map(({ tag_name }) => tag_name), releases.map(({ tag }) => tag).toReversed());
  assert.equal(log.length, 3);
});

Deno.test("connectGithub() works without a token on what is public, and sees no draft", NONE, async () => {
  const repositories = [
    { name: "o/r", releases: [{ tag: "a" }, { tag: "b", draft: true }] },
    { name: "o/hidden", private: true },
  ];
  const { github, requests } = connected({ rehearsal: { repositories }, repository: "o/r", token: null });
  assert.deepEqual((await github.listReleases()).map(({ tag_name }) => tag_name), ["a"]);
  assert.equal((await github.getRepository()).permissions, null);
  assert.deepEqual(new Set(requests.map(({ headers }) => headers.get("authorization"))), new Set([null]));
  const hidden = connected({ rehearsal: { repositories }, repository: "o/hidden", token: null });
  const { message, hint } = await failure(hidden.github.getRepository());
  assert.equal(message, 'Cannot GET "/repos/o/hidden" as GitHub answered 404: Not Found');
  assert.match(hint ?? "", /set GITHUB_TOKEN/);
});

Deno.test("connectGithub() refuses options that make no connection, and shows no secret", NONE, async (t) => {
  const cases: readonly [string, GithubOptions, RegExp][] = [
    ["a repository without an owner", { repository: "detection-rules" }, /not of the form owner\/name/],
    ["a repository that leaves its place", { repository: "elastic/.." }, /not of the form owner\/name/],
    ["an address", { repository: "https://github.com/elastic/detection-rules" }, /not of the form owner\/name/],
    ["no URL", { url: "ghe.example" }, /the URL of GitHub as it is not valid/],
    ["the web page", { url: "https://github.com" }, /"github.com" as that is its web page/],
    [
      "credentials in the URL",
      { url: "https://Tr0ub:Tr0ub@ghe.example/api/v3" },
      /"ghe.example" as it holds credentials/,
    ],
    ["plain http", { url: "http://ghe.example/api/v3" }, /over plain http/],
    ["a broken token", { token: "Tr0ub\n4dor" }, /token of GitHub as it is empty or holds characters/],
    ["an empty token", { token: " " }, /token of GitHub as it is empty/],
    ["no time", { timeoutMs: 0 }, /the timeout/],
  ];
  for (const [name, options, expected] of cases) {
    await t.step(name, () => {
      assert.throws(() => connectGithub(options), (error) => {
        assert.ok(error instanceof ConnectOptionsError, String(error));
        assert.match(error.message, expected);
        assert.ok(!`${error.message}${error.hint}`.includes("Tr0ub"));
        return true;
      });
    });
  }
});

Deno.test("connectGithub() tells what GitHub says, and what to do", NONE, async (t) => {
  const role = (login: string, role: "read" | "none", kind: "classic" | "fine-grained" | "app") => ({
    [TOKEN]: { login, role, kind },
  });
  const cases: readonly [string, Connecting, string, RegExp][] = [
    ["a wrong token", { rehearsal: { tokens: {} } }, "401: Bad credentials", /has expired or was revoked/],
    ["no token", { token: null }, "401: Requires authentication", /set GITHUB_TOKEN/],
    [
      "a classic token",
      { rehearsal: { tokens: role("a", "read", "classic") } },
      "404: Not Found",
      /may not see or change it/,
    ],
    [
      "a fine-grained token",
      { rehearsal: { tokens: role("a", "read", "fine-grained") } },
      "403: Resource not accessible by personal access token",
      /Contents: read and write/,
    ],
    [
      "the token of a workflow",
      { rehearsal: { tokens: role("a", "read", "app") } },
      "403: Resource not accessible by integration",
      /permissions: contents: write/,
    ],
    [
      "a tag that is taken",
      { rehearsal: { repositories: [{ name: "elastic/detection-rules", releases: [{ tag: TAG }] }] } },
      "422: Validation Failed (tag_name: already_exists)",
      /take the next number/,
    ],
  ];
  for (const [name, options, told, hint] of cases) {
    await t.step(name, async () => {
      const { github } = connected(options);
      const error = await failure(github.createRelease({ ...DRAFT, draft: false }));
      assert.equal(error.message, `Cannot POST "/repos/elastic/detection-rules/releases" as GitHub answered ${told}`);
      assert.match(error.hint ?? "", hint);
    });
  }
  await t.step("a tag that an immutable release had", async () => {
    const { github } = connected({
      rehearsal: {
        repositories: [{ name: "elastic/detection-rules", immutableReleases: true, releases: [{ tag: TAG }] }],
      },
    });
    const [there] = await github.listReleases();
    assert.ok(there?.immutable);
    const upload = await failure(github.uploadAsset(there, newAsset("a.zip", "a")));
    assert.match(upload.message, /422: Cannot upload assets to an immutable release\.$/);
    assert.match(upload.hint ?? "", /make a new one/);
    await github.deleteRelease(there.id);
    const draft = await github.createRelease(DRAFT);
    const publish = await failure(github.updateRelease(draft.id, { draft: false }));
    assert.match(publish.message, /422: Validation Failed \(tag_name was used by an immutable release, Published/);
    assert.match(publish.hint ?? "", /can never be used again: take the next number/);
  });
});

Deno.test("connectGithub() waits for rate limits, says how long, and not forever", NONE, async (t) => {
  const waits: number[] = [];
  const reasons: string[] = [];
  const patient = {
    sleep: (ms: number) => Promise.resolve(void waits.push(ms / 1000)),
    onRetry: (reason: string) => void reasons.push(reason),
  };
  await t.step("the secondary one, as long as it says", async () => {
    const { github, log } = connected({ rehearsal: { rateLimit: { secondaryAt: 1, retryAfterSeconds: 7 } } });
    assert.equal((await github.createRelease(DRAFT, patient)).tag_name, TAG);
    assert.deepEqual(waits.splice(0), [7]);
    assert.match(reasons.splice(0).join(), /secondary rate limit.* The server asks to wait: trying again in 7 s$/);
    assert.equal(log.filter((line) => line.startsWith("POST")).length, 2);
  });
  await t.step("the secondary one, a minute where it does not say", async () => {
    const { github } = connected({ rehearsal: { rateLimit: { secondaryAt: 1, retryAfterSeconds: null } } });
    await github.createRelease(DRAFT, patient);
    assert.deepEqual(waits.splice(0), [60]);
  });
  await t.step("the primary one, until it is over", async () => {
    let now = Date.now();
    const { github } = connected({
      token: null,
      rehearsal: { rateLimit: { limit: 1, resetSeconds: 30 }, now: () => now },
    });
    await github.listReleases();
    await github.listReleases({
      sleep: (ms) => {
        waits.push(ms / 1000);
        now += ms;
        return Promise.resolve();
      },
    });
    const [seconds = 0, ...more] = waits.splice(0);
    assert.ok(seconds >= 29 && seconds <= 31 && more.length === 0, String(seconds));
  });
  await t.step("the primary one, not when it takes longer than is bearable", async () => {
    for (
      const [token, advice] of [[null, /set GITHUB_TOKEN, or run/], [TOKEN, /token's requests .* are used up/]] as const
    ) {
      const { github } = connected({ token, rehearsal: { rateLimit: { limit: 1, resetSeconds: 2400 } } });
      await github.listReleases();
      const error = await failure(github.listReleases(patient));
      assert.match(error.message, /answered 403: API rate limit exceeded/);
      assert.match(error.hint ?? "", advice);
      assert.match(error.hint ?? "", /in 4[01] min$/);
      assert.deepEqual(waits, []);
    }
  });
  await t.step("not once it is asked to stop", async () => {
    const { github } = connected({ rehearsal: { rateLimit: { secondaryAt: 1, retryAfterSeconds: 100 } } });
    const stop = new AbortController();
    const begun = performance.now();
    const work = github.createRelease(DRAFT, { signal: stop.signal, onRetry: () => stop.abort() });
    assert.equal((await failure(work)).status, 403);
    assert.ok(performance.now() - begun < 5000);
  });
});

Deno.test("uploadAsset() removes what a broken try left, and nothing else", NONE, async (t) => {
  await t.step("an upload that breaks", async () => {
    const { github, log } = connected({ rehearsal: { brokenUploads: 2 } });
    const draft = await github.createRelease(DRAFT);
    const asset = await github.uploadAsset(draft, newAsset("a.zip", "bytes"), { sleep: noSleep });
    assert.equal(asset.state, "uploaded");
    assert.deepEqual((await github.listAssets(draft.id)).map(({ id }) => id), [asset.id]);
    assert.equal(log.filter((line) => line.startsWith("DELETE")).length, 2);
  });
  await t.step("a file of somebody else", async () => {
    const { github, log } = connected();
    const draft = await github.createRelease(DRAFT);
    const theirs = await github.uploadAsset(draft, newAsset("a.zip", "theirs"));
    const error = await failure(github.uploadAsset(draft, newAsset("a.zip", "ours"), { sleep: noSleep }));
    assert.match(error.message, /answered 422: Validation Failed \(name: already_exists\)$/);
    assert.deepEqual(await github.listAssets(draft.id), [theirs]);
    assert.ok(!log.some((line) => line.startsWith("DELETE")));
  });
  await t.step("the same file, which is there already", async () => {
    const { github } = connected();
    const draft = await github.createRelease(DRAFT);
    const first = await github.uploadAsset(draft, newAsset("a.zip", "same"));
    const error = await failure(github.uploadAsset(draft, newAsset("a.zip", "same"), { sleep: noSleep }));
    assert.equal(error.status, 422);
    assert.deepEqual(await github.listAssets(draft.id), [first]);
  });
  await t.step("a name that GitHub would change", async () => {
    const { github } = connected();
    const draft = await github.createRelease(DRAFT);
    for (const name of ["a b.zip", ".zip", "a..zip", "ä.zip", "a.", ""]) {
      await assert.rejects(
        github.uploadAsset(draft, newAsset(name, "a")),
        /Cannot upload ".*" as GitHub would rename it/,
      );
    }
  });
  await t.step("bytes that change on the way", async () => {
    const { github } = connected();
    const draft = await github.createRelease(DRAFT);
    const asset = { ...newAsset("a.zip", "bytes"), sha256: "0".repeat(64) };
    assert.match((await failure(github.uploadAsset(draft, asset))).message, /GitHub has other bytes than were sent/);
  });
  await t.step("a file that is shorter than it was", async () => {
    const { github } = connected();
    const draft = await github.createRelease(DRAFT);
    const asset = newAsset("a.zip", "bytes");
    const source = { ...asset.source, size: 6 };
    await assert.rejects(
      github.uploadAsset(draft, { ...asset, source }),
      /it has 5 bytes and had 6 when it was looked at/,
    );
  });
});

Deno.test("connectGithub() takes any answer for what it is, or says that it is none", NONE, async () => {
  const asset = {
    ...{ id: 1, name: "a.zip", label: null, state: "uploaded", size: 1, digest: null, content_type: "a" },
    ...{ created_at: "", browser_download_url: "" },
  };
  await fc.assert(
    fc.asyncProperty(fc.jsonValue(), fc.constantFrom(200, 201, 204, 302, 304, 404, 422, 500), async (body, status) => {
      const handler = () =>
        Promise.resolve(
          status === 204 || status === 304 ? new Response(null, { status }) : Response.json(body, { status }),
        );
      const github = connectGithub({ handler, token: TOKEN });
      const options = { sleep: noSleep };
      for (
        const call of [
          () => github.getRepository(options),
          () => github.listReleases(options),
          () => github.findRelease(TAG, options),
          () => github.createRelease(DRAFT, options),
          () => github.listAssets(1, options),
          () => github.deleteAsset(1, options),
          () => github.downloadAsset(asset, text, options),
        ]
      ) {
        const error = await call().then(() => undefined, (thrown: unknown) => thrown);
        assert.ok(error === undefined || error instanceof StackError, String(error));
        if (error !== undefined) assert.ok(error.message.length < 1000, error.message);
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("the token goes to no other host", NONE, async (t) => {
  const answer = (status: number, location: string) => () =>
    Promise.resolve(new Response(null, { status, headers: { location } }));
  await t.step("an address for uploads that is somebody else's", async () => {
    const { github, requests } = connected();
    const draft = await github.createRelease(DRAFT);
    const asked = requests.length;
    for (
      const address of [
        "https://evil.example/repos/o/r/releases/1/assets{?name,label}",
        "https://uploads.github.com.evil.example/assets",
        "https://uploads.github.com@evil.example/assets",
        "http://uploads.github.com/assets",
        "https://uploads.github.com:444/assets",
        "no address",
      ]
    ) {
      const error = await failure(github.uploadAsset({ ...draft, upload_url: address }, newAsset("a.zip", "a")));
      assert.match(error.message, /^Cannot upload as the address for uploads/);
    }
    assert.equal(requests.length, asked);
  });
  await t.step("a redirect of the API", async () => {
    for (
      const location of [
        "https://evil.example/",
        "http://api.github.com/",
        "//evil.example/x",
        "https://api.github.com:1/",
      ]
    ) {
      const asked: Request[] = [];
      const github = connectGithub({
        token: TOKEN,
        handler: (request) => {
          asked.push(request);
          return answer(301, location)();
        },
      });
      assert.match((await failure(github.listReleases())).message, /a redirect that is not followed: it leads to/);
      assert.equal(asked.length, 1);
    }
  });
  await t.step("a redirect of the API to itself, as of a repository that moved", async () => {
    const { github } = connected({
      around: (handler) => (request) =>
        new URL(request.url).pathname.startsWith("/repos/elastic/old/")
          ? answer(301, "https://api.github.com/repos/elastic/detection-rules/releases")()
          : handler(request),
      repository: "elastic/old",
    });
    assert.deepEqual(await github.listReleases(), []);
    const error = await failure(github.createRelease(DRAFT, { sleep: noSleep }));
    assert.match(error.message, /redirect that is not followed: what changes something is not sent elsewhere/);
    assert.match(error.hint ?? "", /give its new name/);
  });
  await t.step("a download that is led around", async () => {
    const asked: { url: string; token: string | null }[] = [];
    const handler: Handler = (request) => {
      asked.push({ url: request.url, token: request.headers.get("authorization") });
      const next = {
        "api.github.com": "https://storage.example/a?sig=Tr0ub",
        "storage.example": "https://other.example/b?sig=Tr0ub",
      }[new URL(request.url).host];
      return next === undefined ? Promise.resolve(new Response("bytes")) : answer(302, next)();
    };
    const github = connectGithub({ token: TOKEN, handler });
    const { github: other } = connected();
    const asset = await other.uploadAsset(await other.createRelease(DRAFT), newAsset("a.zip", "bytes"));
    assert.equal(await github.downloadAsset(asset, text), "bytes");
    assert.deepEqual(asked.map(({ token }) => token), [`Bearer ${TOKEN}`, null, null]);
    const loop = connectGithub({ token: TOKEN, handler: answer(302, "https://storage.example/a?sig=Tr0ub") });
    assert.match((await failure(loop.downloadAsset(asset, text))).message, /too many of them in a row/);
    const plain = connectGithub({ token: TOKEN, handler: answer(302, "http://storage.example/a?sig=Tr0ub") });
    assert.match((await failure(plain.downloadAsset(asset, text))).message, /leads to storage\.example without TLS/);
  });
});
