/**
 * `[transform]` of a rule's file: queries for Osquery and investigations, which a note has by name and number,
 * `$osquery_0`, and which Kibana reads from the note itself, as `!{osquery{…}}`. Rendered as elastic/detection-rules does.
 * @module
 */

import { isObject } from "../json/plain_object.ts";

/** What Kibana's notes can embed. */
const PLUGINS = ["osquery", "investigate"] as const;

/** A note with what it embeds. */
export interface RenderedNote {
  readonly note: string;
  /** Names that the note does not have, so that they are not sent: `osquery_0`. */
  readonly unused: readonly string[];
  /** Tables of `[transform]` that no note can embed. */
  readonly unknown: readonly string[];
}

/**
 * Renders a note: `$name` and `${name}` become what stands for them, `$$` becomes `$`, all else stays.
 *
 * ```ts
 * import { renderNote } from "./rule_transform.ts";
 * const { note } = renderNote("Ask: $osquery_0", { osquery: [{ query: "SELECT 1", label: "One" }] });
 * if (note !== 'Ask: !{osquery{"label":"One","query":"SELECT 1"}}') throw new Error(note);
 * ```
 */
export function renderNote(note: string, transform: Readonly<Record<string, unknown>>): RenderedNote {
  const embedded = new Map<string, string>();
  for (const plugin of PLUGINS) {
    const entries = transform[plugin];
    if (!Array.isArray(entries)) continue;
    for (const [i, entry] of entries.entries()) embedded.set(`${plugin}_${i}`, `!{${plugin}${asciiJson(entry)}}`);
  }
  const used = new Set<string>();
  const rendered = embedded.size === 0 ? note : note.replace(
    /\$(?:\$|([_a-z][_a-z0-9]*)|\{([_a-z][_a-z0-9]*)\})/gi,
    (found: string, plain?: string, braced?: string) => {
      if (found === "$$") return "$";
      const name = plain ?? braced ?? "";
      used.add(name);
      return embedded.get(name) ?? found;
    },
  );
  return {
    note: rendered,
    unused: [...embedded.keys()].filter((name) => !used.has(name)),
    unknown: Object.keys(transform).filter((key) => !PLUGINS.some((plugin) => plugin === key)),
  };
}

/** As Python's `json.dumps(entry, sort_keys=True, separators=(",", ":"))` writes it. */
function asciiJson(value: unknown): string {
  const json = JSON.stringify(value, (_, part: unknown) => isObject(part) ? sorted(part) : part) ?? "";
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function sorted(value: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => a < b ? -1 : a > b ? 1 : 0));
}
