import assert from "node:assert/strict";
import { defaultQueryDelay } from "./query_delay.ts";

// new Random(id.hashCode()).longs(60000, 120000).findFirst(), by OpenJDK 17
const JAVA: Readonly<Record<string, string>> = {
  dga: "91905ms",
  dga_high_sum_by_source_ip: "113863ms",
  a: "62634ms",
  packetbeat_dns_tunneling: "64221ms",
  "zz-9": "83683ms",
};

Deno.test("defaultQueryDelay() is what Java's Random gives", { permissions: "none" }, () => {
  for (const [id, delay] of Object.entries(JAVA)) assert.equal(defaultQueryDelay(id), delay, id);
});
