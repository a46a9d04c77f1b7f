/** `yingjia index status`: what is live, and what it is made of. */
import type { IndexStatus } from '../index/describe.js';
import type { Command } from './command.js';
import { missingIndex } from './missing-index.js';
import { renderBytes, renderTable } from './render-table.js';

export const indexStatus = {
  name: 'index status',
  summary: 'Show the live generation and what it is made of.',
  options: [{ flags: '--json', description: 'print it as one JSON document' }],
  examples: ['index status', 'index status --json'],
  run: async ({ values, settings, print }) => {
    const [{ readStatus }, { indexDirectoryFor }] = await Promise.all([import('../index/describe.js'), import('../index/location.js')]);
    const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
    const status = await readStatus(directory);
    if (status === undefined) throw missingIndex(directory);
    print(values.json === true ? JSON.stringify(status) : renderStatus(status));
    return 0;
  },
} satisfies Command;

/** Pure. */
export function renderStatus(status: IndexStatus): string {
  const { generation, createdAt, reason, restores, embedder, segments } = status;
  const why = restores === undefined ? reason : `${reason} to generation ${restores}`;
  return [
    `Generation ${generation} is live (${why}, ${createdAt}).`,
    `  collections ${status.corpus}`,
    `  index       ${status.directory}, ${renderBytes(status.bytes.live)} live, ${renderBytes(status.bytes.all)} with older generations and caches`,
    `  holds       ${status.articles} articles, ${status.passages} passages; ${status.archivedArticles} older article versions in the archive`,
    `  embedder    ${embedder.name}, ${embedder.dimension} dimensions, version ${embedder.version}`,
    `  kept        generations ${status.generations.join(', ')}`,
    ...(status.writer === undefined ? [] : [`  locked by   ${status.writer}`]),
    '',
    renderTable(
      ['segment', 'articles', 'passages', 'deleted', 'size', 'search'],
      segments.map(({ id, articles, passages, deletedPassages, bytes, graph }) => [
        id,
        String(articles),
        String(passages),
        String(deletedPassages),
        renderBytes(bytes),
        graph === undefined ? 'exact' : `graph, width ${graph.searchWidth}, recall ${graph.recall.toFixed(3)}`,
      ]),
    ),
  ].join('\n');
}
