/**
 * `Warning` headers: what Elasticsearch says beside an answer.
 * @module
 */

/**
 * The texts of a header, several of which may stand on one line.
 *
 * ```ts
 * import { warningTexts } from "./warnings.ts";
 * const texts = warningTexts('299 Elasticsearch-8.19.0-abc "old, \\"and\\" gone soon", 299 Elasticsearch-8.19.0-abc "more"');
 * if (texts.join("|") !== 'old, "and" gone soon|more') throw new Error();
 * ```
 */
export function warningTexts(header: string | null): string[] {
  const warnings = (header ?? "").matchAll(/\b\d{3} \S+ "((?:[^"\\]|\\.)*)"/g);
  return [...warnings].map(([, text = ""]) => text.replace(/\\(.)/g, "$1"));
}
