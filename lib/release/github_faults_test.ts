import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import https from "node:https";
import { type ByteSource, memorySource } from "../json/byte_source.ts";
import { FAULT_KINDS, injectFaults } from "../rehearsal/faults.ts";
import { createGithub } from "../rehearsal/github.ts";
import { PASSING_FAULTS } from "../rehearsal/testing/struck.ts";
import { StackError } from "../stack/errors.ts";
import type { Handler } from "../stack/handler.ts";
import { makeCertificates } from "../stack/testing/certificates.ts";
import { listening, serveSocket } from "../stack/testing/servers.ts";
import { serveOnLoopback } from "../terminal/serve.ts";
import { connectGithub, type Github, type GithubTransferOptions, type NewAsset } from "./github.ts";
import type { GithubRelease } from "./github/answers.ts";

const NONE = { permissions: "none" } as const;
const LOOPBACK = { permissions: { net: ["127.0.0.1"] } } satisfies Partial<Deno.TestDefinition>;

const DRAFT = { tag_name: "ML-DGA-20261128-1", name: "A title", body: "A text, and the mark of a run", draft: true };
const PATIENT: GithubTransferOptions = { sleep: () => Promise.resolve() };

function assetOf(name: string, source: ByteSource, sha256: string): NewAsset {
  return { name, label: "", contentType: "application/zip", source, sha256 };
}

function newAsset(name: string, bytes: Uint8Array): NewAsset {
  return assetOf(name, memorySource(bytes), createHash("sha256").update(bytes).digest("hex"));
}

const BYTES = new TextEncoder().encode("the bytes of a file");

function clientOf(handler: Handler): Github {
  return connectGithub({ handler, token: "token" });
}

/** What is there: of each release, whether it is a draft, its text, and the names and states of its assets. */
async function stateOf(handler: Handler): Promise<unknown> {
  const releases = await clientOf(handler).listReleases();
  return releases.map(({ tag_name, draft, body, assets }) => ({
    ...{ tag_name, draft, body },
    assets: assets.map(({ name, state, size }) => ({ name, state, size })),
  }));
}

/** One write, after what must be there for it. */
interface Write {
  readonly name: string;
  readonly write: (github: Github, draft: GithubRelease) => Promise<unknown>;
}

const WRITES: readonly Write[] = [
  { name: "createRelease()", write: (github) => github.createRelease({ ...DRAFT, body: "Another text" }, PATIENT) },
  { name: "uploadAsset()", write: (github, draft) => github.uploadAsset(draft, newAsset("b.zip", BYTES), PATIENT) },
  { name: "updateRelease()", write: (github, draft) => github.updateRelease(draft.id, { body: "Changed" }, PATIENT) },
  {
    name: "updateRelease() that publishes",
    write: (github, { id }) => github.updateRelease(id, { draft: false }, PATIENT),
  },
  { name: "deleteAsset()", write: (github, { assets: [asset] }) => github.deleteAsset(asset?.id ?? 0, PATIENT) },
  { name: "deleteRelease()", write: (github, { id }) => github.deleteRelease(id, PATIENT) },
];

async function prepared(): Promise<{ handler: Handler; draft: GithubRelease }> {
  const handler = createGithub();
  const github = clientOf(handler);
  const { id } = await github.createRelease(DRAFT);
  const draft = await github.getRelease(id);
  assert.ok(draft !== undefined);
  await github.uploadAsset(draft, newAsset("a.zip", BYTES));
  return { handler, draft: await github.getRelease(id) ?? draft };
}

Deno.test("a write ends in the state before or after a fault, and is never done twice", NONE, async (t) => {
  for (const { name, write } of WRITES) {
    await t.step(name, async () => {
      const first = await prepared();
      const before = await stateOf(first.handler);
      await write(clientOf(first.handler), first.draft);
      const after = await stateOf(first.handler);
      assert.notDeepEqual(after, before);
      for (const fault of FAULT_KINDS) {
        for (const at of [1, 2]) {
          for (const persist of [false, true]) {
            const { handler, draft } = await prepared();
            const faulty = injectFaults(handler, { fault, at, persist }, "github");
            const error = await write(clientOf(faulty), draft).then(() => undefined, (thrown: unknown) => thrown);
            const told = `${fault} ${persist ? "from" : "at"} ${at}: ${error}`;
            assert.ok(error === undefined || error instanceof StackError, told);
            if (!persist && PASSING_FAULTS.includes(fault)) assert.equal(error, undefined, told);
            const state = JSON.stringify(await stateOf(handler));
            if (error === undefined) assert.equal(state, JSON.stringify(after), told);
            else assert.ok([before, after].some((known) => JSON.stringify(known) === state), `${told}\n${state}`);
          }
        }
      }
    });
  }
});

