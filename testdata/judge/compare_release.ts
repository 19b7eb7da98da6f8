/**
 * Compares archives and manifests with those of others: what zipBundle packs is tested and listed by Python's `zipfile`
 * and Info-ZIP's `unzip`; the manifest that Python makes of it, by `json` and `hashlib`, is ours and the recorded one;
 * and what Python packs is read back.
 *
 *     deno run --allow-read --allow-write --allow-run=python3,unzip testdata/judge/compare_release.ts [--record]
 *
 * Prints `N agree, M differ`; exits with 1 on any difference.
 * @module
 */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { buildManifest, formatManifest, readBundle, zipBundle, type ZippedFile } from "../../mod.ts";

const TESTDATA = fileURLToPath(new URL("..", import.meta.url));
const NAME = "ML-experimental-detections-20261101-1";
const RECORDER = join(TESTDATA, "release", "record_manifest.py");
const RELEASE = join(TESTDATA, "release", "release.json");

/** Runs a program; fails if that fails. */
async function run(command: string, args: string[], stdin = ""): Promise<string> {
  const child = new Deno.Command(command, { args, stdin: "piped", stdout: "piped", stderr: "piped" }).spawn();
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(stdin));
  await writer.close();
  const { code, stdout, stderr } = await child.output();
  if (code !== 0) throw new Error(`${command} ended with ${code}: ${new TextDecoder().decode(stderr)}`);
  return new TextDecoder().decode(stdout);
}

/** A bundle's archive in a folder, and what is known of its files. */
async function pack(folder: string, name: string): Promise<{ path: string; sha256: string; files: ZippedFile[] }> {
  const files: ZippedFile[] = [];
  const bundle = { name, files: await readBundle(join(TESTDATA, name)) };
  const zip = await new Response(zipBundle(bundle, { onFile: (file) => files.push(file) })).bytes();
  const path = join(folder, `${name}.zip`);
  writeFileSync(path, zip);
  return { path, files, sha256: new Uint8Array(await crypto.subtle.digest("SHA-256", zip)).toHex() };
}

/** Not every machine has it; Python is the stricter one. */
const hasUnzip = await run("unzip", ["-v"]).then(() => true, () => false);

const folder = mkdtempSync(join(tmpdir(), "ml-dga-release-"));
let agree = 0;
const differ: string[] = [];
function compare(what: string, found: string, expected: string): void {
  if (found === expected) agree++;
  else differ.push(`${what} differs:\n  expected ${expected.slice(0, 2000)}\n  found    ${found.slice(0, 2000)}`);
}

try {
  for (const name of ["ML-DGA-20261101-1", NAME]) {
    const { path, files, sha256 } = await pack(folder, name);
    if (hasUnzip) {
      const tested = await run("unzip", ["-t", path]);
      compare("the list of unzip -t", String(tested.match(/ OK$/gm)?.length), `${files.length}`);
    }
    // The same release under the other name, too.
    const release = JSON.parse(readFileSync(RELEASE, "utf8").replaceAll(NAME, name));
    const ours = formatManifest(buildManifest(release, [{ ...release.assets[0], sha256, files }]));
    const asPython = (...options: string[]) => run("python3", [RECORDER, path, ...options], JSON.stringify(release));
    compare(`the manifest of ${name}`, ours, await asPython());
    if (name !== NAME) continue;
    const recorded = { "manifest.json": await asPython(), "manifest_indented.json": await asPython("--indent") };
    for (const [file, text] of Object.entries(recorded)) {
      const place = join(TESTDATA, "release", file);
      if (Deno.args.includes("--record")) writeFileSync(place, text);
      compare(file, readFileSync(place, "utf8"), text);
    }
  }
  const packed = join(folder, "ML-DGA-20261101-1.zip");
  await run("python3", ["-m", "zipfile", "-c", packed, join(TESTDATA, "ML-DGA-20261101-1")]);
  const [ours, pythons] = [await readBundle(join(TESTDATA, "ML-DGA-20261101-1")), await readBundle(packed)];
  const described = async (files: typeof ours) =>
    JSON.stringify([files.name, files.findings, await Promise.all([...files].map(async ([name, source]) =>
      [name, new TextDecoder().decode(await source.bytes())]
    ))]);
  compare("what Python packed", await described(pythons), await described(ours));
} finally {
  rmSync(folder, { recursive: true });
}
for (const text of differ) console.error(text);
console.log(`${agree} agree, ${differ.length} differ`);
if (differ.length > 0) Deno.exit(1);
