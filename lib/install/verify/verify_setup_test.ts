import assert from "node:assert/strict";
import { type FaultKind, injectFaults } from "../../rehearsal/faults.ts";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { connect } from "../../stack/connect.ts";
import { StackError } from "../../stack/errors.ts";
import type { Handler } from "../../stack/handler.ts";
import { bundleWith, STARTER_ID } from "../testing/bundles.ts";
import { dnsRequests, lookup, put } from "../testing/dns.ts";
import { noSleep, run } from "../testing/rehearsed.ts";
import { verifySetup } from "./verify_setup.ts";

/** The official client looks at these. */
const CLIENT: { permissions: Deno.PermissionOptionsObject } = { permissions: { sys: ["osRelease"], env: true } };

const INDEX = "logs-network_traffic.dns-*";
const OPTIONS = { modelId: STARTER_ID, indexPattern: INDEX, sleep: noSleep };

/** A stack with documents that are enriched; the verdicts are not the model's, which is too small for good ones. */
async function enrichedStack(): Promise<Handler> {
  const { elasticsearch } = createRehearsalStack({ version: "9.5.3" });
  const result = await run(elasticsearch, { kind: "setup", bundle: await bundleWith({ isSmall: true }) });
  assert.equal(result.kind, "reported");
  for (const request of dnsRequests(STARTER_ID)) assert.ok((await elasticsearch(request)).ok);
  const call = { pipeline: { name: "dns_enrich_pipeline" } };
  assert.ok((await elasticsearch(put("/_ingest/pipeline/logs-network_traffic.dns@custom", { processors: [call] }))).ok);
  assert.ok((await elasticsearch(lookup("logs-network_traffic.dns-default", new Date()))).ok);
  return elasticsearch;
}

Deno.test("verifySetup() finds all well, by reading only", CLIENT, async () => {
  const handler = await enrichedStack();
  const seen: string[] = [];
  const watching: Handler = (request) => {
    seen.push(`${request.method} ${new URL(request.url).pathname}`);
    return handler(request);
  };
  const { broken, links } = await verifySetup(connect({ elasticsearch: { handler: watching } }), OPTIONS);
  assert.equal(broken, undefined, JSON.stringify(links, null, 1));
  assert.deepEqual(seen.filter((call) => !/^GET |^POST .*\/(?:_simulate|_count|_search)$/.test(call)), []);
});

Deno.test("verifySetup() takes no fault for a missing link", CLIENT, async (t) => {
  const handler = await enrichedStack();
  const counting = injectFaults(handler, { fault: "500", at: 0 });
  await verifySetup(connect({ elasticsearch: { handler: counting } }), OPTIONS);
  const requests = counting.count;
  const faults: readonly FaultKind[] = ["401", "403", "404", "409", "413", "503", "html", "half-body"];
  for (const fault of faults) {
    await t.step(`${fault} at each of ${requests} requests`, async () => {
      for (let at = 1; at <= requests; at++) {
        const stack = connect({ elasticsearch: { handler: injectFaults(handler, { fault, at }) } });
        try {
          const { links, broken, sentence } = await verifySetup(stack, OPTIONS);
          const told = `${fault} at ${at}: ${JSON.stringify(links.filter(({ state }) => state !== "ok"))}`;
          assert.deepEqual(links.filter(({ state }) => state === "missing"), [], told);
          if (broken !== undefined) assert.match(sentence, /is not known: /, told);
        } catch (error) {
          assert.ok(error instanceof StackError, `${fault} at ${at}: ${error}`);
        }
      }
    });
  }
});
