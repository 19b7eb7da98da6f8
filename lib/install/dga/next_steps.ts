/**
 * What there is to do once a model is set up.
 * @module
 */

import { OUTER_PIPELINE } from "./parts.ts";
import { type NameCommand, shellCommand } from "../shell_command.ts";

/**
 * The next steps after a setup, each a paragraph; lines of configuration are indented by two.
 *
 * ```ts
 * import { nextSteps } from "./next_steps.ts";
 * const steps = nextSteps("dga_2", ["dga_1"]);
 * if (!steps.some((step) => step.includes("remove_dga.ts dga_1"))) throw new Error();
 * ```
 */
export function nextSteps(
  modelId: string,
  oldModelIds: readonly string[] = [],
  nameCommand: NameCommand = shellCommand,
): string[] {
  return [
    ...oldModelIds.map((id) =>
      `The model "${id}" is installed still, and the pipelines do not call it any more. When "${modelId}" has proved ` +
      `itself, remove it:\n  ${nameCommand("remove_dga.ts", [id])}`
    ),
    "Send DNS documents to the pipeline. In packetbeat.yml:\n" +
    "  output.elasticsearch:\n" +
    '    hosts: ["your-hostname:your-port"]\n' +
    `    pipeline: ${OUTER_PIPELINE}`,
    "For data streams of the Elastic Agent and others, this says what to do, and does it with --apply:\n" +
    `  ${nameCommand("wire_dga.ts", ["--index", "logs-network_traffic.dns-*"])}`,
    "Documents with dns.question.registered_domain then have ml_is_dga.malicious_prediction and " +
    "ml_is_dga.malicious_probability. Whether they do, and what is missing if not:\n" +
    `  ${nameCommand("verify_dga.ts", [modelId])}`,
    "Detection rules and anomaly jobs that use them come in bundles of their own, ML-experimental-detections; jobs " +
    "first, then rules:\n" +
    `  ${nameCommand("setup_detections.ts", ["-d", "BUNDLE"])}`,
  ];
}
