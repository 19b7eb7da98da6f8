/**
 * Names of entries in a folder or an archive that nothing good comes of: names that leave the folder, that look like
 * another name, or that would become one file on another system.
 * @module
 */

import type { Finding } from "../json/finding.ts";

/** Longest name of an entry, in UTF-16 code units. */
const MAX_LENGTH = 255;

/**
 * What is unsafe about the path of an entry, in words; undefined when nothing is. Folders are joined by `/`, and may
 * end with one.
 *
 * ```ts
 * import { entryNameFault } from "./entry_names.ts";
 * if (entryNameFault("ML-DGA-20201111-1/../evil.json") !== 'it has a part ".."') throw new Error();
 * if (entryNameFault("ML-DGA-20201111-1/dga_1_model.json") !== undefined) throw new Error();
 * ```
 */
export function entryNameFault(path: string): string | undefined {
  if (path === "") return "it is empty";
  if (path.length > MAX_LENGTH) return `it is longer than ${MAX_LENGTH} characters`;
  const odd = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.exec(path);
  if (odd !== null) return `it holds the character ${codePoint(odd[0])}, which can't be seen`;
  if (path.startsWith("/")) return 'it starts with "/"';
  if (/^[A-Za-z]:/.test(path)) return `it starts with the drive "${path.slice(0, 2)}"`;
  const separator = /[\\:]/.exec(path);
  if (separator !== null) return `it holds "${separator[0]}"`;
  const parts = (path.endsWith("/") ? path.slice(0, -1) : path).split("/");
  const step = parts.find((part) => part === "" || part === "." || part === "..");
  return step === undefined ? undefined : step === "" ? 'it holds "//"' : `it has a part "${step}"`;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** The finding for an unsafe name. */
export function unsafeName(path: string, fault: string): Finding {
  return {
    level: "error",
    code: "entry-name",
    file: path,
    message: `Cannot read the entry ${JSON.stringify(path.slice(0, MAX_LENGTH))}: ${fault}`,
    hint: "Use plain names for the files of a bundle, below at most one folder.",
  };
}

/**
 * Names that stand for the same file, here or on a system that ignores case or composes accents: one finding for each
 * name that follows another.
 */
export function collisions(paths: Iterable<string>): Finding[] {
  const seen = new Map<string, string>();
  const findings: Finding[] = [];
  for (const path of paths) {
    const folded = path.replace(/\/$/, "").normalize("NFKC").toUpperCase().toLowerCase();
    const other = seen.get(folded);
    if (other === undefined) {
      seen.set(folded, path);
    } else {
      findings.push({
        level: "error",
        code: "entry-duplicate",
        file: path,
        message: other === path
          ? `Cannot read the bundle: it has two entries named "${path}"`
          : `Cannot read the bundle: the names "${other}" and "${path}" are one file where case or accents do not count`,
        hint: "Keep one of them.",
      });
    }
  }
  return findings;
}
