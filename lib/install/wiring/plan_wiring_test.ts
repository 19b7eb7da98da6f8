import assert from "node:assert/strict";
import type { StoredJson } from "../resources/stored_json.ts";
import type { PipelineReference } from "../snapshot.ts";
import type { PutStep } from "../step.ts";
import { knownAs } from "../verify/known.ts";
import { planWiring } from "./plan_wiring.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

const PURE = { permissions: "none" } as const;
const INNER = "dns_dga_inference_enrich_pipeline";
const OUTER = "dns_enrich_pipeline";
const CUSTOM = "logs-network_traffic.dns@custom";
const DEFAULT = "logs-network_traffic.dns-1.34.0";

const stored = (value: Record<string, unknown>): StoredJson => ({ value, text: JSON.stringify(value) });
const calls = (pipeline: string, id: string): PipelineReference => ({ pipeline, kind: "pipeline", id });
const FIELDS = { malicious_prediction: { type: "long" }, malicious_probability: { type: "float" } };
const MAPPED = { template: { mappings: { properties: { ml_is_dga: { properties: FIELDS } } } } };

const AGENT: WiringTarget = {
  name: "logs-network_traffic.dns-default",
  writer: "agent",
  isDataStream: true,
  current: { index: ".ds-logs-network_traffic.dns-default-2026.11.28-000001", createdAt: 1, defaultPipeline: DEFAULT },
  templates: ["logs-network_traffic.dns"],
  custom: CUSTOM,
  types: knownAs({ prediction: [], probability: [] }),
  sample: knownAs({ kind: "judged", prediction: 0, probability: 0.04 }),
  enriched: knownAs(0),
};

const PACKETBEAT: WiringTarget = {
  name: "packetbeat-9.5.3",
  writer: "packetbeat",
  isDataStream: true,
  current: { index: ".ds-packetbeat-9.5.3-2026.11.28-000001", createdAt: 1 },
  templates: ["packetbeat-9.5.3"],
  types: knownAs({ prediction: [], probability: [] }),
  sample: knownAs(undefined),
  enriched: knownAs(0),
};

const OTHER: WiringTarget = {
  name: "dns-lookups",
  writer: "other",
  isDataStream: false,
  current: { index: "dns-lookups", createdAt: 1 },
  templates: [],
  types: knownAs({ prediction: ["long"], probability: ["float"] }),
  sample: knownAs(undefined),
  enriched: knownAs(0),
};

function snapshot(targets: readonly WiringTarget[], other: Partial<WiringSnapshot> = {}): WiringSnapshot {
  return {
    version: "9.5.3",
    privileges: { kind: "security-off" },
    indexPattern: "the-pattern-*",
    references: [
      calls(OUTER, INNER),
      { pipeline: INNER, kind: "model", id: "dga_20261101_1.0" },
      calls(DEFAULT, "global@custom"),
      calls(DEFAULT, CUSTOM),
    ],
    outerPipeline: stored({ processors: [{ pipeline: { if: "ctx.type == 'dns'", name: INNER } }] }),
    proof: knownAs([
      { domain: "www.wikipedia.org", expected: 0, tried: { kind: "judged", prediction: 0, probability: 0.04 } },
      { domain: "xjqzkvbwpfhmtrgd.com", expected: 1, tried: { kind: "judged", prediction: 1, probability: 0.99 } },
    ]),
    targets,
    moreTargets: 0,
    pipelines: {},
    componentTemplates: {},
    indexTemplates: {
      "logs-network_traffic.dns": stored({ composed_of: ["logs@settings", CUSTOM], index_patterns: ["logs-*"] }),
      "packetbeat-9.5.3": stored({ index_patterns: ["packetbeat-9.5.3"], priority: 150, data_stream: {} }),
    },
    ...other,
  };
}

const puts = (snapshot: WiringSnapshot) =>
  planWiring(snapshot).steps.filter((step): step is PutStep => step.kind === "put");

Deno.test("planWiring() gives data streams of an integration types and a call", PURE, () => {
  const plan = planWiring(snapshot([AGENT]));
  assert.deepEqual(plan.findings, []);
  assert.deepEqual(puts(snapshot([AGENT])).map(({ resource, id, text }) => [resource, id, JSON.parse(text)]), [
    ["component-template", CUSTOM, MAPPED],
    ["pipeline", CUSTOM, {
      description: "Called by the integration for what its users add",
      processors: [{ pipeline: { name: OUTER, ignore_missing_pipeline: true } }],
    }],
  ]);
  assert.deepEqual(plan.steps.map(({ kind }) => kind), ["put", "put", "verify"]);
  assert.match(plan.next.join("\n"), /POST \/logs-network_traffic\.dns-default\/_rollover/);
  assert.match(plan.next.join("\n"), /verify_dga\.ts dga_20261101_1\.0 --index 'the-pattern-\*'/);
});

