/**
 * Indices and their documents.
 * @module
 */

import type { IngestError } from "../../ingest/error.ts";
import type { JavaMap } from "../../java/map.ts";
import { failure } from "./failure.ts";
import { wildcard } from "./filter_path.ts";
import type { DataStream } from "./data_streams/data_stream.ts";
import { Mapping } from "./mappings/mapping.ts";
import type { Query } from "./query.ts";
import type { SettingValue } from "./settings.ts";

/** A document in an index. */
export interface IndexedDocument {
  readonly id: string;
  /** JSON as it came, or as the pipeline left it. */
  readonly text: string;
  readonly source: JavaMap;
  readonly version: number;
  readonly sequenceNumber: number;
  readonly routing: string | undefined;
}

/** One index. */
export class Index {
  readonly name: string;
  readonly uuid: string;
  readonly settings = new Map<string, string | readonly string[]>();
  readonly mapping: Mapping;
  readonly aliases = new Set<string>();
  readonly documents = new Map<string, IndexedDocument>();
  /** Versions of documents that were deleted, which go on from there. */
  readonly deletedVersions = new Map<string, number>();
  nextSequenceNumber = 0;

  constructor(name: string, versionId: number, mapping: Mapping) {
    this.name = name;
    this.mapping = mapping;
    this.uuid = randomId(22);
    const fresh: readonly (readonly [string, string])[] = [
      ["index.number_of_shards", "1"],
      ["index.number_of_replicas", "1"],
      ["index.provided_name", name],
      ["index.creation_date", String(Date.now())],
      ["index.uuid", this.uuid],
      ["index.version.created", String(versionId)],
      ["index.routing.allocation.include._tier_preference", "data_content"],
    ];
    for (const [setting, value] of fresh) this.settings.set(setting, value);
  }

  /** Changes settings; null takes one back. */
  change(settings: ReadonlyMap<string, SettingValue>): void {
    for (const [name, value] of settings) {
      if (value === null) this.settings.delete(name);
      else this.settings.set(name, value);
    }
  }

  /** A setting that is a text. */
  setting(name: string): string | undefined {
    const value = this.settings.get(name);
    return typeof value === "string" ? value : undefined;
  }

  /** Whether only patterns that start with a dot, or ask for hidden ones, find it. */
  get isHidden(): boolean {
    return this.setting("index.hidden") === "true";
  }

  /** How many copies a write should reach. */
  get copies(): number {
    return 1 + Number(this.setting("index.number_of_replicas") ?? 1);
  }
}

/** How names of indices are understood. */
export interface ExpandOptions {
  /** A pattern, or nothing at all, that no index fits. @default {true} */
  readonly allowNone?: boolean;
  /** Passes names by that are missing. @default {false} */
  readonly ignoreMissing?: boolean;
  /** Lets patterns find what is hidden. @default {false} */
  readonly hidden?: boolean;
}

/** The options that a query string asks for. */
export function expandOptions(query: Query): ExpandOptions {
  const states = query.list("expand_wildcards");
  return {
    allowNone: query.boolean("allow_no_indices", true),
    ignoreMissing: query.boolean("ignore_unavailable", false),
    hidden: states.includes("hidden") || states.includes("all"),
  };
}

/** All indices by name. */
export class IndexState {
  readonly #indices = new Map<string, Index>();
  readonly dataStreams = new Map<string, DataStream>();

  /** All of them. */
  all(): IterableIterator<Index> {
    return this.#indices.values();
  }

  /** An index by its name, an alias, or the data stream that writes to it, if it is there. */
  get(name: string): Index | undefined {
    return this.#indices.get(name) ?? this.dataStreams.get(name)?.writeIndex ??
      [...this.all()].find(({ aliases }) => aliases.has(name));
  }

  /** The data stream that an index belongs to. */
  dataStreamOf(index: Index): DataStream | undefined {
    return [...this.dataStreams.values()].find(({ indices }) => indices.includes(index));
  }

