/**
 * The links that are installed: licence, model, scripts, pipelines, and that they give verdicts together.
 * @module
 */

import { tryParseReleaseName } from "../../bundle/names.ts";
import { INNER_PIPELINE, OUTER_PIPELINE, PIPELINES, SCRIPTS } from "../dga/parts.ts";
import { licenseFault } from "../dga/preflight.ts";
import type { StoredJson } from "../resources/stored_json.ts";
import type { NameCommand } from "../shell_command.ts";
import { waysTo } from "./calls.ts";
import type { SetupFacts } from "./facts.ts";
import { type Link, missing, ok, unknown } from "./link.ts";

/** Whether the server may infer. */
export function licenseLink({ license, machineLearning }: SetupFacts): Link {
  if (machineLearning.kind === "known" && machineLearning.value === false) {
    return missing(
      "license",
      "machine learning is switched off on this server",
      "remove xpack.ml.enabled: false from elasticsearch.yml of every node, and restart",
    );
  }
  if (license.kind === "unknown") return unknown("license", license, grant("cluster", "monitor"));
  if (license.value === undefined) return ok("license", "the server has no licence to ask for");
  const { type, expires } = license.value;
  const fault = licenseFault(license.value);
  if (fault !== undefined) {
    return missing(
      "license",
      `machine learning needs an active trial, platinum or enterprise licence, and ${fault}`,
      "POST /_license/start_trial?acknowledge=true, or install or renew a licence",
    );
  }
  return ok("license", `${type}${expires === undefined ? ", without an end" : `, until ${expires}`}`);
}

/** Whether the model is there, and where it came from. */
export function modelLink({ model, modelId }: SetupFacts, command: NameCommand): Link {
  if (model.kind === "unknown") return unknown("model", model, grant("cluster", "monitor_ml"));
  if (model.value === undefined) {
    return missing("model", `there is no model "${modelId}"`, command("setup_dga.ts", ["-d", "BUNDLE"]));
  }
  const { id, origin } = model.value;
  const name = id === modelId ? `"${id}"` : `"${id}", for which "${modelId}" is an alias,`;
  if (origin === undefined) {
    return ok("model", `${name} is there; it was not set up by this tool, so its release is not known`);
  }
  return ok("model", `${name} is there, from ${origin.release} (sha256 ${origin.sha256})`);
}

/** Whether both scripts are there. */
export function scriptsLink(facts: SetupFacts, command: NameCommand): Link {
  const { scripts } = facts;
  if (scripts.kind === "unknown") {
    return unknown("scripts", scripts, grant("cluster", "cluster:admin/script/get"));
  }
  const gone = SCRIPTS.filter((id) => scripts.value[id] === undefined);
  if (gone.length > 0) return missing("scripts", notThere("stored script", gone), setUpAgain(facts, command));
  return ok("scripts", `${quoted(SCRIPTS)} are there`);
}

/** Whether both pipelines are there, the outer calls the inner, and the inner the model. */
export function pipelinesLink(facts: SetupFacts, command: NameCommand): Link {
  const { pipelines, references, modelId, model } = facts;
  if (pipelines.kind === "unknown") return unknown("pipelines", pipelines, grant("cluster", "read_pipeline"));
  if (references.kind === "unknown") return unknown("pipelines", references, grant("cluster", "read_pipeline"));
  const gone = PIPELINES.filter((id) => pipelines.value[id] === undefined);
  if (gone.length > 0) return missing("pipelines", notThere("pipeline", gone), setUpAgain(facts, command));
  if (waysTo(INNER_PIPELINE, OUTER_PIPELINE, references.value) === 0) {
    return missing(
      "pipelines",
      `"${OUTER_PIPELINE}" does not call "${INNER_PIPELINE}"`,
      setUpAgain(facts, command, "--overwrite"),
    );
  }
  const installed = model.kind === "known" ? model.value : undefined;
  const names = [modelId, ...(installed === undefined ? [] : [installed.id, ...installed.aliases])];
  const called = references.value
    .filter(({ pipeline, kind }) => pipeline === INNER_PIPELINE && kind === "model")
    .map(({ id }) => id);
  if (!called.some((id) => names.includes(id))) {
    return missing(
      "pipelines",
      `"${INNER_PIPELINE}" calls ${called.length === 0 ? "no model" : `the model ${quoted(called)}`}, not "${modelId}"`,
      called[0] === undefined
        ? setUpAgain(facts, command, "--overwrite")
        : `look at that one with ${command("verify_dga.ts", [called[0]])}, or switch with ${
          setUpAgain(facts, command, "--overwrite")
        }`,
    );
  }
  return ok("pipelines", `"${OUTER_PIPELINE}" calls "${INNER_PIPELINE}", and that the model`);
}

