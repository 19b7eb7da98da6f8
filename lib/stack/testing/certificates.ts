/**
 * Certificates that live as long as a test, made by openssl.
 * @module
 */

import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

/** An authority, and keys of servers that it signed. */
export interface Certificates {
  /** The authority's own certificate. */
  readonly authority: string;
  /** A server's key and certificate for 127.0.0.1. */
  readonly server: { readonly key: string; readonly cert: string };
  /** The same for another host. */
  readonly other: { readonly key: string; readonly cert: string };
  /** The same for 127.0.0.1, but out of date. */
  readonly expired: { readonly key: string; readonly cert: string };
}

/** Makes all of them in a temporary folder and removes that. */
export async function makeCertificates(): Promise<Certificates> {
  const folder = await mkdtemp(join(tmpdir(), "ml-dga-certificates-"));
  const openssl = (...args: string[]) => promisify(execFile)("openssl", args, { cwd: folder });
  const read = (name: string) => readFile(join(folder, name), "utf8");
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
  const signed = async (name: string, alternative: string, days: number) => {
    await writeFile(join(folder, "extensions"), `subjectAltName=${alternative}\nbasicConstraints=critical,CA:FALSE\n`);
    await openssl("req", "-new", ...key, "-subj", `/CN=${name}`, "-keyout", `${name}.key`, "-out", `${name}.csr`);
    await openssl(
      ...["x509", "-req", "-in", `${name}.csr`, "-CA", "ca.crt", "-CAkey", "ca.key", "-CAcreateserial"],
      ...["-extfile", "extensions", "-days", String(days), "-out", `${name}.crt`],
    );
    return { key: await read(`${name}.key`), cert: await read(`${name}.crt`) };
  };
  try {
    await openssl(
      "req",
      "-x509",
      ...key,
      "-subj",
      "/CN=ml-dga test",
      "-days",
      "2",
      "-keyout",
      "ca.key",
      "-out",
      "ca.crt",
    );
    return {
      authority: await read("ca.crt"),
      server: await signed("server", "IP:127.0.0.1", 2),
      other: await signed("other", "DNS:elsewhere.example", 2),
      expired: await signed("expired", "IP:127.0.0.1", -1),
    };
  } finally {
    await rm(folder, { recursive: true });
  }
}
