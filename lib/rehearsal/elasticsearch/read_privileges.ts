/**
 * Whether a caller may have the server read and write indices later, in its own name.
 * @module
 */

import { failure } from "./failure.ts";
import { covers } from "./privileges.ts";
import type { Caller } from "./security.ts";

/** Privileges that are needed on an index. */
export interface NeededPrivileges {
  readonly index: string;
  readonly privileges: readonly string[];
}

/** Throws 403 where the caller lacks some of them; `what` reads as "datafeed [a]". */
export function refuseUnreadable(caller: Caller, what: string, needed: readonly NeededPrivileges[]): void {
  const answers = needed.map(({ index, privileges }) =>
    [index, Object.fromEntries(privileges.map((name) => [name, covers("index", caller.indices, name)]))] as const
  );
  if (answers.every(([, held]) => Object.values(held).every(Boolean))) return;
  throw failure(
    403,
    "security_exception",
    `Cannot create ${what} because user ${caller.username} lacks permissions on the indices: ` +
      JSON.stringify(Object.fromEntries(answers)),
  );
}
