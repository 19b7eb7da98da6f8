/**
 * The sub-commands of `release.ts` and their options.
 * @module
 */

import { object, or } from "@optique/core/constructs";
import { type Message, message } from "@optique/core/message";
import { optional } from "@optique/core/modifiers";
import type { Parser } from "@optique/core/parser";
import { argument, command, constant, option } from "@optique/core/primitives";
import { commonOptions, pathArgument, strictOption } from "./options.ts";
import { seconds, text } from "./values.ts";

/** What was said of the repository. */
export interface AskedRepository {
  readonly repo: string | undefined;
  readonly githubUrl: string | undefined;
  /** Seconds. */
  readonly timeout: number | undefined;
  readonly allowPlainHttp: boolean;
}

/** A bundle is to be validated. */
export interface AskedValidation extends AskedRepository {
  readonly command: "validate-dga" | "validate-detections";
  readonly dir: string;
  readonly output: string | undefined;
  readonly strict: boolean;
  readonly offline: boolean;
  readonly json: boolean;
}

/** A bundle is to be published. */
export interface AskedCreation extends AskedRepository {
  readonly command: "create";
  readonly dir: string;
  readonly description: string | undefined;
  readonly strict: boolean;
  readonly yes: boolean;
  readonly dryRun: boolean;
  readonly resume: boolean;
  readonly json: boolean;
}

/** A bundle is to be described. */
export interface AskedInspection extends AskedRepository {
  readonly command: "inspect";
  readonly what: string;
  readonly offline: boolean;
  readonly json: boolean;
}

/** What `release.ts` can be asked for. */
export type AskedReleaseCommand = AskedValidation | AskedCreation | AskedInspection;

/** All sub-commands. */
export function releaseCommands(): Parser<"sync", AskedReleaseCommand, unknown> {
  return or(
    command("validate-dga", object({ command: constant("validate-dga"), ...validation() }), {
      brief: message`Check a DGA bundle, and compare its model with those of all releases`,
    }),
    command("validate-detections", object({ command: constant("validate-detections"), ...validation() }), {
      brief: message`Check a bundle of detection rules and jobs`,
    }),
    command(
      "create",
      object({
        command: constant("create"),
        dir: argument(pathArgument("DIR"), { description: message`Folder of the bundle, named as the release` }),
        description: optional(option("--description", text("TEXT"), {
          description: message`What people should know of the release; @FILE takes it from a file`,
        })),
        strict: strictOption(),
        yes: option("--yes", { description: message`Publish without asking` }),
        dryRun: option("--dry-run", { description: message`Show what would be published, and publish nothing` }),
        resume: option("--resume", {
          description: message`Go on with the draft that a run before has left; keep it if this one fails too`,
        }),
        ...repository(),
        ...commonOptions(),
      }),
      { brief: message`Publish a bundle as a release on GitHub` },
    ),
    command(
      "inspect",
      object({
        command: constant("inspect"),
        what: argument(text("TAG|DIR|ZIP"), {
          description: message`A folder or zip of a bundle, or the tag of a release`,
        }),
        offline: offlineOption(message`Do not ask GitHub whether the same is published`),
        ...repository(),
        ...commonOptions(),
      }),
      { brief: message`Say what a bundle is, of any family and age, and whether it is what was published` },
    ),
  );
}

function validation() {
  return {
    dir: argument(pathArgument("DIR"), { description: message`Folder or zip of the bundle, named as the release` }),
    output: optional(option("--output", pathArgument("DIR"), {
      description: message`Write the zip of the release into this folder`,
    })),
    strict: strictOption(),
    offline: offlineOption(message`Do not compare with the releases on GitHub`),
    ...repository(),
    ...commonOptions(),
  };
}

function repository() {
  return {
    repo: optional(option("--repo", text("OWNER/NAME"), {
      description: message`Repository of the releases (default: elastic/detection-rules)`,
    })),
    githubUrl: optional(option("--github-url", text("URL"), {
      description: message`Address of GitHub's API, as https://HOST/api/v3 (GITHUB_API_URL; the token is GITHUB_TOKEN)`,
    })),
    timeout: optional(option("--timeout", seconds(), {
      description: message`How long to wait while nothing moves (default: 60)`,
    })),
    allowPlainHttp: option("--allow-plain-http", {
      description: message`Let the token go over http:// to another machine, where anyone on the way can read it`,
    }),
  };
}

function offlineOption(description: Message): Parser<"sync", boolean, unknown> {
  return option("--offline", { description });
}

/** Options whose values are never repeated: what was meant for one lands in another. */
export const RELEASE_COMMAND_SECRETS: readonly string[] = ["--repo", "--github-url", "--timeout", "--output"];