Deno.test("uploads go over a socket in pieces and with their length, and come back the same", LOOPBACK, async () => {
  const lengths: (string | null)[] = [];
  const github = createGithub();
  const server = await serveOnLoopback((request) => {
    if (request.method === "POST") lengths.push(request.headers.get("content-length"));
    assert.equal(request.headers.get("transfer-encoding"), null);
    return github(request);
  });
  try {
    const client = connectGithub({ url: server.url, token: "token" });
    const piece = new Uint8Array(64 * 1024).fill(7);
    const size = 80 * piece.length;
    const hash = createHash("sha256");
    for (let i = 0; i < 80; i++) hash.update(piece);
    let pulled = 0;
    const source: ByteSource = {
      size,
      bytes: () => Promise.reject(new Error("All of it at once was not to be asked for")),
      stream: () =>
        new ReadableStream({ pull: (controller) => pulled++ < 80 ? controller.enqueue(piece) : controller.close() }),
    };
    const draft = await client.createRelease(DRAFT);
    const sent: number[] = [];
    const asset = await client.uploadAsset(draft, assetOf("large.zip", source, hash.digest("hex")), {
      onBytes: (bytes) => sent.push(bytes),
    });
    assert.deepEqual([lengths.at(-1), asset.size, sent.length, sent.at(-1)], [String(size), size, 80, size]);
    let come = 0;
    await client.downloadAsset(asset, async (stream) => {
      for await (const chunk of stream) come += chunk.length;
    });
    assert.equal(come, size);
  } finally {
    await server.close();
  }
});

Deno.test("what never answers, or stops in the middle, is given up", LOOPBACK, async (t) => {
  const told = async (github: Github) => {
    const error = await github.listReleases(PATIENT).then(() => undefined, (thrown: unknown) => thrown);
    assert.ok(error instanceof StackError, String(error));
    return `${error.kind}: ${error.message}`;
  };
  await t.step("by a handler that hangs", async () => {
    const github = connectGithub({ handler: () => new Promise<never>(() => {}), timeoutMs: 20 });
    assert.match(await told(github), /^timeout: .* at api\.github\.com: no answer came within 0\.02 s$/);
  });
  await t.step("by a server that hangs", async () => {
    await using server = await serveSocket(() => {});
    assert.match(await told(connectGithub({ url: server.url, timeoutMs: 50 })), /^timeout: /);
  });
  await t.step("by a server that goes silent in the middle", async () => {
    await using server = await serveSocket((socket) => {
      socket.write('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[{"id');
    });
    assert.match(await told(connectGithub({ url: server.url, timeoutMs: 50 })), /^timeout: /);
  });
  await t.step("by a server that hangs up in the middle", async () => {
    await using server = await serveSocket((socket) => {
      socket.end('HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n[{"id');
    });
    assert.match(await told(connectGithub({ url: server.url })), /^reset: /);
  });
  await t.step("by a server that speaks something else", async () => {
    await using server = await serveSocket((socket) => socket.end("220 mail.example ESMTP\r\n"));
    assert.match(await told(connectGithub({ url: server.url })), /^not-github: .*the answer is not HTTP/);
  });
  await t.step("but not what is slow and moves", async () => {
    const text = "[]".padStart(10);
    const slow: Handler = () => {
      let at = 0;
      const body = new ReadableStream<Uint8Array>({
        async pull(controller) {
          await new Promise((resolve) => setTimeout(resolve, 15));
          if (at < text.length) controller.enqueue(new TextEncoder().encode(text[at++]));
          else controller.close();
        },
      });
      return Promise.resolve(new Response(body, { headers: { "content-type": "application/json" } }));
    };
    assert.deepEqual(await connectGithub({ handler: slow, timeoutMs: 100 }).listReleases(), []);
  });
});

Deno.test(
  "connectGithub() verifies TLS, and trusts the authority it is given",
  { permissions: { net: ["127.0.0.1"], run: true, read: true, write: true, env: true } },
  async () => {
    const { authority, server: certificate } = await makeCertificates();
    const answer = https.createServer(certificate, (_, response) => {
      response.writeHead(200, { "content-type": "application/json" }).end("[]");
    });
    await using server = await listening(answer, "https");
    assert.deepEqual(await connectGithub({ url: server.url, caCertificate: authority }).listReleases(), []);
    const error = await connectGithub({ url: server.url }).listReleases().catch((thrown: unknown) => thrown);
    assert.ok(error instanceof StackError && error.kind === "tls", String(error));
    assert.match(error.hint ?? "", /DENO_CERT/);
  },
);
