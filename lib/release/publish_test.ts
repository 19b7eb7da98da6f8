import assert from "node:assert/strict";
import type { Handler } from "../stack/handler.ts";
import { type PublishOptions, type PublishProgress, publishRelease } from "./publish.ts";
import { PublishError } from "./publish_error.ts";
import type { ReleasePlan } from "./release_plan.ts";
import { connected, LATEST, newGithub, noSleep, packedBundle, planned, stateOf, TAG } from "./testing/rehearsed.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

const PACKED = await packedBundle();

Deno.test(
  "publishRelease() publishes the zip and the manifest that the old tool would have written",
  NONE,
  async () => {
    const github = newGithub();
    const plan = await planned(github, PACKED, { description: "Second of its kind." });
    assert.deepEqual(plan.findings, []);
    const progress: PublishProgress[] = [];
    const published = await publishRelease(connected(github), plan, {
      sleep: noSleep,
      onProgress: (happening) => progress.push(happening),
    });
    assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
    assert.equal(published.url, `https://github.com/o/r/releases/tag/${TAG}`);
    assert.equal(published.isNew, true);
    assert.deepEqual(progress.flatMap((one) => one.kind === "step" ? [one.text] : []), [
      "Creating the draft",
      `Uploading ${TAG}.zip`,
      `Uploading manifest-${TAG}.json`,
      "Reading back what was uploaded",
      "Publishing",
      "Looking at what is published",
    ]);
    const [last] = progress.filter((one) => one.kind === "bytes" && one.file === `${TAG}.zip`).slice(-1);
    assert.deepEqual(last, { kind: "bytes", file: `${TAG}.zip`, sent: PACKED.zip.size, total: PACKED.zip.size });
  },
);

/** A GitHub that does something at requests of a kind. */
function meddling(github: Handler, call: RegExp, meddle: (response: Response, request: Request) => Promise<Response>) {
  const handler: Handler = async (request) => {
    const copy = request.clone();
    const response = await github(request);
    return call.test(`${copy.method} ${copy.url}`) ? await meddle(response, copy) : response;
  };
  return handler;
}

/** The outcome of a run that must fail, and its message. */
async function failed(handler: Handler, plan: ReleasePlan, options: PublishOptions = {}): Promise<PublishError> {
  const error = await publishRelease(connected(handler), plan, { sleep: noSleep, ...options })
    .then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof PublishError, String(error));
  return error;
}

Deno.test("publishRelease() publishes nothing of which a byte was changed on GitHub", NONE, async (t) => {
  const total = PACKED.zip.size;
  for (const at of [0, 1, total >> 1, total - 1]) {
    await t.step(`byte ${at}`, async () => {
      const github = newGithub();
      const tampering = meddling(github, /^GET .*github-production-release-asset/, async (response) => {
        const bytes = new Uint8Array(await response.arrayBuffer());
        if (bytes.length === total) bytes[at] = (bytes[at] ?? 0) ^ 1;
        return new Response(bytes, response);
      });
      const error = await failed(tampering, await planned(github, PACKED));
      assert.match(error.message, /^GitHub gives other bytes for ".*\.zip" than were sent: their sha256 is /);
      assert.equal(error.outcome, "undone");
      assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 0 });
    });
  }
});

Deno.test("publishRelease() publishes nothing of which GitHub says another digest, size or state", NONE, async (t) => {
  const lies: Readonly<Record<string, [change: Record<string, unknown>, message: RegExp]>> = {
    digest: [{ digest: `sha256:${"0".repeat(64)}` }, /its digest is sha256:0{64} in the place of sha256:/],
    size: [{ size: 5 }, /it has 5 bytes in the place of \d+/],
    state: [{ state: "open" }, /its state is "open"/],
    name: [{ name: "other.zip" }, /The release has a file that is not ours: "other.zip"/],
  };
  for (const [what, [change, message]] of Object.entries(lies)) {
    await t.step(what, async () => {
      const github = newGithub();
      const lying = meddling(github, /^GET .*\/releases\/\d+\/assets/, async (response) => {
        const assets: Record<string, unknown>[] = await response.json();
        // The lie is told once everything is there.
        return Response.json(assets.length < 2 ? assets : [{ ...assets[0], ...change }, ...assets.slice(1)]);
      });
      const error = await failed(lying, await planned(github, PACKED));
      assert.match(error.message, message);
      assert.equal(error.outcome, "undone");
    });
  }
});

