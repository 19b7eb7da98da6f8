/**
 * `release.ts create`: a bundle is validated, planned, asked about and published.
 * @module
 */

import { hasErrors } from "../json/finding.ts";
import { lookAtReleases } from "../release/existing_releases.ts";
import type { Github } from "../release/github.ts";
import { PublishError } from "../release/publish_error.ts";
import { type PublishProgress, publishRelease } from "../release/publish.ts";
import { describeReleasePlan, planRelease, type ReleasePlan } from "../release/release_plan.ts";
import { StackError } from "../stack/errors.ts";
import { EXIT } from "./exit_code.ts";
import { readText } from "./files.ts";
import { connectGithubAsAsked } from "./github.ts";
import { transferProgress } from "./progress_bar.ts";
import { askingGithub, bundleKindOf, describeFiles, prepareBundle, readFiles } from "./release_bundle.ts";
import type { AskedCreation } from "./release_commands.ts";
import { stopOnFindings } from "./run_script.ts";
import { visible } from "./safe_text.ts";
import { ScriptError, UsageError } from "./script_error.ts";
import { Interruption } from "./script_io.ts";
import { shellCommand } from "./shell_command.ts";
import type { Terminal } from "./terminal.ts";

/** Publishes as asked. */
export async function createRelease(asked: AskedCreation, terminal: Terminal): Promise<Record<string, unknown>> {
  if (asked.resume && asked.description !== undefined) {
    throw new UsageError("Cannot change the text of a draft with --description, as --resume goes on with it as it is");
  }
  const description = await descriptionOf(asked, terminal);
  const github = await connectToPublish(asked, terminal);
  const files = await readFiles(asked.dir, terminal);
  const packed = await prepareBundle(files, { kind: bundleKindOf(files), attempt: "release" }, terminal);
  // Validating a large model hears no signal.
  terminal.io.signal.throwIfAborted();
  terminal.progress.show(`Asking for the releases of ${github.repository}`);
  const existing = await lookAtReleases(github, {
    ...askingGithub(terminal),
    manifests: "modelFile" in packed.bundle,
    onManifest: (read, total) => terminal.progress.show(`Reading manifests: ${read} of ${total}`),
  });
  for (const note of existing.notes) terminal.note(`${terminal.errorStyle.yellow("note:")} ${visible(note)}\n`);
  const plan = planRelease(packed, existing, { description, resume: asked.resume });
  terminal.showFindings(plan.findings);
  const results = { dryRun: asked.dryRun, plan: planJson(plan) };
  if (hasErrors(plan.findings)) {
    throw new ScriptError(`Cannot release "${plan.tag}", and nothing was changed`, { exit: EXIT.findings, results });
  }
  stopOnFindings(terminal.findings, `release "${plan.tag}"`, { strict: asked.strict });
  terminal.print(`${described(plan)}\n`);
  if (asked.dryRun) {
    terminal.note("Nothing was published: this was a dry run\n");
    return results;
  }
  await requireConsent(plan, asked, terminal);
  return { ...results, release: await publish(github, plan, asked, terminal) };
}

/** GitHub takes 125,000 characters for a release's text, which has a few hundred of its own. */
const LONGEST_DESCRIPTION = 120_000;

async function descriptionOf({ description }: AskedCreation, { io }: Terminal): Promise<string | undefined> {
  const text = description?.startsWith("@") === true
    ? await readText(io, description.slice(1), "the description")
    : description;
  if (text === undefined || text.length <= LONGEST_DESCRIPTION) return text;
  throw new UsageError(
    `Cannot use the description as it has ${text.length} characters: at most ${LONGEST_DESCRIPTION} fit into a release`,
  );
}

/** Connects with a token that may write; that is looked at before anything else is done. */
async function connectToPublish(asked: AskedCreation, terminal: Terminal): Promise<Github> {
  const { io } = terminal;
  let github = connectGithubAsAsked(asked, terminal);
  if (!github.hasToken && io.askSecret !== undefined) {
    const token = await io.askSecret(`Token of GitHub that may write the contents of ${github.repository}`);
    github = connectGithubAsAsked(asked, terminal, token);
  }
  // What is told are the rights of a user, and a workflow's token has none: whether it may write shows with the draft.
  const isOfWorkflow = io.env("GITHUB_TOKEN")?.startsWith("ghs_") === true;
  if (!github.hasToken) {
    throw new UsageError(
      `Cannot create a release on ${github.repository} as there is no token`,
      "Set GITHUB_TOKEN; on a terminal it is asked for",
    );
  }
  terminal.progress.show(`Looking whether the token may write to ${github.repository}`);
  const { permissions, archived, full_name: name } = await github.getRepository(askingGithub(terminal));
  if (archived) throw new ScriptError(`Cannot create a release on ${name} as the repository is archived`);
  if (permissions?.push !== true && !isOfWorkflow) {
    throw new ScriptError(`Cannot create a release on ${name} as the token's user may not write there`, {
      hint: "Name another repository with --repo, or use the token of somebody who may write",
    });
  }
  return github;
}

