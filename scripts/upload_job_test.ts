import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { main as removeJob } from "./delete_job.ts";
import { ANALYTICS, DATAFEED, DETECTIONS, indexPacketbeat, JOB, jobStates } from "./testing/job_files.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { main as upload } from "./upload_job.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

async function withServer(
  use: (server: RehearsalServer) => Promise<void>,
  options: RehearsalServerOptions = {},
): Promise<void> {
  const server = await startRehearsal(options);
  try {
    await indexPacketbeat(server);
    await use(server);
  } finally {
    await server.close();
  }
}

function uploaded({ url }: RehearsalServer, args: string[], files: Record<string, string> = {}): Promise<Ran> {
  return run(upload, [...args, "--elasticsearch-url", url], { files });
}

function deleted({ url }: RehearsalServer, ...args: string[]): Promise<Ran> {
  return run(removeJob, [...args, "--elasticsearch-url", url]);
}

const FEED_FILE = "datafeed_dga_high_sum_by_source_ip.json";

/** A file of the bundle, as if it were in the working folder. */
async function fileOf(name: string): Promise<Record<string, string>> {
  return { [name]: await readFile(join(DETECTIONS, name), "utf8") };
}

/** The anomaly job of the bundle with another span. */
async function changedJob(): Promise<Record<string, string>> {
  const text = await readFile(join(DETECTIONS, `${JOB}.json`), "utf8");
  return { "changed.json": text.replace('"15m"', '"30m"') };
}

Deno.test("upload_job.ts uploads a bundle, starts it, and finds it there the next time", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const first = await uploaded(server, [DETECTIONS, "--start"]);
    assert.equal(first.exit, 0, first.err);
    assert.match(
      first.out,
      /^Upload of "ML-experimental-detections-20261101-1" on Elasticsearch .*\n {2}1\. Store the an/,
    );
    assert.deepEqual(await jobStates(server), { [JOB]: "opened", [DATAFEED]: "started", [ANALYTICS]: "started" });
    const again = await uploaded(server, [DETECTIONS, "--start"]);
    assert.equal(again.exit, 0, again.err);
    assert.match(again.out, /Nothing has to be changed\n\nEverything is there already\n$/);
  });
});

Deno.test("upload_job.ts shows what differs, and replaces it when told", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await uploaded(server, [DETECTIONS, "--start"]);
    const running = await jobStates(server);
    const asked = server.requests;
    const refused = await uploaded(server, ["changed.json"], await changedJob());
    assert.equal(refused.exit, 3);
    assert.match(refused.err, /not the same: analysis_config\/bucket_span: "15m" is there, the file has "30m"\n/);
    assert.match(refused.err, /--overwrite, which deletes what it has learned and found/);
    assert.deepEqual(server.log.slice(asked).filter((line) => !/^(?:GET|POST \/_security)/.test(line)), []);
    const dry = await uploaded(server, ["changed.json", "--overwrite", "--dry-run"], await changedJob());
    assert.deepEqual([dry.exit, await jobStates(server)], [0, running], dry.err);
    const replaced = await uploaded(server, ["changed.json", "--overwrite"], await changedJob());
    assert.equal(replaced.exit, 0, replaced.err);
    assert.match(replaced.out, /Note: .* goes with its model and its results/);
    assert.deepEqual(await jobStates(server), running);
  });
});

Deno.test("upload_job.ts prints one JSON value for programs", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const { exit, out } = await uploaded(server, [`${JOB}.json`, "--json"], await fileOf(`${JOB}.json`));
    const { ok, jobs, plan, report } = JSON.parse(out);
    assert.deepEqual([exit, ok, report.outcome], [0, true, "done"]);
    assert.deepEqual(jobs, [{ name: JOB, type: "anomaly_detection", file: `${JOB}.json` }]);
    assert.deepEqual([plan.kind, plan.subject, plan.steps[0].kind], ["job-upload", `${JOB}.json`, "put-anomaly-job"]);
    const failed = await uploaded(server, ["a.json", "--json"], { "a.json": '{"name": "A B"}' });
    const told = JSON.parse(failed.out);
    assert.deepEqual([failed.exit, told.ok, told.exit, told.findings[0].line], [3, false, 3, 1]);
  });
});

