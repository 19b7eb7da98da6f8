import assert from "node:assert/strict";
import { ConnectionFault, FAULT_KINDS, type FaultKind, injectFaults } from "./faults.ts";
import { createRehearsalStack } from "./stack.ts";
import { ask } from "./testing/requests.ts";

const SCRIPT = { script: { lang: "painless", source: "1" } };

async function outcome(fault: FaultKind): Promise<{ said: string; tookEffect: boolean; count: number }> {
  const { elasticsearch } = createRehearsalStack();
  const faulty = injectFaults(elasticsearch, { fault, at: 2 });
  await ask(faulty, "GET /");
  let said: string;
  try {
    const { status, text, headers } = await ask(faulty, "PUT /_scripts/s", SCRIPT);
    said = `${status} ${text === "" ? "empty" : text.charAt(0)} ${headers.get("retry-after") ?? ""}`.trim();
  } catch (error) {
    said = error instanceof ConnectionFault ? error.code : String(error);
  }
  const { status } = await ask(faulty, "GET /_scripts/s");
  return { said, tookEffect: status === 200, count: faulty.count };
}

Deno.test("injectFaults() fails once, before or after the effect", { permissions: "none" }, async (t) => {
  const expected: Readonly<Record<FaultKind, readonly [string, boolean]>> = {
    refused: ["ECONNREFUSED", false],
    "reset-before": ["ECONNRESET", false],
    "reset-after": ["ECONNRESET", true],
    "half-body": ["HALF_BODY", true],
    late: ["LATE", true],
    "401": ["401 {", false],
    "403": ["403 {", false],
    "404": ["404 {", false],
    "409": ["409 {", false],
    "413": ["413 empty", false],
    "429": ["429 { 1", false],
    "500": ["500 {", false],
    "503": ["503 {", false],
    html: ["502 <", false],
  };
  for (const fault of FAULT_KINDS) {
    await t.step(fault, async () => {
      const [said, tookEffect] = expected[fault];
      assert.deepEqual(await outcome(fault), { said, tookEffect, count: 3 });
    });
  }
});

Deno.test("injectFaults() fails from a request on", { permissions: "none" }, async () => {
  const { elasticsearch } = createRehearsalStack({ faults: { fault: "503", at: 2, persist: true } });
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await ask(elasticsearch, "GET /")).status);
  assert.deepEqual(statuses, [200, 503, 503, 503]);
});
