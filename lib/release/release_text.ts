/**
 * The text of a release, in the layout that every release has had, and the line by which a draft is known to be ours.
 * @module
 */

import type { PackedBundle } from "./packed_bundle.ts";

/** What a release's text says beside the bundle's facts. */
export interface ReleaseTextOptions {
  /** When the release was made: `"2020-11-11T13:32:15Z"`. */
  readonly date: string;
  /** What people should know of it. @default {nothing} */
  readonly description?: string | undefined;
}

const DOCUMENTATION = "https://github.com/elastic/detection-rules/blob/main/docs/ML_DGA.md";

/**
 * The text of a bundle's release.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDgaBundle } from "../bundle/dga.ts";
 * import { packBundle } from "./packed_bundle.ts";
 * import { releaseText } from "./release_text.ts";
 * const { value } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * const { value: packed } = value === undefined ? {} : await packBundle(value);
 * if (packed === undefined) throw new Error();
 * const text = releaseText(packed, { date: "2026-11-01T08:00:00Z", description: "First of its kind." });
 * if (!text.startsWith("model_name: dga_20261101_1.0\n\n----\n\n\ndate: 2026-11-01T08:00:00Z\nmodel_sha256: 8636189b")) {
 *   throw new Error(text);
 * }
 * if (!text.endsWith("\n\n----\n\nFirst of its kind.")) throw new Error(text);
 * ```
 */
export function releaseText(packed: PackedBundle, { date, description = "" }: ReleaseTextOptions): string {
  const [title, facts] = factsOf(packed, date);
  const text = `${lines(title)}\n\n----\n\n\n${lines(facts)}`;
  const told = description.replaceAll("\r\n", "\n").trim();
  return told === "" ? text : `${text}\n\n----\n\n${told}`;
}

type Facts = Readonly<Record<string, string | number>>;

function factsOf({ bundle, files }: PackedBundle, date: string): [title: Facts, facts: Facts] {
  const reference = { "For details reference": DOCUMENTATION };
  if ("modelFile" in bundle) {
    const model = files.find(({ name }) => name === bundle.modelFile.name);
    return [{ model_name: bundle.modelId }, { date, model_sha256: model?.sha256 ?? "", ...reference }];
  }
  const [rules, jobs] = [/\.(?:toml|ndjson)$/i, /\.json$/i].map((kind) => files.filter(({ name }) => kind.test(name)));
  const counts = {
    "Experimental rules": Math.max(rules?.length ?? 0, bundle.rules.length),
    "Experimental ML jobs": jobs?.length ?? 0,
    "Other files": files.length - (rules?.length ?? 0) - (jobs?.length ?? 0),
  };
  return [counts, { "DGA release": bundle.dgaRelease ?? "the readme names none", date, ...reference }];
}

function lines(facts: Facts): string {
  return Object.entries(facts).map(([key, value]) => `${key}: ${value}`).join("\n");
}

/** What the last line of an unfinished draft says. */
export interface DraftMark {
  /** sha256 of the zip that the draft is made for, in hex. */
  readonly zipSha256: string;
  /** Tells the runs apart: no two have the same. */
  readonly run: string;
}

/** A comment, which GitHub's page does not show. */
const MARK =
  /\n\n<!-- ml-dga: draft that is not finished, of the zip with sha256 ([0-9a-f]{64}), by run ([0-9A-Za-z-]{1,64}) -->\s*$/;

/** The text of a release while it is a draft: it ends with a line that tells ours from those of people. */
export function draftText(text: string, { zipSha256, run }: DraftMark): string {
  return `${text}\n\n<!-- ml-dga: draft that is not finished, of the zip with sha256 ${zipSha256}, by run ${run} -->`;
}

/**
 * Takes the text of a draft apart; undefined if the draft is not ours.
 *
 * ```ts
 * import assert from "node:assert/strict";
 * import { draftText, readDraftText } from "./release_text.ts";
 * const mark = { zipSha256: "ab".repeat(32), run: "1" };
 * assert.deepEqual(readDraftText(draftText("model_name: dga_1_1.0", mark)), { text: "model_name: dga_1_1.0", mark });
 * assert.equal(readDraftText("model_name: dga_1_1.0"), undefined);
 * ```
 */
export function readDraftText(body: string): { readonly text: string; readonly mark: DraftMark } | undefined {
  // Whoever edits a draft on the page ends its lines as the web does.
  const plain = body.replaceAll("\r\n", "\n");
  const [found, zipSha256 = "", run = ""] = MARK.exec(plain) ?? [];
  return found === undefined ? undefined : { text: plain.slice(0, -found.length), mark: { zipSha256, run } };
}
