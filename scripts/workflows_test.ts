import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";

/** Workflows run with a token: what comes from outside must never become a part of a script. */
const FOLDER = new URL("../.github/workflows/", import.meta.url);
const READ = { permissions: { read: true } } as const;

const workflows = await Promise.all(
  (await readdir(FOLDER)).map(async (name) => [name, await readFile(new URL(name, FOLDER), "utf8")] as const),
);

/** The scripts of a workflow: the lines of its `run:` keys. */
function scriptsOf(text: string): string[] {
  const scripts: string[] = [];
  let indent: number | undefined;
  for (const line of text.split("\n")) {
    const own = line.search(/\S/);
    if (indent !== undefined && (own > indent || own < 0)) scripts.push(line);
    else {
      const [, before = "", rest] = /^(\s*(?:- )?)run:(.*)$/.exec(line) ?? [];
      indent = rest === undefined ? undefined : before.length;
      if (rest !== undefined) scripts.push(rest);
    }
  }
  return scripts;
}

Deno.test("no workflow puts what comes from outside into a script", READ, () => {
  assert.deepEqual(scriptsOf("steps:\n  - run: |\n      a ${{ b }}\n    env: ${{ c }}\n"), [" |", "      a ${{ b }}"]);
  for (const [name, text] of workflows) {
    const scripts = scriptsOf(text);
    assert.ok(scripts.length > 0, name);
    assert.deepEqual(scripts.filter((line) => line.includes("${{")), [], name);
  }
});

Deno.test("workflows may read, and only the one that releases may write, when it is asked to", READ, () => {
  for (const [name, text] of workflows) {
    assert.match(text, /^permissions:/m, name);
    const granted = [...text.matchAll(/^ +([a-z-]+): (read|write)$/gm)].map(([, what, how]) => `${what}: ${how}`);
    assert.deepEqual(granted, [name === "bundle-release.yml" ? "contents: write" : "contents: read"], name);
    assert.doesNotMatch(text, /pull_request_target|secrets: inherit|write-all|persist-credentials: true/, name);
    const checkouts = text.match(/uses: actions\/checkout@/g)?.length ?? 0;
    assert.equal(text.match(/persist-credentials: false/g)?.length ?? 0, checkouts, name);
  }
  const release = workflows.find(([name]) => name === "bundle-release.yml")?.[1] ?? "";
  assert.match(release, /^ {4}if: github\.event_name == 'workflow_dispatch'$/m);
});
