import assert from "node:assert/strict";
import { moduleUrl, runProgram } from "./testing/program.ts";
import { elasticsearchAnswer, serve } from "./testing/servers.ts";

const MEGABYTE = 1024 * 1024;

Deno.test("connect() streams 250 MB in less than 200 MB of memory", {
  permissions: { net: ["127.0.0.1"], run: true, read: true, env: true },
}, async () => {
  let received = 0;
  await using server = await serve((request, response) => {
    request.on("data", (chunk: Uint8Array) => received += chunk.length);
    request.on("end", () => elasticsearchAnswer(response, 200, {}));
  });
  // The system's own peak of a process counts what its parent held when it was started.
  const code = `
    import { connect } from ${moduleUrl("connect.ts")};
    import { memoryUsage } from "node:process";
    let peak = 0;
    const piece = () => {
      peak = Math.max(peak, memoryUsage().rss);
      return new Uint8Array(65536).fill(97);
    };
    const stream = () => {
      let left = 4000;
      return new ReadableStream({ pull: (c) => left-- > 0 ? c.enqueue(piece()) : c.close() });
    };
    const { elasticsearch } = connect({ elasticsearch: { url: ${JSON.stringify(server.url)} } });
    await elasticsearch.request({ method: "PUT", path: "/_ml/trained_models/large", stream });
    console.log(peak);
  `;
  const printed = await runProgram(code, ["--allow-net=127.0.0.1", "--allow-sys=osRelease", "--ignore-env"]);
  assert.equal(received, 250 * MEGABYTE, printed);
  const peak = Number(printed) / MEGABYTE;
  assert.ok(peak > 10 && peak < 200, `${peak} MB at its peak`);
});
