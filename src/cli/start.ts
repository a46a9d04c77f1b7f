/** `yingjia start`: brings the index up to date, then opens every door that is set up, and ends when the last one closes. */
import type { Command } from './command.js';
import { refreshFirst, refreshOption } from './refresh.js';

export const start = {
  name: 'start',
  summary: 'Bring the index up to date and open every door that is set up.',
  options: [refreshOption],
  examples: ['start', 'start --corpus ~/articles'],
  run: async (context) => {
    const { settings, tell } = context;
    const report = await refreshFirst(context);
    const { openAnswerer } = await import('../pipeline.js');
    const answerer = await openAnswerer(settings, { onNotice: tell });
    try {
      const { articles, passages, generation } = await answerer.overview();
      tell(
        `${articles.length} articles, ${passages} passages, generation ${generation}${report === undefined ? '' : `, up to date in ${report.seconds.toFixed(1)} s`}.`,
      );
      const { converse } = await import('./chat.js');
      await converse(context, answerer);
    } finally {
      await answerer.close();
    }
    return 0;
  },
} satisfies Command;
