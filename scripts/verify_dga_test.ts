import assert from "node:assert/strict";
import { createRehearsalStack } from "../lib/rehearsal/stack.ts";
import { connect } from "../lib/stack/connect.ts";
import { serveOnLoopback } from "../lib/terminal/serve.ts";
import { CUSTOM, index, installIntegration, put, STREAM } from "./testing/dns_documents.ts";
import { BUNDLE, MODEL } from "./testing/edited_bundle.ts";
import { type RehearsalServer, type RehearsalServerOptions, startRehearsal } from "./testing/rehearsal_server.ts";
import { type Ran, run } from "./testing/run_main.ts";
import { main as setUp } from "./setup_dga.ts";
import { main as verify } from "./verify_dga.ts";
import { main as wire } from "./wire_dga.ts";

const PERMISSIONS = {
  permissions: { read: true, net: ["127.0.0.1"], sys: ["osRelease"], env: true },
} satisfies Partial<Deno.TestDefinition>;

const OUTER = "dns_enrich_pipeline";
const INNER = "dns_dga_inference_enrich_pipeline";
const AGENT = "logs-network_traffic.dns-*";

async function withServer(
  use: (server: RehearsalServer) => Promise<void>,
  options: RehearsalServerOptions = {},
): Promise<void> {
  const server = await startRehearsal(options);
  try {
    await use(server);
  } finally {
    await server.close();
  }
}

function verifyOn({ url }: RehearsalServer, ...args: string[]): Promise<Ran> {
  return run(verify, [...args, "--elasticsearch-url", url]);
}

async function must(ran: Promise<Ran>): Promise<void> {
  const { exit, err } = await ran;
  assert.equal(exit, 0, err);
}

async function setUpOn({ url }: RehearsalServer): Promise<void> {
  await must(run(setUp, ["-d", BUNDLE, "--elasticsearch-url", url]));
}

/** From an empty stack to enriched documents of an integration. */
async function enrich(server: RehearsalServer): Promise<void> {
  await setUpOn(server);
  await installIntegration(server);
  await index(server, STREAM, "before-the-wiring.com");
  await must(run(wire, ["--index", AGENT, "--apply", "--elasticsearch-url", server.url]));
  assert.equal((await server.ask("POST", `/${STREAM}/_rollover`)).status, 200);
  await index(server, STREAM, "xjqzkvbwpfhmtrgd.com");
}

/** A link that somebody broke: how, what is said of it, and how it is put back. */
interface Break {
  readonly name: string;
  readonly breakIt: (server: RehearsalServer) => Promise<unknown>;
  readonly said: RegExp;
  readonly mendIt: (server: RehearsalServer) => Promise<unknown>;
}

/** Another value in the place of a stored script or pipeline, and back. */
function replacing(path: string, value: unknown): Pick<Break, "breakIt" | "mendIt"> {
  let before: unknown;
  return {
    breakIt: async (server) => {
      before = (await server.ask("GET", path)).body;
      if (value === undefined) await server.ask("DELETE", path);
      else await put(server, path, value);
    },
    mendIt: (server) => put(server, path, storable(before)),
  };
}

/** A script as it is stored, a pipeline without its id around it. */
function storable(body: unknown): unknown {
  if (typeof body !== "object" || body === null) return body;
  return "script" in body ? { script: body.script } : Object.values(body)[0];
}

