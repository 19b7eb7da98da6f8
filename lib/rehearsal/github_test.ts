import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import type { Handler } from "../stack/handler.ts";
import { createGithub } from "./github.ts";
import type { GithubRehearsalOptions } from "./github/options.ts";
import { checkedGithub, readDescription } from "./testing/openapi.ts";

const READ = { permissions: { read: true } } as const;
const API = "https://api.github.com";
const RELEASES = "/repos/elastic/detection-rules/releases";
const BYTES = new TextEncoder().encode("the bytes of a zip");
const DESCRIPTION = await readDescription();

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  // deno-lint-ignore no-explicit-any -- what is expected of it is what the test says
  readonly body: any;
}

interface Asking {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string | null;
}

type Ask = (what: string, asking?: Asking) => Promise<Answered>;

/** Every answer is held to GitHub's description. */
function asking(options: GithubRehearsalOptions = {}): Ask & { readonly answered: ReadonlySet<string> } {
  const { handler, answered } = checkedGithub(DESCRIPTION, createGithub(options));
  return Object.assign(askOf(handler), { answered });
}

function askOf(handler: Handler): Ask {
  return async (what, { body, headers = {}, token = "a token" } = {}) => {
    const [method = "", address = ""] = what.split(" ");
    const isBytes = body instanceof Uint8Array;
    const response = await handler(
      new Request(new URL(address, API), {
        method,
        headers: {
          "user-agent": "test",
          ...(token === null ? {} : { authorization: `Bearer ${token}` }),
          ...(isBytes ? { "content-length": String(body.length), "content-type": "application/zip" } : {}),
          ...headers,
        },
        ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
      }),
    );
    const isJson = response.headers.get("content-type")?.startsWith("application/json") ?? false;
    const content = isJson ? await response.json() : await response.bytes();
    return { status: response.status, headers: response.headers, body: content };
  };
}

function uploadTo({ upload_url }: { upload_url: string }, name: string): string {
  return `POST ${upload_url.replace("{?name,label}", `?name=${encodeURIComponent(name)}&label=a`)}`;
}

const DRAFT = { tag_name: "ML-DGA-20261128-1", name: "A title", body: "A text", draft: true };

Deno.test("createGithub() answers every call in the form of GitHub's own description", READ, async () => {
  const ask = asking();
  const draft = await ask(`POST ${RELEASES}`, { body: DRAFT });
  assert.equal(draft.status, 201);
  const { body: asset } = await ask(uploadTo(draft.body, "a.zip"), { body: BYTES });
  await ask(`PATCH ${RELEASES}/${draft.body.id}`, { body: { draft: false, body: "Another text" } });
  const expected: Readonly<Record<string, number>> = {
    "GET /rate_limit": 200,
    "GET /user": 200,
    "GET /repos/elastic/detection-rules": 200,
    "GET /repos/elastic/detection-rules/tags": 200,
    "GET /repos/elastic/detection-rules/git/ref/tags/ML-DGA-20261128-1": 200,
    "GET /repos/elastic/detection-rules/git/ref/tags/other": 404,
    [`GET ${RELEASES}`]: 200,
    [`GET ${RELEASES}/latest`]: 200,
    [`GET ${RELEASES}/tags/ML-DGA-20261128-1`]: 200,
    [`GET ${RELEASES}/tags/none`]: 404,
    [`GET ${RELEASES}/${draft.body.id}`]: 200,
    [`GET ${RELEASES}/1`]: 404,
    [`GET ${RELEASES}/${draft.body.id}/assets`]: 200,
    [`GET ${RELEASES}/assets/${asset.id}`]: 200,
    [`GET ${RELEASES}/assets/1`]: 404,
    [`DELETE ${RELEASES}/assets/${asset.id}`]: 204,
    [`DELETE ${RELEASES}/assets/${asset.id} again`]: 404,
    [`DELETE ${RELEASES}/${draft.body.id}`]: 204,
    [`DELETE ${RELEASES}/${draft.body.id} again`]: 404,
    "GET /repos/elastic/other": 404,
    "GET /repos/elastic/other/releases": 404,
  };
  for (const [what, status] of Object.entries(expected)) assert.equal((await ask(what)).status, status, what);
  assert.equal((await ask("GET /user", { token: null })).status, 401);
  assert.equal((await ask("GET /repos/elastic/detection-rules", { token: null })).status, 200);
  const asked = new Set([...ask.answered].map((line) => line.slice(4)));
  assert.deepEqual(DESCRIPTION.calls.filter((call) => !asked.has(call)), []);
});

