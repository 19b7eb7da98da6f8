import assert from "node:assert/strict";
import type { StoredJson } from "../resources/stored_json.ts";
import type { PipelineReference } from "../snapshot.ts";
import type { SetupFacts } from "./facts.ts";
import { type Known, knownAs } from "./known.ts";
import { verdictOf } from "./verdict.ts";

const PURE = { permissions: "none" } as const;
const ID = "dga_20261101_1.0";
const INNER = "dns_dga_inference_enrich_pipeline";
const OUTER = "dns_enrich_pipeline";

const stored = (text: string): StoredJson => ({ value: JSON.parse(text), text });
const calls = (pipeline: string, kind: PipelineReference["kind"], id: string): PipelineReference => ({
  pipeline,
  kind,
  id,
});
const refused = <Value>(reason: string): Known<Value> => ({ kind: "unknown", reason, isRefused: true });
const lacking = <Value>(reason: string): Known<Value> => ({ kind: "unknown", reason, isRefused: false });

const REFERENCES = [
  calls(OUTER, "pipeline", INNER),
  calls(INNER, "script", "dga_ngrams_create"),
  calls(INNER, "model", ID),
  calls(INNER, "script", "dga_ngrams_transform_delete"),
];
const MODEL = {
  id: ID,
  tags: [],
  aliases: [],
  inputFields: [],
  origin: { release: "ML-DGA-20261101-1", sha256: "ab".repeat(32), tool: "ml-dga/0.1.0" },
};
const INDEX = { index: ".ds-packetbeat-9.5.3-2026.11.28-000001", createdAt: 1, defaultPipeline: OUTER };
const judged = (prediction: 0 | 1, probability: number) => ({ kind: "judged", prediction, probability }) as const;

/** A stack on which everything works. */
const WELL: SetupFacts = {
  modelId: ID,
  indexPattern: "packetbeat-*",
  serverVersion: "9.5.3",
  license: knownAs({ type: "platinum", status: "active", expires: "2027-06-30T23:59:59.999Z" }),
  machineLearning: knownAs(true),
  model: knownAs(MODEL),
  scripts: knownAs({ dga_ngrams_create: stored("{}"), dga_ngrams_transform_delete: stored("{}") }),
  pipelines: knownAs({
    [OUTER]: stored(`{"processors":[{"pipeline":{"if":"ctx.type == 'dns'","name":"${INNER}"}}]}`),
    [INNER]: stored("{}"),
  }),
  references: knownAs(REFERENCES),
  proof: knownAs([
    { domain: "www.wikipedia.org", expected: 0, tried: judged(0, 0.04) },
    { domain: "xjqzkvbwpfhmtrgd.com", expected: 1, tried: judged(1, 0.99) },
  ]),
  indices: knownAs([INDEX]),
  traffic: knownAs({
    outer: { count: 1000, failed: 0 },
    inner: { count: 900, failed: 0 },
    arrived: 0,
    watchedMs: 1000,
  }),
  documents: knownAs({ total: 5000, recent: 1000, enriched: 900, failed: 0, twice: 0 }),
  plainDocument: knownAs(undefined),
  types: knownAs({ prediction: ["long"], probability: ["float"] }),
  modelCounts: knownAs({ inferences: 900, failures: 0, missingAllFields: 2 }),
};

const UNWIRED = { ...INDEX, defaultPipeline: "packetbeat-geo" };
const NO_VERDICTS = knownAs({ total: 5000, recent: 1000, enriched: 0, failed: 0, twice: 0 });

