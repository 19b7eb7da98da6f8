import assert from "node:assert/strict";
import { main as remove } from "./remove_dga.ts";
import { main as setUp } from "./setup_dga.ts";
import { main as wire } from "./wire_dga.ts";
import { installIntegration } from "./testing/dns_documents.ts";
import { BUNDLE, type Edit, MODEL, withEdited } from "./testing/edited_bundle.ts";
import { type RehearsalServer, startRehearsal } from "./testing/rehearsal_server.ts";
import { run } from "./testing/run_main.ts";
import { startProgram } from "./testing/run_program.ts";

/** Programs of their own are killed or interrupted at a request, when it has taken effect and is not yet answered. */
const PERMISSIONS = {
  permissions: { read: true, write: true, run: ["deno"], net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const NEW_MODEL = "dga_20261102_1.0";
const SECOND_EDITION: readonly Edit[] = [
  ["model", '"description":"', '"description":"Second edition. '],
  ["dga_ngrams_transform_delete", '"source": "', '"source": "/* Second edition. */ '],
  ["ingest_pipeline1", '"description": "', '"description": "Second edition. '],
];

/** One command, and what is there before it. */
interface Session {
  readonly name: string;
  readonly before?: (server: RehearsalServer) => Promise<void>;
  readonly script: "setup_dga.ts" | "remove_dga.ts" | "wire_dga.ts";
  readonly args: readonly string[];
}

const MAINS = { "setup_dga.ts": setUp, "remove_dga.ts": remove, "wire_dga.ts": wire };

function argsFor({ args }: Session, { url }: RehearsalServer): string[] {
  return [...args, "--elasticsearch-url", url];
}

async function runHere(session: Session, server: RehearsalServer): Promise<void> {
  const { exit, err } = await run(MAINS[session.script], argsFor(session, server));
  assert.equal(exit, 0, err);
}

async function setUpBefore(server: RehearsalServer): Promise<void> {
  await runHere({ name: "before", script: "setup_dga.ts", args: ["-d", BUNDLE] }, server);
}

/** What a session asks, and the states that it begins and ends with. */
async function rehearse(session: Session) {
  const server = await startRehearsal();
  await session.before?.(server);
  const before = await server.state();
  const asked = server.requests;
  await runHere(session, server);
  const after = await server.state();
  await server.close();
  return { requests: server.log.slice(asked), before, after };
}

/** Runs a session as a program of its own that gets a signal at the n-th request, and gives its exit code. */
async function runAndSignal(session: Session, at: number, signal: Deno.Signal, use: Used): Promise<void> {
  let asked = 0;
  let stop: (() => void | Promise<void>) | undefined;
  const server = await startRehearsal({ beforeAnswer: (count) => count === asked + at ? stop?.() : undefined });
  try {
    await session.before?.(server);
    asked = server.requests;
    const child = await startProgram(session.script, argsFor(session, server));
    const output = child.output();
    stop = async () => {
      child.kill(signal);
      // A process that is killed hears no answer; one that is interrupted hears of that first.
      await Promise.race([output, new Promise((resolve) => setTimeout(resolve, 150))]);
    };
    const { code, stderr } = await output;
    stop = undefined;
    await use(server, code, new TextDecoder().decode(stderr));
  } finally {
    await server.close();
  }
}

type Used = (server: RehearsalServer, code: number, err: string) => Promise<void>;

/** Two at a time: they are programs of their own. */
async function inPairs<Item>(items: readonly Item[], use: (item: Item) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const work = async () => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await use(item);
  };
  await Promise.all([work(), work()]);
}

/** Positions, from 1, of the requests that change something. */
function writes(requests: readonly string[]): number[] {
  return requests.flatMap((request, i) => /^(?:PUT|DELETE) /.test(request) ? [i + 1] : []);
}

async function assertKillsAreMended(session: Session, positions: (requests: readonly string[]) => number[]) {
  const { requests, after } = await rehearse(session);
  assert.ok(positions(requests).length >= 4);
  await inPairs(positions(requests), (at) =>
    runAndSignal(session, at, "SIGKILL", async (server, code) => {
      assert.equal(code, 137, `${requests[at - 1]} is not the last`);
      await runHere(session, server);
      assert.deepEqual(await server.state(), after, `killed at ${requests[at - 1]}`);
    }));
}

const SETUP: Session = { name: "setup", script: "setup_dga.ts", args: ["-d", BUNDLE] };
const REMOVAL: Session = { name: "removal", script: "remove_dga.ts", args: [MODEL], before: setUpBefore };

Deno.test(
  "a setup that is killed while it looks around or at any change is finished by running it again",
  PERMISSIONS,
  async () => {
    await assertKillsAreMended(SETUP, (requests) => {
      const changes = writes(requests);
      const looks = requests.flatMap((_, i) => changes.includes(i + 1) ? [] : [i + 1]);
      return [...looks.slice(0, 1), ...looks.slice(-1), ...changes];
    });
  },
);

Deno.test("a removal that is killed at any change is finished by running it again", PERMISSIONS, async () => {
  await assertKillsAreMended(REMOVAL, writes);
});

Deno.test("an overwrite that is killed at any change is finished by running it again", PERMISSIONS, async () => {
  await withEdited(SECOND_EDITION, (bundle) =>
    assertKillsAreMended({
      name: "overwrite",
      script: "setup_dga.ts",
      args: ["-d", bundle, "--overwrite"],
      before: setUpBefore,
    }, writes));
});

Deno.test("an upgrade that is killed at any change is finished by running it again", PERMISSIONS, async () => {
  await withEdited(SECOND_EDITION, (bundle) =>
    assertKillsAreMended({
      name: "upgrade",
      script: "setup_dga.ts",
      args: ["-d", bundle, "--overwrite"],
      before: setUpBefore,
    }, writes), NEW_MODEL);
});

Deno.test("a setup that is interrupted at any change undoes it and ends with 130", PERMISSIONS, async () => {
  const { requests, before } = await rehearse(SETUP);
  await inPairs(writes(requests), (at) =>
    runAndSignal(SETUP, at, "SIGINT", async (server, code, err) => {
      assert.equal(code, 130, err);
      assert.match(err, /\nerror: .* everything is as it was before: Stopped by SIGINT\n/);
      assert.deepEqual(await server.state(), before, `interrupted at ${requests[at - 1]}`);
    }));
});

Deno.test("a removal that is terminated undoes it and ends with 143", PERMISSIONS, async () => {
  const { requests, before } = await rehearse(REMOVAL);
  const [last = 0] = writes(requests).slice(-1);
  await runAndSignal(REMOVAL, last, "SIGTERM", async (server, code, err) => {
    assert.equal(code, 143, err);
    assert.deepEqual(await server.state(), before);
  });
});

Deno.test("a wiring that is interrupted at any change undoes it and ends with 130", PERMISSIONS, async () => {
  const wiring: Session = {
    name: "wiring",
    script: "wire_dga.ts",
    args: ["--index", "logs-network_traffic.dns-*", "--apply"],
    before: async (server) => {
      await setUpBefore(server);
      await installIntegration(server);
    },
  };
  const { requests, before } = await rehearse(wiring);
  assert.equal(writes(requests).length, 2);
  await inPairs(writes(requests), (at) =>
    runAndSignal(wiring, at, "SIGINT", async (server, code, err) => {
      assert.equal(code, 130, err);
      assert.deepEqual(await server.state(), before, `interrupted at ${requests[at - 1]}`);
    }));
});