Deno.test("answers that are not as GitHub describes them are found", READ, async (t) => {
  const ask = askOf(createGithub());
  const { body: release } = await ask(`POST ${RELEASES}`, { body: DRAFT });
  const { body: asset } = await ask(uploadTo(release, "a.zip"), { body: BYTES });
  const { tag_name: _, ...tagless } = release;
  const cases: readonly [string, number, unknown][] = [
    ["a field too few", 200, tagless],
    ["a field too many", 200, { ...release, made_up: true }],
    ["a field of another type", 200, { ...release, id: "1" }],
    ["a date in another form", 200, { ...release, created_at: "yesterday" }],
    ["an asset without a digest", 200, { ...release, assets: [{ ...asset, digest: undefined }] }],
    ["an asset in a state that is not described", 200, { ...release, assets: [{ ...asset, state: "starter" }] }],
    ["an error that is a text", 404, "Not Found"],
    ["an error with a message of another type", 422, { message: 1, documentation_url: "" }],
    ["a failed validation without a code", 422, { message: "a", documentation_url: "", errors: [{ field: "a" }] }],
  ];
  for (const [name, status, body] of cases) {
    await t.step(name, async () => {
      const { handler } = checkedGithub(DESCRIPTION, () => Promise.resolve(Response.json(body, { status })));
      await assert.rejects(handler(new Request(`${API}${RELEASES}/1`)), assert.AssertionError);
    });
  }
});

Deno.test("createGithub() keeps drafts to whoever may push, and has no tag for them", READ, async () => {
  const tokens = { w: { login: "writer", role: "write" }, r: { login: "reader", role: "read" } } as const;
  const ask = asking({ tokens });
  const { body: draft } = await ask(`POST ${RELEASES}`, { body: DRAFT, token: "w" });
  assert.deepEqual([draft.draft, draft.published_at, draft.tarball_url, draft.zipball_url], [true, null, null, null]);
  assert.match(draft.html_url, /\/releases\/tag\/untagged-[0-9a-f]{20}$/);
  const { body: asset } = await ask(uploadTo(draft, "a.zip"), { body: BYTES, token: "w" });
  assert.match(asset.browser_download_url, /\/releases\/download\/untagged-[0-9a-f]{20}\/a\.zip$/);
  for (const token of ["w", "r", null]) {
    const sees = token === "w";
    assert.equal((await ask(`GET ${RELEASES}`, { token })).body.length, sees ? 1 : 0);
    assert.equal((await ask(`GET ${RELEASES}/${draft.id}`, { token })).status, sees ? 200 : 404);
    assert.equal((await ask(`GET ${RELEASES}/assets/${asset.id}`, { token })).status, sees ? 200 : 404);
    assert.equal((await ask(`GET ${RELEASES}/tags/${DRAFT.tag_name}`, { token })).status, 404);
  }
  assert.equal((await ask(`GET /repos/elastic/detection-rules/git/ref/tags/${DRAFT.tag_name}`)).status, 401);
  const ref = `GET /repos/elastic/detection-rules/git/ref/tags/${DRAFT.tag_name}`;
  assert.equal((await ask(ref, { token: "w" })).status, 404);
  const { body: published } = await ask(`PATCH ${RELEASES}/${draft.id}`, { body: { draft: false }, token: "w" });
  assert.match(published.assets[0].browser_download_url, /\/releases\/download\/ML-DGA-20261128-1\/a\.zip$/);
  assert.equal((await ask(ref, { token: "w" })).status, 200);
  assert.equal((await ask(`GET ${RELEASES}/tags/${DRAFT.tag_name}`, { token: null })).body.id, draft.id);
});

