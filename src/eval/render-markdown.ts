/** A run as Markdown for a CI summary. Text of cases and articles is escaped: it is not ours. Pure. */
import type { Comparison } from './compare.js';
import type { GateResult } from './gate.js';
import { metricByName } from './metric-list.js';
import { renderInterval, renderValue } from './render-table.js';
import type { RunDocument } from './run-document.js';

const LISTED_CASES = 20;

/** One line that neither breaks a table nor turns into markup, a mention or a link. */
export const escapeMarkdown = (text: string): string =>
  text
    .replace(/[\r\n]+/g, ' ')
    .replace(/[&<>]/g, (character) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;' })[character]!)
    .replace(/([\\`*_{}[\]()#+!|~@:])/g, '\\$1');

const table = (rows: readonly (readonly string[])[]): string[] => [
  `| ${rows[0]!.join(' | ')} |`,
  `|${rows[0]!.map((_, index) => (index === 0 ? '---' : '---:')).join('|')}|`,
  ...rows.slice(1).map((row) => `| ${row.join(' | ')} |`),
];

export function renderMarkdown(run: RunDocument, comparison?: Comparison, gate?: GateResult): string {
  const verdict = gate === undefined ? '' : gate.held ? ' ✅ The gate holds.' : ' ❌ The gate does not hold.';
  const changeByName = new Map(comparison?.metrics.map((metric) => [metric.name, metric]));
  const headline = run.metrics.filter(({ name }) => metricByName.get(name)?.headline);
  const lines = [
    `## Evaluation: ${escapeMarkdown(run.set)}`,
    '',
    `${run.cases.length} cases, ${run.articles} articles, generation ${run.generation}.${verdict}`,
    '',
    ...table([
      comparison === undefined ? ['metric', 'value', '95 % interval'] : ['metric', 'value', '95 % interval', 'was', 'verdict'],
      ...headline.map((metric) => {
        const change = changeByName.get(metric.name);
        const compared = change === undefined ? ['', ''] : [renderValue({ name: metric.name, value: change.old }), change.verdict];
        return [`\`${metric.name}\``, renderValue(metric), renderInterval(metric), ...(comparison === undefined ? [] : compared)];
      }),
    ]),
  ];
  const failed = gate?.checks.filter((check) => !check.held) ?? [];
  if (failed.length > 0) {
    lines.push('', '### What does not hold', '');
    for (const check of failed) lines.push(`- ${check.warning ? 'warning: ' : ''}\`${check.metric}\` ${check.rule}: ${check.explanation}`);
  }
  const broken = comparison?.changed.filter(({ change }) => change === 'broken') ?? [];
  if (broken.length > 0) {
    lines.push('', '### Cases that were right before', '');
    for (const { id, question } of broken.slice(0, LISTED_CASES)) lines.push(`- ${escapeMarkdown(id)}: ${escapeMarkdown(question)}`);
    if (broken.length > LISTED_CASES) lines.push(`- and ${broken.length - LISTED_CASES} more`);
  }
  for (const { id, problem } of run.failures) lines.push('', `Failed: ${escapeMarkdown(id)}: ${escapeMarkdown(problem)}`);
  return `${lines.join('\n')}\n`;
}