Deno.test("planWiring() leaves all else in @custom templates and pipelines as it is", PURE, () => {
  const component = {
    template: { settings: { index: { codec: "best_compression" } }, mappings: { properties: { a: { type: "ip" } } } },
    version: 7,
  };
  const pipeline = { processors: [{ set: { field: "a", value: 1.5 } }], on_failure: [{ drop: {} }], version: 3 };
  const steps = puts(snapshot([AGENT], {
    componentTemplates: { [CUSTOM]: stored(component) },
    pipelines: { [CUSTOM]: { value: pipeline, text: JSON.stringify(pipeline).replace("1.5", "1.0") } },
  }));
  assert.deepEqual(JSON.parse(steps[0]?.text ?? ""), {
    template: {
      settings: component.template.settings,
      mappings: { properties: { a: { type: "ip" }, ml_is_dga: { properties: FIELDS } } },
    },
    version: 7,
  });
  const call = { pipeline: { name: OUTER, ignore_missing_pipeline: true } };
  assert.deepEqual(JSON.parse(steps[1]?.text ?? ""), {
    ...pipeline,
    processors: [{ set: { field: "a", value: 1 } }, call],
  });
  assert.match(steps[1]?.text ?? "", /"value":1\.0/);
  assert.equal(steps[1]?.replaces, JSON.stringify(pipeline).replace("1.5", "1.0"));
  // A pipeline that does other things may need other documents than ours.
  const { steps: all } = planWiring(snapshot([AGENT], { pipelines: { [CUSTOM]: stored(pipeline) } }));
  assert.ok(!all.some(({ kind }) => kind === "verify"));
});

Deno.test("planWiring() has nothing to do the second time", PURE, () => {
  const again = planWiring(snapshot([{ ...AGENT, types: knownAs({ prediction: ["long"], probability: ["float"] }) }], {
    componentTemplates: { [CUSTOM]: stored(MAPPED) },
    references: [calls(OUTER, INNER), calls(DEFAULT, CUSTOM), calls(CUSTOM, OUTER)],
  }));
  assert.deepEqual([again.findings, again.steps], [[], []]);
  assert.equal(again.next.length, 1);
});

Deno.test("planWiring() wires what several data streams share once", PURE, () => {
  const second = { ...AGENT, name: "logs-network_traffic.dns-branch" };
  assert.equal(puts(snapshot([AGENT, second])).length, 2);
});

Deno.test("planWiring() prepares data streams that are still to come", PURE, () => {
  const { current: _, ...coming } = { ...AGENT, name: "logs-network_traffic.dns-*", templates: [] };
  const plan = planWiring(snapshot([coming]));
  assert.deepEqual([plan.findings, plan.steps.length], [[], 3]);
  assert.ok(!plan.next.some((text) => text.includes("_rollover")));
});

Deno.test("planWiring() sends no option that an old server does not know", PURE, () => {
  assert.doesNotMatch(puts(snapshot([AGENT], { version: "8.6.2" }))[1]?.text ?? "", /ignore_missing_pipeline/);
});

Deno.test("planWiring() composes Packetbeat's templates of the types, and says what packetbeat.yml names", PURE, () => {
  const plan = planWiring(snapshot([PACKETBEAT]));
  assert.deepEqual(plan.findings, []);
  assert.deepEqual(puts(snapshot([PACKETBEAT])).map(({ resource, id, text }) => [resource, id, JSON.parse(text)]), [
    ["component-template", "ml-dga@mappings", MAPPED],
    ["index-template", "packetbeat-9.5.3", {
      index_patterns: ["packetbeat-9.5.3"],
      priority: 150,
      data_stream: {},
      composed_of: ["ml-dga@mappings"],
    }],
  ]);
  assert.match(plan.next.join("\n"), /output\.elasticsearch:\n +pipeline: dns_enrich_pipeline\n/);
  assert.match(plan.next.join("\n"), /POST \/packetbeat-9\.5\.3\/_rollover/);
});

Deno.test("planWiring() leaves Packetbeat's types to packetbeat.yml where it has no template yet", PURE, () => {
  const { current: _, ...coming } = { ...PACKETBEAT, name: "packetbeat-*", templates: [] };
  const plan = planWiring(snapshot([coming]));
  assert.deepEqual([plan.findings, plan.steps], [[], []]);
  assert.match(plan.next.join("\n"), /append_fields/);
});

Deno.test("planWiring() leaves out what has no DNS documents when others have", PURE, () => {
  const nginx = {
    ...AGENT,
    name: "logs-nginx.access-default",
    custom: "logs-nginx.access@custom",
    sample: knownAs(undefined),
  };
  const plan = planWiring(snapshot([AGENT, nginx]));
  assert.deepEqual(plan.steps.flatMap((step) => "id" in step ? [step.id] : []), [CUSTOM, CUSTOM]);
  assert.ok(plan.notes.some((note) => note.startsWith('"logs-nginx.access-default" is left out')));
});

Deno.test("planWiring() says what to set for other indices", PURE, () => {
  const plan = planWiring(snapshot([{ ...OTHER, types: knownAs({ prediction: [], probability: [] }) }]));
  assert.deepEqual([plan.findings, plan.steps], [[], []]);
  assert.match(plan.next.join("\n"), /PUT \/dns-lookups\/_mapping\n/);
  assert.match(
    plan.next.join("\n"),
    /PUT \/dns-lookups\/_settings\n +\{"index\.default_pipeline": "dns_enrich_pipeline"\}/,
  );
});

