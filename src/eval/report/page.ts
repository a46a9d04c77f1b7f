/**
 * The report of a run: one HTML file that needs nothing else, not even a network. In: the run, its document, and what it was compared with. The
 * page forbids itself any script but its own, so that text of articles can never become one.
 */
import { createHash } from 'node:crypto';
import type { Comparison } from '../compare.js';
import type { GateResult } from '../gate.js';
import { metricByName } from '../metric-list.js';
import { renderInterval, renderValue } from '../render-table.js';
import type { EvaluationRun } from '../run.js';
import type { RunDocument } from '../run-document.js';
import { outcomeOf } from '../score-case.js';
import { renderCases } from './cases.js';
import { renderAllMetrics, renderCards, renderComparisonTable, renderOutcomes } from './headline.js';
import { type Html, html, toMarkup, trusted } from './html.js';
import { script } from './script.js';
import { style } from './style.js';

export type ReportRequest = { run: EvaluationRun; document: RunDocument; comparison?: Comparison; gate?: GateResult };

export async function renderReport(request: ReportRequest): Promise<string> {
  const { run, document, comparison, gate } = request;
  const policy = `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${createHash('sha256').update(script).digest('base64')}'; base-uri 'none'; form-action 'none'`;
  const page = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${policy}"><meta name="robots" content="noindex"><title>Evaluation: ${document.set}</title>
<style>${trusted(style)}</style></head><body><main>
<header><h1>Evaluation: ${document.set}</h1>
<p class="lead">${document.cases.length} questions on ${document.articles} articles (${document.passages} passages), generation ${document.generation}${!document.declining && ', declining switched off'}.</p></header>
${gate !== undefined && renderGate(gate)}${renderTroubles(document)}
${renderHero(document)}${renderCards(document, comparison)}
${comparison !== undefined && (await renderComparison(comparison))}
<h2>What kind, how sure, how fast</h2>${await renderPlots(run, document)}
<h2>All scores</h2><p class="note">Means over the questions to which a score applies, with 95 % bootstrap intervals. "Proxy": entailment is judged by words, not by a model.</p>${renderAllMetrics(document)}
<h2>Cases, the worst first</h2>${renderCases(run, comparison)}
<h2>Settings</h2><dl>${Object.entries(document.settings).map(([name, value]) => html`<dt>${name}</dt><dd>${String(value)}</dd>`)}<dt>generation</dt><dd>${document.generation}</dd><dt>time</dt><dd>${document.seconds.toFixed(1)} s</dd></dl>
</main><script>${trusted(script)}</script></body></html>
`;
  return toMarkup(page);
}

function renderHero({ metrics, cases }: RunDocument): Html {
  const right = metrics.find(({ name }) => name === 'right')!;
  return html`<section class="hero"><p><b class="number">${renderValue(right)}<small>%</small></b><span>of ${cases.length} questions came out right<br><span class="note number">95 % interval ${renderInterval(right)}: answered with the evidence among the first three citations, or rightly declined</span></span></p>${renderOutcomes(cases)}</section>`;
}

function renderGate({ held, checks }: GateResult): Html {
  const failed = checks.filter((check) => !check.held);
  return html`<div class="gate ${held ? 'held' : 'broken'}"><strong>${held ? 'The gate holds.' : 'The gate does not hold.'}</strong><span class="note">${checks.length} checks, ${failed.length} failed</span>${
    failed.length > 0 &&
    html`<ul>${failed.map(({ metric, rule, explanation, warning }) => html`<li>${warning && 'warning: '}<strong>${metric}</strong> ${rule}: ${explanation}</li>`)}</ul>`
  }</div>`;
}

function renderTroubles({ failures, evidenceMissing }: RunDocument): Html {
  if (failures.length + evidenceMissing.length === 0) return html``;
  return html`<div class="gate broken"><strong>This run is not whole.</strong><ul>${failures.map(({ id, problem }) => html`<li>${id} could not be asked: ${problem}</li>`)}${evidenceMissing.map(
    ({ id, quote }) => html`<li>Evidence of ${id} stands in no article: ${quote}</li>`,
  )}</ul></div>`;
}

async function renderComparison(comparison: Comparison): Promise<Html> {
  const { drawChanges } = await import('./plots.js');
  const fixed = comparison.changed.filter(({ change }) => change === 'fixed').length;
  const broken = comparison.changed.filter(({ change }) => change === 'broken').length;
  const moved = comparison.metrics.filter(
    ({ name, interval }) => metricByName.get(name)?.unit === 'share' && (interval.low !== 0 || interval.high !== 0),
  );
  return html`<h2>Against the baseline</h2>
<p class="note">${comparison.paired} questions compared: ${fixed} fixed, ${broken} broken, ${comparison.changed.length - fixed - broken} answered otherwise.${comparison.unpaired.length > 0 && html` ${comparison.unpaired.length} have no counterpart.`} A verdict needs an interval without zero and p below 5 % after Holm's correction.</p>
${
  moved.length === 0
    ? html`<p><strong>No score of any question changed.</strong></p>`
    : html`<div class="plots"><figure class="wide"><figcaption><strong>What changed</strong><span>points, with 95 % intervals; right of the line is more</span></figcaption>${drawChanges(moved)}</figure></div>`
}
${renderComparisonTable(comparison)}`;
}

async function renderPlots(run: EvaluationRun, document: RunDocument): Promise<Html> {
  const plots = await import('./plots.js');
  const { summary } = run;
  const outcomes = run.results.map(({ testCase, answer, scores }) => outcomeOf(testCase, answer, scores));
  const answered = outcomes.filter(({ declined }) => !declined);
  const now =
    document.declining && answered.length > 0
      ? { coverage: answered.length / outcomes.length, risk: answered.filter(({ right }) => !right).length / answered.length }
      : undefined;
  const threshold = document.settings.YINGJIA_MIN_CONFIDENCE;
  const error = document.metrics.find(({ name }) => name === 'calibration-error');
  const { p50, p95 } = summary.latencyMs;
  const figure = (title: string, note: string, plot: Html) =>
    html`<figure><figcaption><strong>${title}</strong><span>${note}</span></figcaption>${plot}</figure>`;
  return html`<div class="plots">${[
    figure(
      'By kind of question',
      'share that came out right, with 95 % intervals; number of questions at the right',
      plots.drawKinds(summary.kinds),
    ),
    figure(
      'How sure it was',
      'answerable questions upwards, others downwards; the dashed line is the threshold',
      plots.drawConfidence(outcomes, typeof threshold === 'number' ? threshold : undefined),
    ),
    figure(
      'Calibration',
      `on the diagonal, confidence can be taken at its word${error === undefined ? '' : `; mean error ${(error.value * 100).toFixed(1)} points`}`,
      plots.drawReliability(summary.reliability),
    ),
    figure(
      'Coverage and risk',
      'were only the surest questions answered, how many answers would be wrong; the dot is the bot as it is',
      plots.drawCoverageRisk(summary.coverageRisk, now),
    ),
    figure(
      'Time to the answer',
      `median ${p50.toFixed(0)} ms, 95th percentile ${p95.toFixed(0)} ms`,
      plots.drawLatency(
        run.results.map(({ scores }) => scores.latency).filter((value) => value !== undefined),
        p50,
        p95,
      ),
    ),
  ]}</div>`;
}
