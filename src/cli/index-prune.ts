/** `yingjia index prune`: frees the space of older generations. */
import { YingjiaError } from '../errors.js';
import type { Command } from './command.js';
import { renderBytes } from './render-table.js';

export const indexPrune = {
  name: 'index prune',
  summary: 'Drop older generations; article versions that were cited stay readable.',
  options: [
    { flags: '--keep <number>', description: 'generations that stay, the live one among them', default: '1' },
    { flags: '--cache', description: 'forget cached embeddings too, and read every file next time' },
    { flags: '--json', description: 'print the outcome as one JSON document' },
  ],
  examples: ['index prune', 'index prune --keep 3'],
  run: async ({ values, settings, print, tell, signal }) => {
    const keep = Number(values.keep);
    if (!Number.isInteger(keep) || keep < 1) {
      throw new YingjiaError('USAGE', { problem: `--keep is "${String(values.keep)}".`, fix: 'Give a whole number from 1 on.' });
    }
    const [{ pruneIndex }, { indexDirectoryFor }] = await Promise.all([import('../index/prune.js'), import('../index/location.js')]);
    const directory = indexDirectoryFor(settings.corpus.directory, settings.index.directory);
    const report = await pruneIndex({ directory, keep, cache: values.cache === true, onNotice: tell, signal });
    const line = `Kept generations: ${report.generations.join(', ') || 'none'}; freed ${renderBytes(Math.max(0, report.freedBytes))}.`;
    print(values.json === true ? JSON.stringify(report) : line);
    return 0;
  },
} satisfies Command;
