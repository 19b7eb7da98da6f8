/**
 * How a report looks: light, dark and on paper, from the width of a phone.
 * @module
 */

import { Html } from "./html.ts";

/** The style sheet. It loads nothing. */
export const STYLE: Html = new Html(`
:root { color-scheme: light dark; --page: #fff; --text: #1c2430; --soft: #5a6675; --line: #d9dee5; --panel: #f5f7f9;
  --benign: #2270c4; --malicious: #c8501e; --before: #7b8794; --warn: #fff3d6; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14181e; --text: #e6eaf0; --soft: #9aa6b5; --line: #333c48; --panel: #1d232c;
    --benign: #6aaef5; --malicious: #f2905f; --before: #9aa6b5; --warn: #4a3a10; }
}
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 70rem; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; }
h1 { font-size: 1.6rem; line-height: 1.25; margin: 0 0 .5rem; overflow-wrap: anywhere; }
h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
p { margin: .25rem 0; } .soft, figcaption { color: var(--soft); font-size: .875rem; overflow-wrap: anywhere; }
.stopped { background: var(--warn); padding: .75rem 1rem; border-radius: .5rem; margin: 1rem 0; }
.figures { display: grid; grid-template-columns: repeat(auto-fill, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1.25rem 0 0; }
.figures div { background: var(--panel); border-radius: .5rem; padding: .6rem .8rem; }
.figures dt { color: var(--soft); font-size: .875rem; } .figures dd { margin: 0; font-size: 1.35rem; font-weight: 600; }
.charts { display: flex; flex-wrap: wrap; gap: 1.5rem; margin-top: 1.5rem; align-items: flex-start; }
figure { margin: 0; flex: 3 1 20rem; min-width: 0; max-width: 40rem; } figure.square { flex: 2 1 16rem; max-width: 24rem; }
svg { display: block; width: 100%; height: auto; overflow: visible; }
svg text { font: 10px system-ui, sans-serif; fill: var(--soft); }
text.end { text-anchor: end; } text.middle { text-anchor: middle; }
.grid { stroke: var(--line); stroke-width: 1; } .axis { stroke: var(--soft); stroke-width: 1; }
.chance { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 3 3; }
rect.all, rect.benign, circle.benign { fill: var(--benign); } rect.malicious, circle.malicious { fill: var(--malicious); }
polyline { fill: none; stroke-width: 2; stroke-linejoin: round; } polyline.now, line.now { stroke: var(--malicious); }
polyline.before { stroke: var(--before); } line.now { stroke-width: 2; } circle.before { fill: var(--before); }
svg.move { width: 5rem; display: inline-block; vertical-align: middle; }
.legend { font-size: .875rem; } .legend span { display: inline-block; width: .75em; height: .75em; border-radius: 2px; margin: 0 .3em 0 .6em; }
.legend .benign { background: var(--benign); } .legend .malicious, .legend .now { background: var(--malicious); } .legend .before { background: var(--before); }
.wide { overflow-x: auto; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 27rem), 1fr)); gap: 0 2rem; }
.pair > section { min-width: 0; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .75rem .3rem 0; text-align: right; border-bottom: 1px solid var(--line); vertical-align: top; }
th { color: var(--soft); font-weight: 500; } tbody th { text-align: left; }
.name { text-align: left; font-family: ui-monospace, monospace; overflow-wrap: anywhere; min-width: 10rem; max-width: 26rem; unicode-bidi: isolate; }
th.name { font-family: inherit; } .text { text-align: left; overflow-wrap: break-word; min-width: 5.5rem; }
td span.malicious { color: var(--malicious); font-weight: 600; } td span.benign { color: var(--benign); } .changed { font-weight: 600; }
@media print {
  :root { color-scheme: light; --page: #fff; --text: #000; --soft: #444; --line: #bbb; --panel: #fff; --benign: #1b5da6; --malicious: #b03e10; --before: #777; --warn: #fff; }
  body { max-width: none; padding: 0; font-size: 10pt; } .figures div, .stopped { border: 1px solid var(--line); }
  rect, circle, .legend span { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  figure, tr, .figures div { break-inside: avoid; } h2 { break-after: avoid; } .wide { overflow: visible; }
}
`);