Deno.test("createGithub() refuses writes as each kind of token hears it", READ, async () => {
  const tokens = {
    classic: { login: "a", role: "read" },
    fine: { login: "b", role: "read", kind: "fine-grained" },
    app: { login: "c", role: "read", kind: "app" },
  } as const;
  const ask = asking({ tokens, repositories: [{ name: "elastic/detection-rules", releases: [{ tag: "a" }] }] });
  const { body: [release] } = await ask(`GET ${RELEASES}`, { token: null });
  const answers = { classic: [404, "Not Found"], fine: [403, /personal access token$/], app: [403, /by integration$/] };
  for (
    const [token, [status, message]] of [...Object.entries(answers), [null, [401, "Requires authentication"]] as const]
  ) {
    for (
      const [what, body] of [
        [`POST ${RELEASES}`, DRAFT],
        [`PATCH ${RELEASES}/${release.id}`, { name: "x" }],
        [`DELETE ${RELEASES}/${release.id}`, undefined],
        [uploadTo(release, "a.zip"), BYTES],
      ] as const
    ) {
      const answer = await ask(what, { body, token });
      assert.equal(answer.status, status, what);
      if (typeof message === "string") assert.equal(answer.body.message, message);
      else if (message instanceof RegExp) assert.match(answer.body.message, message);
    }
  }
  const unknown = await ask(`GET ${RELEASES}`, { token: "stolen" });
  assert.deepEqual([unknown.status, unknown.body.message, unknown.body.status], [401, "Bad credentials", "401"]);
  const basic = { authorization: `Basic ${btoa("a:classic")}` };
  assert.equal((await ask("GET /user", { token: null, headers: basic })).body.login, "a");
});

Deno.test("createGithub() hides private repositories", READ, async () => {
  const tokens = { r: { login: "reader", role: "read" }, n: { login: "nobody", role: "none" } } as const;
  const ask = asking({ tokens, repositories: [{ name: "o/r", private: true, releases: [{ tag: "a" }] }] });
  for (const [token, status] of [["r", 200], ["n", 404], [null, 404]] as const) {
    for (const path of ["", "/releases", "/releases/latest", "/releases/tags/a", "/tags"]) {
      assert.equal((await ask(`GET /repos/o/r${path}`, { token })).status, status, `${token} ${path}`);
    }
  }
});

Deno.test("createGithub() lists in pages that are linked", READ, async () => {
  const releases = Array.from({ length: 7 }, (_, i) => ({ tag: `v${i + 1}` }));
  const ask = asking({ repositories: [{ name: "o/r", releases }] });
  const page = async (query: string) => {
    const { body, headers } = await ask(`GET /repos/o/r/releases${query}`);
    const links = (headers.get("link") ?? "").matchAll(/<([^>]+)>; rel="(\w+)"/g);
    const tags: string[] = body.map(({ tag_name }: { tag_name: string }) => tag_name);
    return { tags, links: Object.fromEntries([...links].map(([, url = "", rel = ""]) => [rel, url])) };
  };
  assert.deepEqual((await page("")).tags, ["v7", "v6", "v5", "v4", "v3", "v2", "v1"]);
  assert.deepEqual((await page("")).links, {});
  const second = await page("?per_page=3&page=2");
  assert.deepEqual(second.tags, ["v4", "v3", "v2"]);
  assert.deepEqual(Object.keys(second.links).sort(), ["first", "last", "next", "prev"]);
  assert.match(
    second.links["next"] ?? "",
    /^https:\/\/api\.github\.com\/repositories\/\d+\/releases\?per_page=3&page=3$/,
  );
  const { body } = await ask(`GET ${second.links["next"]}`);
  assert.deepEqual(body.map(({ tag_name }: { tag_name: string }) => tag_name), ["v1"], "the link can be followed");
  assert.deepEqual((await page("?per_page=3&page=9")).tags, []);
  assert.equal((await page("?per_page=0&page=x")).tags.length, 7);
  const many = asking({
    repositories: [{ name: "o/r", releases: Array.from({ length: 101 }, (_, i) => ({ tag: `v${i}` })) }],
  });
  assert.equal((await many("GET /repos/o/r/releases?per_page=1000")).body.length, 100);
  assert.equal((await many("GET /repos/o/r/releases")).body.length, 30);
});

