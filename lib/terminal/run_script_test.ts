import assert from "node:assert/strict";
import { object } from "@optique/core/constructs";
import { optional } from "@optique/core/modifiers";
import { option } from "@optique/core/primitives";
import { integer, string } from "@optique/core/valueparser";
import { type MemoryIo, memoryIo, type MemoryIoOptions } from "./memory_io.ts";
import { commonOptions, pathArgument, strictOption } from "./options.ts";
import { runScript, type Script, stopOnFindings } from "./run_script.ts";
import { ScriptError } from "./script_error.ts";
import { Interruption } from "./script_io.ts";
import type { Terminal } from "./terminal.ts";
import { VERSION } from "./version.ts";

const NONE = { permissions: "none" } as const;

interface Options {
  readonly json: boolean;
  readonly strict: boolean;
  readonly dir: string | undefined;
  readonly password: string | undefined;
  readonly port: number | undefined;
}

/** A script with an option of each kind that does what the test says. */
function scriptThat(
  run: (options: Options, terminal: Terminal) => Record<string, unknown> = () => ({}),
): Script<Options> {
  return {
    name: "try.ts",
    brief: "Tries.",
    examples: ["try.ts -d here"],
    options: object({
      dir: optional(option("-d", "--dir", pathArgument("DIR"))),
      password: optional(option("-p", "--password", string({ metavar: "TEXT", pattern: /^.{8,}$/ }))),
      port: optional(option("--port", integer({ min: 0, max: 65535 }))),
      strict: strictOption(),
      ...commonOptions(),
    }),
    secretOptions: ["-p", "--password"],
    run: (options, terminal) => Promise.resolve().then(() => run(options, terminal)),
  };
}

async function tried(
  script: Script<Options>,
  args: string[],
  options: MemoryIoOptions = {},
): Promise<MemoryIo & { exit: number }> {
  const io = memoryIo(options);
  const exit = await runScript(script, args, io);
  return Object.create(io, { exit: { value: exit } });
}

Deno.test("runScript() gives the options to the script, and prints what it prints", NONE, async () => {
  const ran = await tried(
    scriptThat(({ dir, strict }, terminal) => {
      terminal.print(`${dir} ${strict}\n`);
      terminal.note("a note\n");
      return {};
    }),
    ["-d", "here", "--strict"],
  );
  assert.deepEqual([ran.exit, ran.out, ran.err], [0, "here true\n", "a note\n"]);
});

Deno.test("runScript() shows help, version and completions on standard output", NONE, async (t) => {
  const texts: [string[], RegExp][] = [
    [["--help"], /Usage: try\.ts .*--dir.*try\.ts -d here/s],
    [["-h"], /Usage: try\.ts/],
    [["--version"], new RegExp(`^${RegExp.escape(VERSION)}\n$`)],
    [["--completion", "bash"], /complete -F/],
    [["--completion", "zsh"], /compdef/],
    [["--completion", "bash", "--po"], /--port/],
  ];
  for (const [args, expected] of texts) {
    await t.step(args.join(" "), async () => {
      const ran = await tried(scriptThat(), args);
      assert.equal(ran.exit, 0);
      assert.match(ran.out, expected);
      assert.equal(ran.err, "");
    });
  }
});

Deno.test("runScript() shows help on the narrowest terminal", NONE, async () => {
  for (const columns of [0, 1, 60]) {
    const { exit, out } = await tried(scriptThat(), ["--help"], { isTerminal: true, columns });
    assert.equal(exit, 0);
    assert.ok(Math.max(...out.split("\n").map((line) => line.length)) <= Math.max(columns, 40), out);
  }
});

Deno.test("runScript() ends with exit code 2 for a command line that it cannot understand", NONE, async (t) => {
  const lines: [string[], string][] = [
    [["--strcit"], "error: There is no option --strcit\nhint: Did you mean --strict? See try.ts --help\n"],
    [["-d"], "error: -d requires DIR\nhint: See try.ts --help\n"],
    [["--dir="], "error: -d/--dir: Expected a path, but got nothing\nhint: See try.ts --help\n"],
    [["--port", "http"], "error: --port: Expected a valid integer, but got http\nhint: See try.ts --help\n"],
    [["--strict=yes"], "error: --strict takes no value\nhint: See try.ts --help\n"],
  ];
  for (const [args, expected] of lines) {
    await t.step(args.join(" "), async () => {
      const ran = await tried(scriptThat(), args);
      assert.deepEqual([ran.exit, ran.out, ran.err], [2, "", expected]);
    });
  }
});

Deno.test("runScript() repeats nothing of a command line that may be a secret", NONE, async (t) => {
  const lines = [
    ["--passwrod=hunter22"],
    ["--passwrod", "hunter22"],
    ["-phunter22"],
    ["-p=hunter22"],
    ["hunter22"],
    ["-u", "hunter22"],
    ["--", "hunter22"],
    ["--strict=hunter22"],
    ["--password", "hunter"],
    ["--json", "--password=hunter"],
    ["\u2013p", "hunter22"],
  ];
  for (const args of lines) {
    await t.step(args.join(" "), async () => {
      const ran = await tried(scriptThat(), args);
      assert.equal(ran.exit, 2);
      assert.ok(!`${ran.out}${ran.err}`.includes("hunter"), ran.err);
    });
  }
});

Deno.test("runScript() prints one JSON value and nothing else with --json", NONE, async () => {
  const ran = await tried(
    scriptThat((_, terminal) => {
      terminal.print("for people\n");
      terminal.showFindings([{ level: "warning", code: "w", message: "Doubt" }]);
      return { judged: 3 };
    }),
    ["--json"],
  );
  assert.equal(ran.exit, 0);
  assert.equal(
    ran.out,
    '{"ok":true,"exit":0,"judged":3,"findings":[{"level":"warning","code":"w","message":"Doubt"}]}\n',
  );
});

