import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { dirname, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The arrows of the README's picture: what the code of each folder of lib/ may import besides itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  java: [],
  json: ["java"],
  inference: ["java", "json"],
  painless: ["java", "json"],
  ingest: ["java", "json", "inference", "painless"],
  bundle: ["java", "json", "inference", "painless", "ingest"],
  scoring: ["java", "json", "inference", "painless", "ingest", "bundle"],
  detections: ["java", "json", "bundle"],
  stack: ["java", "json"],
  release: ["java", "json", "inference", "bundle", "detections", "stack"],
  install: ["java", "json", "inference", "painless", "ingest", "bundle", "detections", "scoring", "stack"],
  rehearsal: ["java", "json", "inference", "painless", "ingest", "bundle", "stack"],
  // deno.json for the version that --version prints.
  terminal: ["java", "json", "bundle", "detections", "scoring", "stack", "release", "install", "deno.json"],
};

/** npm packages and node modules are named once here, so that a new dependency is a decision. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  "@clack/prompts": ["terminal"],
  "@elastic/elasticsearch": ["stack"],
  "@octokit/rest": ["release"],
  "@optique/core": ["terminal", "scripts"],
  fflate: ["inference"],
  re2js: ["ingest"],
  "smol-toml": ["detections"],
  tldts: ["scoring"],
  // The rehearsal too: Kibana checks with zod, and its texts are those of the library.
  zod: ["bundle", "detections", "inference", "ingest", "install", "json", "rehearsal", "release", "stack", "terminal"],
};

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const READ = { permissions: { read: true } } as const;

async function sources(folder: string): Promise<string[]> {
  const names = await readdir(resolve(ROOT, folder), { recursive: true });
  return names.filter((name) => name.endsWith(".ts")).map((name) => `${folder}/${name}`);
}

function isTest(file: string): boolean {
  return /_(test|bench)\.ts$/.test(file) || file.includes("/testing/");
}

async function importsOf(file: string): Promise<string[]> {
  const text = await readFile(resolve(ROOT, file), "utf8");
  const code = text.replace(/\/\*\*[\s\S]*?\*\//g, "");
  const declared = code.matchAll(
    /^(?:import|export)\s+(?:type\s+)?(?:(?:\w+|\*(?: as \w+)?|\{[^}]*\})\s+from\s+)?"([^"]+)"/gm,
  );
  const dynamic = code.matchAll(/\bimport\("([^"]+)"\)/g);
  return [...declared, ...dynamic].map((match) => match[1] ?? "");
}

Deno.test("lib/ imports along the arrows only", READ, async () => {
  const wrong: string[] = [];
  for (const file of (await sources("lib")).filter((file) => !isTest(file))) {
    const folder = file.split("/")[1] ?? "";
    const allowed = MAY_IMPORT[folder];
    assert.ok(allowed !== undefined, `"${file}" is in a folder without a line in MAY_IMPORT`);
    for (const specifier of await importsOf(file)) {
      if (!specifier.startsWith(".")) continue;
      const target = relative(ROOT, resolve(ROOT, dirname(file), specifier)).split("/");
      const there = target[0] === "lib" ? target[1] ?? "" : target[0] ?? "";
      if (there !== folder && !allowed.includes(there)) wrong.push(`${file} -> ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("lib/ and scripts/ use only the packages that were decided on, each in its place", READ, async () => {
  const wrong: string[] = [];
  for (const file of [...await sources("lib"), ...await sources("scripts")].filter((file) => !isTest(file))) {
    const [top = "", folder = ""] = file.split("/");
    const place = top === "lib" ? folder : top;
    for (const specifier of await importsOf(file)) {
      if (specifier.startsWith(".") || specifier.startsWith("node:")) continue;
      const name = Object.keys(PACKAGES).find((name) => specifier === name || specifier.startsWith(`${name}/`));
      if (name === undefined || !PACKAGES[name]?.includes(place)) wrong.push(`${file} -> ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

Deno.test("lib/ runs without Deno's own API outside lib/terminal/", READ, async () => {
  for (const file of (await sources("lib")).filter((file) => !isTest(file) && !file.startsWith("lib/terminal/"))) {
    const text = await readFile(resolve(ROOT, file), "utf8");
    const code = text.replace(/\/\*[\s\S]*?\*\//g, "").replace(/\/\/.*$/gm, "");
    assert.ok(!/\bDeno\./.test(code), `${file} uses Deno.*`);
  }
});

Deno.test(
  "scripts import mod.ts and lib/terminal/ only, so whatever a script does, an importer can do",
  READ,
  async () => {
    const wrong: string[] = [];
    for (const file of (await sources("scripts")).filter((file) => !isTest(file) && !file.startsWith("scripts/dev/"))) {
      for (const specifier of await importsOf(file)) {
        if (!specifier.startsWith(".")) continue;
        const target = relative(ROOT, resolve(ROOT, dirname(file), specifier));
        if (target !== "mod.ts" && !target.startsWith("lib/terminal/")) wrong.push(`${file} -> ${specifier}`);
      }
    }
    assert.deepEqual(wrong, []);
  },
);

Deno.test("importing mod.ts needs no permission", { permissions: "none" }, async () => {
  assert.equal(typeof await import("../mod.ts"), "object");
});

Deno.test("the top level holds what the layout names", READ, async () => {
  const names = (await readdir(ROOT)).filter((name) =>
    !name.startsWith(".") && name !== "node_modules" && name !== "dist"
  );
  assert.deepEqual(names.sort(), [
    "LICENSE",
    "README.md",
    "deno.json",
    "deno.lock",
    "lib",
    "mod.ts",
    "scripts",
    "testdata",
  ]);
});
