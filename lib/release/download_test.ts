import assert from "node:assert/strict";
import { zipSync } from "fflate";
import { FAULT_KINDS, injectFaults } from "../rehearsal/faults.ts";
import { PASSING_FAULTS } from "../rehearsal/testing/struck.ts";
import { createGithub } from "../rehearsal/github.ts";
import type { GithubAssetOptions } from "../rehearsal/github/options.ts";
import type { BundleFiles } from "../bundle/bundle_files.ts";
import { StackError } from "../stack/errors.ts";
import type { Handler } from "../stack/handler.ts";
import { DownloadError, type DownloadErrorCode } from "./download_error.ts";
import { type DownloadOptions, downloadRelease } from "./download.ts";
import { connectGithub } from "./github.ts";
import { manifestName } from "./manifest.ts";
import { assetsOf, githubWith, publishedFiles, REPOSITORY, sha256, SMALL, TAG } from "./testing/published.ts";

const NONE = { permissions: "none" } as const;
const PUBLISHED = await publishedFiles();
const { zip: ZIP, manifest: MANIFEST } = PUBLISHED;
const ZIP_NAME = `${TAG}.zip`;
const encode = (text: string) => new TextEncoder().encode(text);

function download(handler: Handler, options: DownloadOptions = {}, tag = TAG): Promise<BundleFiles> {
  const github = connectGithub({ repository: REPOSITORY, handler });
  return downloadRelease(github, tag, { sleep: () => Promise.resolve(), ...options });
}

async function texts(files: BundleFiles): Promise<Record<string, string>> {
  const entries = [...files].map(async ([name, source]) => [name, new TextDecoder().decode(await source.bytes())]);
  return Object.fromEntries(await Promise.all(entries));
}

const CONTENTS = {
  "a.json": '{"a": [1, 2, 3], "text": "some text that is some text"}',
  "readme.md": "# A readme\n",
};

async function refusal(work: Promise<unknown>, code: DownloadErrorCode): Promise<string> {
  const error = await work.then(() => undefined, (thrown: unknown) => thrown);
  assert.ok(error instanceof DownloadError, String(error));
  assert.equal(error.code, code, error.message);
  return `${error.message} | ${error.hint ?? ""}`;
}

Deno.test(
  "downloadRelease() gives the files that were published, whatever else is there and in which order",
  NONE,
  async () => {
    const others = [{ name: "other.zip", bytes: encode("PK") }, { name: `${TAG}.zip.sig`, bytes: encode("sig") }];
    const files = await download(githubWith([...others, ...assetsOf(PUBLISHED)]));
    assert.deepEqual([files.name, files.findings], [TAG, []]);
    assert.deepEqual(await texts(files), CONTENTS);
    assert.equal(SMALL.files.size, files.size);
  },
);

Deno.test(
  "downloadRelease() asks once for the release, and twice for each asset as it is led to the storage",
  NONE,
  async () => {
    const log: string[] = [];
    const github = githubWith(assetsOf(PUBLISHED));
    await download((request) => {
      const { host, pathname } = new URL(request.url);
      log.push(`${host}${pathname.replace(/\/\d+/g, "/N")}`);
      return github(request);
    });
    const api = "api.github.com/repos/o/r/releases";
    const storage = "release-assets.githubusercontent.com/github-production-release-asset/N/N";
    assert.deepEqual(log, [`${api}/tags/${TAG}`, `${api}/assets/N`, storage, `${api}/assets/N`, storage]);
  },
);

Deno.test("downloadRelease() believes no byte that was changed on the way", NONE, async (t) => {
  const withoutDigests = assetsOf(PUBLISHED).map((asset) => ({ ...asset, digest: null }));
  await t.step("of the zip, by GitHub's digest", () => sweep(assetsOf(PUBLISHED), "PK", ZIP.length, 3));
  await t.step("of the manifest, by GitHub's digest", () => sweep(assetsOf(PUBLISHED), "{", MANIFEST.length, 11));
  await t.step("of the zip, by the manifest", () => sweep(withoutDigests, "PK", ZIP.length, 3));
  await t.step("of the manifest, unless what it says of the files is the same", async () => {
    for (let at = 0; at < MANIFEST.length; at += 7) {
      const github = tampered(githubWith(withoutDigests), "{", at);
      // The manifest of old releases has nothing that proves it: what it proves is what counts.
      const files = await download(github).catch((error: unknown) => error);
      if (files instanceof DownloadError) assert.equal(files.code, "integrity", files.message);
      else assert.deepEqual(await texts(files as BundleFiles), CONTENTS);
    }
  });
  await t.step("of both", async () => {
    const github = tampered(tampered(githubWith(withoutDigests), "{", 40), "PK", 40);
    await refusal(download(github), "integrity");
  });
});

