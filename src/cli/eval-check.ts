/** `yingjia eval check`: every evidence quote stands in an article, ids are unique, and the kinds are balanced. */
import type { SetCheck } from '../eval/check.js';
import type { Command } from './command.js';
import { DEFAULT_SET, textOf } from './eval.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

export const evaluateCheck = {
  name: 'eval check',
  summary: 'Check a test set against the articles.',
  options: [
    { flags: '--set <file>', description: `the test set (default: ${DEFAULT_SET})` },
    { flags: '--json', description: 'print the findings as one JSON document' },
    refreshOption,
  ],
  examples: ['eval check', 'eval check --set my-set.jsonl --json'],
  run: async (context) => {
    const { values, print } = context;
    const { readText } = await import('../eval/files.js');
    const set = textOf(values.set) ?? DEFAULT_SET;
    const text = await readText(set, 'test set');
    const { readArticles } = await import('../eval/library.js');
    const articles = await withAnswerer(context, (answerer) =>
      readArticles(answerer, context.settings.retrieve.collections, context.signal),
    );
    const { checkTestSet } = await import('../eval/check.js');
    const check = checkTestSet(text, articles);
    print(values.json === true ? JSON.stringify({ set, ...check }) : await renderCheck(set, check));
    return check.problems.length === 0 ? 0 : 1;
  },
} satisfies Command;

async function renderCheck(set: string, { cases, toDecline, problems, notes, balance, untouchedArticles }: SetCheck): Promise<string> {
  const { renderColumns } = await import('../eval/render-table.js');
  const languages = [...new Set(balance.flatMap((row) => Object.keys(row.languages)))].sort();
  const table = renderColumns([
    ['kind', 'cases', 'to decline', ...languages],
    ...balance.map((row) => [
      row.kind,
      String(row.cases),
      String(row.toDecline),
      ...languages.map((each) => String(row.languages[each] ?? 0)),
    ]),
  ]);
  const place = ({ line, id }: { line?: number; id?: string }) =>
    line !== undefined ? `line ${line}: ` : id !== undefined ? `${id}: ` : '';
  return [
    `${set}: ${cases} cases, ${toDecline} to be declined`,
    '',
    table,
    '',
    ...problems.map((finding) => `problem  ${place(finding)}${finding.reason}`),
    ...notes.map((finding) => `note     ${place(finding)}${finding.reason}`),
    ...(untouchedArticles.length > 0 ? [`note     no evidence stands in ${untouchedArticles.join(', ')}`] : []),
    problems.length === 0 ? 'Every evidence quote stands in an article.' : `${problems.length} problems.`,
  ].join('\n');
}
