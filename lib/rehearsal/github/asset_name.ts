/**
 * Names of assets: GitHub renames a file whose name it does not like, and says so nowhere but in its answer.
 * @module
 */

/**
 * The name that an asset gets: accents are taken off, every run of other characters becomes one dot, and a name that
 * begins with a dot or has nothing left is called `default`.
 *
 * ```ts
 * import { assetName } from "./asset_name.ts";
 * if (assetName("ML-DGA 20261101 (1).zip") !== "ML-DGA.20261101.1.zip") throw new Error();
 * if (assetName(".zip") !== "default.zip") throw new Error();
 * ```
 */
export function assetName(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").replace(/[^A-Za-z0-9_.+-]+/g, ".");
  const dotted = plain.replace(/\.{2,}/g, ".").replace(/\.$/, "");
  return dotted === "" || dotted.startsWith(".") ? `default${dotted}` : dotted;
}
