/** The numbers: a card for each that matters, and a table of all. Pure. */
import type { Comparison } from '../compare.js';
import { allMetrics, type Metric, type MetricGroup, metricByName, renderMetricValue } from '../metric-list.js';
import { renderInterval, renderValue } from '../render-table.js';
import type { RunCase, RunDocument } from '../run-document.js';
import { type Html, html } from './html.js';

const titles: Record<MetricGroup, string> = {
  outcome: 'Outcome',
  search: 'Searching',
  citations: 'Citing',
  declining: 'Declining',
  answers: 'Answers',
  operation: 'Operation',
};

type Value = RunDocument['metrics'][number];

const unitOf = ({ unit }: Metric) => (unit === 'share' ? '%' : unit === 'milliseconds' ? ' ms' : unit === 'dollars' ? ' $' : '');

function renderScale({ value, low, high }: Value, was: number | undefined): Html {
  const at = (share: number) => `${(Math.min(1, Math.max(0, share)) * 100).toFixed(2)}%`;
  return html`<div class="scale"><i style="left:${at(low)};width:${at(high - low)}"></i>${was !== undefined && html`<u style="left:${at(was)}" title="baseline"></u>`}<b style="left:${at(value)}"></b></div>`;
}

function renderCard(metric: Metric, value: Value, comparison: Comparison | undefined): Html {
  const compared = comparison?.metrics.find(({ name }) => name === metric.name);
  return html`<div class="card" title="${metric.meaning}">
<div class="name"><strong>${metric.title}</strong>${compared !== undefined && compared.verdict !== 'no difference shown' && html`<span class="chip ${compared.verdict}">${compared.verdict}</span>`}</div>
<div class="value number">${renderValue(value)}<small>${unitOf(metric)}</small></div>
${metric.unit === 'share' && renderScale(value, compared?.old)}
<div class="name number"><span>${renderInterval(value)}</span><span>${value.cases} questions</span></div>
<p class="meaning">${metric.meaning} <code>${metric.name}</code></p>
</div>`;
}

/** The whole set in one bar: what a reader got. */
export function renderOutcomes(cases: readonly RunCase[]): Html {
  const parts = [
    { name: 'answered rightly', colour: 'var(--good)', of: (each: RunCase) => each.answerable && each.scores.right === 1 },
    { name: 'rightly declined', colour: 'var(--good-2)', of: (each: RunCase) => !each.answerable && each.scores.right === 1 },
    { name: 'declined, though the articles answer it', colour: 'var(--warn)', of: (each: RunCase) => each.answerable && isDeclined(each) },
    {
      name: 'answered beside the evidence',
      colour: 'var(--bad-2)',
      of: (each: RunCase) => each.answerable && !isDeclined(each) && each.scores.right !== 1,
    },
    {
      name: 'answered, though it had to be declined',
      colour: 'var(--bad)',
      of: (each: RunCase) => !each.answerable && each.scores.right !== 1,
    },
  ];
  const counted = parts.map(({ name, colour, of }) => ({ name, colour, count: cases.filter(of).length })).filter(({ count }) => count > 0);
  return html`<div class="outcomes" role="img" aria-label="${counted.map(({ name, count }) => `${count} ${name}`).join(', ')}">${counted.map(
    ({ colour, count }) => html`<i style="flex:${count};background:${colour}"></i>`,
  )}</div>
<ul class="legend">${counted.map(({ name, colour, count }) => html`<li><i style="background:${colour}"></i><b class="number">${count}</b> ${name}</li>`)}</ul>`;
}

const isDeclined = ({ status }: RunCase) => status === 'not-in-articles';

export function renderCards(document: RunDocument, comparison: Comparison | undefined): Html {
  const valueByName = new Map(document.metrics.map((value) => [value.name, value]));
  const groups = (Object.keys(titles) as MetricGroup[]).map((group) => ({
    title: titles[group],
    chosen: allMetrics.filter(
      (metric) => metric.headline && metric.group === group && metric.name !== 'right' && valueByName.has(metric.name),
    ),
  }));
  return html`${groups
    .filter(({ chosen }) => chosen.length > 0)
    .map(
      ({ title, chosen }) =>
        html`<h2 class="small">${title}</h2><div class="cards">${chosen.map((metric) => renderCard(metric, valueByName.get(metric.name)!, comparison))}</div>`,
    )}`;
}

export function renderAllMetrics({ metrics }: RunDocument): Html {
  const groups = Object.keys(titles) as MetricGroup[];
  const rows = groups.map((group) => {
    const ofGroup = metrics.filter(({ name }) => metricByName.get(name)?.group === group);
    if (ofGroup.length === 0) return html``;
    return html`<tr class="group"><th colspan="5">${titles[group]}</th></tr>${ofGroup.map(
      (value) =>
        html`<tr><td>${value.name}</td><td>${renderValue(value)}${unitOf(metricByName.get(value.name)!)}</td><td>${renderInterval(value)}</td><td>${value.cases}</td><td class="prose">${metricByName.get(value.name)!.meaning}</td></tr>`,
    )}`;
  });
  return html`<div class="table" tabindex="0"><table><thead><tr><th>metric</th><th>value</th><th>95 % interval</th><th>questions</th><th>meaning</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

export function renderComparisonTable(comparison: Comparison): Html {
  return html`<div class="table" tabindex="0"><table><thead><tr><th>metric</th><th>was</th><th>is</th><th>change, 95 %</th><th>p (Holm)</th><th>verdict</th></tr></thead><tbody>${comparison.metrics.map(
    ({ name, old, new: now, interval, adjustedP, verdict }) => {
      const { unit } = metricByName.get(name)!;
      return html`<tr><td>${name}</td><td>${renderMetricValue(old, unit)}</td><td>${renderMetricValue(now, unit)}</td><td>${renderInterval({ name, ...interval })}</td><td>${adjustedP.toFixed(3)}</td><td><span class="chip ${verdict}">${verdict}</span></td></tr>`;
    },
  )}</tbody></table></div>`;
}
