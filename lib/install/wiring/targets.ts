/**
 * What a pattern of indices stands for.
 * @module
 */

import { currentIndices } from "../verify/current_indices.ts";
import type { IndexFacts } from "../verify/facts.ts";
import type { WiringTarget, Writer } from "./wiring_snapshot.ts";

/** A data stream as the server lists it. */
export interface ListedStream {
  /** Its name. */
  readonly name: string;
  /** The index template that it was made from. */
  readonly template: string;
  /** Its indices, the newest last. */
  readonly indices: readonly string[];
}

/** An index template as the server lists it. */
export interface ListedTemplate {
  /** Its name. */
  readonly name: string;
  /** The names that it is for. */
  readonly patterns: readonly string[];
}

/** A target before it was looked at more closely. */
export type BareTarget = Omit<WiringTarget, "types" | "sample" | "enriched">;

/** Names of an integration's data streams: type, dataset, namespace. */
const STREAM = /^(?<base>(?:logs|metrics|traces|synthetics)-[^*?,-]+)-/;

/**
 * The data streams and indices that a pattern stands for; where there are none yet, what its name tells of those to come.
 *
 * ```ts
 * import { targetsOf } from "./targets.ts";
 * const [target] = targetsOf("logs-network_traffic.dns-*", [], [], []);
 * if (target?.writer !== "agent" || target.custom !== "logs-network_traffic.dns@custom") throw new Error();
 * ```
 */
export function targetsOf(
  pattern: string,
  streams: readonly ListedStream[],
  indices: readonly IndexFacts[],
  templates: readonly ListedTemplate[],
): BareTarget[] {
  const byName = new Map(indices.map((index) => [index.index, index]));
  const ofStreams = new Set(streams.flatMap(({ indices }) => indices));
  const found = [
    ...streams.map(({ name, template, indices }) =>
      target(name, { isDataStream: true, templates: [template], current: byName.get(indices.at(-1) ?? "") })
    ),
    ...currentIndices(indices.filter(({ index }) => !ofStreams.has(index))).map((current) =>
      target(current.index, { isDataStream: false, templates: templatesFor(current.index, templates), current })
    ),
  ];
  if (found.length > 0) return found;
  return pattern.split(",").flatMap((name) => {
    const coming = target(name, { isDataStream: true, templates: templatesFor(name, templates), current: undefined });
    return coming.writer === "other" ? [] : [coming];
  });
}

function target(
  name: string,
  { current, ...rest }: Pick<BareTarget, "isDataStream" | "templates"> & { current: IndexFacts | undefined },
): BareTarget {
  const writer: Writer = name.startsWith("packetbeat") ? "packetbeat" : STREAM.test(name) ? "agent" : "other";
  const base = STREAM.exec(name)?.groups?.base;
  return {
    name,
    writer,
    ...rest,
    ...(current === undefined ? {} : { current }),
    ...(base === undefined ? {} : { custom: `${base}@custom` }),
  };
}

/** Packetbeat's own templates for a name; an integration's template has the name of its data streams' common part. */
function templatesFor(name: string, templates: readonly ListedTemplate[]): string[] {
  const base = STREAM.exec(name)?.groups?.base;
  return templates.filter((template) =>
    template.name === base ||
    template.patterns.some((pattern) => pattern.startsWith("packetbeat") && overlap(pattern, name))
  ).map(({ name }) => name);
}

/** Whether one of two patterns covers the other. */
function overlap(one: string, other: string): boolean {
  return glob(one).test(other) || glob(other).test(one);
}

function glob(pattern: string): RegExp {
  return new RegExp(`^${pattern.split("*").map((text) => RegExp.escape(text)).join(".*")}$`);
}
