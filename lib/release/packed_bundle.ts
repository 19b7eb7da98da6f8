/**
 * A bundle as it is released: read through once, so that the zip's size and hashes are known before it is sent.
 * @module
 */

import { createHash } from "node:crypto";
import { BundleContentError } from "../bundle/bundle_files.ts";
import type { DgaBundle } from "../bundle/dga.ts";
import { zipBundle, type ZippedFile } from "../bundle/zip_bundle.ts";
import type { DetectionsBundle } from "../detections/detections_bundle.ts";
import type { ByteSource } from "../json/byte_source.ts";
import type { Finding, Validation } from "../json/finding.ts";

/** What can be released: a validated bundle. Of a DGA bundle the loaded model is not needed, and may be large. */
export type ReleasableBundle =
  | Pick<DgaBundle, "name" | "release" | "files" | "modelId" | "modelFile">
  | DetectionsBundle;

/** The zip of a bundle, made anew from the bundle's files each time that it is read. */
export interface PackedZip extends ByteSource {
  /** Name of the zip. */
  readonly name: string;
  /** sha256 of the zip, in hex. */
  readonly sha256: string;
}

/** A bundle and its zip. */
export interface PackedBundle {
  /** The bundle that was packed. */
  readonly bundle: ReleasableBundle;
  /** Its zip. */
  readonly zip: PackedZip;
  /** The files in the zip, with the sha256 of each in canonical form. */
  readonly files: readonly ZippedFile[];
}

/** How a bundle is packed. */
export interface PackOptions {
  /** Hears how many bytes of the zip there are so far. */
  readonly onBytes?: (bytes: number) => void;
}

/**
 * Packs a bundle, and keeps what is known of the zip, not the zip. What cannot be packed is a finding.
 *
 * ```ts
 * import { readBundle } from "../bundle/read.ts";
 * import { validateDetectionsBundle } from "../detections/detections_bundle.ts";
 * import { packBundle } from "./packed_bundle.ts";
 * const { value } = await validateDetectionsBundle(await readBundle("testdata/ML-experimental-detections-20261101-1"));
 * if (value === undefined) throw new Error();
 * const { value: packed } = await packBundle(value);
 * if (packed?.zip.name !== "ML-experimental-detections-20261101-1.zip" || packed.files.length !== 7) throw new Error();
 * ```
 */
export async function packBundle(
  bundle: ReleasableBundle,
  { onBytes }: PackOptions = {},
): Promise<Validation<PackedBundle>> {
  const files: ZippedFile[] = [];
  const hash = createHash("sha256");
  let size = 0;
  try {
    for await (const piece of zipBundle(bundle, { onFile: (file) => files.push(file) })) {
      hash.update(piece);
      size += piece.length;
      onBytes?.(size);
    }
  } catch (error) {
    return { findings: [packingFinding(bundle, error)] };
  }
  const stream = () => zipBundle(bundle);
  const zip = { name: `${bundle.name}.zip`, size, sha256: hash.digest("hex"), stream, bytes: () => bytesOf(stream()) };
  return { value: { bundle, zip, files }, findings: [] };
}

function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Response(stream).bytes();
}

function packingFinding({ name }: ReleasableBundle, error: unknown): Finding {
  if (error instanceof BundleContentError) return error.finding;
  if (error instanceof RangeError) return { level: "error", code: "not-packable", message: error.message };
  if (error instanceof Error && "code" in error && typeof error.code === "string") {
    const hint = "See that its files are there and may be read.";
    return { level: "error", code: "file-unreadable", message: `Cannot pack "${name}": ${error.message}`, hint };
  }
  throw error;
}
