/**
 * `release.ts inspect`: what a bundle is, and whether it is what was published.
 * @module
 */

import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { BundleFiles } from "../bundle/bundle_files.ts";
import { type DatedReleaseName, tryParseReleaseName } from "../bundle/names.ts";
import { comparePublished, type Comparison, findPublished, type PublishedFacts } from "../release/compare_published.ts";
import { hasErrors } from "../json/finding.ts";
import { downloadRelease } from "../release/download.ts";
import type { Github } from "../release/github.ts";
import { inspectBundle, type Inspection } from "../release/inspect.ts";
import { EXIT } from "./exit_code.ts";
import { plural } from "./findings.ts";
import { connectGithubAsAsked } from "./github.ts";
import { askingGithub, readFiles } from "./release_bundle.ts";
import type { AskedInspection } from "./release_commands.ts";
import { visible } from "./safe_text.ts";
import { ScriptError, UsageError } from "./script_error.ts";
import { formatTable } from "./table.ts";
import type { Terminal } from "./terminal.ts";

/** Describes as asked; a name that is no path is that of a release. */
export async function inspectRelease(asked: AskedInspection, terminal: Terminal): Promise<Record<string, unknown>> {
  const { what, offline } = asked;
  const github = connectGithubAsAsked(asked, terminal);
  const isHere = await isPath(what);
  if (!isHere && offline) {
    throw new UsageError(`Cannot find "${what}" here, and GitHub is not asked`, "Leave --offline out to download it");
  }
  const files = isHere ? await readFiles(what, terminal) : await download(github, what, terminal);
  terminal.progress.show("Looking into the bundle");
  const inspection = await inspectBundle(files);
  terminal.showFindings(inspection.findings);
  const zipSha256 = isHere && /\.zip$/i.test(what) ? await sha256Of(what) : undefined;
  const published = offline ? undefined : await publishedAs(github, inspection.name, terminal);
  const comparison = offline ? undefined : compared(inspection, published, zipSha256);
  terminal.print(described(inspection, zipSha256, terminal));
  if (comparison !== undefined) terminal.print(`\n${visible(inWords(comparison, github, published, isHere))}\n`);
  const { findings: _, ...facts } = inspection;
  const results = {
    ...facts,
    ...(zipSha256 === undefined ? {} : { zipSha256 }),
    ...(published === undefined ? {} : { published: publishedJson(published) }),
    ...(comparison === undefined ? {} : { comparison }),
  };
  if (!hasErrors(inspection.findings)) return results;
  throw new ScriptError(`Not all of "${inspection.name}" could be read`, { exit: EXIT.findings, results });
}

/** What is no name of a release is a path, whatever comes of it. */
async function isPath(what: string): Promise<boolean> {
  if (tryParseReleaseName(what) === undefined) return true;
  try {
    await stat(what);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}

async function download(github: Github, tag: string, terminal: Terminal): Promise<BundleFiles> {
  const { progress } = terminal;
  progress.show(`Looking for ${tag}`);
  return await downloadRelease(github, tag, {
    ...askingGithub(terminal),
    // It is looked at, and nothing more.
    allowUnverified: true,
    onBytes: (bytes, total) =>
      progress.show(`Downloading ${tag}: ${(bytes / 1e6).toFixed(1)} of ${(total / 1e6).toFixed(1)} MB`),
  });
}

async function publishedAs(github: Github, name: string, terminal: Terminal): Promise<PublishedFacts | undefined> {
  if (tryParseReleaseName(name) === undefined) return undefined;
  terminal.progress.show(`Asking ${github.repository} for ${name}`);
  return await findPublished(github, name, askingGithub(terminal));
}

/** Without a manifest, a zip can still be compared as a whole. */
function compared(
  inspection: Inspection,
  published: PublishedFacts | undefined,
  zipSha256: string | undefined,
): Comparison {
  const comparison = comparePublished(inspection, published);
  const digest = published?.release.assets.find(({ name }) => name === `${inspection.name}.zip`)?.digest ?? null;
  if (comparison.kind !== "unknown" || digest === null || zipSha256 === undefined) return comparison;
  return digest === `sha256:${zipSha256}`
    ? { kind: "equal" }
    : { kind: "different", differences: [`the zip's digest is ${digest}`] };
}

function described(inspection: Inspection, zipSha256: string | undefined, { style }: Terminal): string {
  const { name, release, layout, files, models, jobs, rules } = inspection;
  const facts = [
    ...(release !== undefined && "date" in release ? [["release", releaseInWords(release)]] : []),
    ["layout", layout],
    ...(zipSha256 === undefined ? [] : [["zip", `sha256 ${zipSha256}`]]),
    ...models.map((model) => [
      "model",
      [
        plural(model.inputs, "input"),
        plural(model.trees, "tree"),
        plural(model.nodes, "node"),
        plural(model.preprocessors, "preprocessor"),
        ...(model.classes === undefined ? [] : [`classes ${model.classes.join(" and ")}`]),
        model.form === "definition" ? "definition in plain JSON" : "definition compressed",
      ].join(", "),
    ]),
    ...jobs.map((job) => ["job", `${job.name}, ${job.type}`]),
    ...rules.map((rule) => ["rule", `${rule.name}, ${rule.type}, ${rule.ruleId}`]),
  ];
  const table = formatTable([{ title: "" }, { title: "" }], facts);
  const columns = [{ title: "file" }, { title: "what" }, { title: "bytes", align: "right" as const }, {
    title: "sha256",
  }];
  const rows = files.map((
    file,
  ) => [file.name, file.kind, file.size.toLocaleString("en-US"), file.sha256 ?? "unreadable"]);
  return `${style.bold(visible(name))}\n${table}\n${formatTable(columns, rows)}`;
}

function releaseInWords({ family, date, version }: DatedReleaseName): string {
  return `number ${version} of ${family}, of ${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
}

function inWords(
  comparison: Comparison,
  { repository }: Github,
  published: PublishedFacts | undefined,
  isHere: boolean,
): string {
  const place = published === undefined ? repository : published.release.html_url;
  const manifest = published?.form === "indented" ? " Its manifest is an early one, indented." : "";
  switch (comparison.kind) {
    case "not-published":
      return `Not published on ${place}.`;
    case "unknown":
      return `Published on ${place}, without a manifest that could be read: ` +
        (isHere ? "only a download would tell what is in it." : "this is what was downloaded from there.");
    case "equal":
      return `Equal to what is published: ${place}.${manifest}`;
    case "different":
      return `Not equal to what is published on ${place}: ${comparison.differences.join("; ")}.${manifest}`;
  }
}

function publishedJson({ release, form }: PublishedFacts): Record<string, unknown> {
  const assets = release.assets.map(({ name, size, digest }) => ({ name, size, digest }));
  return { url: release.html_url, publishedAt: release.published_at, manifest: form, assets };
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const piece of createReadStream(path)) hash.update(piece);
  return hash.digest("hex");
}
