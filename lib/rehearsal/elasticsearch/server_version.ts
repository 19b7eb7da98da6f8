/**
 * Versions that the rehearsal plays, and in what they differ.
 * @module
 */

/** A version of Elasticsearch that the rehearsal plays. */
export type ServerVersion = "8.19.21" | "8.19.17" | "9.5.3" | "9.3.6";

/** What a version is and does. */
export interface VersionFacts {
  readonly number: ServerVersion;
  readonly major: number;
  readonly lucene: string;
  readonly buildDate: string;
  readonly minimumWire: string;
  readonly minimumIndex: string;
  /** The most names that a model's `input.field_names` may have; undefined where there is no such cap. */
  readonly inputFieldCap?: number;
}

const FACTS: Readonly<Record<ServerVersion, VersionFacts>> = {
  "8.19.21": eight("8.19.21", "2026-10-06T08:13:30.512Z"),
  "8.19.17": { ...eight("8.19.17", "2026-07-14T09:02:11.103Z"), inputFieldCap: 100 },
  "9.5.3": nine("9.5.3", "10.4.0", "2026-10-13T07:45:02.884Z"),
  "9.3.6": { ...nine("9.3.6", "10.3.2", "2026-07-14T09:40:27.331Z"), inputFieldCap: 100 },
};

function eight(number: ServerVersion, buildDate: string): VersionFacts {
  return { number, major: 8, lucene: "9.12.2", buildDate, minimumWire: "7.17.0", minimumIndex: "7.0.0" };
}

function nine(number: ServerVersion, lucene: string, buildDate: string): VersionFacts {
  return { number, major: 9, lucene, buildDate, minimumWire: "8.19.0", minimumIndex: "8.0.0" };
}

/** What there is to know about a version. */
export function versionFacts(version: ServerVersion): VersionFacts {
  return FACTS[version];
}
