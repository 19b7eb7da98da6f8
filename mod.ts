/**
 * ml-dga: validation, planning and rehearsal of Elastic's machine-learning DGA bundles.
 * @module
 */

export { hasErrors } from "./lib/json/finding.ts";
export type { Finding, Validation } from "./lib/json/finding.ts";
