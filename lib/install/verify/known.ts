/**
 * What was found out, or why it was not.
 * @module
 */

import { StackError } from "../../stack/errors.ts";

/** A fact; or the reason for which it is not known, such as a missing privilege. */
export type Known<Value> =
  | {
    /** It was asked and answered. */
    readonly kind: "known";
    /** The fact. */
    readonly value: Value;
  }
  | {
    /** It could not be asked. */
    readonly kind: "unknown";
    /** Why, in a sentence. */
    readonly reason: string;
    /** Whether the caller lacks a privilege. */
    readonly isRefused: boolean;
  };

/** A fact that is known. */
export function knownAs<Value>(value: Value): Known<Value> {
  return { kind: "known", value };
}

/**
 * Asks; what the server refuses is unknown, for the server's own reason. A server that does not answer at all, or does
 * not know who asks, is a failure still.
 */
export async function known<Value>(ask: () => Promise<Value>): Promise<Known<Value>> {
  try {
    return knownAs(await ask());
  } catch (error) {
    if (error instanceof StackError && error.kind === "http" && error.status !== 401) {
      return { kind: "unknown", reason: reasonOf(error), isRefused: error.status === 403 };
    }
    throw error;
  }
}

/** Of a missing privilege it is enough to know who lacks what; the server goes on about roles. */
function reasonOf({ message }: StackError): string {
  return /action \[[^\]]*\] is unauthorized for [^[]*\[[^\]]*\]/.exec(message)?.[0] ?? message;
}
