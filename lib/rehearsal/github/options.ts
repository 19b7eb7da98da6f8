/**
 * What the rehearsal GitHub plays.
 * @module
 */

import type { FaultPlan } from "../faults.ts";

/** A file of a release. */
export interface GithubAssetOptions {
  /** Its name. */
  readonly name: string;
  /** Its contents. */
  readonly bytes: Uint8Array;
  /** What the page of the release shows in place of the name. @default {""} */
  readonly label?: string;
  /** Its media type. @default {"application/octet-stream"} */
  readonly contentType?: string;
  /** `sha256:…`; null as of assets from before June 2025. @default {the digest of the bytes} */
  readonly digest?: string | null;
}

/** A release that is there from the beginning. */
export interface GithubReleaseOptions {
  /** Its git tag. */
  readonly tag: string;
  /** Its title. @default {the tag} */
  readonly name?: string;
  /** Its text. @default {""} */
  readonly body?: string;
  /** Whether it is not published yet. @default {false} */
  readonly draft?: boolean;
  /** When it was published, as `2020-11-11T13:32:15Z`. @default {now} */
  readonly publishedAt?: string;
  /** Login of who made it. @default {"octocat"} */
  readonly author?: string;
  /** Its files. @default {none} */
  readonly assets?: readonly GithubAssetOptions[];
}

/** A repository. */
export interface GithubRepositoryOptions {
  /** Owner and name: `elastic/detection-rules`. */
  readonly name: string;
  /** Whether it is hidden from whoever has no rights. @default {false} */
  readonly private?: boolean;
  /** Whether a published release can never be changed, nor its tag be used again. @default {false} */
  readonly immutableReleases?: boolean;
  /** Its releases, the oldest first. @default {none} */
  readonly releases?: readonly GithubReleaseOptions[];
}

/** What a token may do in a repository. */
export type GithubRole = "admin" | "write" | "read" | "none";

/** A token, and whose it is. */
export interface GithubTokenOptions {
  /** The user's login. */
  readonly login: string;
  /** What the user may do in every repository. @default {"admin"} */
  readonly role?: GithubRole;
  /** Kind of token, by which a lack of rights is told. @default {"classic"} */
  readonly kind?: "classic" | "fine-grained" | "app";
}

/** How often one may ask. */
export interface GithubRateLimitOptions {
  /** Requests an hour, of one token or of everybody without. @default {60 without a token, 5000 with one} */
  readonly limit?: number;
  /** Seconds until the count begins anew. @default {3600} */
  readonly resetSeconds?: number;
  /** Number of the one write, from 1, that meets the secondary limit. @default {none does} */
  readonly secondaryAt?: number;
  /** What that answer's `retry-after` says; null for none. @default {60} */
  readonly retryAfterSeconds?: number | null;
}

/** What the rehearsal GitHub plays. */
export interface GithubRehearsalOptions {
  /** Its repositories. @default {`elastic/detection-rules`, public and without a release} */
  readonly repositories?: readonly GithubRepositoryOptions[];
  /** Tokens that it knows. @default {every token is that of the admin "octocat"} */
  readonly tokens?: Readonly<Record<string, GithubTokenOptions>>;
  /** How often one may ask. */
  readonly rateLimit?: GithubRateLimitOptions;
  /** Whether downloads are redirected to the storage host, as they mostly are. @default {true} */
  readonly redirectDownloads?: boolean;
  /** So many uploads end in 502 and leave an asset in the state `starter`. @default {0} */
  readonly brokenUploads?: number;
  /** What goes wrong on the way. @default {nothing} */
  readonly faults?: FaultPlan;
  /** The time in milliseconds. @default {Date.now} */
  readonly now?: () => number;
}
