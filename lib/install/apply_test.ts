import assert from "node:assert/strict";
import { createRehearsalStack, type RehearsalOptions } from "../rehearsal/stack.ts";
import { connect } from "../stack/connect.ts";
import type { Handler } from "../stack/handler.ts";
import { applyPlan } from "./apply.ts";
import type { Progress, Report } from "./report.ts";
import { bundleWith, STARTER_ID } from "./testing/bundles.ts";
import { type Command, differing, noSleep, run, type RunOptions, stateOf } from "./testing/rehearsed.ts";

const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };
const STARTER = await bundleWith();
const SMALL = await bundleWith({ isSmall: true });
const SETUP: Command = { kind: "setup", bundle: SMALL };

function newStack(options: RehearsalOptions = {}): Handler {
  return createRehearsalStack({ version: "9.5.3", ...options }).elasticsearch;
}

async function reportOf(handler: Handler, command: Command, options: RunOptions = {}): Promise<Report> {
  const result = await run(handler, command, options);
  assert.ok(result.kind === "reported", JSON.stringify(result));
  return result.report;
}

/** A handler in which some answers are others. */
function answering(handler: Handler, change: (response: Response, request: Request) => Promise<Response>): Handler {
  return async (request) => await change(await handler(request), request);
}

function changed(response: Response, text: string): Response {
  const headers = new Headers(response.headers);
  headers.delete("content-length");
  return new Response(text, { status: response.status, headers });
}

Deno.test("applyPlan() installs, and tells of each step and byte", CLIENT, async () => {
  const events: Progress[] = [];
  const { outcome, done, warnings } = await reportOf(newStack(), { kind: "setup", bundle: STARTER }, {
    onProgress: (event) => events.push(event),
  });
  assert.deepEqual([outcome, done.length, warnings], ["done", 7, []]);
  const steps = events.flatMap((event) => event.kind === "step" ? [`${event.number}/${event.total}`] : []);
  assert.deepEqual(steps, ["1/7", "2/7", "3/7", "4/7", "5/7", "6/7", "7/7"]);
  const bytes = events.findLast((event) => event.kind === "bytes");
  assert.ok(bytes?.kind === "bytes");
  assert.deepEqual([bytes.sent, bytes.total], [STARTER.modelFile.source.size, STARTER.modelFile.source.size]);
});

Deno.test("applyPlan() installs on every version that the rehearsal plays", CLIENT, async (t) => {
  for (const version of ["8.19.21", "9.5.3"] as const) {
    await t.step(version, async () => {
      assert.equal((await reportOf(newStack({ version }), SETUP)).outcome, "done");
    });
  }
});

Deno.test("applyPlan() tries scripts where they are stored when no others are allowed", CLIENT, async () => {
  const bundle = await bundleWith({ isSmall: true, isUnconditional: true });
  const report = await reportOf(newStack({ inlineScripts: false }), { kind: "setup", bundle });
  assert.equal(report.outcome, "done", String(report.error));
  assert.match(report.warnings.join(), /script\.allowed_types/);
  // The condition of the usual outer pipeline is a script that is not stored, so no such server takes it.
  const handler = newStack({ inlineScripts: false });
  const before = await stateOf(handler);
  const undone = await reportOf(handler, SETUP);
  assert.equal(undone.outcome, "undone");
  assert.match(undone.error?.message ?? "", /dns_enrich_pipeline.*cannot execute \[inline\] scripts/);
  assert.deepEqual(differing(await stateOf(handler), before), []);
});

Deno.test("applyPlan() does not trust another verdict than the bundle's own", CLIENT, async (t) => {
  for (
    const [name, replacement, message] of [
      [
        "another class",
        { malicious_prediction: 0, malicious_probability: 0.1 },
        /judges "www\.wikipedia\.org" otherwise/,
      ],
      ["a warning", { warning: "all fields were missing", model_id: "x" }, /the model warns: all fields were missing/],
      ["nothing", {}, /left nothing in ml_is_dga\.malicious_prediction/],
    ] as const
  ) {
    await t.step(name, async () => {
      const handler = newStack();
      const before = await stateOf(handler);
      const report = await reportOf(
        answering(handler, async (response, request) => {
          if (!request.url.endsWith("/_simulate")) return response;
          const body = await response.json();
          body.docs[0].doc._source.ml_is_dga = replacement;
          return changed(response, JSON.stringify(body));
        }),
        SETUP,
      );
      assert.equal(report.outcome, "undone");
      assert.match(report.error?.message ?? "", message);
      assert.deepEqual(differing(await stateOf(handler), before), []);
    });
  }
});

