/**
 * Asks the real systems again, and compares their answers with what was recorded: Elasticsearch 7.10.2 for Painless and
 * ingest, Elastic's own classes for trained models, jobs and templates, Python's `json` for the canonical form, GitHub's
 * own description of its API; lets Elastic's Python clients use the rehearsal; then checks that everything is covered. One
 * line a judge, then `N passed, N failed`; exits with 1 on any failure.
 *
 *     deno task conformance [--elasticsearch URL]
 *
 * Without a URL it starts the node of `elasticsearch/run.sh` on a free port and stops it at the end. Needs a JDK 17 or
 * newer, Maven, npm and Python 3; where one is missing, the judges that need it fail. Where pip cannot install the Python
 * clients, they are left out.
 * @module
 */

import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const TESTDATA = fileURLToPath(new URL("..", import.meta.url));
const JUDGE = join(TESTDATA, "judge");
/** How long the node may take to build and to start. */
const START_SECONDS = 600;

/** What a judge has to say: how many cases agree and how many do not, and in which way. */
interface Verdict {
  readonly passed: number;
  readonly failed: number;
  readonly details: readonly string[];
}

/** What a finished command left. */
interface Finished {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs a command to its end. */
function run(command: string, args: readonly string[]): Promise<Finished> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    let errors = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => output += text);
    child.stderr.setEncoding("utf8").on("data", (text: string) => errors += text);
    child.on("error", (error) => resolve({ code: null, output, errors: `${errors}${error.message}` }));
    child.on("close", (code) => resolve({ code, output, errors }));
  });
}

/** A judge that can't be had on this machine, and that none of the recorded answers depends on, exits with this. */
const NOT_ASKED = 69;

/** Runs a judge that is a script of its own; its last line says how many cases agree, and how many do not. */
async function runScript(name: string, args: readonly string[] = []): Promise<Verdict> {
  const { code, output, errors } = await run(Deno.execPath(), ["run", "--allow-all", join(JUDGE, name), ...args]);
  const summary = output.trimEnd().split("\n").at(-1) ?? "";
  const sum = (pattern: RegExp) =>
    [...summary.matchAll(pattern)].reduce((total, [, count]) => total + Number(count), 0);
  const passed = sum(/(\d+) (?:agree|covered)/g);
  if (code === 0 && passed > 0) return { passed, failed: 0, details: [] };
  if (code === NOT_ASKED) return { passed: 0, failed: 0, details: [errors.trim()] };
  const said = `${errors}${output}`.trim();
  return {
    passed,
    failed: Math.max(1, sum(/(\d+) (?:failed|differ|uncovered|unknown)/g)),
    details: [said === "" ? `${name} ended with ${code} and said nothing` : said],
  };
}

/** Elastic's inference classes on a copy of the cases; their answers are compared byte for byte. */
async function judgeInference(): Promise<Verdict> {
  const copy = mkdtempSync(join(tmpdir(), "ml-dga-inference-"));
  try {
    const cases = join(TESTDATA, "inference");
    const names = readdirSync(cases).filter((name) => existsSync(join(cases, name, "expected.ndjson")));
    if (names.length === 0) return failure(`Cannot judge inference as ${cases} holds no case`);
    for (const name of names) {
      cpSync(join(cases, name), join(copy, name), {
        recursive: true,
        filter: (path) => !path.endsWith("expected.ndjson"),
      });
    }
    const { code, errors } = await run(join(JUDGE, "inference", "run.sh"), ["--batch", copy]);
    if (code !== 0) return failure(`Cannot run the judge of trained models: ${errors.trim()}`);
    const details = names.flatMap((name) => difference(join(cases, name), join(copy, name)));
    return { passed: names.length - details.length, failed: details.length, details };
  } finally {
    rmSync(copy, { recursive: true, force: true });
  }
}

/** What was answered, without the addresses that the JVM prints of arrays (`[D@7724704f`), which are others each time. */
function readAnswers(folder: string): string {
  const file = join(folder, "expected.ndjson");
  if (!existsSync(file)) return "";
  return readFileSync(file, "utf8").replaceAll(/(?<=\[\w)@[0-9a-f]{5,8}\b/g, "@…");
}

function difference(recorded: string, now: string): string[] {
  const [before = "", after = ""] = [recorded, now].map(readAnswers);
  if (before === after) return [];
  const [lines, newLines] = [before.split("\n"), after.split("\n")];
  const at = newLines.findIndex((line, i) => line !== lines[i]);
  return [`${recorded}, document ${at + 1}\n    recorded ${lines[at]}\n    now      ${newLines[at]}`];
}

/** A node of our own, or the one that was given. */
interface Node {
  readonly url: string;
  stop(): Promise<void>;
}

async function startNode(): Promise<Node> {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "ml-dga-node-"));
  const child = spawn(join(JUDGE, "elasticsearch", "run.sh"), [String(port), folder], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const node = { url: `http://127.0.0.1:${port}`, stop: () => stop(child, folder) };
  try {
    await ready(child);
    return node;
  } catch (error) {
    await node.stop();
    throw error;
  }
}

