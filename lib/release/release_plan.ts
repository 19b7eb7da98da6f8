/**
 * What publishing a bundle would do: decided from the bundle and what is released already, before anything is sent.
 * @module
 */

import { formatReleaseName, nextReleaseName, tryParseReleaseName } from "../bundle/names.ts";
import type { Finding } from "../json/finding.ts";
import { LARGEST_ZIP } from "./download.ts";
import { findDuplicates } from "./duplicates.ts";
import type { ExistingReleases } from "./existing_releases.ts";
import type { GithubRelease } from "./github/answers.ts";
import type { PackedBundle } from "./packed_bundle.ts";
import { draftText, readDraftText, releaseText } from "./release_text.ts";

/** What is to be published. */
export interface ReleasePlan {
  /** Owner and name of the repository. */
  readonly repository: string;
  /** The git tag, and the release's title. */
  readonly tag: string;
  /** What is published. */
  readonly packed: PackedBundle;
  /** The release's text. */
  readonly text: string;
  /** Its text while it is a draft: it ends with a line by which it is known again. */
  readonly draftText: string;
  /** The draft that an earlier run left, to go on with. */
  readonly draft?: GithubRelease;
  /** The release that an earlier run published without hearing of it, to be looked at. */
  readonly published?: GithubRelease;
  /** In words: which number is the next, and by which release; empty for a tag that is published already. */
  readonly numbering: string;
  /** All that was found; an error is in the way of publishing. */
  readonly findings: readonly Finding[];
}

/** How a release is planned. */
export interface ReleasePlanOptions {
  /** Text for people. @default {none} */
  readonly description?: string | undefined;
  /** Goes on with a draft that an earlier run left. @default {false} */
  readonly resume?: boolean;
  /** Time of the release, in milliseconds. @default {now} */
  readonly now?: number;
  /** What tells this run from all others. @default {a random id} */
  readonly run?: string;
}

/**
 * Plans the release of a bundle: its folder's name is the tag, whose number must be the family's next.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDgaBundle } from "../bundle/dga.ts";
 * import { packBundle } from "./packed_bundle.ts";
 * import { planRelease } from "./release_plan.ts";
 * const { value } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * const { value: packed } = value === undefined ? {} : await packBundle(value);
 * if (packed === undefined) throw new Error();
 * const plan = planRelease(packed, { repository: "o/r", releases: [], manifests: [], notes: [] });
 * if (plan.tag !== "ML-DGA-20261101-1" || plan.findings.length !== 0) throw new Error();
 * ```
 */
export function planRelease(
  bundle: PackedBundle,
  existing: ExistingReleases,
  options: ReleasePlanOptions = {},
): ReleasePlan {
  const { description, resume = false, now = Date.now(), run = crypto.randomUUID() } = options;
  const tag = bundle.bundle.name;
  const ofTag = existing.releases.filter(({ tag_name }) => tag_name === tag);
  const drafts = ofTag.filter(({ draft }) => draft);
  const published = ofTag.find(({ draft }) => !draft);
  const ours = drafts.map((draft) => ({ draft, read: readDraftText(draft.body ?? "") }));
  const [own] = ours;
  const date = `${new Date(now).toISOString().slice(0, 19)}Z`;
  const resumed = resume && published === undefined && drafts.length === 1 ? own?.read : undefined;
  const text = resume && published?.body != null
    ? published.body.replaceAll("\r\n", "\n")
    : resumed?.text ?? releaseText(bundle, { date, description });
  const numbering = numberOf(tag, existing.releases);
  return {
    repository: existing.repository,
    tag,
    packed: bundle,
    text,
    draftText: draftText(text, resumed?.mark ?? { zipSha256: bundle.zip.sha256, run }),
    ...(resumed === undefined || own === undefined ? {} : { draft: own.draft }),
    ...(resume && published !== undefined ? { published } : {}),
    numbering: published === undefined ? numbering.text : "",
    findings: [
      ...nameFindings(bundle),
      ...sizeFindings(bundle),
      ...(published === undefined ? numbering.findings : resume ? [] : [taken(published)]),
      ...(published === undefined ? draftFindings(ours, { resume, zipSha256: bundle.zip.sha256 }) : []),
      ...findDuplicates(bundle, existing.manifests, { sameName: "error" }),
    ],
  };
}

function nameFindings({ bundle }: PackedBundle): Finding[] {
  const family = "modelFile" in bundle ? "ML-DGA" : "ML-experimental-detections";
  const name = tryParseReleaseName(bundle.name);
  if (name !== undefined && "date" in name && name.family === family) return [];
  return [{
    level: "error",
    code: "release-name",
    message: `Cannot release "${bundle.name}" as the folder's name is the release's: it must look like ` +
      `${family}-YYYYMMDD-N`,
    hint: "Rename the folder.",
  }];
}

