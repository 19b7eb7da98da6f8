import assert from "node:assert/strict";
import { readFile, stat } from "node:fs/promises";
import { memoryIo } from "../lib/terminal/memory_io.ts";
import type { ScriptIo } from "../lib/terminal/script_io.ts";

/** The README's table of the old tool's commands: whatever it promises exists. */
const READ = { permissions: { read: true } } as const;
const ROOT = new URL("../", import.meta.url);

interface Row {
  readonly there: string;
  readonly here: readonly string[];
}

async function rows(): Promise<Row[]> {
  const text = await readFile(new URL("README.md", ROOT), "utf8");
  const [, section = ""] = text.split("\n## Coming from elastic/detection-rules\n");
  const lines = section.split("\n## ", 1).join("").split("\n").filter((line) => line.startsWith("| ")).slice(2);
  return lines.map((line) => {
    const [, there = "", here = ""] = line.split(" | ").length === 2 ? ["", ...line.slice(2, -2).split(" | ")] : [];
    return { there, here: [...here.matchAll(/`([^`]+)`/g)].map(([, span = ""]) => span) };
  });
}

/** `release.ts` has commands of its own. */
function wordsOf(command: string): { script: string; subcommand: string[]; options: string[] } {
  const [script = "", ...words] = command.split(" ");
  return {
    script,
    subcommand: script === "release.ts" ? words.slice(0, 1) : [],
    options: words.filter((word) => word.startsWith("-")),
  };
}

async function helpOf(script: string, subcommand: readonly string[]): Promise<string> {
  const module: { main: (args: readonly string[], io: ScriptIo) => Promise<number> } = await import(
    new URL(`scripts/${script}`, ROOT).href
  );
  const io = memoryIo();
  assert.equal(await module.main([...subcommand, "--help"], io), 0, io.err);
  return io.out;
}

Deno.test("every command of the old tool has a counterpart that runs and knows its options", READ, async (t) => {
  const table = await rows();
  assert.ok(table.length > 25, `${table.length} rows`);
  for (const { there, here } of table) {
    await t.step(there, async () => {
      const commands = here.filter((span) => /^\w+\.ts\b/.test(span));
      assert.ok(commands.length > 0, "a script is named");
      for (const command of commands) {
        const { script, subcommand, options } = wordsOf(command);
        assert.ok((await stat(new URL(`scripts/${script}`, ROOT))).isFile());
        const help = await helpOf(script, subcommand);
        for (const option of options) {
          assert.match(help, new RegExp(`(?:^|[ /,])${RegExp.escape(option)}(?:[ /,]|$)`, "m"));
        }
      }
    });
  }
});

Deno.test("the table has every command that the old documentation names", READ, async () => {
  const there = (await rows()).map((row) => row.there).join("\n");
  for (
    const name of [
      ...["setup-dga-model", "remove-dga-model", "upload-ml-job", "delete-ml-job", "upload-rule", "rule-search"],
      ...["validate-ml-dga-asset", "validate-ml-detections-asset", "create-ml", "check-files", "remove-model"],
      ...["remove-scripts-pipelines", "upload-job", "delete-job", "ml setup", "--repo", "packetbeat.yml"],
      ...["--elasticsearch-url", "--cloud-id", "--user", "--es-password", "--timeout", "--model-tag", "--model-dir"],
      ...["--overwrite", "--help", "DR_KIBANA_URL", "DR_GH_TOKEN"],
    ]
  ) {
    assert.ok(there.includes(name), name);
  }
});