const BREAKS: readonly Break[] = [
  {
    name: "the model",
    breakIt: (server) => server.ask("DELETE", `/_ml/trained_models/${MODEL}?force=true`),
    said: /"model": there is no model .* to mend it: setup_dga\.ts -d BUNDLE/,
    mendIt: setUpOn,
  },
  {
    name: "a script",
    ...replacing("/_scripts/dga_ngrams_create", undefined),
    said: /"scripts": the stored script "dga_ngrams_create" is not there; .* setup_dga\.ts -t ML-DGA-20261101-1 /,
  },
  {
    name: "the inner pipeline",
    ...replacing(`/_ingest/pipeline/${INNER}`, undefined),
    said: /"pipelines": the pipeline "dns_dga_inference_enrich_pipeline" is not there/,
  },
  {
    name: "the call of the inner pipeline",
    ...replacing(`/_ingest/pipeline/${OUTER}`, { processors: [{ set: { field: "a", value: 1 } }] }),
    said: /"pipelines": "dns_enrich_pipeline" does not call/,
  },
  {
    name: "the script that cleans up",
    ...replacing("/_scripts/dga_ngrams_transform_delete", { script: { lang: "painless", source: "ctx.a = 1" } }),
    said: /"proof": the stored pipelines fail on www\.wikipedia\.org: The pipeline left/,
  },
  {
    name: "the wiring",
    ...replacing(`/_ingest/pipeline/${CUSTOM}`, { processors: [] }),
    said: /"wiring": nothing leads documents .* wire_dga\.ts --index 'logs-network_traffic\.dns-\*'/,
    breakIt: async (server) => {
      await put(server, `/_ingest/pipeline/${CUSTOM}`, { processors: [] });
      await server.ask("DELETE", `/_data_stream/${STREAM}`);
      await index(server, STREAM, "example.com");
    },
    mendIt: async (server) => {
      await must(run(wire, ["--index", AGENT, "--apply", "--elasticsearch-url", server.url]));
      await index(server, STREAM, "example.com");
    },
  },
  {
    name: "a second way",
    breakIt: (server) => put(server, `/${STREAM}/_settings`, { "index.final_pipeline": OUTER }),
    said: /"wiring": documents of "\.ds-.*" reach the pipeline in 2 ways/,
    mendIt: (server) => put(server, `/${STREAM}/_settings`, { "index.final_pipeline": null }),
  },
  {
    name: "a sender that names the pipeline, too",
    breakIt: async (server) => {
      await put(server, `/_ingest/pipeline/${CUSTOM}`, { processors: [] });
      await put(server, `/${STREAM}/_settings`, { "index.final_pipeline": OUTER });
      await index(server, STREAM, "example.com", { pipeline: OUTER });
    },
    said: /"wiring": 1 of the documents of the last 24 hours went through the pipeline twice/,
    mendIt: async (server) => {
      await server.ask("DELETE", `/_data_stream/${STREAM}`);
      await put(server, `/_ingest/pipeline/${CUSTOM}`, { processors: [{ pipeline: { name: OUTER } }] });
      await index(server, STREAM, "example.com");
    },
  },
  {
    name: "the types",
    breakIt: async (server) => {
      await server.ask("DELETE", `/_data_stream/${STREAM}`);
      const properties = { ml_is_dga: { properties: { malicious_probability: { type: "keyword" } } } };
      await put(server, `/_component_template/${CUSTOM}`, { template: { mappings: { properties } } });
      await index(server, STREAM, "example.com");
    },
    said: /"types": ml_is_dga\.malicious_probability is keyword, not float/,
    mendIt: async (server) => {
      await server.ask("DELETE", `/_data_stream/${STREAM}`);
      await put(server, `/_component_template/${CUSTOM}`, { template: {} });
      await must(run(wire, ["--index", AGENT, "--apply", "--elasticsearch-url", server.url]));
      await index(server, STREAM, "example.com");
    },
  },
  {
    name: "the documents",
    breakIt: (server) => server.ask("DELETE", `/_data_stream/${STREAM}`),
    said: /"indices": there is no index logs-network_traffic\.dns-\*/,
    mendIt: (server) => index(server, STREAM, "example.com"),
  },
];

Deno.test("verify_dga.ts says that all is well, and which link was broken by hand", PERMISSIONS, async (t) => {
  await withServer(async (server) => {
    await enrich(server);
    const isWell = async () => {
      const { exit, out, err } = await verifyOn(server, MODEL, "--index", AGENT);
      assert.equal(exit, 0, err);
      assert.match(
        out,
        /\nAll is well: documents of logs-network_traffic\.dns-\* are enriched by "dga_20261101_1\.0"\.\n$/,
      );
    };
    await isWell();
    for (const { name, breakIt, said, mendIt } of BREAKS) {
      await t.step(name, async () => {
        await breakIt(server);
        const { exit, out, err } = await verifyOn(server, MODEL, "--index", AGENT);
        assert.equal(exit, 3, out);
        assert.match(err, said);
        assert.match(err, /^error: The first missing link is .*\.\n$/);
        await mendIt(server);
        await isWell();
      });
    }
  });
});