/** What is published has to be of use to somebody. */
function sizeFindings({ zip }: PackedBundle): Finding[] {
  if (zip.size <= LARGEST_ZIP) return [];
  return [{
    level: "error",
    code: "release-size",
    message: `Cannot release "${zip.name}" as it has ${zip.size} bytes: a download takes at most ${LARGEST_ZIP}`,
    hint: "Train a smaller model.",
  }];
}

/** Which number is next; drafts do not count, as they can be deleted. */
function numberOf(tag: string, releases: readonly GithubRelease[]): { text: string; findings: Finding[] } {
  const name = tryParseReleaseName(tag);
  if (name === undefined || !("date" in name)) return { text: "", findings: [] };
  const others = releases.filter((release) => !release.draft && release.tag_name !== tag)
    .map(({ tag_name }) => tag_name);
  const next = nextReleaseName(name.family, name.date, others);
  const latest = others.filter((other) => {
    const parsed = tryParseReleaseName(other);
    return parsed?.family === name.family && "date" in parsed && parsed.version === next.version - 1;
  }).map((other) => `"${other}"`).join(" and ");
  const text = latest === ""
    ? `Number ${next.version}: the first release of ${name.family}`
    : `Number ${next.version}: the latest release of ${name.family} is ${latest}`;
  if (name.version === next.version) return { text, findings: [] };
  return {
    text,
    findings: [{
      level: "error",
      code: "release-number",
      message: `Cannot release "${tag}" as its number must be ${next.version}: ` +
        (latest === ""
          ? `it is the first release of ${name.family}`
          : `the latest release of ${name.family} is ${latest}`),
      hint: `Rename the folder to "${formatReleaseName(next)}".`,
    }],
  };
}

function taken({ tag_name, html_url }: GithubRelease): Finding {
  return {
    level: "error",
    code: "release-exists",
    message: `Cannot release "${tag_name}" as it is published already: ${html_url}`,
    hint: "Was it published by a run that did not hear of it? With --resume it is compared with the folder. " +
      "Otherwise take the next number.",
  };
}

/** A draft of the tag, and what it says of itself. */
interface FoundDraft {
  readonly draft: GithubRelease;
  readonly read: ReturnType<typeof readDraftText>;
}

function draftFindings(
  drafts: readonly FoundDraft[],
  { resume, zipSha256 }: { readonly resume: boolean; readonly zipSha256: string },
): Finding[] {
  const [first, ...more] = drafts;
  if (first === undefined) return [];
  const { draft: { tag_name, html_url }, read } = first;
  const cannot = `Cannot release "${tag_name}" as there is`;
  const found = (code: string, message: string, hint: string): Finding[] => [{ level: "error", code, message, hint }];
  if (more.length > 0) {
    const urls = drafts.map(({ draft }) => draft.html_url).join(", ");
    return found("draft-exists", `${cannot} more than one draft of it: ${urls}`, "Delete them, or all but ours.");
  }
  if (read === undefined) {
    return found(
      "draft-exists",
      `${cannot} a draft of it that somebody made: ${html_url}`,
      "It is left alone. Delete it, or publish it by hand.",
    );
  }
  if (read.mark.zipSha256 !== zipSha256) {
    return found(
      "draft-differs",
      `${cannot} an unfinished draft of it that was made of other files: ${html_url}`,
      `Its zip has the sha256 ${read.mark.zipSha256}, the folder's has ${zipSha256}. Delete the draft, or bring the files back.`,
    );
  }
  return resume ? [] : found(
    "draft-unfinished",
    `${cannot} an unfinished draft of it that an earlier run left: ${html_url}`,
    "Go on with it: add --resume. Or delete it.",
  );
}

/** A plan for people: what would be published, where, under which text. */
export function describeReleasePlan(plan: ReleasePlan): string {
  const { repository, tag, packed: { zip, files }, text, draft, published, numbering } = plan;
  const first = published !== undefined
    ? `Look whether "${tag}" on ${repository} is published as this folder would be`
    : draft === undefined
    ? `Release of "${tag}" on ${repository}`
    : `Release of "${tag}" on ${repository}, going on with the draft ${draft.html_url}`;
  return [
    first,
    ...(numbering === "" ? [] : [`  ${numbering}`]),
    `  ${zip.name}, ${zip.size.toLocaleString("en-US")} bytes, sha256 ${zip.sha256}, ${files.length} files`,
    "  Its text:",
    ...text.split("\n").map((line) => `    ${line}`.trimEnd()),
  ].join("\n");
}