  /** Whether a name is an alias. */
  isAlias(name: string): boolean {
    return [...this.all()].some(({ aliases }) => aliases.has(name));
  }

  /** Makes an index; throws for a name that is none, or taken. */
  create(name: string, versionId: number, mapping: Mapping = new Mapping()): Index {
    checkIndexName(name);
    const there = this.#indices.get(name);
    if (there !== undefined) {
      throw failure(
        400,
        "resource_already_exists_exception",
        `index [${name}/${there.uuid}] already exists`,
        { details: { index_uuid: there.uuid, index: name } },
      );
    }
    const index = new Index(name, versionId, mapping);
    this.#indices.set(name, index);
    return index;
  }

  /** Forgets an index, its data stream too. */
  delete(name: string): void {
    const index = this.#indices.get(name);
    if (index !== undefined) this.dataStreamOf(index)?.forget(index);
    this.#indices.delete(name);
  }

  /** The indices that an expression names, in order. */
  expand(expression: string, options: ExpandOptions = {}): Index[] {
    const { allowNone = true, ignoreMissing = false, hidden = false } = options;
    const found = new Set<string>();
    for (const part of expression.split(",").filter((part) => part !== "")) {
      const pattern = part === "_all" ? "*" : part;
      const excludes = pattern.startsWith("-");
      const matches = this.#matching(excludes ? pattern.slice(1) : pattern, hidden);
      if (matches.length === 0 && !ignoreMissing && (!pattern.includes("*") || !allowNone)) {
        throw missingIndex(part, "index_or_alias");
      }
      for (const name of matches) {
        if (excludes) found.delete(name);
        else found.add(name);
      }
    }
    return [...found].flatMap((name) => this.#indices.get(name) ?? []);
  }

  /** Names of indices that a name or a pattern means, by their own names, aliases and data streams. */
  #matching(pattern: string, hidden: boolean): string[] {
    const expression = wildcard(pattern);
    const finds = (isHidden: boolean) => !isHidden || hidden || !pattern.includes("*") || pattern.startsWith(".");
    const own = [...this.all()].filter((index) =>
      expression.test(index.name) && finds(index.isHidden) ||
      [...index.aliases].some((alias) => expression.test(alias))
    );
    const streams = [...this.dataStreams.values()].filter((stream) =>
      expression.test(stream.name) && finds(stream.isHidden)
    );
    return [...new Set([...own, ...streams.flatMap(({ indices }) => indices)].map(({ name }) => name))].sort();
  }
}

/** 404 for an index that is not there. */
export function missingIndex(name: string, kind: string): IngestError {
  return failure(404, "index_not_found_exception", `no such index [${name}]`, {
    details: { "resource.type": kind, "resource.id": name, index_uuid: "_na_", index: name },
  });
}

/** As the server's rules for names are. */
function checkIndexName(name: string): void {
  const fault = nameFault(name);
  if (fault === undefined) return;
  throw failure(400, "invalid_index_name_exception", `Invalid index name [${name}], ${fault}`, {
    details: { index_uuid: "_na_", index: name },
  });
}

function nameFault(name: string): string | undefined {
  if (/[\\/*?"<>| ,]/.test(name)) {
    return "must not contain the following characters ['\\','/','*','?','\"','<','>','|',' ',',']";
  }
  if (name.includes("#")) return "must not contain '#'";
  if (name.includes(":")) return "must not contain ':'";
  if (/^[-_+]/.test(name)) return "must not start with '_', '-', or '+'";
  if (name === "." || name === "..") return "must not be '.' or '..'";
  return name === name.toLowerCase() ? undefined : "must be lowercase";
}

/** A random id of the characters that the server uses. */
export function randomId(length: number): string {
  const bytes = crypto.getRandomValues(new Uint8Array(length));
  return [...bytes].map((byte) => ID_CHARACTERS.charAt(byte & 63)).join("");
}

const ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