Deno.test("createGithub() sends nothing twice to whoever has it, and does not count that", READ, async () => {
  const ask = asking();
  const first = await ask(`GET ${RELEASES}`);
  const etag = first.headers.get("etag") ?? "";
  const again = await ask(`GET ${RELEASES}`, { headers: { "if-none-match": etag } });
  assert.deepEqual([again.status, again.body.length], [304, 0]);
  assert.equal(again.headers.get("x-ratelimit-remaining"), first.headers.get("x-ratelimit-remaining"));
  await ask(`POST ${RELEASES}`, { body: DRAFT });
  assert.equal((await ask(`GET ${RELEASES}`, { headers: { "if-none-match": etag } })).status, 200);
});

Deno.test("createGithub() limits how often one may ask", READ, async () => {
  let now = 1_800_000_000_000;
  const ask = asking({ rateLimit: { limit: 2, resetSeconds: 100, secondaryAt: 3 }, now: () => now });
  const anonymous = { token: null };
  await ask(`GET ${RELEASES}`, anonymous);
  const last = await ask(`GET ${RELEASES}`, anonymous);
  assert.deepEqual(
    ["limit", "remaining", "used", "reset", "resource"].map((name) => last.headers.get(`x-ratelimit-${name}`)),
    ["2", "0", "2", "1800000100", "core"],
  );
  const over = await ask(`GET ${RELEASES}`, anonymous);
  assert.deepEqual([over.status, over.headers.get("x-ratelimit-remaining")], [403, "0"]);
  assert.match(over.body.message, /^API rate limit exceeded/);
  assert.equal((await ask("GET /rate_limit", anonymous)).body.rate.remaining, 0, "to ask this is free");
  assert.equal((await ask(`GET ${RELEASES}`)).status, 200, "a token has a limit of its own");
  now += 100_000;
  for (const expected of [201, 201]) assert.equal((await ask(`POST ${RELEASES}`, { body: DRAFT })).status, expected);
  now += 100_000;
  const secondary = await ask(`POST ${RELEASES}`, { body: DRAFT });
  assert.deepEqual([secondary.status, secondary.headers.get("retry-after")], [403, "60"]);
  assert.match(secondary.body.message, /secondary rate limit/);
});

