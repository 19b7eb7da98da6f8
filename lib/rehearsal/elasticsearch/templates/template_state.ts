/**
 * Component and index templates, and what they make of an index.
 * @module
 */

import { wildcard } from "../filter_path.ts";
import type { RawJson } from "../json_text.ts";
import { Mapping } from "../mappings/mapping.ts";
import type { TemplatePart } from "./template_part.ts";

/** What templates of both kinds have. */
export interface TemplateFacts {
  readonly version: number | undefined;
  readonly meta: RawJson | undefined;
  readonly deprecated: boolean | undefined;
}

/** A part that index templates are composed of. */
export interface ComponentTemplate extends TemplateFacts {
  readonly part: TemplatePart;
}

/** A template of indices, or of data streams. */
export interface IndexTemplate extends TemplateFacts {
  readonly patterns: readonly string[];
  readonly part: TemplatePart | undefined;
  readonly composedOf: readonly string[];
  /** Components that may be missing. */
  readonly ignoreMissing: readonly string[] | undefined;
  readonly priority: number | undefined;
  /** Present where it makes data streams. */
  readonly dataStream: { readonly hidden: boolean; readonly allowCustomRouting: boolean } | undefined;
  readonly allowAutoCreate: boolean | undefined;
}

/** What all parts of a template come to. */
export interface ComposedTemplate {
  readonly settings: Map<string, string | readonly string[]>;
  readonly mapping: Mapping;
  readonly aliases: readonly string[];
  readonly lifecycle: RawJson | undefined;
}

/** Templates by name. */
export class TemplateState {
  readonly components = new Map<string, ComponentTemplate>();
  readonly indexTemplates = new Map<string, IndexTemplate>();

  /** The template of highest priority that fits a name. */
  matching(indexName: string): { readonly name: string; readonly template: IndexTemplate } | undefined {
    const fitting = [...this.indexTemplates]
      .filter(([, { patterns }]) => patterns.some((pattern) => wildcard(pattern).test(indexName)))
      .sort(([, a], [, b]) => (b.priority ?? 0) - (a.priority ?? 0));
    const [first] = fitting;
    return first === undefined ? undefined : { name: first[0], template: first[1] };
  }

  /** Lays the parts of a template over each other, its own one last. Throws where they do not fit. */
  compose({ composedOf, part: own }: IndexTemplate): ComposedTemplate {
    const parts = composedOf.flatMap((name) => this.components.get(name)?.part ?? []);
    const settings = new Map<string, string | readonly string[]>();
    const mapping = new Mapping();
    const aliases = new Set<string>();
    let lifecycle: RawJson | undefined;
    for (const part of own === undefined ? parts : [...parts, own]) {
      for (const [name, value] of part.settings ?? []) settings.set(name, value);
      if (part.mappings !== undefined) mapping.merge(part.mappings.value, "compose");
      for (const alias of part.aliases ?? []) aliases.add(alias);
      lifecycle = part.lifecycle ?? lifecycle;
    }
    return { settings, mapping, aliases: [...aliases], lifecycle };
  }

  /** A setting that an index of that name would have. */
  setting(indexName: string, setting: string): string | undefined {
    const found = this.matching(indexName);
    const value = found === undefined ? undefined : this.compose(found.template).settings.get(setting);
    return typeof value === "string" ? value : undefined;
  }
}
