import assert from "node:assert/strict";
import { connected, DRAFT, DRAFT_TAG, failure, newAsset, noSleep, TOKEN } from "./testing/connected.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

Deno.test("connectGithub() waits for rate limits, says how long, and not forever", NONE, async (t) => {
  const waits: number[] = [];
  const reasons: string[] = [];
  const patient = {
    sleep: (ms: number) => Promise.resolve(void waits.push(ms / 1000)),
    onRetry: (reason: string) => void reasons.push(reason),
  };
  await t.step("the secondary one, as long as it says", async () => {
    const { github, log } = connected({ rehearsal: { rateLimit: { secondaryAt: 1, retryAfterSeconds: 7 } } });
    assert.equal((await github.createRelease(DRAFT, patient)).tag_name, DRAFT_TAG);
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
    assert.match((await failure(github.uploadAsset(draft, asset))).message, /GitHub has other bytes than were meant/);
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
