/**
 * Look-ups in whole collections, in time that stays linear.
 * @module
 */

import { type JavaCollection, JavaSet } from "../../java/collection.ts";
import { JavaLinkedHashMap } from "../../java/map.ts";
import type { JavaValue } from "../../java/value.ts";
import type { Budget } from "../library.ts";
import { chargeEntries, chargeVisit } from "./charge.ts";

/** `collection.contains`, for as many look-ups as one likes. */
export function membershipIn(budget: Budget, collection: JavaCollection): (value: JavaValue) => boolean {
  if (collection instanceof JavaSet) return (value) => collection.has(value);
  chargeEntries(budget, collection.size);
  const values = new JavaLinkedHashMap();
  for (const value of collection.elements()) {
    chargeVisit(budget, value);
    values.set(value, true);
  }
  return (value) => {
    chargeVisit(budget, value);
    return values.has(value);
  };
}