Deno.test("publishRelease() publishes nothing beside a file that somebody added", NONE, async () => {
  const github = newGithub();
  let isAdded = false;
  const helpful = meddling(github, /^POST https:\/\/uploads/, async (response, request) => {
    if (!isAdded) {
      isAdded = true;
      const url = request.url.replace(/name=[^&]*/, "name=malware.exe");
      const headers = { "authorization": "Bearer x", "user-agent": "x", "content-length": "1" };
      assert.equal((await github(new Request(url, { method: "POST", headers, body: "x" }))).status, 201);
    }
    return response;
  });
  const error = await failed(helpful, await planned(github, PACKED));
  assert.deepEqual([error.outcome, error.message], [
    "undone",
    'The release has a file that is not ours: "malware.exe"',
  ]);
});

Deno.test(
  "publishRelease() sees that somebody else began the same release, and takes its own draft away",
  NONE,
  async () => {
    for (const draft of [true, false]) {
      const github = newGithub();
      let isMade = false;
      const racing = meddling(github, /^POST .*\/releases$/, async (response) => {
        if (!isMade) {
          isMade = true;
          await connected(github).createRelease({ tag_name: TAG, name: "mine", body: "", draft });
        }
        return response;
      });
      const error = await failed(racing, await planned(github, PACKED));
      assert.match(
        error.message,
        new RegExp(`^Somebody made another ${draft ? "draft" : "release"} of "${TAG}" meanwhile: `),
      );
      assert.equal(error.outcome, "undone");
      const releases = (await connected(github).listReleases()).filter(({ tag_name }) => tag_name === TAG);
      assert.deepEqual(releases.map(({ name }) => name), ["mine"]);
    }
  },
);

Deno.test("publishRelease() takes its draft away also where the list of releases has it not yet", NONE, async () => {
  const github = newGithub();
  const behind = meddling(github, /^GET .*\/releases\?/, async (response) => {
    const releases: { draft: boolean }[] = await response.json();
    return Response.json(releases.filter(({ draft }) => !draft));
  });
  const refusing: Handler = (request) =>
    request.method === "PATCH"
      ? Promise.resolve(Response.json({ message: "Resource not accessible" }, { status: 403 }))
      : behind(request);
  const error = await failed(refusing, await planned(github, PACKED));
  assert.match(error.message, /^Cannot PATCH .*403: Resource not accessible$/);
  assert.equal(error.outcome, "undone");
  assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 0 });
});

Deno.test(
  "publishRelease() never deletes what it published, though the list still calls it a draft",
  NONE,
  async () => {
    const github = newGithub();
    const plan = await planned(github, PACKED);
    const stop = new AbortController();
    const published = meddling(github, /^PATCH /, (response) => {
      stop.abort();
      return Promise.resolve(response);
    });
    const behind = meddling(published, /^GET .*\/releases\?/, async (response) => {
      const releases: Record<string, unknown>[] = await response.json();
      return Response.json(releases.map((one) => one.tag_name === TAG ? { ...one, draft: true } : one));
    });
    const error = await failed(behind, plan, { signal: stop.signal });
    assert.match(error.left[0] ?? "", /^the release .*, which is published and could not be looked at: https:/);
    assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
  },
);

Deno.test("publishRelease() tells of a published release that was changed under its hands", NONE, async () => {
  const github = newGithub();
  const changing = meddling(github, /^PATCH /, async (response) => {
    const release = (await connected(github).listReleases()).find(({ tag_name }) => tag_name === TAG);
    for (const asset of release?.assets ?? []) {
      if (asset.name.endsWith(".zip")) await connected(github).deleteAsset(asset.id);
    }
    return response;
  });
  const error = await failed(changing, await planned(github, PACKED));
  assert.deepEqual([error.outcome, error.message], ["published", `The release has no file "${TAG}.zip"`]);
  assert.match(error.left[0] ?? "", /^the published release .* is not as this folder would be published: https:/);
});