Deno.test("verify_dga.ts compares what is there with a bundle", PERMISSIONS, async () => {
  await withServer(async (server) => {
    await setUpOn(server);
    assert.match(
      (await verifyOn(server, MODEL, "-d", BUNDLE)).out,
      /\n {2}ok +bundle +what is there is what ML-DGA-20261101-1 has\n/,
    );
    const source = "ctx.ml_is_dga = ctx.remove('ml_is_dga')";
    await put(server, "/_scripts/dga_ngrams_transform_delete", { script: { lang: "painless", source } });
    const { exit, err } = await verifyOn(server, MODEL, "-d", BUNDLE);
    assert.equal(exit, 3);
    assert.match(err, /"bundle": not what ML-DGA-20261101-1 has: the script "dga_ngrams_transform_delete" \(source: /);
  });
});

Deno.test("verify_dga.ts looks at documents that do not become verdicts", PERMISSIONS, async (t) => {
  const shapes: readonly (readonly [string, Record<string, unknown>, said: RegExp])[] = [
    ["of another type", { type: "flow" }, /does not meet the conditions of "dns_enrich_pipeline" \(ctx\.type == 'dns'/],
    [
      "with a number for a name",
      { dns: { question: { registered_domain: 7 } } },
      /"enrichment": 0 of the 1 documents .* fails in "dns_enrich_pipeline"/,
    ],
  ];
  for (const [name, fields, said] of shapes) {
    await t.step(name, () =>
      withServer(async (server) => {
        await setUpOn(server);
        await put(server, "/packetbeat-1", { settings: { "index.default_pipeline": OUTER } });
        await index(server, "packetbeat-1", "example.com", fields);
        const { exit, err } = await verifyOn(server, MODEL);
        assert.equal(exit, 3);
        assert.match(err, said);
      }));
  }
});

Deno.test("verify_dga.ts says what it may not look at, and changes nothing", PERMISSIONS, async () => {
  const cluster = ["monitor", "manage_ml", "manage_ingest_pipelines"];
  const security = { username: "elastic", password: "changeme", cluster, indices: [] };
  await withServer(async (server) => {
    const { exit, err, out } = await verifyOn(server, MODEL, "-u", "elastic", "-p", "changeme");
    assert.equal(exit, 3);
    assert.match(
      out,
      /\n {2}unknown {2}scripts {5}action \[cluster:admin\/script\/get\] is unauthorized for user \[elastic\]\n/,
    );
    assert.match(out, /\n {2}unknown {2}indices {5}action \[indices:monitor\/settings\/get\] is unauthorized/);
    assert.match(err, /the first missing link is "model"/i);
    assert.deepEqual(
      server.log.filter((line) => !/^(GET|HEAD) |_has_privileges|_simulate|_count|_search/.test(line)),
      [],
    );
  }, { security });
});

Deno.test("verify_dga.ts --json gives every link", PERMISSIONS, async () => {
  await withServer(async (server) => {
    const { exit, out } = await verifyOn(server, MODEL, "--json");
    const { ok, links, broken, sentence, error } = JSON.parse(out);
    assert.deepEqual([exit, ok, broken.name, links.length], [3, false, "model", 11]);
    assert.equal(error.message, sentence);
  });
});

Deno.test("verify_dga.ts refreshes a data view, and says that nobody needs that", PERMISSIONS, async () => {
  const stack = createRehearsalStack();
  const elasticsearch = await serveOnLoopback(stack.elasticsearch);
  const kibana = await serveOnLoopback(stack.kibana);
  await connect({ kibana: { url: kibana.url } }).kibana?.request({
    method: "POST",
    path: "/api/data_views/data_view",
    body: { data_view: { id: "packetbeat", title: "packetbeat-*" } },
  });
  const args = ["--refresh-data-view", "packetbeat", "--elasticsearch-url", elasticsearch.url];
  const { exit, err } = await run(verify, [...args, "--kibana-url", kibana.url]);
  assert.equal(exit, 0, err);
  assert.match(err, /fields of packetbeat-\* again \(data view "packetbeat"\) and knows none .* this is not needed\n/);
  const nowhere = await run(verify, args);
  assert.equal(nowhere.exit, 2);
  assert.match(nowhere.err, /--kibana-url/);
  await Promise.all([elasticsearch.close(), kibana.close()]);
});

Deno.test("verify_dga.ts lists the bundles of all families without a model", PERMISSIONS, async () => {
  await withServer(async (server) => {
    assert.equal((await verifyOn(server)).out, "There is no ML bundle on this stack\n");
    await setUpOn(server);
    const { exit, out } = await verifyOn(server);
    assert.equal(exit, 0);
    assert.match(out, /^ML-DGA, model dga_20261101_1\.0\n +release +ML-DGA-20261101-1\n +sha256 +[0-9a-f]{64}\n/);
    assert.match(out, / +scripts +dga_ngrams_create, dga_ngrams_transform_delete\n$/);
    const { bundles } = JSON.parse((await verifyOn(server, "--json")).out);
    assert.deepEqual(bundles[0].absent, []);
  });
});

Deno.test("verify_dga.ts refuses indices without a model, and patterns that are none", PERMISSIONS, async () => {
  const alone = await run(verify, ["--index", "packetbeat-*"]);
  assert.deepEqual([alone.exit, alone.out], [2, ""]);
  assert.match(alone.err, /without a model/);
  for (const pattern of ["", "UPPER", "a b", "_all", "-x", "a,,b", "a/b"]) {
    const { exit, err } = await run(verify, [MODEL, "--index", pattern]);
    assert.equal(exit, 2, pattern);
    assert.match(err, /names of indices/);
  }
});