/** Resolves when the node has printed READY. */
function ready(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = "";
    const timer = setTimeout(
      () => reject(new Error(`it was not ready after ${START_SECONDS} s`)),
      START_SECONDS * 1000,
    );
    const listen = (text: string) => {
      said = (said + text).slice(-4000);
      if (!/^READY$/m.test(said)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.setEncoding("utf8").on("data", listen);
    child.stderr?.setEncoding("utf8").on("data", listen);
    child.on("error", reject);
    child.on("exit", (code) => {
      clearTimeout(timer);
      reject(new Error(`it ended with ${code}: ${said.trim()}`));
    });
  });
}

async function stop(child: ChildProcess, folder: string): Promise<void> {
  if (child.exitCode === null && child.signalCode === null && child.pid !== undefined) {
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }
  rmSync(folder, { recursive: true, force: true });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on("error", reject).listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

/** What is missing of what a judge needs, in words; undefined if nothing. */
async function missing(needs: readonly Tool[]): Promise<string | undefined> {
  for (const need of needs) {
    const [args, name] = TOOLS[need];
    const { code } = await run(commandOf(need), args);
    if (code !== 0) return `Cannot run this judge as ${name} was not found`;
  }
  return undefined;
}

type Tool = keyof typeof TOOLS;

const TOOLS = {
  java: [["-version"], "Java (a JDK 17 or newer, on the PATH or by JAVA_HOME)"],
  mvn: [["-version"], "Maven"],
  python3: [["--version"], "Python 3"],
  npm: [["--version"], "npm"],
} as const;

function commandOf(tool: Tool): string {
  const home = Deno.env.get("JAVA_HOME");
  return tool === "java" && home !== undefined && home !== "" ? join(home, "bin", "java") : tool;
}

function failure(reason: string): Verdict {
  return { passed: 0, failed: 1, details: [reason] };
}

async function main(args: readonly string[]): Promise<number> {
  const given = args[0] === "--elasticsearch" ? args[1] : undefined;
  if (args.length > 0 && given === undefined) {
    console.error("usage: conformance.ts [--elasticsearch URL]");
    return 2;
  }
  let passed = 0;
  let failed = 0;
  const judge = async (name: string, needs: readonly Tool[], ask: () => Promise<Verdict>): Promise<void> => {
    const lacking = await missing(needs);
    const verdict = lacking === undefined
      ? await ask().catch((error: unknown) => failure(error instanceof Error ? error.message : String(error)))
      : failure(lacking);
    passed += verdict.passed;
    failed += verdict.failed;
    for (const detail of verdict.details) console.error(detail);
    console.log(`${name}: ${verdict.passed} agree, ${verdict.failed} failed`);
  };

  const forNode = given === undefined ? ["java", "mvn"] as const : [];
  const lacking = await missing(forNode);
  let node: Node | undefined;
  let whyNot = lacking;
  if (lacking === undefined) {
    try {
      node = given === undefined ? await startNode() : { url: given, stop: () => Promise.resolve() };
    } catch (error) {
      whyNot = `Cannot start Elasticsearch: ${error instanceof Error ? error.message : error}`;
    }
  }
  const onNode = (script: string) => (): Promise<Verdict> =>
    node === undefined
      ? Promise.resolve(failure(whyNot ?? "Cannot start Elasticsearch"))
      : runScript(script, ["--check", "--elasticsearch", node.url]);
  for (const [signal, code] of [["SIGINT", 130], ["SIGTERM", 143]] as const) {
    Deno.addSignalListener(signal, () => (node?.stop() ?? Promise.resolve()).finally(() => Deno.exit(code)));
  }
  try {
    await judge("Painless (Elasticsearch 7.10.2)", [], onNode("record_painless.ts"));
    await judge("ingest (Elasticsearch 7.10.2)", [], onNode("record_ingest.ts"));
    await judge("HTTP (Elasticsearch 7.10.2)", [], onNode("record_http.ts"));
    await judge("installing (Elasticsearch 7.10.2)", [], onNode("install_on_7_10.ts"));
  } finally {
    await node?.stop();
  }
  await judge("trained models (Elastic's inference classes)", ["java", "mvn"], judgeInference);
  await judge(
    "jobs and templates (Elastic's parsers)",
    ["java", "mvn"],
    () => runScript("record_configs.ts", ["--check"]),
  );
  await judge("canonical JSON (Python)", ["python3"], () => runScript("compare_canonical.ts"));
  await judge("zips and manifests (Python, Info-ZIP)", ["python3"], () => runScript("compare_release.ts"));
  await judge("GitHub (its OpenAPI description)", ["npm"], () => runScript("github_openapi.ts", ["--check"]));
  await judge("Python clients 8 and 9 (on the rehearsal)", ["python3"], () => runScript("python_clients.ts"));
  await judge("coverage", [], () => runScript("coverage.ts"));
  console.log(`${passed} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

if (import.meta.main) Deno.exit(await main(Deno.args));
