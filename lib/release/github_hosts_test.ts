import assert from "node:assert/strict";
import { ConnectOptionsError } from "../stack/connect_options_error.ts";
import type { Handler } from "../stack/handler.ts";
import { connectGithub } from "./github.ts";
import type { GithubOptions } from "./github/options.ts";
import { connected, DRAFT, failure, newAsset, noSleep, textOf, TOKEN } from "./testing/connected.ts";

/** The official client is loaded and asks the system for nothing. */
const NONE = { permissions: "none" } as const;

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
    assert.equal(await github.downloadAsset(asset, textOf), "bytes");
    assert.deepEqual(asked.map(({ token }) => token), [`Bearer ${TOKEN}`, null, null]);
    const loop = connectGithub({ token: TOKEN, handler: answer(302, "https://storage.example/a?sig=Tr0ub") });
    assert.match((await failure(loop.downloadAsset(asset, textOf))).message, /too many of them in a row/);
    const plain = connectGithub({ token: TOKEN, handler: answer(302, "http://storage.example/a?sig=Tr0ub") });
    assert.match((await failure(plain.downloadAsset(asset, textOf))).message, /leads to storage\.example without TLS/);
  });
});
