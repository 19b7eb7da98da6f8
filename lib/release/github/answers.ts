/**
 * What GitHub answers, as far as it is used, under GitHub's own names.
 * @module
 */

import { z } from "zod";

const text = z.string();
const nullableText = z.string().nullish().transform((value) => value ?? null);

/** Where there is nothing to answer. */
export const NOTHING = z.unknown().transform(() => undefined);

/** A file of a release. */
export const ASSET = z.object({
  id: z.number().int(),
  name: text,
  label: nullableText,
  state: text,
  size: z.number().int().nonnegative(),
  digest: nullableText,
  content_type: text,
  created_at: text,
  browser_download_url: text,
});

/** A release, published or a draft. */
export const RELEASE = z.object({
  id: z.number().int(),
  tag_name: text,
  name: nullableText,
  body: nullableText,
  draft: z.boolean(),
  prerelease: z.boolean(),
  immutable: z.boolean().nullish().transform((value) => value ?? false),
  created_at: text,
  published_at: nullableText,
  author: z.object({ login: text }).nullish().transform((value) => ({ login: value?.login ?? "" })),
  url: text,
  html_url: text,
  assets_url: text,
  upload_url: text,
  zipball_url: nullableText,
  assets: z.array(ASSET),
});

/** A repository, and what the token's user may do in it. */
export const REPOSITORY = z.object({
  full_name: text,
  private: z.boolean(),
  archived: z.boolean().nullish().transform((value) => value ?? false),
  html_url: text,
  permissions: z.object({ push: z.boolean() }).nullish().transform((value) => value ?? null),
});

/** A file of a release. `state` is `uploaded` once it is whole; `digest` is `sha256:…`, and null before June 2025. */
export interface GithubAsset {
  /** Its number. */
  readonly id: number;
  /** Its name, as GitHub made it of the one that was sent. */
  readonly name: string;
  /** What the page shows in place of the name. */
  readonly label: string | null;
  /** `uploaded`, or `starter` for what an upload that broke has left. */
  readonly state: string;
  /** Number of bytes. */
  readonly size: number;
  /** `sha256:` and 64 hexadecimal digits; null for assets from before June 2025. */
  readonly digest: string | null;
  /** Media type. */
  readonly content_type: string;
  /** When it was uploaded. */
  readonly created_at: string;
  /** Where browsers load it from; that of a draft's asset changes when the release is published. */
  readonly browser_download_url: string;
}

/** A release, published or a draft, under GitHub's own names. */
export interface GithubRelease {
  /** Its number. */
  readonly id: number;
  /** Its git tag, which a draft has not made yet. */
  readonly tag_name: string;
  /** Its title. */
  readonly name: string | null;
  /** Its text. */
  readonly body: string | null;
  /** Whether it is not published. */
  readonly draft: boolean;
  /** Whether it is called unfinished. */
  readonly prerelease: boolean;
  /** Whether its files and its tag can never change. */
  readonly immutable: boolean;
  /** The date of its commit. */
  readonly created_at: string;
  /** When it was published; null for a draft. */
  readonly published_at: string | null;
  /** Who made it. */
  readonly author: { readonly login: string };
  /** Its address in the API. */
  readonly url: string;
  /** Its page. */
  readonly html_url: string;
  /** Where its assets are listed. */
  readonly assets_url: string;
  /** Where assets are sent to: `…{?name,label}`. */
  readonly upload_url: string;
  /** The source as an archive; null for a draft. */
  readonly zipball_url: string | null;
  /** Its files. */
  readonly assets: readonly GithubAsset[];
}

/** A repository. */
export interface GithubRepository {
  /** Owner and name, in the case that GitHub has them. */
  readonly full_name: string;
  /** Whether it is hidden from others. */
  readonly private: boolean;
  /** Whether nothing can be changed any more. */
  readonly archived: boolean;
  /** Its page. */
  readonly html_url: string;
  /** What the token's user may do, which the token itself may not; null without a token. */
  readonly permissions: { readonly push: boolean } | null;
}
