/** `drop`: the document is not indexed. @module */

import type { ProcessorFactory } from "../processor.ts";

/** Reads a `drop` processor. */
export const drop: ProcessorFactory = () => ({ execute: () => false });
