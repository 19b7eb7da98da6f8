/**
 * `Locale`: the constants, as far as case and formats go.
 * @module
 */

import { stringHash } from "../../java/value.ts";
import { JavaObject } from "../../java/value.ts";
import { NotSupportedError } from "../../java/throwable.ts";
import type { LibraryClass } from "../library.ts";
import { method } from "./define.ts";

/** A `java.util.Locale` of a language and a country. */
export class JavaLocale extends JavaObject {
  readonly className = "java.util.Locale";
  readonly language: string;
  readonly country: string;

  constructor(language: string, country: string) {
    super();
    this.language = language;
    this.country = country;
  }

  /** No language that a constant names has case rules of its own. */
  toLowerCase(text: string): string {
    return text.toLowerCase();
  }

  toUpperCase(text: string): string {
    return text.toUpperCase();
  }

  /** Numbers are formatted as in English only. */
  refuseUnlessEnglish(): void {
    if (this.language !== "" && this.language !== "en") {
      throw new NotSupportedError(`String.format for the locale "${this.toText()}"`);
    }
  }

  hashCode(): number {
    return stringHash(this.toText());
  }

  toText(): string {
    return this.country === "" ? this.language : `${this.language}_${this.country}`;
  }
}

const LOCALES: Readonly<Record<string, readonly [language: string, country: string]>> = {
  CANADA: ["en", "CA"],
  CANADA_FRENCH: ["fr", "CA"],
  CHINA: ["zh", "CN"],
  CHINESE: ["zh", ""],
  ENGLISH: ["en", ""],
  FRANCE: ["fr", "FR"],
  FRENCH: ["fr", ""],
  GERMAN: ["de", ""],
  GERMANY: ["de", "DE"],
  ITALIAN: ["it", ""],
  ITALY: ["it", "IT"],
  JAPAN: ["ja", "JP"],
  JAPANESE: ["ja", ""],
  KOREA: ["ko", "KR"],
  KOREAN: ["ko", ""],
  PRC: ["zh", "CN"],
  ROOT: ["", ""],
  SIMPLIFIED_CHINESE: ["zh", "CN"],
  TAIWAN: ["zh", "TW"],
  TRADITIONAL_CHINESE: ["zh", "TW"],
  UK: ["en", "GB"],
  US: ["en", "US"],
};

/** `java.util.Locale`. */
export const LOCALE: LibraryClass = {
  name: "Locale",
  javaName: "java.util.Locale",
  supertypes: [],
  methods: [
    method("String getCountry()", (_budget, locale: JavaLocale) => locale.country),
    method("String getLanguage()", (_budget, locale: JavaLocale) => locale.language),
    method("String toLanguageTag()", (_budget, locale: JavaLocale) => {
      return locale.language === "" ? "und" : locale.toText().replace("_", "-");
    }),
  ],
  staticFields: {
    ...Object.fromEntries(
      Object.entries(LOCALES).map(([name, [language, country]]) => {
        return [name, { type: "Locale", value: new JavaLocale(language, country) }];
      }),
    ),
    PRIVATE_USE_EXTENSION: { type: "char", value: 0x78 },
    UNICODE_LOCALE_EXTENSION: { type: "char", value: 0x75 },
  },
  unsupported: [
    "new/1",
    "new/2",
    "new/3",
    "clone/0",
    "filter/2",
    "filterTags/2",
    "forLanguageTag/1",
    "getAvailableLocales/0",
    "getDefault/0",
    "getDefault/1",
    "getDisplayCountry/0",
    "getDisplayCountry/1",
    "getDisplayLanguage/0",
    "getDisplayLanguage/1",
    "getDisplayName/0",
    "getDisplayName/1",
    "getDisplayScript/0",
    "getDisplayScript/1",
    "getDisplayVariant/0",
    "getDisplayVariant/1",
    "getExtension/1",
    "getExtensionKeys/0",
    "getISO3Country/0",
    "getISO3Language/0",
    "getISOCountries/0",
    "getISOLanguages/0",
    "getScript/0",
    "getUnicodeLocaleAttributes/0",
    "getUnicodeLocaleKeys/0",
    "getUnicodeLocaleType/1",
    "getVariant/0",
    "hasExtensions/0",
    "lookup/2",
    "lookupTag/2",
    "stripExtensions/0",
  ],
  isInstance: (value) => value instanceof JavaLocale,
};
