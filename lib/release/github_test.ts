import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import fc from "fast-check";
import { StackError } from "../stack/errors.ts";
import { connectGithub } from "./github.ts";
import {
  connected,
  type Connecting,
  DRAFT,
  DRAFT_TAG,
  failure,
  newAsset,
  noSleep,
  textOf,
  TOKEN,
} from "./testing/connected.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

Deno.test("connectGithub() makes, fills, publishes, reads and deletes a release", NONE, async () => {
  const { github, log, requests } = connected();
  const draft = await github.createRelease(DRAFT);
  assert.deepEqual([draft.tag_name, draft.draft, draft.published_at, draft.author.login], [
    DRAFT_TAG,
    true,
    null,
    "octocat",
  ]);
  assert.equal(await github.findRelease(DRAFT_TAG), undefined, "a draft has no tag yet");
  assert.deepEqual((await github.listReleases()).map(({ id }) => id), [draft.id]);
  const sent: number[] = [];
  const asset = await github.uploadAsset(draft, newAsset(`${DRAFT_TAG}.zip`, "bytes"), {
    onBytes: (n) => sent.push(n),
  });
  assert.deepEqual([asset.name, asset.label, asset.state, asset.size], [`${DRAFT_TAG}.zip`, "a label", "uploaded", 5]);
  assert.equal(asset.digest, `sha256:${createHash("sha256").update("bytes").digest("hex")}`);
  assert.deepEqual(sent, [5]);
  assert.deepEqual(await github.listAssets(draft.id), [asset]);
  const published = await github.updateRelease(draft.id, { draft: false });
  assert.deepEqual([published.draft, published.assets.length], [false, 1]);
  assert.equal((await github.findRelease(DRAFT_TAG))?.id, draft.id);
  assert.equal(
    (await github.getRelease(draft.id))?.html_url,
    `https://github.com/elastic/detection-rules/releases/tag/${DRAFT_TAG}`,
  );
  assert.equal(await github.downloadAsset(asset, textOf), "bytes");
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
      { rehearsal: { repositories: [{ name: "elastic/detection-rules", releases: [{ tag: DRAFT_TAG }] }] } },
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
        repositories: [{ name: "elastic/detection-rules", immutableReleases: true, releases: [{ tag: DRAFT_TAG }] }],
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
          () => github.findRelease(DRAFT_TAG, options),
          () => github.createRelease(DRAFT, options),
          () => github.listAssets(1, options),
          () => github.deleteAsset(1, options),
          () => github.downloadAsset(asset, textOf, options),
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
