/** The report's looks: one column that breathes, light and dark by the reader's choice, from 320 pixels up. */
export const style = `
:root { color-scheme: light dark; --bg: #f7f7f5; --surface: #ffffff; --ink: #1d2026; --muted: #626a76; --line: #dcdedf; --accent: #3460c8;
  --good: #17804c; --bad: #c03a2b; --warn: #d9a62e; --good-2: #7cc4a0; --bad-2: #e58a7d; --mark: #ffe79c; --evidence: #17804c; --code: #f0f1f3; }
@media (prefers-color-scheme: dark) { :root { --bg: #121418; --surface: #1b1e24; --ink: #e7e9ee; --muted: #9ba4b2; --line: #333842; --accent: #8fb2ff;
  --good: #62cf97; --bad: #ff8d80; --warn: #d0a545; --good-2: #3a7d5c; --bad-2: #a85a50; --mark: #5d4c11; --evidence: #62cf97; --code: #252932; } }
* { box-sizing: border-box; }
html { scroll-behavior: smooth; -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--bg); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, "Segoe UI", "PingFang TC", "Noto Sans TC", "Noto Sans CJK TC", sans-serif; }
main { max-width: 1080px; margin: 0 auto; padding: 32px 20px 80px; }
h1 { font-size: clamp(1.5rem, 4vw, 2.1rem); line-height: 1.25; margin: 0 0 6px; letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.2rem; margin: 48px 0 4px; }
h3, h2.small { font-size: 0.82rem; margin: 22px 0 8px; color: var(--muted); font-weight: 600; text-transform: uppercase; letter-spacing: 0.05em; }
p { margin: 6px 0 14px; }
a { color: var(--accent); }
.lead, .note { color: var(--muted); }
.note { font-size: 0.9rem; max-width: 72ch; }
.number { font-variant-numeric: tabular-nums; }
.gate { border-radius: 12px; padding: 14px 18px; margin: 22px 0; border: 1px solid var(--line); border-left-width: 6px; background: var(--surface); }
.gate.held { border-left-color: var(--good); } .gate.broken { border-left-color: var(--bad); }
.gate strong { display: block; } .gate ul { margin: 8px 0 0; padding-left: 20px; }
.hero { background: var(--surface); border: 1px solid var(--line); border-radius: 14px; padding: 20px 22px; margin: 22px 0; }
.hero p { display: flex; flex-wrap: wrap; gap: 6px 22px; align-items: center; margin: 0 0 14px; } .hero p > span { flex: 1 1 260px; }
.hero p > b { font-size: 3.2rem; line-height: 1.1; font-weight: 700; letter-spacing: -0.03em; } .hero p > b small { font-size: 1.4rem; font-weight: 500; color: var(--muted); }
.outcomes { display: flex; gap: 2px; height: 22px; border-radius: 7px; overflow: hidden; } .outcomes i { min-width: 3px; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 20px; padding: 0; margin: 12px 0 0; font-size: 0.9rem; color: var(--muted); } .legend b { color: var(--ink); }
.legend i { display: inline-block; width: 11px; height: 11px; border-radius: 3px; margin-right: 7px; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(210px, 1fr)); gap: 14px; margin: 18px 0; }
.card { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px 16px; display: flex; flex-direction: column; }
.card .name strong { color: var(--ink); font-weight: 600; } .card .name { font-size: 0.85rem; color: var(--muted); display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 8px; }
.card .value { font-size: 1.9rem; font-weight: 650; line-height: 1.3; letter-spacing: -0.02em; }
.card .value small { font-size: 0.95rem; font-weight: 400; color: var(--muted); letter-spacing: 0; }
.card .meaning { font-size: 0.85rem; line-height: 1.45; color: var(--muted); margin: 8px 0 0; }
.scale { position: relative; height: 8px; border-radius: 4px; background: var(--code); margin: 6px 0 2px; }
.scale i { position: absolute; top: 0; height: 8px; border-radius: 4px; background: var(--accent); opacity: 0.35; min-width: 3px; }
.scale b { position: absolute; top: -2px; width: 3px; height: 12px; margin-left: -1px; border-radius: 2px; background: var(--accent); }
.scale u { position: absolute; top: -2px; width: 2px; height: 12px; background: var(--muted); }
.chip { display: inline-block; font-size: 0.78rem; line-height: 1.5; padding: 0 8px; border-radius: 99px; border: 1px solid var(--line); color: var(--muted); white-space: nowrap; }
.chip.better, .chip.right { color: var(--good); border-color: var(--good); } .chip.worse, .chip.wrong { color: var(--bad); border-color: var(--bad); }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 16px; margin: 16px 0; }
code { font: 0.92em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; background: var(--code); border-radius: 4px; padding: 1px 5px; white-space: nowrap; }
figure { display: flex; flex-direction: column; margin: 0; background: var(--surface); border: 1px solid var(--line); border-radius: 12px; padding: 16px; overflow: hidden; }
figure.wide { grid-column: 1 / -1; }
figure svg { max-width: 100%; height: auto; display: block; margin: auto; padding-top: 8px; background: none; }
figcaption { font-size: 0.9rem; } figcaption strong { display: block; } figcaption span { color: var(--muted); }
.table { overflow-x: auto; border: 1px solid var(--line); border-radius: 12px; background: var(--surface); margin: 12px 0; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: right; padding: 7px 14px; border-top: 1px solid var(--line); white-space: nowrap; font-variant-numeric: tabular-nums; }
thead th { border-top: 0; color: var(--muted); font-weight: 600; }
th:first-child, td:first-child { text-align: left; } td.prose { text-align: left; white-space: normal; min-width: 16em; color: var(--muted); }
tr.group th { text-align: left; color: var(--muted); font-weight: 600; padding-top: 16px; border-top: 0; }
.filter { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 8px; align-items: center; padding: 12px 0; background: var(--bg); }
.filter input, .filter select, .filter button { font: inherit; font-size: 0.9rem; padding: 6px 10px; border-radius: 8px; border: 1px solid var(--line); background: var(--surface); color: var(--ink); min-height: 38px; }
.filter input { flex: 1 1 200px; min-width: 0; } .filter output { font-size: 0.85rem; color: var(--muted); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.case { background: var(--surface); border: 1px solid var(--line); border-radius: 12px; margin: 8px 0; scroll-margin-top: 70px; }
.case > summary { list-style: none; cursor: pointer; padding: 12px 16px; display: grid; grid-template-columns: auto 1fr auto; gap: 4px 12px; align-items: start; }
.case > summary::-webkit-details-marker { display: none; }
.case > summary .dot { width: 10px; height: 10px; border-radius: 50%; margin-top: 8px; background: var(--good); } .case.wrong > summary .dot { background: var(--bad); border-radius: 2px; }
.case > summary .question { font-weight: 550; overflow-wrap: anywhere; } .case > summary .why { grid-column: 2; font-size: 0.85rem; color: var(--muted); }
.case > summary .sure { font-size: 0.85rem; color: var(--muted); text-align: right; }
.case[open] > summary { border-bottom: 1px solid var(--line); }
.body { padding: 4px 18px 20px; overflow-wrap: anywhere; }
.answer { white-space: pre-wrap; border-left: 3px solid var(--accent); padding-left: 14px; } .declined { color: var(--muted); border-left-color: var(--line); }
.passage { background: var(--code); border-radius: 10px; padding: 10px 14px; margin: 8px 0; font-size: 0.93rem; white-space: pre-wrap; }
.passage header { font-size: 0.82rem; color: var(--muted); white-space: normal; margin-bottom: 4px; display: flex; flex-wrap: wrap; gap: 2px 10px; justify-content: space-between; }
mark { background: var(--mark); color: inherit; border-radius: 3px; padding: 1px 0; } .evidence { text-decoration: underline 2px var(--evidence); text-underline-offset: 4px; }
mark b { font-weight: 700; } .key mark { color: var(--ink); }
.hits { list-style: none; margin: 0; padding: 0; counter-reset: hit; } .hits details { border-top: 1px solid var(--line); } .hits summary { cursor: pointer; padding: 7px 0; display: grid; grid-template-columns: 1.6em minmax(0, 1fr) auto; gap: 8px; font-size: 0.9rem; }
.hits summary::before { counter-increment: hit; content: counter(hit) '.'; color: var(--muted); } .hits .start { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.hits details[open] .start { color: var(--muted); } .bar { display: inline-block; height: 6px; border-radius: 3px; background: var(--accent); vertical-align: middle; margin-right: 6px; }
.scores { display: flex; flex-wrap: wrap; gap: 6px; } .key { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 0.85rem; color: var(--muted); }
dl { display: grid; grid-template-columns: minmax(120px, max-content) 1fr; gap: 4px 20px; font-size: 0.9rem; } dt { color: var(--muted); } dd { margin: 0; overflow-wrap: anywhere; }
[hidden] { display: none !important; }
@media (max-width: 640px) { main { padding: 20px 12px 60px; } .cards { grid-template-columns: 1fr 1fr; gap: 10px; } .card { padding: 12px; } .card .value { font-size: 1.5rem; } .card .meaning { display: none; }
  figure { padding: 12px 8px; } .case > summary { padding: 11px 12px; } .body { padding: 2px 13px 16px; } .case > summary .sure { grid-column: 2; text-align: left; } dl { grid-template-columns: 1fr; gap: 0; } dd { margin-bottom: 8px; } }
@media print { .filter { display: none; } .case, figure, .card { break-inside: avoid; } }
`;
