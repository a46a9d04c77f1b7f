/** `yingjia index rollback [generation]`: makes an older generation's content live again. */
import { YingjiaError } from '../errors.js';
import type { Command } from './command.js';

export const indexRollback = {
  name: 'index rollback',
  summary: 'Make the content of an older generation live again, until the next "index".',
  arguments: [{ name: '[generation]', description: 'its number; by default the one before the last change' }],
  options: [{ flags: '--json', description: 'print the outcome as one JSON document' }],
  examples: ['index rollback', 'index rollback 12'],
  run: async ({ positionals: [asked], values, settings, print, tell, signal }) => {
    if (asked !== undefined && !/^\d{1,15}$/.test(asked)) {
      throw new YingjiaError('USAGE', {
        problem: `"${asked}" is no number of a generation.`,
        fix: 'See "npx yingjia index history" for those that are kept.',
      });
    }
    const [{ rollBack }, { indexDirectoryFor }] = await Promise.all([import('../index/rollback.js'), import('../index/location.js')]);
    const report = await rollBack({
      directory: indexDirectoryFor(settings.corpus.directory, settings.index.directory),
      ...(asked === undefined ? {} : { to: Number(asked) }),
      keepGenerations: settings.index.keepGenerations,
      onNotice: tell,
      signal,
    });
    const line = `Generation ${report.generation} is live, with the content of generation ${report.restores}. It stays so until "npx yingjia index".`;
    print(values.json === true ? JSON.stringify(report) : line);
    return 0;
  },
} satisfies Command;