/** Each byte on its own is another one. */
async function sweep(
  assets: readonly GithubAssetOptions[],
  start: string,
  length: number,
  step: number,
): Promise<void> {
  assert.ok(length > 300);
  for (let at = 0; at < length; at += step) {
    await refusal(download(tampered(githubWith(assets), start, at)), "integrity");
  }
}

/** Changes one byte of each download that begins so. */
function tampered(handler: Handler, start: string, at: number): Handler {
  return async (request) => {
    const response = await handler(request);
    if (!new URL(request.url).host.startsWith("release-assets.")) return response;
    const bytes = await response.bytes();
    if (!new TextDecoder().decode(bytes.subarray(0, start.length)).startsWith(start)) return new Response(bytes);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return new Response(bytes);
  };
}

Deno.test("downloadRelease() trusts nothing that contradicts itself", NONE, async (t) => {
  const other = await publishedFiles({ name: TAG, files: new Map([...SMALL.files].slice(1)) });
  const json = (change: (manifest: Record<string, unknown>) => unknown) =>
    encode(JSON.stringify(change(JSON.parse(new TextDecoder().decode(MANIFEST)))));
  const asset = (changes: Record<string, unknown>) =>
    json(({ assets, ...rest }) => {
      const [[name, first] = ["", {}]] = Object.entries(assets as Record<string, Record<string, unknown>>);
      return { ...rest, assets: { [name]: { ...first, ...changes } } };
    });
  const entries = (change: (entries: Record<string, Record<string, unknown>>) => unknown) =>
    json(({ assets, ...rest }) => {
      const [[name, first] = ["", {}]] = Object.entries(assets as Record<string, Record<string, unknown>>);
      return { ...rest, assets: { [name]: { ...first, entries: change(structuredClone(first.entries) as never) } } };
    });
  const cases: readonly [string, Partial<typeof PUBLISHED>, RegExp][] = [
    ["another zip, published as this one", { zip: other.zip }, /the manifest of the release says/],
    [
      "the manifest of another release",
      { manifest: json((it) => ({ ...it, tag_name: "ML-DGA-20201111-1" })) },
      /another release, "ML-DGA-20201111-1"/,
    ],
    [
      "a manifest without the zip",
      { manifest: json((it) => ({ ...it, assets: {} })) },
      /its manifest does not name "ML-DGA-20261128-1.zip"/,
    ],
    ["a manifest that is none", { manifest: encode("<html>") }, /its manifest cannot be read: .*not JSON/],
    ["a manifest of half a character", { manifest: new Uint8Array([0x7b, 0xc3]) }, /its manifest cannot be read/],
    [
      "a manifest without a hash",
      { manifest: asset({ zipped_sha256: "" }) },
      /its manifest cannot be read: .*zipped_sha256/,
    ],
    [
      "a hash in capitals",
      { manifest: asset({ zipped_sha256: sha256(ZIP).toUpperCase() }) },
      /its manifest cannot be read/,
    ],
    [
      "a file too many in the manifest",
      { manifest: entries((it) => ({ ...it, "b.json": it["a.json"] })) },
      /names "b.json", which is not in it/,
    ],
    [
      "a file too few in the manifest",
      { manifest: entries(({ "a.json": _, ...it }) => it) },
      /it has "a.json", which the manifest .* does not name/,
    ],
    ["another hash of a file", {
      manifest: entries((it) => ({ ...it, "a.json": { ...it["a.json"], sha256: "0".repeat(64) } })),
    }, /Cannot trust "a.json" as its SHA-256 is/],
    [
      "another size of a file",
      { manifest: entries((it) => ({ ...it, "a.json": { ...it["a.json"], size: 3 } })) },
      /Cannot trust "a.json" as it has 55 bytes, and .* says 3/,
    ],
  ];
  for (const [name, changes, expected] of cases) {
    await t.step(name, async () => {
      assert.match(await refusal(download(githubWith(assetsOf({ ...PUBLISHED, ...changes }))), "integrity"), expected);
      // Nothing is taken on trust that contradicts itself.
      await refusal(
        download(githubWith(assetsOf({ ...PUBLISHED, ...changes })), { allowUnverified: true }),
        "integrity",
      );
    });
  }
});

