/**
 * Connections from options.
 * @module
 */

import type { Elasticsearch } from "./elasticsearch.ts";

/** What a plan is made from and applied to. */
export interface Stack {
  /** The cluster. */
  readonly elasticsearch: Elasticsearch;
}
