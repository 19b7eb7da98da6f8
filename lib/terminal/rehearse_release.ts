/**
 * The way of a bundle by a release: packed, published on a GitHub in this process, downloaded and verified.
 * @module
 */

import { type DgaBundle, validateDgaBundle } from "../bundle/dga.ts";
import { formatReleaseName, tryParseReleaseName } from "../bundle/names.ts";
import { downloadRelease } from "../release/download.ts";
import { connectGithub } from "../release/github.ts";
import { lookAtReleases } from "../release/existing_releases.ts";
import { packBundle } from "../release/packed_bundle.ts";
import { publishRelease } from "../release/publish.ts";
import { planRelease } from "../release/release_plan.ts";
import type { Handler } from "../stack/handler.ts";
import type { Terminal } from "./terminal.ts";

/** A zip that was released, or why none was. */
export type RehearsedRelease =
  | { readonly kind: "released"; readonly zip: string; readonly size: number; readonly sha256: string }
  | { readonly kind: "not-released"; readonly reason: string };

/** The releases that must be there for a bundle of this name to be the next one. */
export function releasesBefore(bundle: string): readonly { readonly tag: string }[] {
  const name = tryParseReleaseName(bundle);
  if (name === undefined || !("date" in name) || name.version < 2) return [];
  return [{ tag: formatReleaseName({ ...name, version: name.version - 1 }) }];
}

/**
 * Releases a bundle and takes it from there. What cannot be released stays as it is: a folder by any name can be
 * rehearsed.
 *
 * @param github A GitHub with no more than the releases of {@linkcode releasesBefore}
 */
export async function throughRelease(
  bundle: DgaBundle,
  handler: Handler,
  { io: { signal }, progress }: Terminal,
): Promise<{ readonly bundle: DgaBundle; readonly release: RehearsedRelease }> {
  progress.show("Releasing the bundle");
  const github = connectGithub({ handler, token: "rehearsal" });
  const { value: packed, findings } = await packBundle(bundle);
  const plan = packed === undefined ? undefined : planRelease(packed, await lookAtReleases(github, { signal }));
  const refusal = [...findings, ...plan?.findings ?? []].find(({ level }) => level === "error");
  if (refusal !== undefined || plan === undefined) {
    return { bundle, release: { kind: "not-released", reason: refusal?.message ?? "it cannot be packed" } };
  }
  const { tag, zip: { name, size, sha256 } } = await publishRelease(github, plan, { signal }).catch((error) => {
    // Nothing is left of a GitHub in the process: that it was interrupted is all there is to say.
    signal.throwIfAborted();
    throw error;
  });
  progress.show("Downloading the release");
  const { value, findings: found } = await validateDgaBundle(await downloadRelease(github, tag, { signal }));
  if (value === undefined) {
    throw new Error(`What was released of "${tag}" is not what was packed: ${found[0]?.message}`);
  }
  return { bundle: value, release: { kind: "released", zip: name, size, sha256 } };
}
