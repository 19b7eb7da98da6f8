/**
 * Everything that the rehearsal Kibana remembers: what it has, by space.
 * @module
 */

import type { Handler } from "../../stack/handler.ts";
import type { LicenseOptions } from "../elasticsearch/license.ts";
import type { SecurityOptions } from "../elasticsearch/security.ts";
import type { VersionFacts } from "../elasticsearch/server_version.ts";
import type { KibanaRehearsalOptions } from "./options.ts";
import type { StoredRule } from "./rule_object.ts";
import type { JsonObject } from "./values.ts";

/** What a Kibana is, and does not change. */
export interface KibanaFacts extends KibanaRehearsalOptions {
  readonly version: VersionFacts;
  readonly license: LicenseOptions;
  readonly security: SecurityOptions | undefined;
  /** Its Elasticsearch. */
  readonly elasticsearch: Handler;
}

/** What is in one space. */
export interface SpaceContent {
  /** Rules by their `id`, in the order of their creation. */
  readonly rules: Map<string, StoredRule>;
  /** Data views by their `id`. */
  readonly dataViews: Map<string, JsonObject>;
}

/** The state of a Kibana. */
export class KibanaState {
  readonly facts: KibanaFacts;
  /** Spaces by id. */
  readonly spaces = new Map<string, JsonObject>();
  readonly #contents = new Map<string, SpaceContent>();

  constructor(facts: KibanaFacts) {
    this.facts = facts;
    this.spaces.set("default", { id: "default", name: "Default", disabledFeatures: [], _reserved: true });
    for (const id of facts.spaces ?? []) this.spaces.set(id, { id, name: id, disabledFeatures: [] });
  }

  /** What is in a space. Kibana asks nowhere whether there is such a space: what goes into one that is not there waits for it. */
  content(space: string): SpaceContent {
    const content = this.#contents.get(space) ?? { rules: new Map(), dataViews: new Map() };
    this.#contents.set(space, content);
    return content;
  }

  /** Takes a space and everything in it away. */
  deleteSpace(space: string): void {
    this.spaces.delete(space);
    this.#contents.delete(space);
  }
}