Deno.test("planWiring() takes one way for enough", PURE, async (t) => {
  const ways: readonly (readonly [string, WiringTarget])[] = [
    ["a default pipeline", { ...OTHER, current: { index: "dns-lookups", createdAt: 1, defaultPipeline: OUTER } }],
    ["a final pipeline", { ...OTHER, current: { index: "dns-lookups", createdAt: 1, finalPipeline: OUTER } }],
    ["a Beat that names the pipeline", { ...PACKETBEAT, enriched: knownAs(12) }],
  ];
  for (const [name, target] of ways) {
    await t.step(name, () => {
      const plan = planWiring(snapshot([target]));
      assert.deepEqual(plan.findings, []);
      assert.ok(plan.unchanged.some((text) => text.startsWith("the way of")));
      assert.doesNotMatch(plan.next.join("\n"), /packetbeat\.yml|default_pipeline/);
    });
  }
});

Deno.test("planWiring() finds what stands in the way, and then does nothing", PURE, async (t) => {
  const conflict = {
    template: {
      mappings: { properties: { ml_is_dga: { properties: { malicious_probability: { type: "keyword" } } } } },
    },
  };
  const cases: readonly (readonly [string, WiringSnapshot, code: string, said: RegExp])[] = [
    [
      "no pipeline",
      snapshot([AGENT], {
        proof: { kind: "unknown", reason: `the pipeline "${OUTER}" is not there`, isRefused: false },
      }),
      "not-verified",
      /is not there/,
    ],
    [
      "a pipeline that fails",
      snapshot([PACKETBEAT], {
        proof: knownAs([{ domain: "a.com", expected: 0, tried: { kind: "failed", reason: "no model" } }]),
      }),
      "not-verified",
      /fail on a\.com: no model/,
    ],
    ["no such index", snapshot([]), "no-index", /no such index or data stream/],
    ["too many", snapshot([AGENT], { moreTargets: 30 }), "too-many-indices", /31 indices/],
    ["an old server", snapshot([AGENT], { version: "7.17.1" }), "server-version", /older than 8\.0/],
    [
      "a missing privilege",
      snapshot([AGENT], { privileges: { kind: "asked", missing: ["manage_index_templates"] } }),
      "privilege",
      /"manage_index_templates", by which mappings/,
    ],
    [
      "a default pipeline of somebody else",
      snapshot([{ ...OTHER, current: { index: "dns-lookups", createdAt: 1, defaultPipeline: "geo" } }]),
      "default-pipeline",
      /"geo" is its default pipeline, which is not replaced/,
    ],
    [
      "Packetbeat with a default pipeline",
      snapshot([{ ...PACKETBEAT, current: { index: "i", createdAt: 1, defaultPipeline: "geo" } }]),
      "default-pipeline",
      /"geo"/,
    ],
    [
      "a default pipeline that calls no @custom",
      snapshot([AGENT], { references: [calls(OUTER, INNER)] }),
      "custom-not-called",
      /does not call "logs-network_traffic\.dns@custom"/,
    ],
    [
      "a template without @custom",
      snapshot([AGENT], { indexTemplates: { "logs-network_traffic.dns": stored({ composed_of: [] }) } }),
      "not-composed",
      /is not composed of/,
    ],
    [
      "another type",
      snapshot([AGENT], { componentTemplates: { [CUSTOM]: stored(conflict) } }),
      "differs",
      /maps ml_is_dga\.malicious_probability to keyword/,
    ],
    [
      "two ways",
      snapshot([{ ...OTHER, current: { index: "i", createdAt: 1, defaultPipeline: OUTER, finalPipeline: OUTER } }]),
      "runs-twice",
      /in 2 ways already \(default pipeline "dns_enrich_pipeline" and final/,
    ],
    [
      "a call that would be a second way for another",
      snapshot([AGENT, {
        ...AGENT,
        name: "logs-network_traffic.dns-branch",
        current: { index: "i", createdAt: 1, defaultPipeline: DEFAULT, finalPipeline: OUTER },
      }]),
      "runs-twice",
      /documents of "logs-network_traffic\.dns-branch" reach .* final pipeline "dns_enrich_pipeline"\), and would then/,
    ],
    [
      "documents of another shape",
      snapshot([{ ...AGENT, sample: knownAs({ kind: "passed-by" }) }]),
      "condition",
      /does not meet the conditions of "dns_enrich_pipeline" \(ctx\.type == 'dns'\)/,
    ],
    [
      "documents that fail",
      snapshot([{ ...AGENT, sample: knownAs({ kind: "failed", reason: "no getter" }) }]),
      "sample-fails",
      /fails in "dns_enrich_pipeline": no getter/,
    ],
  ];
  for (const [name, found, code, said] of cases) {
    await t.step(name, () => {
      const { findings, steps, next } = planWiring(found);
      assert.deepEqual(findings.map(({ code }) => code), [code]);
      assert.match(findings[0]?.message ?? "", said);
      assert.deepEqual([steps, next], [[], []]);
    });
  }
});
