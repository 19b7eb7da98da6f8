/**
 * The files of a bundle before anything is known about them, and what was odd about the folder or the archive.
 * @module
 */

import type { ByteSource } from "../json/byte_source.ts";
import type { Finding } from "../json/finding.ts";

/** The files of a bundle by name, with the bundle's own name beside them. */
export interface BundleFiles extends ReadonlyMap<string, ByteSource> {
  /** Name of the folder, or of the folder within the zip: by rule the name of the release. */
  readonly name: string;
  /** What reading found, before the contents of any file: links, duplicates, sizes that can't be. */
  readonly findings: readonly Finding[];
}

class NamedFiles extends Map<string, ByteSource> implements BundleFiles {
  readonly name: string;
  readonly findings: readonly Finding[];

  constructor(name: string, files: Iterable<readonly [string, ByteSource]>, findings: readonly Finding[]) {
    super(files);
    this.name = name;
    this.findings = findings;
  }
}

/**
 * A bundle from any sources.
 *
 * ```ts
 * import { bundleFiles } from "./bundle_files.ts";
 * import { memorySource } from "../json/byte_source.ts";
 * const files = bundleFiles("ML-DGA-20201111-1", [["readme.md", memorySource(new Uint8Array())]]);
 * if (files.name !== "ML-DGA-20201111-1" || files.size !== 1) throw new Error();
 * ```
 */
export function bundleFiles(
  name: string,
  files: Iterable<readonly [string, ByteSource]>,
  findings: readonly Finding[] = [],
): BundleFiles {
  return new NamedFiles(name, files, findings);
}

/** Thrown while a file is read that is not what its folder or archive said of it. */
export class BundleContentError extends Error {
  /** Name of the class. */
  override name = "BundleContentError";
  /** The same, for a report. */
  readonly finding: Finding;

  /** An error that says what the finding says. */
  constructor(finding: Finding) {
    super(finding.message);
    this.finding = finding;
  }
}