Deno.test("runScript() says as JSON why it failed, also where the arguments are wrong", NONE, async () => {
  const failing = scriptThat(() => {
    throw new ScriptError("Cannot go on", {
      exit: 5,
      hint: "Mend it",
      left: ["model x: DELETE it"],
      results: { done: 1 },
    });
  });
  assert.deepEqual(JSON.parse((await tried(failing, ["--json"])).out), {
    ok: false,
    exit: 5,
    done: 1,
    error: { message: "Cannot go on", hint: "Mend it" },
    findings: [],
    left: ["model x: DELETE it"],
  });
  const wrong = await tried(scriptThat(), ["--json", "--strcit"]);
  assert.equal(wrong.exit, 2);
  assert.equal(JSON.parse(wrong.out).error.message, "There is no option --strcit");
});

Deno.test("runScript() says why it failed, what is left, and what to do", NONE, async () => {
  const ran = await tried(
    scriptThat(() => {
      throw new ScriptError("Cannot go on", { exit: 5, hint: "Mend it", left: ["model \x1b[2J"] });
    }),
    [],
  );
  assert.deepEqual([ran.exit, ran.out], [5, ""]);
  assert.equal(ran.err, "error: Cannot go on\nleft behind:\n  model \\u{1b}[2J\nhint: Mend it\n");
});

Deno.test("runScript() ends with 130 or 143 when it is interrupted", NONE, async () => {
  for (const [signal, exit] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    const aborted = AbortSignal.abort(new Interruption(signal));
    const ran = await tried(
      scriptThat((_, { io }) => {
        io.signal.throwIfAborted();
        return {};
      }),
      [],
      { signal: aborted },
    );
    assert.deepEqual([ran.exit, ran.err], [exit, `error: Stopped by ${signal}\n`]);
  }
});

Deno.test("runScript() shows where a fault of its own happened", NONE, async () => {
  const ran = await tried(
    scriptThat(() => {
      throw new TypeError("x is not a function");
    }),
    [],
  );
  assert.equal(ran.exit, 1);
  assert.match(
    ran.err,
    /^error: Unexpected: x is not a function\nhint: This is a fault of the script.*run_script_test/s,
  );
});

Deno.test("runScript() redacts secrets from results, notes, findings, errors and JSON", NONE, async () => {
  const telling = (fail: boolean) =>
    scriptThat(({ password = "" }, terminal) => {
      terminal.secrets.add(password);
      terminal.print(`${password}\n`);
      terminal.note(`${btoa(`elastic:${password}`)}\n`);
      terminal.showFindings([{ level: "warning", code: "w", message: password }]);
      if (fail) throw new ScriptError(`401 for ${password}`);
      return { password };
    });
  for (const fail of [false, true]) {
    for (const args of [[], ["--json"]]) {
      const { out, err } = await tried(telling(fail), ["-p", "correct horse", ...args]);
      assert.ok(!`${out}${err}`.includes("correct horse"));
      assert.ok(!err.includes(btoa("elastic:correct horse").slice(-12, -4)), err);
      assert.ok(`${out}${err}`.includes("[redacted]"));
    }
  }
});

Deno.test("runScript() uses colours on a terminal only, and never with NO_COLOR", NONE, async () => {
  const failing = scriptThat((_, terminal) => {
    terminal.print(terminal.style.bold("title\n"));
    throw new ScriptError("no");
  });
  const colored = async (options: MemoryIoOptions) => {
    const { out, err } = await tried(failing, [], options);
    return [out.includes("\x1b["), err.includes("\x1b[")];
  };
  assert.deepEqual(await colored({ isTerminal: true }), [true, true]);
  assert.deepEqual(await colored({ isTerminal: true, noColor: true }), [false, false]);
  assert.deepEqual(await colored({}), [false, false]);
});

Deno.test("progress is shown on a terminal only, fits into a line and is taken away", NONE, async () => {
  const working = scriptThat((_, { progress }) => {
    progress.show(`reading \x1b[2J${"日".repeat(60)}`);
    return {};
  });
  const { err } = await tried(working, [], { isTerminal: true, columns: 40 });
  assert.equal(err, `\r\x1b[Kreading \\u{1b}[2J${"日".repeat(11)}\r\x1b[K`);
  assert.equal((await tried(working, [], { isTerminal: true, columns: 0 })).err, "\r\x1b[K\r\x1b[K");
  assert.equal((await tried(working, [])).err, "");
});

Deno.test("runScript() says which permission is lacking, also behind another error", NONE, async () => {
  const ran = await tried(
    scriptThat(() => {
      throw new Error("Cannot read it", { cause: new Deno.errors.NotCapable("Requires read access") });
    }),
    [],
  );
  assert.equal(ran.exit, 1);
  assert.match(ran.err, /^error: Requires read access\nhint: The first line of the script/);
});

Deno.test("stopOnFindings() ends with exit code 3 on errors, and on warnings if they count", NONE, () => {
  const warning = { level: "warning", code: "w", message: "Doubt" } as const;
  const error = { level: "error", code: "e", message: "No" } as const;
  const stop = (findings: (typeof warning | typeof error)[], strict: boolean) => () =>
    stopOnFindings(findings, "try it", { strict });
  assert.doesNotThrow(stop([], true));
  assert.doesNotThrow(stop([warning], false));
  assert.throws(stop([warning], true), { exit: 3, message: "Cannot try it as it has warnings" });
  assert.throws(stop([warning, error], false), { exit: 3, message: "Cannot try it as it has errors" });
});
