import assert from "node:assert/strict";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { type DomainName, splitDomainName } from "../../scoring/domain_name.ts";
import { OUTER_PIPELINE } from "../../scoring/score.ts";
import { connect } from "../../stack/connect.ts";
import { StackError } from "../../stack/errors.ts";
import { scoreOnStack } from "./score_on_stack.ts";

/** What the client asks of the system. */
const CLIENT = { permissions: { sys: ["osRelease"], env: true } } satisfies Partial<Deno.TestDefinition>;

function nameOf(text: string): DomainName {
  const name = splitDomainName(text);
  assert.ok(!("code" in name));
  return name;
}

const domainIs = (domain: string) => `ctx.dns.question.registered_domain == '${domain}'`;

/** A verdict by the name alone, and one name of each way to have none. */
const PIPELINE = {
  processors: [
    { set: { field: "ml_is_dga.malicious_prediction", value: 1 } },
    { set: { field: "ml_is_dga.malicious_probability", value: 1.0 } },
    { drop: { if: domainIs("dropped.com") } },
    { fail: { if: domainIs("failed.com"), message: "no such luck" } },
    { set: { if: domainIs("caught.com"), field: "error.message", value: "caught" } },
    { remove: { if: domainIs("none.com"), field: "ml_is_dga.malicious_prediction" } },
  ],
};

Deno.test("scoreOnStack() gives each name its outcome, in order", CLIENT, async () => {
  const stack = connect({ elasticsearch: { handler: createRehearsalStack().elasticsearch } });
  await stack.elasticsearch.request({ method: "PUT", path: `/_ingest/pipeline/${OUTER_PIPELINE}`, body: PIPELINE });
  const names = ["judged.com", "dropped.com", "failed.com", "caught.com", "none.com"].map(nameOf);
  assert.deepEqual(await scoreOnStack(stack, names), [
    { kind: "judged", prediction: 1, probability: 1 },
    { kind: "failed", reason: "The pipeline dropped the document" },
    { kind: "failed", reason: "no such luck" },
    { kind: "failed", reason: "caught" },
    { kind: "failed", reason: "The pipeline left nothing in ml_is_dga.malicious_prediction, not 0 or 1" },
  ]);
  assert.deepEqual(await scoreOnStack(stack, []), []);
});

Deno.test("scoreOnStack() fails where there is no pipeline, and when it is stopped", CLIENT, async () => {
  const stack = connect({ elasticsearch: { handler: createRehearsalStack().elasticsearch } });
  const names = [nameOf("example.com")];
  await assert.rejects(scoreOnStack(stack, names), (error) => error instanceof StackError && error.status === 400);
  const signal = AbortSignal.abort();
  await assert.rejects(
    scoreOnStack(stack, names, { signal }),
    (error) => error instanceof StackError && error.kind === "aborted",
  );
});
