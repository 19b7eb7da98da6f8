/**
 * What a DGA bundle becomes on a stack: the ids that are the same for every bundle.
 * @module
 */

/** The stored scripts, in the order in which they run. */
export const SCRIPTS = ["dga_ngrams_create", "dga_ngrams_transform_delete"] as const;

/** The pipeline that asks the model. */
export const INNER_PIPELINE = "dns_dga_inference_enrich_pipeline";

/** The pipeline that documents are sent to, which calls the inner one. */
export const OUTER_PIPELINE = "dns_enrich_pipeline";

/** Both pipelines, a called one before its caller. */
export const PIPELINES = [INNER_PIPELINE, OUTER_PIPELINE] as const;
