/**
 * How probabilities are spread, as a drawing.
 * @module
 */

import { DISTRIBUTION_STEPS, type ScoreSummary } from "../tally/score_tally.ts";
import { type Html, html } from "./html.ts";
import { counted } from "./words.ts";

const WIDTH = 420;
const HEIGHT = 220;
const LEFT = 46;
const BOTTOM = 24;
const TOP = 10;

/** Most names are sure ones: heights go by the logarithm, so that the others are seen too. */
export function histogramChart({ distribution, quality }: Pick<ScoreSummary, "distribution" | "quality">): Html {
  const series = quality === undefined ? [{ name: "names", className: "all", counts: distribution.all }] : [
    { name: "benign", className: "benign", counts: distribution.benign },
    { name: "malicious", className: "malicious", counts: distribution.malicious },
  ];
  const most = Math.max(1, ...series.flatMap(({ counts }) => counts));
  const decades = Math.max(1, Math.ceil(Math.log10(most)));
  const bottom = HEIGHT - BOTTOM;
  // One name still has a height.
  const heightOf = (count: number) => count === 0 ? 0 : (Math.log10(count) + 0.25) / (decades + 0.25) * (bottom - TOP);
  const step = (WIDTH - LEFT) / DISTRIBUTION_STEPS;
  const width = (step - 2) / series.length;
  const bars = series.flatMap(({ name, className, counts }, s) =>
    counts.map((count, i) => {
      const height = heightOf(count);
      const x = LEFT + i * step + 1 + s * width;
      const from = (i / DISTRIBUTION_STEPS).toFixed(2);
      const to = ((i + 1) / DISTRIBUTION_STEPS).toFixed(2);
      return html`
        <rect class="${className}" x="${x.toFixed(1)}" y="${(bottom - height).toFixed(1)}" width="${width.toFixed(
          1,
        )}" height="${height.toFixed(1)}">
          <title>${from} to ${to}: ${counted(count)} ${name}</title>
        </rect>
      `;
    })
  );
  const lines = Array.from({ length: decades + 1 }, (_, decade) => {
    const y = (bottom - heightOf(10 ** decade)).toFixed(1);
    return html`
      <line class="grid" x1="${LEFT}" x2="${WIDTH}" y1="${y}" y2="${y}" />
      <text class="end" x="${LEFT - 6}" y="${y}" dy="0.35em">${counted(10 ** decade)}</text>
    `;
  });
  const marks = [0, 0.25, 0.5, 0.75, 1].map((at) =>
    html`<text class="${at === 1 ? "end" : at === 0 ? "start" : "middle"}" x="${
      (LEFT + at * (WIDTH - LEFT)).toFixed(1)
    }" y="${HEIGHT - 6}">${at}</text>`
  );
  const legend = series.length < 2
    ? undefined
    : html`<p class="legend"><span class="benign"></span>benign <span class="malicious"></span>malicious</p>`;
  return html`<figure>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="How many names have which probability">${lines}${bars}
<line class="axis" x1="${LEFT}" x2="${WIDTH}" y1="${bottom}" y2="${bottom}"/>${marks}</svg>
${legend}<figcaption>Names by the probability that they are malicious. The scale of counts is logarithmic.</figcaption>
</figure>`;
}
