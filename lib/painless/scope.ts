/**
 * Variables of a function, and which of them can be seen.
 * @module
 */

import type { TypeName } from "./library.ts";

/** A local variable; its value is kept in a numbered slot of the function's frame. */
export interface Variable {
  readonly name: string;
  readonly type: TypeName;
  readonly slot: number;
  readonly readOnly: boolean;
}

/** Counts the slots of one function. */
export interface SlotCounter {
  count: number;
}

/** The variables of a block, and around it those of the blocks that it is in. */
export class Scope {
  readonly slots: SlotCounter;
  readonly #outer: Scope | undefined;
  readonly #variables = new Map<string, Variable>();

  constructor(slots: SlotCounter, outer?: Scope) {
    this.slots = slots;
    this.#outer = outer;
  }

  /** A block within. */
  inner(): Scope {
    return new Scope(this.slots, this);
  }

  /** The variable of a name, if it can be seen. */
  find(name: string): Variable | undefined {
    return this.#variables.get(name) ?? this.#outer?.find(name);
  }

  /** Adds a variable; whether the name is free is for the caller to ask. */
  define(name: string, type: TypeName, readOnly = false): Variable {
    const variable = { name, type, slot: this.slots.count++, readOnly };
    this.#variables.set(name, variable);
    return variable;
  }
}
