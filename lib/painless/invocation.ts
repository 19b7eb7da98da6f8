/**
 * Calls of the allow-list's implementations.
 * @module
 */

import type { Budget, LibraryMethod, Slot } from "./library.ts";

/** An implementation, called with values whose representations the checker has seen to. */
export type Implementation = (budget: Budget, ...args: Slot[]) => Slot;

/**
 * The implementation of a method. Each is declared with the representations of its own parameters; that a call has just
 * those is what the checker, or a converter at run time, has made sure of.
 */
export function implementationOf(method: LibraryMethod): Implementation {
  return method.call as Implementation;
}

/** Calls an instance method. */
export function invoke(method: LibraryMethod, budget: Budget, receiver: Slot, args: readonly Slot[]): Slot {
  const call = implementationOf(method);
  switch (args.length) {
    case 0:
      return call(budget, receiver);
    case 1:
      return call(budget, receiver, args[0] ?? null);
    default:
      return call(budget, receiver, ...args);
  }
}
