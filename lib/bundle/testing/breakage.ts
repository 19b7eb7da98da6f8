/**
 * Rows of tables of broken bundles: what is broken, and every finding about it, letter for letter.
 * @module
 */

import type { Changes } from "./broken_bundle.ts";

/** One broken thing. */
export interface Breakage {
  readonly changes: Changes;
  /** Name of the bundle, if that is what is broken. */
  readonly name?: string;
  /** All findings but the one that the test bundle itself has. */
  readonly found: readonly string[];
}

/** Broken bundles by what is broken. */
export type Breakages = Readonly<Record<string, Breakage>>;
