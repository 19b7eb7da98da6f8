/**
 * Resources: what is stored on a stack under an id, and how it is asked for, stored and taken away. Plans, applying,
 * undoing, reports and texts know resources only by this shape, so a kind of resource is added in two places:
 *
 * 1. A file beside this one says what it is: `get`, `put`, `remove`, `isSame` and the `command` that takes it away by
 *    hand; with `states` if it can be opened and closed or started and stopped. `put` and `remove` are a
 *    {@linkcode Requests.write}, whose look tells whether a request without an answer took effect. See `script.ts`.
 * 2. A line in `kinds.ts` gives it its name in plans.
 *
 * A plan then has steps for it, which undo themselves: `{kind: "put", resource, id, text, replaces?}`,
 * `{kind: "delete", resource, id, was}`, and `{kind: "switch", resource, id, from, to}` for states. What a plan has to
 * know of it beforehand is asked for in `snapshot.ts`, and the decision is a pure function of its own (`planX(…,
 * snapshot, options): Plan`), which the script hands to `carryOut` as all others do.
 *
 * @module
 */

import type { Requests, Written } from "../requests.ts";
import type { StoredJson } from "./stored_json.ts";

/** A kind of resource. */
export interface Resource {
  /** What a sentence calls it: `anomaly job`. */
  readonly name: string;
  /** What is stored under an id, as it can be stored again; undefined where nothing is. */
  get(requests: Requests, id: string): Promise<StoredJson | undefined>;
  /** Stores it, in the place of what is there if `replaces` says that something is. */
  put(requests: Requests, id: string, text: string, replaces?: string): Promise<Written>;
  /** Takes it away; what is not there counts as taken away. */
  remove(requests: Requests, id: string): Promise<Written>;
  /** Whether what is stored is what was sent: servers add defaults, and write some things in another way. */
  isSame(stored: string, sent: string): boolean;
  /** The request by which a person takes it away. */
  command(id: string): string;
  /** Other resources need this one: while it can't be taken away, nothing that was made before it is. */
  readonly holdsOthers?: boolean;
  /** What is not put back when it was deleted and is stored again: completes "… again, without". */
  readonly losesOnDelete?: string;
  /** The states that it can be in, if it can. */
  readonly states?: ResourceStates;
}

/** Something that is opened and closed, or started and stopped. */
export interface ResourceStates {
  /** Whether it is in a state, or on the way there. */
  isIn(requests: Requests, id: string, state: ResourceState): Promise<boolean>;
  /** Brings it into a state. */
  bring(requests: Requests, id: string, state: ResourceState): Promise<Written>;
  /** The request by which a person does that. */
  command(id: string, state: ResourceState): string;
}

/** A state of a resource. */
export type ResourceState = "opened" | "closed" | "started" | "stopped" | "enabled" | "disabled";

/** What a person calls bringing something into a state. */
export const STATE_VERBS: Readonly<Record<ResourceState, string>> = {
  opened: "Open",
  closed: "Close",
  started: "Start",
  stopped: "Stop",
  enabled: "Enable",
  disabled: "Disable",
};