Deno.test("downloadRelease() takes old releases as far as they can be verified", NONE, async (t) => {
  const old: GithubAssetOptions = { name: ZIP_NAME, bytes: ZIP, digest: null };
  const codes = (files: BundleFiles) => files.findings.map(({ code }) => code);
  await t.step("with nothing, only when told to, and it says so", async () => {
    const said = await refusal(download(githubWith([old])), "unverifiable");
    assert.match(said, /nothing says what it should be \| .*--sha256.*--allow-unverified/);
    const files = await download(githubWith([old]), { allowUnverified: true });
    assert.deepEqual([codes(files), await texts(files)], [["unverified-release"], CONTENTS]);
  });
  await t.step("with a digest and no manifest", async () => {
    assert.deepEqual(codes(await download(githubWith([{ ...old, digest: `sha256:${sha256(ZIP)}` }]))), ["no-manifest"]);
  });
  await t.step("with a manifest and no digest", async () => {
    assert.deepEqual(codes(await download(githubWith([...assetsOf(PUBLISHED).slice(0, 1), old]))), []);
  });
  await t.step("with the SHA-256 that somebody knows", async () => {
    assert.deepEqual(codes(await download(githubWith([old]), { sha256: sha256(ZIP).toUpperCase() })), ["no-manifest"]);
    const said = await refusal(download(githubWith([old]), { sha256: "1".repeat(64) }), "integrity");
    assert.match(said, /not the one that was asked for: its SHA-256 is [0-9a-f]{64}, not 1{64}/);
    await refusal(download(githubWith(assetsOf(PUBLISHED)), { sha256: "1".repeat(64) }), "integrity");
    await assert.rejects(download(githubWith([old]), { sha256: "abc" }), RangeError);
  });
  await t.step("and says by what", async () => {
    const digested = { ...old, digest: `sha256:${sha256(ZIP)}` };
    const cases: readonly [GithubAssetOptions[], DownloadOptions, readonly string[]][] = [
      [assetsOf(PUBLISHED), { sha256: sha256(ZIP) }, ["digest", "manifest", "sha256"]],
      [[digested], {}, ["digest"]],
      [[old], { sha256: sha256(ZIP) }, ["sha256"]],
      [[old], { allowUnverified: true }, []],
    ];
    for (const [assets, options, by] of cases) {
      const heard: unknown[] = [];
      await download(githubWith(assets), { ...options, onVerified: (zip) => heard.push(zip) });
      assert.deepEqual(heard, [{ name: ZIP_NAME, size: ZIP.length, sha256: sha256(ZIP), by }]);
    }
  });
  await t.step("called as the first ones were", async () => {
    const tag = "Some-Test-ML-DGA-v0.1.0";
    for (const name of [`${tag}.zip`, "ML-DGA-v0.1.0.zip"]) {
      const files = await download(githubWith([{ ...old, name, digest: `sha256:${sha256(ZIP)}` }], { tag }), {}, tag);
      assert.deepEqual(await texts(files), CONTENTS);
    }
    const two = [{ ...old, name: "a.zip" }, { ...old, name: "b.zip" }];
    assert.match(await refusal(download(githubWith(two, { tag }), {}, tag), "no-bundle"), /"a.zip", "b.zip"/);
  });
});

Deno.test("downloadRelease() says what is there instead", NONE, async (t) => {
  await t.step("where there is no such release", async () => {
    const releases = ["v1", "ML-DGA-20201111-1", "ML-DGA-20210421-2"].map((tag) => ({
      tag,
      assets: tag === "v1" ? [] : [{ name: `${tag}.zip`, bytes: ZIP }],
    }));
    const github = createGithub({ repositories: [{ name: REPOSITORY, releases }] });
    assert.equal(
      await refusal(download(github), "no-release"),
      `Cannot download "${TAG}" as o/r has no such release | Releases with a bundle there: ML-DGA-20210421-2, ML-DGA-20201111-1`,
    );
  });
  await t.step("where there is a draft", async () => {
    const github = connectGithub({ repository: REPOSITORY, token: "t", handler: githubWith([], { draft: true }) });
    assert.match(
      await refusal(downloadRelease(github, TAG), "no-release"),
      /only a draft of it \| .* once it is published/,
    );
  });
  await t.step("where the release has no bundle", async () => {
    const [manifest] = assetsOf(PUBLISHED);
    assert.ok(manifest !== undefined);
    const said = await refusal(download(githubWith([manifest, { name: "x.zip", bytes: ZIP }])), "no-bundle");
    assert.match(
      said,
      /there is no "ML-DGA-20261128-1.zip" among its files \("manifest-ML-DGA-20261128-1.json", "x.zip"\)/,
    );
  });
});

