import assert from "node:assert/strict";
import { createRehearsalStack } from "../../rehearsal/stack.ts";
import { injectFaults } from "../../rehearsal/faults.ts";
import { connect } from "../../stack/connect.ts";
import { refreshDataView } from "./refresh_data_view.ts";
import { noSleep } from "../testing/rehearsed.ts";

const NONE = { permissions: "none" } as const;

async function stackWithView() {
  const { elasticsearch, kibana } = createRehearsalStack({ kibana: { spaces: ["soc"] } });
  const stack = connect({ kibana: { handler: kibana, space: "soc" } });
  await stack.kibana?.request({
    method: "POST",
    path: "/api/data_views/data_view",
    body: { data_view: { id: "packet beat", title: "packetbeat-*" } },
  });
  const mappings = { properties: { ml_is_dga: { properties: { malicious_prediction: { type: "long" } } } } };
  const response = await elasticsearch(
    new Request("http://es/packetbeat-1", {
      method: "PUT",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mappings }),
    }),
  );
  assert.equal(response.status, 200);
  return { stack, kibana };
}

Deno.test("refreshDataView() tells the fields that the indices have now", NONE, async () => {
  const { stack } = await stackWithView();
  const { id, title, fields } = await refreshDataView(stack, "packet beat");
  assert.deepEqual([id, title], ["packet beat", "packetbeat-*"]);
  assert.ok(fields.includes("ml_is_dga.malicious_prediction"), fields.join());
});

Deno.test("refreshDataView() is survived by passing faults, and says which view is missing", NONE, async () => {
  const { kibana, stack } = await stackWithView();
  const handler = injectFaults(kibana, { fault: "503", at: 1 }, "kibana");
  const faulty = connect({ kibana: { handler, space: "soc" } });
  assert.equal((await refreshDataView(faulty, "packet beat", { sleep: noSleep })).title, "packetbeat-*");
  await assert.rejects(refreshDataView(stack, "none"), /404: Saved object \[index-pattern\/none\] not found/);
});