/** Whether model, scripts and pipelines are those of the bundle that they are compared with; nothing without one. */
export function bundleLink({ bundle }: SetupFacts, command: NameCommand): Link[] {
  if (bundle === undefined) return [];
  const { name, differences } = bundle;
  if (differences.length === 0) return [ok("bundle", `what is there is what ${name} has`)];
  const told = differences.map(({ kind, id, changes }) => `the ${kind} "${id}" (${changes[0]})`).join(", ");
  return [missing(
    "bundle",
    `not what ${name} has: ${told}`,
    command("setup_dga.ts", ["-d", "BUNDLE", "--overwrite"]),
  )];
}

/** Whether a benign and a malicious name come out with their verdicts. */
export function proofLink(facts: SetupFacts, command: NameCommand): Link {
  return namesLink(facts.proof, setUpAgain(facts, command, "--overwrite"));
}

/** Whether tried names have the verdicts that they should have; `mend` is the command for names that have not. */
export function namesLink(proof: SetupFacts["proof"], mend: string): Link {
  if (proof.kind === "unknown") return unknown("proof", proof, grant("cluster", "read_pipeline"));
  const told: string[] = [];
  for (const { domain, expected, tried } of proof.value) {
    switch (tried.kind) {
      case "failed":
        return missing("proof", `the stored pipelines fail on ${domain}: ${tried.reason}`, mend);
      case "passed-by":
        return missing("proof", `the stored pipelines leave ${domain} without a verdict`, mend);
      case "judged":
        if (tried.prediction !== expected) {
          return missing(
            "proof",
            `${domain} is called ${word(tried.prediction)}, as if the scripts were not those of the model`,
            mend,
          );
        }
        told.push(`${domain} is ${word(tried.prediction)} (${tried.probability.toFixed(4)})`);
    }
  }
  return ok("proof", told.join(", "));
}

/** What the outer pipeline asks of a document before it calls the inner one, in brackets. */
export function conditionsOf(outer: StoredJson | undefined): string {
  const conditions = [...(outer?.text ?? "").matchAll(/"if":\s*("(?:[^"\\]|\\.)*")/g)].map(([, text = '""']) =>
    JSON.parse(text)
  );
  return conditions.length === 0 ? "" : ` (${conditions.join("; ")})`;
}

/** How to be allowed to know. */
export function grant(scope: "cluster" | "index", privilege: string): string {
  return scope === "cluster"
    ? `put "${privilege}" into the cluster privileges of a role of the user`
    : `give a role of the user "${privilege}" on these indices`;
}

/** The command that installs what is missing: by the release where it is known. */
function setUpAgain({ model }: SetupFacts, command: NameCommand, ...options: readonly string[]): string {
  const release = model.kind === "known" ? model.value?.origin?.release : undefined;
  const isRelease = release !== undefined && tryParseReleaseName(release) !== undefined;
  if (!isRelease) return command("setup_dga.ts", ["-d", "BUNDLE", ...options]);
  return `${command("setup_dga.ts", ["-t", release, ...options])} (or -d with its folder or zip)`;
}

function notThere(kind: string, ids: readonly string[]): string {
  return ids.length === 1 ? `the ${kind} ${quoted(ids)} is not there` : `the ${kind}s ${quoted(ids)} are not there`;
}

function quoted(ids: readonly string[]): string {
  return ids.map((id) => `"${id}"`).join(" and ");
}

function word(prediction: 0 | 1): string {
  return prediction === 1 ? "malicious" : "benign";
}
