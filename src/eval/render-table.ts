/** A run, a comparison and a gate as plain text for a terminal. Pure; colour is the command's business. */
import type { Comparison } from './compare.js';
import type { GateResult } from './gate.js';
import { metricByName, renderMetricValue } from './metric-list.js';
import type { RunDocument } from './run-document.js';

type Metric = RunDocument['metrics'][number];

/** Columns padded to the widest cell; the first to the left, the others to the right. */
export function renderColumns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => displayWidth(row[column]!))));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const padding = ' '.repeat(widths[column]! - displayWidth(cell));
          return column === 0 ? cell + padding : padding + cell;
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** Ideographs and full-width forms take two columns. */
const displayWidth = (text: string): number =>
  [...text].reduce(
    (width, character) =>
      width + (/[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/.test(character) ? 2 : 1),
    0,
  );

export function renderInterval({ name, low, high }: Pick<Metric, 'name' | 'low' | 'high'>): string {
  const unit = metricByName.get(name)?.unit ?? 'share';
  return `${renderMetricValue(low, unit)} to ${renderMetricValue(high, unit)}`;
}

export const renderValue = ({ name, value }: Pick<Metric, 'name' | 'value'>): string =>
  renderMetricValue(value, metricByName.get(name)?.unit ?? 'share');

const KIND_COLUMNS = ['right', 'hit@1', 'evidence-hit@1', 'evidence-hit@3', 'answered', 'declined'];

function renderKinds(run: RunDocument): string {
  return renderColumns([
    ['kind', 'cases', ...KIND_COLUMNS],
    ...run.kinds.map(({ kind, cases, metrics }) => {
      const byName = new Map(metrics.map((metric) => [metric.name, metric]));
      return [kind, String(cases), ...KIND_COLUMNS.map((name) => (byName.has(name) ? renderValue(byName.get(name)!) : '-'))];
    }),
  ]);
}

export function renderRun(run: RunDocument): string {
  const lines = [
    `${run.set}: ${run.cases.length} cases, ${run.articles} articles in ${run.passages} passages, generation ${run.generation}, ${run.seconds.toFixed(1)} s` +
      (run.declining ? '' : ', declining switched off'),
    '',
    renderColumns([
      ['per cent, unless named otherwise', 'value', '95 % interval', 'cases', 'what it is'],
      ...run.metrics.map((metric) => [metric.name, renderValue(metric), renderInterval(metric), String(metric.cases), '']),
    ]),
  ];
  const explained = lines.at(-1)!.split('\n');
  lines[lines.length - 1] = explained
    .map((line, index) => (index === 0 ? line : `${line}  ${describe(run.metrics[index - 1]!.name)}`))
    .join('\n');
  lines.push('', renderKinds(run));
  lines.push(...renderSpending(run), ...renderJudging(run));
  if (run.evidenceMissing.length > 0) {
    const [first] = run.evidenceMissing;
    lines.push(
      '',
      `${run.evidenceMissing.length} evidence quotes stand in no article, first of case ${first!.id}. See "npx yingjia eval check".`,
    );
  }
  for (const { id, problem } of run.failures) lines.push(`failed: ${id}: ${problem}`);
  return lines.join('\n');
}

const sum = (values: readonly (number | undefined)[]) => values.reduce<number>((total, value) => total + (value ?? 0), 0);

function renderSpending({ cases }: RunDocument): string[] {
  const tokens = sum(cases.map(({ scores }) => scores.tokens));
  if (tokens === 0) return [];
  const priced = cases.some(({ scores }) => scores.cost !== undefined);
  const cost = priced ? `, ${sum(cases.map(({ scores }) => scores.cost)).toFixed(4)} US dollars` : ', price not known';
  return ['', `Tokens for all answers: ${tokens}${cost}.`];
}

function renderJudging({ cases }: RunDocument): string[] {
  const judgements = cases.flatMap(({ judgement }) => (judgement === undefined ? [] : [judgement]));
  if (judgements.length === 0) return [];
  const variances = judgements.flatMap(({ variance }) => (variance === undefined ? [] : [variance]));
  const wavering = variances.length === 0 ? 'not known' : (sum(variances) / variances.length).toFixed(4);
  const malformed = sum(judgements.map((each) => each.malformed));
  const failed = judgements.flatMap(({ failures }) => failures);
  const first = failed.length === 0 ? '' : ` First failure: ${failed[0]}`;
  return [
    '',
    `Judged by a model: ${judgements.length} answers, mean variance of repeated judgements ${wavering}; left out: ${malformed} malformed, ${failed.length} failed.${first}`,
  ];
}

function describe(name: string): string {
  const metric = metricByName.get(name);
  const unit = metric === undefined || metric.unit === 'share' ? '' : ` (${metric.unit})`;
  return `${metric?.meaning ?? ''}${unit}`;
}

const signed = (name: string, value: number) => {
  const text = renderMetricValue(value, metricByName.get(name)?.unit ?? 'share');
  return value > 0 ? `+${text}` : text;
};

export function renderComparison(comparison: Comparison): string {
  const fixed = comparison.changed.filter(({ change }) => change === 'fixed').length;
  const broken = comparison.changed.filter(({ change }) => change === 'broken').length;
  const table = renderColumns([
    ['against the baseline', 'was', 'is', 'change', '95 % interval', 'p (Holm)', 'verdict'],
    ...comparison.metrics.map((metric) => [
      metric.name,
      renderValue({ name: metric.name, value: metric.old }),
      renderValue({ name: metric.name, value: metric.new }),
      signed(metric.name, metric.difference),
      renderInterval({ name: metric.name, ...metric.interval }),
      metric.adjustedP.toFixed(3),
      metric.verdict,
    ]),
  ]);
  const unpaired = comparison.unpaired.length === 0 ? '' : ` ${comparison.unpaired.length} cases have no counterpart.`;
  return `${table}\n${comparison.paired} cases compared: ${fixed} fixed, ${broken} broken, ${comparison.changed.length - fixed - broken} answered otherwise.${unpaired}`;
}

export function renderGate(gate: GateResult): string {
  const lines = gate.checks.map(
    ({ metric, rule, held, warning, explanation }) =>
      `${held ? 'held   ' : warning ? 'warning' : 'FAILED '} ${metric} ${rule}: ${explanation}`,
  );
  return [...lines, gate.held ? 'The gate holds.' : 'The gate does not hold.'].join('\n');
}
