import assert from "node:assert/strict";
import { connectGithubAsAsked, unusualSource } from "./github.ts";
import { memoryIo } from "./memory_io.ts";
import { type AskedRelease, bundleArguments, bundlePlace } from "./release_options.ts";
import { UsageError } from "./script_error.ts";
import { Terminal } from "./terminal.ts";

const NONE = { permissions: "none" } as const;
const ASKED: AskedRelease = {
  tag: undefined,
  repo: undefined,
  sha256: undefined,
  save: undefined,
  allowUnverified: false,
  githubUrl: undefined,
};

function connected(asked: { repo?: string; githubUrl?: string }, env: Record<string, string> = {}) {
  const terminal = new Terminal(memoryIo({ env }), { json: false });
  return { terminal, github: connectGithubAsAsked({ repo: undefined, githubUrl: undefined, ...asked }, terminal) };
}

Deno.test("connectGithubAsAsked() takes address and token from arguments and environment", NONE, () => {
  assert.deepEqual(connected({}).github.hasToken, false);
  for (const name of ["GITHUB_TOKEN", "DR_GH_TOKEN"]) {
    const { github, terminal } = connected({}, { [name]: "ghp_Tr0ub4dor" });
    assert.ok(github.hasToken);
    assert.equal(terminal.secrets.redact("ghp_Tr0ub4dor"), "[redacted]");
  }
  assert.equal(connected({}, { GITHUB_TOKEN: "" }).github.hasToken, false);
  const env = { GITHUB_API_URL: "https://ghe.example/api/v3" };
  assert.equal(connected({}, env).github.host, "ghe.example");
  assert.equal(connected({ githubUrl: "https://other.example" }, env).github.host, "other.example");
});

Deno.test("unusualSource() names whatever is not elastic/detection-rules on the public GitHub", NONE, () => {
  const source = (repo?: string, githubUrl?: string) =>
    unusualSource(connected({ ...(repo && { repo }), ...(githubUrl && { githubUrl }) }).github);
  assert.equal(source(), undefined);
  assert.equal(source("elastic/detection-rules", "https://api.github.com/"), undefined);
  assert.equal(source("evil/detection-rules"), "evil/detection-rules");
  assert.equal(source(undefined, "https://ghe.example/api/v3"), "elastic/detection-rules at ghe.example");
});

Deno.test("bundlePlace() takes one place, and options of a release with a release only", NONE, () => {
  assert.deepEqual(bundlePlace("a.zip", ASKED), { kind: "path", path: "a.zip" });
  assert.deepEqual(bundlePlace(undefined, { ...ASKED, tag: "T" }), { kind: "release", tag: "T" });
  const wrong: readonly [string | undefined, Partial<AskedRelease>, RegExp][] = [
    [undefined, {}, /none is named/],
    ["a", { tag: "T" }, /both --tag and --dir/],
    ["a", { repo: "o/r" }, /--repo without --tag/],
    ["a", { sha256: "0" }, /--sha256 without --tag/],
    ["a", { save: "." }, /--save without --tag/],
    ["a", { allowUnverified: true }, /--allow-unverified without --tag/],
    [undefined, { githubUrl: "https://ghe.example" }, /--github-url without --tag/],
  ];
  for (const [dir, asked, expected] of wrong) {
    assert.throws(() => bundlePlace(dir, { ...ASKED, ...asked }), (error) => {
      assert.ok(error instanceof UsageError);
      assert.match(error.message, expected);
      return true;
    });
  }
});

Deno.test("bundleArguments() names the same bundle again", NONE, () => {
  assert.deepEqual(bundleArguments({ kind: "path", path: "a b" }, ASKED), ["-d", "a b"]);
  const asked = { ...ASKED, repo: "o/r", sha256: "ab", allowUnverified: true, githubUrl: "https://ghe.example" };
  assert.equal(
    bundleArguments({ kind: "release", tag: "T" }, asked).join(" "),
    "-t T --repo o/r --sha256 ab --allow-unverified --github-url https://ghe.example",
  );
});