Deno.test("upload_job.ts puts everything back when the server refuses", PERMISSIONS, async () => {
  let isRefusing = false;
  await withServer(async (server) => {
    await uploaded(server, [DETECTIONS, "--start"]);
    const running = await jobStates(server);
    isRefusing = true;
    const failed = await uploaded(server, ["changed.json", "--overwrite"], await changedJob());
    assert.equal(failed.exit, 1, failed.err);
    assert.match(failed.err, /Cannot upload "changed\.json", and everything is as it was before: .*not today/s);
    assert.match(failed.err, /is there again, without what it had learned and found/);
    assert.deepEqual(await jobStates(server), running);
  }, {
    around: (handler) => async (request) => {
      const isPut = request.method === "PUT" && request.url.endsWith(`/_ml/anomaly_detectors/${JOB}`);
      if (!isPut || !isRefusing) return await handler(request);
      isRefusing = false;
      const error = { type: "status_exception", reason: "not today" };
      return Response.json({ error, status: 403 }, { status: 403, headers: { "x-elastic-product": "Elasticsearch" } });
    },
  });
});

Deno.test("upload_job.ts says what is wrong with what it is given", PERMISSIONS, async (t) => {
  await withServer(async (server) => {
    const cases: [string, string[], Record<string, string>, number, RegExp][] = [
      ["nothing", [], {}, 2, /none is named/],
      ["no such folder", ["/nowhere"], {}, 1, /no such folder or file/],
      ["no such file", ["no.json"], {}, 1, /Cannot read "no\.json" as a job: there is no such file/],
      ["no JSON", ["a.json"], { "a.json": "{" }, 3, /it is not JSON/],
      ["no job", ["a.json"], { "a.json": "{}" }, 3, /neither "name" nor "type" nor "body"/],
      [
        "a datafeed alone",
        [FEED_FILE],
        await fileOf(FEED_FILE),
        3,
        /neither there nor among/,
      ],
    ];
    for (const [name, args, files, exit, message] of cases) {
      await t.step(name, async () => {
        const ran = await uploaded(server, args, files);
        assert.deepEqual([ran.exit, ran.out], [exit, ""]);
        assert.match(ran.err, message);
      });
    }
  });
});

Deno.test("delete_job.ts says what has to be done first, and does it with --force", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await uploaded(server, [DETECTIONS, "--start"]);
    const running = await jobStates(server);
    const refused = await deleted(server, JOB, "anomaly_detection");
    assert.equal(refused.exit, 3);
    assert.match(
      refused.err,
      /Stop it first: POST \/_ml\/datafeeds\/.*\/_stop.*\n.*\n.*delete_job\.ts .* datafeed;.*\n.*\n.*_close/,
    );
    assert.deepEqual(await jobStates(server), running);
    const done = await deleted(server, JOB, "anomaly_detection", "--force");
    assert.equal(done.exit, 0, done.err);
    assert.deepEqual(await jobStates(server), { [ANALYTICS]: "started" });
    const again = await deleted(server, JOB, "anomaly_detection");
    assert.match(again.out, /\(not there\)\n.*\n\nThere was nothing to remove\n$/);
    assert.equal((await deleted(server, ANALYTICS, "data_frame_analytic")).exit, 3);
    assert.equal((await deleted(server, ANALYTICS, "data_frame_analytic", "--force")).exit, 0);
    assert.deepEqual(await jobStates(server), {});
  });
});

Deno.test("delete_job.ts refuses what is no name or type, and does not repeat a name", PERMISSIONS, async () => {
  const wrongName = await run(removeJob, ["hunter22!", "datafeed"]);
  assert.deepEqual([wrongName.exit, /hunter22/.test(wrongName.err)], [2, false]);
  const wrongType = await run(removeJob, ["a", "datafed"]);
  assert.deepEqual([wrongType.exit, /anomaly_detection, datafeed/.test(wrongType.err)], [2, true]);
});