function described(plan: ReleasePlan): string {
  const text = describeReleasePlan(plan).split("\n").map(visible).join("\n");
  return `${text}\n\n${describeFiles(plan.packed.files)}`;
}

function planJson({ repository, tag, text, numbering, packed: { zip, files }, draft, published }: ReleasePlan) {
  const { name, size, sha256 } = zip;
  const resumes = draft?.html_url ?? published?.html_url;
  const facts = { repository, tag, numbering, text, zip: { name, size, sha256 }, files };
  return resumes === undefined ? facts : { ...facts, resumes };
}

/** Nobody to ask is not a yes. */
async function requireConsent(plan: ReleasePlan, { yes }: AskedCreation, { io, progress }: Terminal): Promise<void> {
  // Looking whether it is published as it should be changes nothing.
  if (yes || plan.published !== undefined) return;
  progress.clear();
  const question = `Publish "${plan.tag}" on ${plan.repository}?`;
  if (io.askConsent === undefined) {
    throw new ScriptError(`Nothing was published: nobody could be asked whether to publish "${plan.tag}"`, {
      exit: EXIT.declined,
      hint: "Add --yes to publish without being asked",
    });
  }
  if (await io.askConsent(question)) return;
  throw new ScriptError("Nothing was published: the answer was no", { exit: EXIT.declined });
}

async function publish(github: Github, plan: ReleasePlan, asked: AskedCreation, terminal: Terminal) {
  const { io, progress } = terminal;
  const stopping = asked.resume ? "Stopping; a draft is kept" : "Stopping, and taking the draft away";
  const onAbort = () => terminal.note(`${stopping}; once more stops at once\n`);
  io.signal.addEventListener("abort", onAbort);
  try {
    const { tag, url, zip, manifest, isNew } = await publishRelease(github, plan, {
      ...askingGithub(terminal),
      keepDraft: asked.resume,
      onProgress: (happening) => progress.show(inWords(happening)),
    });
    const done = isNew ? "Published" : "It was published before, and is as this folder would be";
    terminal.print(`\n${terminal.style.green(done)}: ${visible(url)}\n`);
    terminal.print(`  sha256 ${zip.sha256}  ${visible(zip.name)}\n`);
    return { tag, url, zip, manifest, isNew };
  } catch (error) {
    if (error instanceof PublishError) throw failureOf(error, plan, asked, terminal);
    throw error;
  } finally {
    io.signal.removeEventListener("abort", onAbort);
    progress.clear();
  }
}

function inWords(happening: PublishProgress): string {
  if (happening.kind === "step") return happening.text;
  return transferProgress(`Uploading ${happening.file}`, happening.sent, happening.total);
}

function failureOf(error: PublishError, plan: ReleasePlan, asked: AskedCreation, { io }: Terminal): ScriptError {
  const { outcome, left, cause } = error;
  const reason = io.signal.aborted && io.signal.reason instanceof Interruption ? io.signal.reason : undefined;
  const why = (reason ?? error).message;
  const hint = cause instanceof StackError ? cause.hint : undefined;
  const what = `Cannot release "${plan.tag}"`;
  const results = { plan: planJson(plan) };
  const again = shellCommand("release.ts", [
    ...["create", asked.dir],
    ...(asked.repo === undefined ? [] : ["--repo", asked.repo]),
    // Without them the command would take the token to another GitHub.
    ...(asked.githubUrl === undefined ? [] : ["--github-url", asked.githubUrl]),
    ...(asked.allowPlainHttp ? ["--allow-plain-http"] : []),
    "--resume",
  ]);
  switch (outcome) {
    case "undone":
      return new ScriptError(`${what}, and nothing is left of it: ${why}`, {
        exit: reason?.exit ?? EXIT.failed,
        ...(hint === undefined ? {} : { hint }),
        results,
      });
    case "kept":
    case "left":
      return new ScriptError(`${what}${outcome === "kept" ? ", and its draft is kept" : ""}: ${why}`, {
        exit: EXIT.left,
        left: left.map((item) => `${item}\nto go on with it: ${again}`),
        hint: hint ?? "Run the command above once GitHub answers; or delete the draft on its page",
        results,
      });
    case "published":
      return new ScriptError(`"${plan.tag}" is published, and not as it should be: ${why}`, {
        exit: EXIT.left,
        left,
        hint: plan.published === undefined
          ? "Somebody changed it meanwhile: look at the release, and at who may write to the repository"
          : "The folder is not the one that was published, or somebody changed the release: release.ts inspect tells " +
            "what differs",
        results,
      });
  }
}
