/** Measures -> one Markdown table, a row a measure and a column a set, ready to be pasted. */
import type { Measures } from './measure.js';

const COUNTS = new Set(['passages', 'questions', 'as asked: questions', 'citations']);

function renderValue(name: string, value: number | undefined): string {
  if (value === undefined || Number.isNaN(value)) return '';
  if (COUNTS.has(name)) return String(value);
  if (/^(?:short: )?characters/u.test(name)) return value.toFixed(0);
  if (name.startsWith('milliseconds')) return value.toFixed(1);
  return (value * 100).toFixed(1);
}

/** Shares are per cent. Rows come in the order in which the columns first name them. */
export function renderMeasures(columns: readonly { name: string; measures: Measures }[]): string {
  const names = [...new Set(columns.flatMap((column) => Object.keys(column.measures)))];
  const rows = [
    ['per cent, unless named otherwise', ...columns.map((column) => column.name)],
    ...names.map((name) => [name, ...columns.map((column) => renderValue(name, column.measures[name]))]),
  ];
  const widths = rows[0]!.map((_, index) => Math.max(...rows.map((row) => row[index]!.length)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, index) => (index === 0 ? cell.padEnd(widths[index]!) : cell.padStart(widths[index]!))).join(' | ')} |`;
  const rule = `| ${widths.map((width, index) => (index === 0 ? '-'.repeat(width) : `${'-'.repeat(width - 1)}:`)).join(' | ')} |`;
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}
