/**
 * What follows a failure: the draft is deleted or kept, and what is left is told truly. A release that is published is
 * never deleted.
 * @module
 */

import type { Github } from "./github.ts";
import type { GithubRelease } from "./github/answers.ts";
import type { GithubRequestOptions } from "./github/retried.ts";
import type { ReleasePlan } from "./release_plan.ts";
import { readDraftText } from "./release_text.ts";

/** What is on GitHub after a failure. */
export type Remains =
  | { readonly kind: "nothing" }
  /** The draft, or what may be one. */
  | { readonly kind: "kept" | "left"; readonly left: readonly string[] }
  /** The request to publish took effect although its answer did not come. */
  | { readonly kind: "published"; readonly release: GithubRelease };

/** How a draft is withdrawn. */
export interface WithdrawOptions {
  /** Whether the draft is kept. */
  readonly isKept: boolean;
  /** How requests are sent. */
  readonly options: GithubRequestOptions;
}

/** Puts in order what a failed run has left. `draft` is missing where creating it failed, which may have taken effect. */
export async function withdraw(
  github: Github,
  plan: ReleasePlan,
  draft: GithubRelease | undefined,
  { isKept, options }: WithdrawOptions,
): Promise<Remains> {
  const { tag } = plan;
  try {
    const there = await find(github, plan, draft, options);
    if (there === undefined) return { kind: "nothing" };
    if (!there.draft) return { kind: "published", release: there };
    if (isKept) return { kind: "kept", left: [`the draft of "${tag}": ${there.html_url}`] };
    await github.deleteRelease(there.id, options);
    // Gone is what neither its number nor the list finds; a "not found" alone may be about anything.
    const rest = await find(github, plan, there, options);
    return rest === undefined ? { kind: "nothing" } : remaining(rest);
  } catch {
    if (draft !== undefined) {
      return { kind: "left", left: [`the release "${tag}", perhaps still a draft: ${draft.html_url}`] };
    }
    return { kind: "left", left: [`perhaps a draft of "${tag}", see the releases of ${plan.repository}`] };
  }
}

function remaining(release: GithubRelease): Remains {
  return { kind: "left", left: [`the draft of "${release.tag_name}": ${release.html_url}`] };
}

/**
 * The release of this run: by its number, as the list may be a little behind and still call a draft what is published;
 * and by the list where the number finds nothing.
 */
async function find(
  github: Github,
  plan: ReleasePlan,
  draft: GithubRelease | undefined,
  options: GithubRequestOptions,
): Promise<GithubRelease | undefined> {
  const numbered = draft === undefined ? undefined : await github.getRelease(draft.id, options);
  if (numbered !== undefined) return numbered;
  const releases = await github.listReleases(options);
  if (draft !== undefined) return releases.find(({ id }) => id === draft.id);
  const run = readDraftText(plan.draftText)?.mark.run;
  return releases.find(({ body }) => readDraftText(body ?? "")?.mark.run === run);
}
