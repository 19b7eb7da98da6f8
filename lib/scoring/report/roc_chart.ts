/**
 * The ROC curve, as a drawing.
 * @module
 */

import type { ScoreQuality } from "../tally/verdict_tally.ts";
import { type Html, html } from "./html.ts";
import { rate } from "./words.ts";

const SIZE = 300;
const LEFT = 42;
const BOTTOM = 34;
const TOP = 8;
const RIGHT = 8;

/** One curve, and that of the other bundle where there is one; undefined where there is nothing to tell apart. */
export function rocChart(quality: ScoreQuality | undefined, before: ScoreQuality | undefined): Html | undefined {
  if (quality === undefined || quality.roc.length === 0) return undefined;
  const marks = [0, 0.5, 1].flatMap((at) => [
    html`
      <line class="grid" x1="${x(0)}" x2="${x(1)}" y1="${y(at)}" y2="${y(at)}" />
    `,
    html`
      <line class="grid" x1="${x(at)}" x2="${x(at)}" y1="${y(0)}" y2="${y(1)}" />
    `,
    html`<text class="end" x="${LEFT - 6}" y="${y(at)}" dy="0.35em">${at}</text>`,
    html`<text class="${at === 1 ? "end" : at === 0 ? "start" : "middle"}" x="${x(at)}" y="${SIZE - 20}">${at}</text>`,
  ]);
  const decided = quality.recall === undefined || quality.falsePositiveRate === undefined ? undefined : html`
    <circle class="malicious" cx="${x(quality.falsePositiveRate)}" cy="${y(quality.recall)}" r="4">
      <title>as decided: recall ${rate(quality.recall)}, false positive rate ${rate(quality.falsePositiveRate)}</title>
    </circle>
  `;
  const legend = before === undefined ? undefined : html`
    <p
      class="legend"><span class="now"></span>this bundle, AUC ${area(
        quality,
      )} <span class="before"></span>compared with, AUC ${area(before)}</p>
  `;
  return html`<figure class="square">
<svg viewBox="0 0 ${SIZE} ${SIZE}" role="img" aria-label="ROC curve, area ${area(quality)}">${marks}
<line class="chance" x1="${x(0)}" y1="${y(0)}" x2="${x(1)}" y2="${y(1)}"/>${
    before === undefined ? undefined : curve(before, "before")
  }${curve(quality, "now")}${decided}
<text class="middle" x="${x(0.5)}" y="${SIZE - 4}">false positive rate</text>
<text class="middle" transform="translate(10 ${y(0.5)}) rotate(-90)">recall</text></svg>
${legend}<figcaption>ROC curve: recall by false positive rate, for every threshold. The dot is what is decided.</figcaption>
</figure>`;
}

function curve({ roc }: ScoreQuality, className: "now" | "before"): Html {
  const points = roc.map(([falsePositiveRate, recall]) => `${x(falsePositiveRate)},${y(recall)}`).join(" ");
  return html`
    <polyline class="${className}" points="${points}" />
  `;
}

function area({ areaUnderRoc }: ScoreQuality): string {
  return rate(areaUnderRoc, 5);
}

function x(share: number): string {
  return (LEFT + share * (SIZE - LEFT - RIGHT)).toFixed(1);
}

function y(share: number): string {
  return (SIZE - BOTTOM - share * (SIZE - BOTTOM - TOP)).toFixed(1);
}
