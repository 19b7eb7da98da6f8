/**
 * A bundle as the zip archive that is released.
 * @module
 */

import { createHash } from "node:crypto";
import type { ByteSource } from "../json/byte_source.ts";
import { canonicalJsonStream } from "../json/canonical.ts";
import { tryParseReleaseName } from "./names.ts";
import { writeZip, type ZipInput } from "./zip_writer.ts";

/** What is packed: a validated bundle. */
export interface ZippableBundle {
  /** Name of the archive, and of the folder in it. */
  readonly name: string;
  /** The files that a release has. */
  readonly files: ReadonlyMap<string, ByteSource>;
}

/** A file as it is in the archive. */
export interface ZippedFile {
  /** Its name, without the folder. */
  readonly name: string;
  /** Bytes, in canonical form. */
  readonly size: number;
  /** Bytes in the archive. */
  readonly packedSize: number;
  /** sha256 of the file in canonical form, in hex. */
  readonly sha256: string;
  /** Time of the entry, in UTC: `"2020-11-11T00:00:00Z"`. */
  readonly time: string;
}

/** How a bundle is packed. */
export interface ZipBundleOptions {
  /** Hears of each file once it is packed. */
  readonly onFile?: (file: ZippedFile) => void;
}

/** The day of entries of a bundle whose name has none: the first that zip can hold. */
const NO_DAY = "19800101";

/**
 * The zip archive of a bundle: one folder named as the bundle, the files in it by name, JSON in its canonical form and
 * all others as they are. The entries are from the release's day, 00:00:00. The same files give the same bytes, on any
 * machine with the same version of the runtime; another one may deflate differently, to the same files.
 *
 * Files are read while the stream is, in pieces, and never changed.
 *
 * ```ts
 * import { readBundle } from "./read.ts";
 * import { validateDgaBundle } from "./dga.ts";
 * import { zipBundle } from "./zip_bundle.ts";
 * const { value: bundle } = await validateDgaBundle(await readBundle("testdata/ML-DGA-20261101-1"));
 * if (bundle === undefined) throw new Error();
 * const zip = await new Response(zipBundle(bundle)).bytes();
 * if (zip.length < 100_000) throw new Error();
 * ```
 *
 * The stream fails with a RangeError where the archive could not be read again (names, size), and with what reading
 * the files fails with.
 */
export function zipBundle(bundle: ZippableBundle, { onFile }: ZipBundleOptions = {}): ReadableStream<Uint8Array> {
  const release = tryParseReleaseName(bundle.name);
  const day = release !== undefined && "date" in release ? release.date : NO_DAY;
  const time = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}T00:00:00Z`;
  const hashes = new Map<string, string>();
  const inputs = [...bundle.files]
    .sort(([left], [right]) => left < right ? -1 : 1)
    .map(([name, source]): ZipInput => ({
      path: `${bundle.name}/${name}`,
      bytes: hashed(releasedForm(name, source), (sha256) => hashes.set(name, sha256)),
    }));
  return ReadableStream.from(writeZip(inputs, {
    day,
    onEntry: ({ path, size, packedSize }) => {
      const name = path.slice(bundle.name.length + 1);
      onFile?.({ name, size, packedSize, sha256: hashes.get(name) ?? "", time });
    },
  }));
}

/** A file's bytes as they are released: the form that hashes are computed on. */
export function releasedForm(name: string, source: ByteSource): ReadableStream<Uint8Array> {
  return /\.json$/i.test(name) ? canonicalJsonStream(source) : source.stream();
}

async function* hashed(
  bytes: AsyncIterable<Uint8Array>,
  tell: (sha256: string) => void,
): AsyncGenerator<Uint8Array, void> {
  const hash = createHash("sha256");
  for await (const chunk of bytes) {
    hash.update(chunk);
    yield chunk;
  }
  tell(hash.digest("hex"));
}
