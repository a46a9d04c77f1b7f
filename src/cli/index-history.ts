/** `yingjia index history`: the generations that are kept, and what each changed. */
import type { HistoryEntry } from '../index/describe.js';
import type { Command } from './command.js';
import { missingIndex } from './missing-index.js';
import { renderTable } from './render-table.js';

export const indexHistory = {
  name: 'index history',
  summary: 'List the generations that are kept, and what each changed.',
  options: [{ flags: '--json', description: 'print them as one JSON document' }],
  examples: ['index history'],
  run: async ({ values, settings, print }) => {
    const [{ readHistory }, { indexDirectoryFor }] = await Promise.all([import('../index/describe.js'), import('../index/location.js')]);
    const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
    const history = await readHistory(directory);
    if (history.length === 0) throw missingIndex(directory);
    print(values.json === true ? JSON.stringify(history) : renderHistory(history));
    return 0;
  },
} satisfies Command;

/** Pure. Newest first; the live one is marked. */
export function renderHistory(history: readonly HistoryEntry[]): string {
  return renderTable(
    ['', 'generation', 'made', 'reason', 'articles', '+', '~', '-', 'passages', 'embedded'],
    history.map(({ generation, createdAt, reason, restores, isLive, articles, passages, changes }) => [
      isLive ? '*' : '',
      String(generation),
      createdAt.slice(0, 19).replace('T', ' '),
      restores === undefined ? reason : `${reason} to ${restores}`,
      String(articles),
      String(changes.articles.added),
      String(changes.articles.changed),
      String(changes.articles.removed),
      String(passages),
      String(changes.embeddedPassages),
    ]),
  );
}
