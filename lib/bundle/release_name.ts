/**
 * Whether a bundle is called like a release of its family.
 * @module
 */

import type { Finding } from "../json/finding.ts";
import { tryParseReleaseName } from "./names.ts";

/**
 * A warning for a bundle whose name is not that of a release of the family.
 *
 * ```ts
 * import { releaseNameFindings } from "./release_name.ts";
 * if (releaseNameFindings("ML-DGA-20201111-1", "ML-DGA").length !== 0) throw new Error();
 * if (releaseNameFindings("mine", "ML-DGA")[0]?.level !== "warning") throw new Error();
 * ```
 */
export function releaseNameFindings(name: string, family: string): Finding[] {
  const release = tryParseReleaseName(name);
  if (release?.family === family) return [];
  return [{
    level: "warning",
    code: "release-name",
    message: release === undefined
      ? `The bundle is called "${name}", which is not the name of a release`
      : `The bundle is called "${name}", which is the name of a release of "${release.family}", not of "${family}"`,
    hint: `A release needs a folder or archive named like ${family}-20201111-1; installing from files does not.`,
  }];
}