Deno.test("applyPlan() fails when a document does", CLIENT, async (t) => {
  const error = { type: "script_exception", reason: "runtime error", caused_by: { type: "npe", reason: "null" } };
  for (
    const [name, doc, message] of [
      ["with an error", { error }, /fails on "www\.wikipedia\.org": \[npe\] null/],
      ["with what a handler left", { doc: { _source: { error: { message: "script: oh" } } } }, /script: oh/],
      ["dropped", {}, /dropped/],
    ] as const
  ) {
    await t.step(name, async () => {
      const report = await reportOf(
        answering(
          newStack(),
          async (response, request) =>
            request.url.endsWith("/_simulate")
              ? changed(response, JSON.stringify({ docs: [doc, (await response.json()).docs[1]] }))
              : response,
        ),
        SETUP,
      );
      assert.equal(report.outcome, "undone");
      assert.match(report.error?.message ?? "", message);
    });
  }
});

Deno.test("applyPlan() tells what the server warns of, once", CLIENT, async () => {
  const report = await reportOf(
    answering(newStack(), (response) => {
      response.headers.set("warning", '299 Elasticsearch-9.5.3-abc "this is deprecated"');
      return Promise.resolve(response);
    }),
    SETUP,
  );
  assert.deepEqual(report.warnings, ["this is deprecated"]);
});

Deno.test("applyPlan() leaves alone a model that somebody else stored meanwhile", CLIENT, async () => {
  const handler = newStack();
  const other = newStack();
  assert.equal((await reportOf(handler, SETUP)).outcome, "done");
  // The plan was made while there was nothing: its first step meets what is there now.
  const result = await run(other, SETUP);
  assert.ok(result.kind === "reported");
  const before = await stateOf(handler);
  const report = await applyPlan(connect({ elasticsearch: { handler } }), result.plan, { sleep: noSleep });
  assert.equal(report.outcome, "undone");
  assert.deepEqual(report.undone, []);
  assert.match(report.error?.message ?? "", /already exists/);
  assert.deepEqual(differing(await stateOf(handler), before), []);
});

Deno.test(
  "applyPlan() removes what another pipeline calls only when forced, and puts aliases back",
  CLIENT,
  async () => {
    const handler = newStack();
    assert.equal((await reportOf(handler, SETUP)).outcome, "done");
    const put = async (path: string, body?: string) => {
      const headers = { "content-type": "application/json" };
      const init = { method: "PUT", headers, ...(body === undefined ? {} : { body }) };
      assert.equal((await handler(new Request(`http://rehearsal${path}`, init))).status, 200);
    };
    await put(`/_ml/trained_models/${STARTER_ID}/model_aliases/dga_live`);
    await put("/_ingest/pipeline/mine", '{"processors":[{"inference":{"model_id":"dga_live"}}]}');
    const before = await stateOf(handler);
    const refused = await run(handler, { kind: "remove", modelId: STARTER_ID });
    assert.ok(refused.kind === "found");
    const removal: Command = { kind: "remove", modelId: STARTER_ID, force: true };
    // A refused script at the end: by then the model and its alias are gone.
    const failing: Handler = async (request) => {
      const isLast = request.method === "DELETE" && request.url.includes("dga_ngrams_transform_delete");
      return isLast ? changed(await newStack()(new Request("http://rehearsal/nowhere")), "{}") : await handler(request);
    };
    const undone = await reportOf(failing, removal);
    assert.deepEqual([undone.outcome, undone.left], ["undone", []]);
    assert.deepEqual(differing(await stateOf(handler), before), []);
    const { trained_model_configs: [model] } =
      await (await handler(new Request("http://rehearsal/_ml/trained_models/dga_live"))).json();
    assert.equal(model.model_id, STARTER_ID);
    assert.equal((await reportOf(handler, removal)).outcome, "done");
    assert.deepEqual(differing(await stateOf(handler), await stateOf(newStack())), ["pipeline mine"]);
  },
);

Deno.test("applyPlan() deletes nothing when the model cannot be kept", CLIENT, async () => {
  const handler = newStack();
  assert.equal((await reportOf(handler, SETUP)).outcome, "done");
  const before = await stateOf(handler);
  const other = await bundleWith({ isSmall: true, modelDescription: "Another" });
  const report = await reportOf(
    answering(
      handler,
      async (response, request) =>
        request.url.includes("include=definition")
          ? changed(response, (await response.text()).replace("compressed_definition", "something_else"))
          : response,
    ),
    { kind: "setup", bundle: other, overwrite: true },
  );
  assert.equal(report.outcome, "undone");
  assert.match(report.error?.message ?? "", /Cannot replace the model .* gave no definition/);
  assert.deepEqual(report.undone, []);
  assert.deepEqual(differing(await stateOf(handler), before), []);
});

Deno.test("applyPlan() does not apply a plan with errors", CLIENT, async () => {
  const found = await run(newStack({ license: "basic" }), SETUP);
  assert.ok(found.kind === "found");
  const stack = connect({ elasticsearch: { handler: newStack() } });
  await assert.rejects(applyPlan(stack, found.plan), TypeError);
});
