/**
 * `sha1()`, `sha256()` and `sha512()` of strings.
 * @module
 */

import { createHash } from "node:crypto";
import { encodeUtf8 } from "../../java/utf8.ts";
import type { Budget } from "../library.ts";
import { chargeText } from "./charge.ts";

/** The digest of the text's UTF-8 in lower-case hexadecimal digits. */
export function hexDigest(budget: Budget, algorithm: "sha1" | "sha256" | "sha512", text: string): string {
  chargeText(budget, 2 * text.length + 128);
  return createHash(algorithm).update(encodeUtf8(text)).digest("hex");
}