/** Each broken link: what is other than on a stack on which everything works, and what is said of it. */
const BROKEN: readonly (readonly [string, Partial<SetupFacts>, state: string, link: string, said: RegExp])[] = [
  [
    "an expired licence",
    { license: knownAs({ type: "trial", status: "expired", expires: "2026-11-01T00:00:00.000Z" }) },
    "missing",
    "license",
    /"trial" licence is expired: it ended 2026-11-01.*start_trial/,
  ],
  [
    "a basic licence",
    { license: knownAs({ type: "basic", status: "active" }) },
    "missing",
    "license",
    /licence is "basic".*install or renew/,
  ],
  [
    "machine learning switched off",
    { machineLearning: knownAs(false), model: lacking("no handler found") },
    "missing",
    "license",
    /switched off.*xpack\.ml\.enabled/,
  ],
  [
    "a licence that may not be asked for",
    { license: refused("action [cluster:monitor/xpack/license/get] is unauthorized") },
    "unknown",
    "license",
    /license" is not known: action.*put "monitor"/,
  ],
  [
    "no model",
    { model: knownAs(undefined) },
    "missing",
    "model",
    /there is no model "dga_20261101_1\.0".*setup_dga\.ts -d BUNDLE/,
  ],
  [
    "a model that may not be asked for",
    { model: refused("action [cluster:monitor/xpack/ml/inference/get] is unauthorized") },
    "unknown",
    "model",
    /"monitor_ml"/,
  ],
  [
    "a script that was deleted",
    { scripts: knownAs({ dga_ngrams_create: stored("{}") }) },
    "missing",
    "scripts",
    /the stored script "dga_ngrams_transform_delete" is not there.*setup_dga\.ts -t ML-DGA-20261101-1 \(or -d with its folder or zip\)\./,
  ],
  [
    "both pipelines deleted",
    { pipelines: knownAs({}) },
    "missing",
    "pipelines",
    /the pipelines "dns_dga_inference_enrich_pipeline" and "dns_enrich_pipeline" are not there/,
  ],
  [
    "an outer pipeline that calls something else",
    { references: knownAs([calls(OUTER, "pipeline", "geo"), ...REFERENCES.slice(1)]) },
    "missing",
    "pipelines",
    /"dns_enrich_pipeline" does not call "dns_dga_inference_enrich_pipeline".*--overwrite/,
  ],
  [
    "an inner pipeline that calls another model",
    { references: knownAs([calls(OUTER, "pipeline", INNER), calls(INNER, "model", "dga_2")]) },
    "missing",
    "pipelines",
    /calls the model "dga_2", not "dga_20261101_1\.0".*verify_dga\.ts dga_2/,
  ],
  [
    "a script that was changed since",
    {
      bundle: {
        name: "ML-DGA-20261101-1",
        differences: [{ kind: "script", id: "dga_ngrams_create", changes: ["source: from line 3 on"] }],
      },
    },
    "missing",
    "bundle",
    /not what ML-DGA-20261101-1 has: the script "dga_ngrams_create" \(source: from line 3 on\).*--overwrite/,
  ],
  [
    "pipelines that fail",
    {
      proof: knownAs([{
        domain: "www.wikipedia.org",
        expected: 0,
        tried: { kind: "failed", reason: "[resource_not_found_exception] Could not find trained model [x]" },
      }]),
    },
    "missing",
    "proof",
    /fail on www\.wikipedia\.org: .*Could not find trained model/,
  ],
  [
    "pipelines that leave a document as it is",
    { proof: knownAs([{ domain: "www.wikipedia.org", expected: 0, tried: { kind: "passed-by" } }]) },
    "missing",
    "proof",
    /leave www\.wikipedia\.org without a verdict/,
  ],
  [
    "scripts of another bundle",
    { proof: knownAs([{ domain: "xjqzkvbwpfhmtrgd.com", expected: 1, tried: judged(0, 0.1) }]) },
    "missing",
    "proof",
    /xjqzkvbwpfhmtrgd\.com is called benign/,
  ],
  [
    "a simulation that is not allowed",
    { proof: refused("action [cluster:admin/ingest/pipeline/simulate] is unauthorized") },
    "unknown",
    "proof",
    /"read_pipeline"/,
  ],
  ["no index", { indices: knownAs([]) }, "missing", "indices", /there is no index packetbeat-\*.*--index/],
  [
    "indices that may not be seen",
    { indices: refused("action [indices:monitor/settings/get] is unauthorized") },
    "unknown",
    "indices",
    /"view_index_metadata" on these indices/,
  ],
  [
    "another default pipeline, and documents without verdicts",
    { indices: knownAs([UNWIRED]), documents: NO_VERDICTS },
    "missing",
    "wiring",
    /nothing leads documents of packetbeat-\* to "dns_enrich_pipeline".*wire_dga\.ts --index 'packetbeat-\*'/,
  ],
  [
    "an index that was rolled over and keeps its pipeline, before one without",
    {
      indices: knownAs([INDEX, { index: ".ds-packetbeat-9.5.3-2026.11.28-000002", createdAt: 2 }]),
      documents: NO_VERDICTS,
    },
    "missing",
    "wiring",
    /the current index/,
  ],
  [
    "a default pipeline and a final one that both lead there",
    { indices: knownAs([{ ...INDEX, finalPipeline: INNER }]) },
    "missing",
    "wiring",
    /in 2 ways \(default pipeline "dns_enrich_pipeline" and final pipeline "dns_dga_inference_enrich_pipeline"\)/,
  ],
  [
    "a default pipeline that leads there twice",
    {
      indices: knownAs([{ ...INDEX, defaultPipeline: "logs" }]),
      references: knownAs([
        ...REFERENCES,
        calls("logs", "pipeline", "logs@custom"),
        calls("logs@custom", "pipeline", OUTER),
        calls("logs", "pipeline", OUTER),
      ]),
    },
    "missing",
    "wiring",
    /in 2 ways/,
  ],
  [
    "a Beat that names the pipeline of a final pipeline",
    { documents: knownAs({ total: 5000, recent: 1000, enriched: 900, failed: 0, twice: 12 }) },
    "missing",
    "wiring",
    /12 of the documents .* twice.*packetbeat\.yml/,
  ],
  [
    "neither counters nor documents that may be seen, and no setting",
    {
      indices: knownAs([UNWIRED]),
      documents: refused("no"),
      traffic: refused("action [cluster:monitor/nodes/stats] is unauthorized"),
    },
    "unknown",
    "wiring",
    /the counters are not known.*"monitor"/,
  ],
  [
    "no documents for a day",
    { documents: knownAs({ total: 5000, recent: 0, enriched: 0, failed: 0, twice: 0 }) },
    "missing",
    "documents",
    /no documents with dns\.question\.registered_domain and an @timestamp of the last 24 hours \(5,000 in all\)/,
  ],
  [
    "documents that may not be read",
    { documents: refused("action [indices:data/read/search] is unauthorized") },
    "unknown",
    "documents",
    /"read" on these indices/,
  ],
  [
    "documents that came by another way",
    { documents: NO_VERDICTS, plainDocument: knownAs({ index: "packetbeat-1", tried: judged(0, 0.1) }) },
    "missing",
    "enrichment",
    /gets its verdict when it is sent through.*came by another way/,
  ],
  [
    "documents on which the scripts fail",
    {
      documents: knownAs({ total: 5000, recent: 1000, enriched: 10, failed: 990, twice: 0 }),
      plainDocument: knownAs({
        index: "packetbeat-1",
        tried: { kind: "failed", reason: "dynamic getter [java.lang.Integer, empty] not found" },
      }),
    },
    "missing",
    "enrichment",
    /10 of the 1,000.*dynamic getter \[java\.lang\.Integer/,
  ],
  [
    "documents of another shape",
    { documents: NO_VERDICTS, plainDocument: knownAs({ index: "packetbeat-1", tried: { kind: "passed-by" } }) },
    "missing",
    "enrichment",
    /does not meet the conditions of "dns_enrich_pipeline" \(ctx\.type == 'dns'\)/,
  ],
  [
    "fields that are not mapped",
    { types: knownAs({ prediction: [], probability: [] }) },
    "missing",
    "types",
    /are not mapped.*wire_dga\.ts --index 'packetbeat-\*' --apply/,
  ],
  [
    "types that the first document made",
    { types: knownAs({ prediction: ["long"], probability: ["long", "float"] }) },
    "missing",
    "types",
    /ml_is_dga\.malicious_probability is long here and float there, not float/,
  ],
  [
    "a prediction that is a text",
    { types: knownAs({ prediction: ["text"], probability: ["double"] }) },
    "missing",
    "types",
    /ml_is_dga\.malicious_prediction is text, not long/,
  ],
  [
    "a call that the server lacks",
    { types: lacking("no handler found for uri [/_field_caps]") },
    "unknown",
    "types",
    /types" is not known: no handler found for uri \[\/_field_caps\]\.$/,
  ],
  [
    "documents without the model's fields",
    { modelCounts: knownAs({ inferences: 900, failures: 0, missingAllFields: 800 }) },
    "missing",
    "counters",
    /without any of its fields/,
  ],
  [
    "documents that fail",
    {
      traffic: knownAs({
        outer: { count: 1000, failed: 0 },
        inner: { count: 900, failed: 899 },
        arrived: 0,
        watchedMs: 1000,
      }),
    },
    "missing",
    "counters",
    /most documents fail/,
  ],
];

Deno.test("verdictOf() says that all is well", PURE, () => {
  const { links, broken, sentence } = verdictOf(WELL);
  assert.deepEqual(links.filter(({ state }) => state !== "ok"), []);
  assert.equal(broken, undefined);
  assert.equal(sentence, `All is well: documents of packetbeat-* are enriched by "${ID}".`);
});

Deno.test("verdictOf() names the first missing link, or what is not known, and what mends it", PURE, async (t) => {
  for (const [name, other, state, link, said] of BROKEN) {
    await t.step(name, () => {
      const { broken, sentence } = verdictOf({ ...WELL, ...other });
      assert.deepEqual([broken?.state, broken?.name], [state, link], sentence);
      assert.match(sentence, said);
      assert.doesNotMatch(sentence, /\n|\.\.$/);
    });
  }
});

Deno.test("verdictOf() takes for well what works in another way", PURE, async (t) => {
  const cases: readonly (readonly [string, Partial<SetupFacts>])[] = [
    ["a Beat that names the pipeline", { indices: knownAs([UNWIRED]) }],
    [
      "a Beat that names the pipeline, and documents that may not be counted right now",
      {
        indices: knownAs([UNWIRED]),
        traffic: knownAs({
          outer: { count: 9, failed: 0 },
          inner: { count: 9, failed: 0 },
          arrived: 3,
          watchedMs: 1000,
        }),
      },
    ],
    ["what its bundle has", { bundle: { name: "ML-DGA-20261101-1", differences: [] } }],
    ["a server without licences", { license: knownAs(undefined), machineLearning: knownAs(undefined) }],
    ["a model that somebody else stored", { model: knownAs({ id: ID, tags: [], aliases: [], inputFields: [] }) }],
    [
      "an alias",
      {
        modelId: "dga",
        model: knownAs({ ...MODEL, aliases: ["dga"] }),
        references: knownAs([...REFERENCES.slice(0, 2), calls(INNER, "model", "dga")]),
      },
    ],
    [
      "a pipeline that is reached by others",
      {
        indices: knownAs([{ ...INDEX, defaultPipeline: "logs" }]),
        references: knownAs([
          ...REFERENCES,
          calls("logs", "pipeline", "logs@custom"),
          calls("logs@custom", "pipeline", OUTER),
        ]),
      },
    ],
    ["pipelines in a circle beside it", {
      references: knownAs([...REFERENCES, calls("a", "pipeline", "b"), calls("b", "pipeline", "a")]),
    }],
    ["a model that has not counted yet", { modelCounts: knownAs(undefined) }],
    ["counts of a model that fail", { modelCounts: lacking("unable to find script [x] in cluster state") }],
    ["some documents that fail", {
      documents: knownAs({ total: 5000, recent: 1000, enriched: 900, failed: 7, twice: 0 }),
    }],
  ];
  for (const [name, other] of cases) {
    await t.step(name, () => {
      const { broken, sentence } = verdictOf({ ...WELL, ...other });
      assert.equal(broken, undefined, sentence);
    });
  }
});
