/**
 * That the pipeline works, before and after documents are led to it.
 * @module
 */

import type { Finding } from "../../json/finding.ts";
import { OUTER_PIPELINE } from "../dga/parts.ts";
import { nameDocument } from "../dga/proof.ts";
import type { PutStep, VerifyStep } from "../step.ts";
import { conditionsOf, namesLink } from "../verify/installed_links.ts";

import { onlyCalls } from "./custom_pipeline.ts";
import type { WiringSnapshot, WiringTarget } from "./wiring_snapshot.ts";

/** Documents are not led to a pipeline that would lose them. */
export function proofFindings({ proof, indexPattern }: WiringSnapshot): Finding[] {
  const { state, message } = namesLink(proof, "setup_dga.ts -d BUNDLE --overwrite");
  if (state === "ok") return [];
  return [{
    level: "error",
    code: "not-verified",
    message: `Cannot wire "${indexPattern}" as the pipeline does not work: ${message}`,
    hint: "Set a bundle up first, with setup_dga.ts; verify_dga.ts MODEL_ID says what is missing.",
  }];
}

/** Whether the documents of a target would get verdicts. */
export function sampleFindings({ name, sample }: WiringTarget, { outerPipeline }: WiringSnapshot): Finding[] {
  if (sample.kind === "unknown") {
    return [{
      level: "warning",
      code: "sample-unknown",
      message: `It is not known whether documents of "${name}" would get verdicts: ${sample.reason}`,
    }];
  }
  switch (sample.value?.kind) {
    case undefined:
    case "judged":
      return [];
    case "passed-by":
      return [{
        level: "error",
        code: "condition",
        message: `Cannot wire "${name}" as its newest DNS document does not meet the conditions of ` +
          `"${OUTER_PIPELINE}"${conditionsOf(outerPipeline)}`,
        hint: "Set up a bundle whose ingest_pipeline1 takes documents of this shape, with setup_dga.ts --overwrite.",
      }];
    case "failed":
      return [{
        level: "error",
        code: "sample-fails",
        message:
          `Cannot wire "${name}" as its newest DNS document fails in "${OUTER_PIPELINE}": ${sample.value.reason}`,
        hint: "Mend the documents' field that the reason names, or set up a bundle whose scripts take it.",
      }];
  }
}

/**
 * Tries a new `@custom` pipeline with two names: they must get what the outer pipeline gives them. One that does other
 * things too may need other documents.
 */
export function verifyCustom({ resource, id, text }: PutStep, { proof }: WiringSnapshot): VerifyStep[] {
  if (resource !== "pipeline" || !onlyCalls(text) || proof.kind === "unknown") return [];
  return [{
    kind: "verify",
    pipeline: id,
    documents: proof.value.map(({ domain, tried }) => ({
      domain,
      text: nameDocument(domain),
      ...(tried.kind === "judged"
        ? { expected: { prediction: tried.prediction, probability: tried.probability } }
        : {}),
    })),
  }];
}
