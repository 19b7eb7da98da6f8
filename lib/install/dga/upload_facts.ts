/**
 * What is known of a model's file only once it has been read through: its fingerprint, and how much there is to send.
 * @module
 */

import { createHash } from "node:crypto";
import type { DgaBundle } from "../../bundle/dga.ts";
import { canonicalJsonStream } from "../../json/canonical.ts";
import { modelBody } from "../model/model_body.ts";

/** What a bundle's model file is, once read through. */
export interface UploadFacts {
  /** sha256 of the file's canonical bytes. */
  readonly sha256: string;
  /** At most so many bytes are sent. */
  readonly bytes: number;
}

/** Reads a bundle's model through. How much is sent is only counted when it may be more than the server takes. */
export async function uploadFacts(bundle: DgaBundle, maxContentLength: number): Promise<UploadFacts> {
  const { source } = bundle.modelFile;
  const hash = createHash("sha256");
  for await (const chunk of canonicalJsonStream(source)) hash.update(chunk);
  const sha256 = hash.digest("hex");
  // Base64 makes four bytes of three; what can't be compressed grows by less than a thousandth, and there is metadata.
  const atMost = Math.ceil(source.size * 1.34) + 65_536;
  if (atMost <= maxContentLength) return { sha256, bytes: atMost };
  let bytes = 0;
  for await (const piece of modelBody(source, { release: bundle.name, sha256, tool: TOOL_OF_ANY_LENGTH })) {
    bytes += piece.length;
  }
  return { sha256, bytes };
}

const TOOL_OF_ANY_LENGTH = "ml-dga/00.00.00";