Deno.test("downloadRelease() is bounded, whatever sizes are told", NONE, async (t) => {
  const lying = (size: number): Handler => {
    const github = githubWith(assetsOf(PUBLISHED));
    return async (request) => {
      const response = await github(request);
      if (!/\/tags\//.test(request.url)) return response;
      const release = await response.json();
      for (const asset of release.assets) if (asset.name === ZIP_NAME) asset.size = size;
      return Response.json(release);
    };
  };
  await t.step("more than is taken", async () => {
    const said = await refusal(download(lying(300 * 1024 * 1024)), "too-large");
    assert.match(said, /has 314572800 bytes, and at most 268435456 are taken/);
    await refusal(download(githubWith(assetsOf(PUBLISHED)), { maxBytes: ZIP.length - 1 }), "too-large");
  });
  await t.step("fewer than come", async () => {
    await assert.rejects(download(lying(ZIP.length - 1)), /as more bytes come than the \d+ that GitHub says it has/);
  });
  await t.step("more than come", async () => {
    await assert.rejects(download(lying(ZIP.length + 1)), /the connection was cut off after \d+ of \d+ bytes/);
  });
  await t.step("a zip without an end", async () => {
    let sent = 0;
    const endless = () => {
      const body = new ReadableStream<Uint8Array>({
        pull: (controller) => controller.enqueue(new Uint8Array(sent++ < 1e6 ? 65536 : 0)),
      });
      return new Response(body);
    };
    const github = githubWith(assetsOf(PUBLISHED));
    const handler: Handler = async (request) =>
      request.url.includes("release-assets") && sent > 0 ? endless() : await github(request);
    sent = 1;
    await assert.rejects(download(handler), /as more bytes come than/);
    assert.ok(sent < 20, "no more is read than is needed to see it");
  });
  await t.step("a manifest that is none by its size", async () => {
    const assets = [{ name: manifestName(TAG), bytes: new Uint8Array(5 * 1024 * 1024) }, {
      name: ZIP_NAME,
      bytes: ZIP,
    }];
    assert.match(
      await refusal(download(githubWith(assets)), "integrity"),
      /its manifest has 5242880 bytes, which none has/,
    );
  });
  await t.step("a bomb is a finding, and is not unpacked", async () => {
    const bomb = zipSync({ [`${TAG}/a.json`]: new Uint8Array(40 * 1024 * 1024) }, { level: 9 });
    const files = await download(githubWith([{ name: ZIP_NAME, bytes: bomb }]));
    assert.ok(files.findings.some(({ level }) => level === "error"), JSON.stringify(files.findings));
  });
});

Deno.test("downloadRelease() survives what passes, and gives nothing half", NONE, async () => {
  const count = injectFaults(githubWith(assetsOf(PUBLISHED)), { fault: "refused", at: 1000 }, "github");
  await download(count);
  for (const fault of FAULT_KINDS) {
    for (let at = 1; at <= count.count; at++) {
      for (const persist of [false, true]) {
        const handler = injectFaults(githubWith(assetsOf(PUBLISHED)), { fault, at, persist }, "github");
        const told = `${fault} ${persist ? "from" : "at"} ${at}`;
        const files = await download(handler).catch((error: unknown) => error);
        if (files instanceof Error) {
          assert.ok(files instanceof StackError || files instanceof DownloadError, `${told}: ${files}`);
          assert.ok(persist || !PASSING_FAULTS.includes(fault), `${told} was not survived: ${files}`);
          assert.ok(!/sig=/.test(`${files.message}${files.stack}`), `${told}: ${files}`);
        } else {
          assert.ok(!persist, told);
          assert.deepEqual(await texts(files as BundleFiles), CONTENTS, told);
        }
      }
    }
  }
});

Deno.test("downloadRelease() stops when it is asked to, at whatever request", NONE, async () => {
  for (let at = 1; at <= 5; at++) {
    const stop = new AbortController();
    let count = 0;
    const github = githubWith(assetsOf(PUBLISHED));
    const error = await download((request) => {
      if (++count === at) stop.abort();
      return github(request);
    }, { signal: stop.signal }).catch((error: unknown) => error);
    assert.ok(error instanceof StackError && error.kind === "aborted", String(error));
    assert.equal(count, at);
  }
});
