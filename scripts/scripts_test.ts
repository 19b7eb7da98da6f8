import assert from "node:assert/strict";
import { readdir, readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { memoryIo } from "../lib/terminal/memory_io.ts";
import { VERSION } from "../lib/terminal/version.ts";
import { engineFlags, flagsOf, LONGEST_SHEBANG, permissionFlags, type PermissionSet } from "./dev/shebang.ts";

/** What holds for every script; a new one comes under it by being there. */
const FOLDER = new URL("./", import.meta.url);
const ROOT = new URL("../", import.meta.url);
const READ = { permissions: { read: true } } as const;
const READ_AND_RUN = { permissions: { read: true, run: ["deno"] } } satisfies Partial<Deno.TestDefinition>;

interface Configuration {
  readonly permissions: Readonly<Record<string, PermissionSet>>;
  readonly tasks: Readonly<Record<string, string | { readonly command?: string }>>;
}

const configuration: Configuration = JSON.parse(await readFile(new URL("deno.json", ROOT), "utf8"));
const scripts = (await readdir(FOLDER)).filter((name) => name.endsWith(".ts") && !name.endsWith("_test.ts"));

/** Path from the project, and the name of its task and permission set. */
const programs = [
  ...scripts.map((file) => ({ path: `scripts/${file}`, file, name: file.replace(/(?:_dga)?\.ts$/, "") })),
  { path: "scripts/dev/compile.ts", file: "compile.ts", name: "compile" },
];

async function run(args: string[]): Promise<{ code: number; out: string; err: string }> {
  const { code, stdout, stderr } = await new Deno.Command("deno", {
    args: ["run", "-q", "--no-check", "--no-prompt", ...args],
    cwd: fileURLToPath(new URL("testdata/", ROOT)),
    stdin: "null",
  }).output();
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("there are scripts", () => assert.ok(scripts.includes("rehearse.ts")));

for (const { path, file, name } of programs) {
  Deno.test(`${path} begins with its permission set, within what Linux reads`, READ, async () => {
    const source = await readFile(new URL(path, ROOT), "utf8");
    if (Deno.build.os !== "windows") assert.equal((await stat(new URL(path, ROOT))).mode & 0o111, 0o111, "executable");
    const set = configuration.permissions[name];
    assert.ok(set !== undefined, `deno.json has no permission set "${name}"`);
    assert.deepEqual(permissionFlags(source), flagsOf(set));
    const [line = ""] = source.split("\n", 1);
    assert.ok(new TextEncoder().encode(line).length <= LONGEST_SHEBANG);
  });

  Deno.test(`${path} has a task that runs it with its permission set`, READ, async () => {
    const task = configuration.tasks[name];
    const command = typeof task === "string" ? task : task?.command;
    const engine = engineFlags(await readFile(new URL(path, ROOT), "utf8"));
    assert.equal(command, ["deno run -q", `-P=${name}`, ...engine, path].join(" "));
  });

  Deno.test(`${path} needs no permission for --help, --version and completions`, READ_AND_RUN, async (t) => {
    const script = fileURLToPath(new URL(path, ROOT));
    await t.step("--help", async () => {
      const { code, out, err } = await run([script, "--help"]);
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, new RegExp(`Usage: ${RegExp.escape(file)} `));
      assert.match(out, /--json/);
    });
    await t.step("--version", async () => {
      assert.deepEqual(await run([script, "--version"]), { code: 0, out: `${VERSION}\n`, err: "" });
    });
    await t.step("--completion", async () => {
      const { code, out, err } = await run([script, "--completion", "bash"]);
      assert.deepEqual([code, err], [0, ""]);
      assert.match(out, /complete /);
    });
  });

  Deno.test(`${path} refuses what it does not know with exit code 2, and repeats no secret`, READ, async (t) => {
    const { main } = await import(new URL(path, ROOT).href);
    const wrong = [["--passwrod=hunter22"], ["--json", "--passwrod=hunter22"], ["-phunter22"]];
    // Any word is a query.
    if (file !== "search_rules.ts") wrong.push(["--", "--hunter22"]);
    for (const args of wrong) {
      await t.step(args.join(" "), async () => {
        const io = memoryIo();
        assert.equal(await main(args, io), 2);
        assert.ok(!`${io.out}${io.err}`.includes("hunter"), io.err);
        if (args.includes("--json")) assert.equal(JSON.parse(io.out).exit, 2);
        else assert.match(io.err, /^error: .+\nhint: .+--help\n$/);
      });
    }
  });
}

Deno.test("importing mod.ts needs no permission", READ_AND_RUN, async () => {
  const { code, err } = await run([fileURLToPath(new URL("mod.ts", ROOT))]);
  assert.deepEqual([code, err], [0, ""]);
});

Deno.test("a script ends quietly when its reader goes", READ_AND_RUN, async () => {
  const child = new Deno.Command("deno", {
    args: ["run", "-q", "--no-check", fileURLToPath(new URL("rehearse.ts", FOLDER)), "--completion", "zsh"],
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  await child.stdout.cancel();
  const stderr = await new Response(child.stderr).text();
  assert.deepEqual([(await child.status).code, stderr], [0, ""]);
});

Deno.test("permissionFlags() refuses a first line that is none", { permissions: "none" }, () => {
  for (const source of ["", "import x", "#!/usr/bin/env -S deno run -A\n", "#!/usr/bin/deno run --allow-read\n"]) {
    assert.throws(() => permissionFlags(source), SyntaxError);
  }
});