Deno.test("createGithub() says what is wrong with a release", READ, async (t) => {
  const ask = asking({ repositories: [{ name: "elastic/detection-rules", releases: [{ tag: "taken" }] }] });
  const cases: readonly [string, unknown, number, RegExp][] = [
    ["no tag", {}, 422, /^Invalid request\.\n\n"tag_name" wasn't supplied\.$/],
    ["a tag that is none", { tag_name: "a b" }, 422, /^Validation Failed$/],
    ["an empty tag", { tag_name: "", draft: true }, 422, /^Validation Failed$/],
    ["a tag that is taken", { tag_name: "taken" }, 422, /^Validation Failed$/],
    ["a branch that is not there", { tag_name: "x", target_commitish: "none" }, 422, /^Validation Failed$/],
    ["a draft that is a text", { tag_name: "x", draft: "yes" }, 422, /For 'properties\/draft', "yes" is not a boolean/],
    ["a list", [], 400, /^Body should be a JSON object$/],
  ];
  for (const [name, body, status, message] of cases) {
    await t.step(name, async () => {
      const answer = await ask(`POST ${RELEASES}`, { body });
      assert.equal(answer.status, status);
      assert.match(answer.body.message, message);
    });
  }
  const taken = await ask(`POST ${RELEASES}`, { body: { tag_name: "taken" } });
  assert.deepEqual(taken.body.errors, [{ resource: "Release", code: "already_exists", field: "tag_name" }]);
  const draft = await ask(`POST ${RELEASES}`, { body: { tag_name: "taken", draft: true } });
  assert.equal(draft.status, 201, "drafts may have the same tag");
  assert.equal((await ask(`PATCH ${RELEASES}/${draft.body.id}`, { body: { draft: false } })).status, 422);
  assert.equal((await ask(`GET ${RELEASES}/${draft.body.id}`)).body.draft, true, "and stays as it is");
});

Deno.test("createGithub() takes uploads whole and under a name of its own", READ, async (t) => {
  const ask = asking();
  const { body: release } = await ask(`POST ${RELEASES}`, { body: DRAFT });
  await t.step("one that breaks occupies its name", async () => {
    // `starter` stands in GitHub's prose and not in its schemas.
    const unchecked = askOf(createGithub({ brokenUploads: 1 }));
    const { body: release } = await unchecked(`POST ${RELEASES}`, { body: DRAFT });
    assert.equal((await unchecked(uploadTo(release, "a.zip"), { body: BYTES })).status, 502);
    const { body: [broken] } = await unchecked(`GET ${RELEASES}/${release.id}/assets`);
    assert.deepEqual([broken.name, broken.state, broken.digest], ["a.zip", "starter", null]);
    const taken = await unchecked(uploadTo(release, "a.zip"), { body: BYTES });
    assert.equal(taken.status, 422);
    assert.deepEqual(taken.body.errors, [{ resource: "ReleaseAsset", code: "already_exists", field: "name" }]);
    assert.equal((await unchecked(`DELETE ${RELEASES}/assets/${broken.id}`)).status, 204);
    assert.equal((await unchecked(uploadTo(release, "a.zip"), { body: BYTES })).status, 201);
  });
  await t.step("the bytes and their digest", async () => {
    const { body: asset } = await ask(uploadTo(release, "b c(1).zip"), { body: BYTES });
    assert.deepEqual([asset.name, asset.state, asset.size, asset.label], ["b.c.1.zip", "uploaded", BYTES.length, "a"]);
    assert.equal(asset.digest, `sha256:${createHash("sha256").update(BYTES).digest("hex")}`);
    assert.equal(asset.content_type, "application/zip");
  });
  await t.step("without a length, empty, or of another length than it says", async () => {
    const chunked = await ask(uploadTo(release, "c.zip"), { body: BYTES, headers: { "content-length": "" } });
    assert.deepEqual([chunked.status, chunked.body.message], [400, "Bad Content-Length: "]);
    const empty = await ask(uploadTo(release, "c.zip"), { body: new Uint8Array() });
    assert.equal(empty.body.errors[0].message, "size must be greater than or equal to 1");
    for (const [i, length] of [BYTES.length + 1, BYTES.length - 1].entries()) {
      const headers = { "content-length": String(length) };
      assert.equal((await ask(uploadTo(release, `${i}.zip`), { body: BYTES, headers })).status, 502);
    }
    const large = await ask(uploadTo(release, "c.zip"), {
      body: BYTES,
      headers: { "content-length": String(2 ** 31) },
    });
    assert.match(large.body.errors[0].message, /^size must be less than/);
  });
});

Deno.test("createGithub() hands files over by way of the storage, or itself", READ, async () => {
  const assets = [{ name: "a.zip", bytes: BYTES }];
  const repositories = [{ name: "o/r", releases: [{ tag: "v/1", assets }] }];
  const octets = { accept: "application/octet-stream" };
  const ask = asking({ repositories });
  const { body: release } = await ask("GET /repos/o/r/releases/tags/v/1", { token: null });
  const [asset] = release.assets;
  const led = await ask(`GET ${asset.url}`, { headers: octets });
  assert.deepEqual([led.status, led.body.length], [302, 0]);
  const location = led.headers.get("location") ?? "";
  assert.equal(new URL(location).host, "release-assets.githubusercontent.com");
  assert.deepEqual((await ask(`GET ${location}`, { token: null })).body, BYTES);
  assert.equal((await ask(`GET ${location}`)).status, 400, "the storage takes no token");
  assert.equal((await ask(`GET ${location.replace(/sig=\w/, "sig=x")}`, { token: null })).status, 403);
  assert.equal((await ask(`GET ${asset.browser_download_url}`, { token: null })).headers.get("location"), location);
  assert.equal((await ask(`GET ${asset.url}`)).body.download_count, 1);
  const direct = asking({ repositories, redirectDownloads: false });
  const { body: { assets: [own] } } = await direct("GET /repos/o/r/releases/latest");
  assert.deepEqual((await direct(`GET ${own.url}`, { headers: octets })).body, BYTES);
});

Deno.test("createGithub() keeps what is immutable, and its tag for ever", READ, async () => {
  const ask = asking({ repositories: [{ name: "elastic/detection-rules", immutableReleases: true }] });
  const { body: draft } = await ask(`POST ${RELEASES}`, { body: DRAFT });
  const { body: asset } = await ask(uploadTo(draft, "a.zip"), { body: BYTES });
  const { body: release } = await ask(`PATCH ${RELEASES}/${draft.id}`, { body: { draft: false } });
  assert.equal(release.immutable, true);
  assert.equal((await ask(uploadTo(release, "b.zip"), { body: BYTES })).status, 422);
  assert.equal((await ask(`DELETE ${RELEASES}/assets/${asset.id}`)).status, 422);
  assert.equal((await ask(`PATCH ${RELEASES}/${draft.id}`, { body: { tag_name: "other" } })).status, 422);
  assert.equal((await ask(`PATCH ${RELEASES}/${draft.id}`, { body: { draft: true } })).status, 422);
  assert.equal((await ask(`PATCH ${RELEASES}/${draft.id}`, { body: { body: "notes" } })).body.body, "notes");
  assert.equal((await ask(`DELETE ${RELEASES}/${draft.id}`)).status, 204);
  const again = await ask(`POST ${RELEASES}`, { body: { ...DRAFT, draft: false } });
  assert.deepEqual(again.body.errors[0], {
    resource: "Release",
    code: "custom",
    field: "tag_name",
    message: "tag_name was used by an immutable release",
  });
});

Deno.test("createGithub() says so of a call that it lacks, and to whom it does not talk", READ, async () => {
  const ask = asking();
  const lacking = await ask("GET /repos/elastic/detection-rules/issues");
  assert.equal(lacking.status, 501);
  assert.match(lacking.body.message, /has no \[GET \/repos\/elastic\/detection-rules\/issues\]/);
  assert.equal((await ask(`PUT ${RELEASES}/1`)).status, 501);
  assert.equal((await ask(`GET ${RELEASES}`, { headers: { "user-agent": "" } })).status, 403);
});

Deno.test("createGithub() fails in GitHub's own shape where faults are wanted", READ, async () => {
  for (
    const [fault, status] of [["401", 401], ["403", 403], ["404", 404], ["409", 409], ["429", 429], [
      "500",
      500,
    ]] as const
  ) {
    const ask = asking({ faults: { fault, at: 1 } });
    const answer = await ask(`GET ${RELEASES}`);
    assert.deepEqual([answer.status, answer.body.status], [status, String(status)]);
    assert.equal(answer.headers.get("retry-after"), fault === "429" ? "1" : null);
  }
});

Deno.test("createGithub() answers at one address for all hosts where it is served", READ, async () => {
  const ask = askOf(createGithub());
  const { body: draft } = await ask(`POST http://127.0.0.1:9202${RELEASES}`, { body: DRAFT });
  for (const url of [draft.url, draft.upload_url, draft.html_url]) assert.match(url, /^http:\/\/127\.0\.0\.1:9202\//);
  const { body: asset } = await ask(uploadTo(draft, "a.zip"), { body: BYTES });
  const led = await ask(`GET ${asset.url}`, { headers: { accept: "application/octet-stream" } });
  assert.deepEqual((await ask(`GET ${led.headers.get("location")}`, { token: null })).body, BYTES);
});