Deno.test("publishRelease() deletes what an upload that broke has left, and uploads again", NONE, async () => {
  const github = newGithub({ brokenUploads: 2 });
  await publishRelease(connected(github), await planned(github, PACKED), { sleep: noSleep });
  assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
});

Deno.test("publishRelease() waits as long as GitHub asks, and says so", NONE, async () => {
  const github = newGithub({ rateLimit: { secondaryAt: 2, retryAfterSeconds: 7 } });
  const reasons: string[] = [];
  const waits: number[] = [];
  await publishRelease(connected(github), await planned(github, PACKED), {
    sleep: (milliseconds) => Promise.resolve(void waits.push(milliseconds)),
    onRetry: (reason) => reasons.push(reason),
  });
  assert.deepEqual(waits, [7000]);
  assert.match(reasons[0] ?? "", /trying again in 7 s$/);
});

Deno.test(
  "publishRelease() burns no tag where releases are immutable, and none that is burnt is used",
  NONE,
  async () => {
    const repositories = [{ name: "o/r", immutableReleases: true, releases: [LATEST] }];
    const github = newGithub({ repositories });
    await publishRelease(connected(github), await planned(github, PACKED), { sleep: noSleep });
    assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
    const [release] = (await connected(github).listReleases()).filter(({ tag_name }) => tag_name === TAG);
    assert.equal(release?.immutable, true);
    await connected(github).deleteRelease(release?.id ?? 0);
    const error = await failed(github, await planned(github, PACKED));
    assert.match(error.message, /tag_name was used by an immutable release/);
    assert.equal(error.outcome, "undone");
  },
);

Deno.test("publishRelease() goes on with a draft, and sends what is there not again", NONE, async () => {
  const github = newGithub();
  let uploads = 0;
  const counting = meddling(github, /^POST https:\/\/uploads/, (response) => {
    uploads++;
    return Promise.resolve(response);
  });
  const refusing: Handler = (request) =>
    request.method === "PATCH"
      ? Promise.resolve(Response.json({ message: "Resource not accessible" }, { status: 403 }))
      : counting(request);
  const error = await failed(refusing, await planned(github, PACKED), { keepDraft: true });
  assert.deepEqual([error.outcome, uploads], ["kept", 2]);
  const plan = await planned(github, PACKED, { resume: true });
  assert.deepEqual(plan.findings, []);
  await publishRelease(connected(counting), plan, { sleep: noSleep });
  assert.equal(uploads, 2);
  assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: 1 });
  const again = await planned(github, PACKED, { resume: true });
  assert.equal((await publishRelease(connected(counting), again, { sleep: noSleep })).isNew, false);
});

Deno.test("publishRelease() refuses a plan with errors before it asks for anything", NONE, async () => {
  const plan = await planned(newGithub(), await packedBundle({ name: "ML-experimental-detections-20261128-9" }));
  const handler: Handler = () => assert.fail("asked");
  await assert.rejects(publishRelease(connected(handler), plan), { name: "RangeError" });
});

Deno.test("publishRelease() goes by the bytes where GitHub tells no digest", NONE, async () => {
  for (const isTampered of [false, true]) {
    const github = newGithub();
    const silent = meddling(github, /^(?:GET|POST) .*\/releases/, async (response) => {
      if (response.status === 302) return response;
      return new Response((await response.text()).replaceAll(/"digest":"[^"]*"/g, '"digest":null'), response);
    });
    const changing = meddling(silent, /^GET .*github-production-release-asset/, async (response) => {
      const bytes = new Uint8Array(await response.arrayBuffer());
      if (isTampered && bytes.length === PACKED.zip.size) bytes[99] = (bytes[99] ?? 0) ^ 1;
      return new Response(bytes, response);
    });
    const plan = await planned(github, PACKED);
    if (isTampered) assert.equal((await failed(changing, plan)).outcome, "undone");
    else await publishRelease(connected(changing), plan, { sleep: noSleep });
    assert.deepEqual(await stateOf(github, PACKED), { drafts: 0, published: isTampered ? 0 : 1 });
    if (isTampered) continue;
    const again = await planned(github, PACKED, { resume: true });
    assert.equal((await publishRelease(connected(changing), again, { sleep: noSleep })).isNew, false);
  }
});
