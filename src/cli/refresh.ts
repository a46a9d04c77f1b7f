/** What `ask`, `chat`, `eval`, `serve`, `mcp` and `start` do first: bring the index up to date, telling what matters on standard error. */
import type { IndexReport } from '../types.js';
import type { CommandContext } from './command.js';
import { openProgress } from './progress.js';

export const refreshOption = { flags: '--no-refresh', description: 'do not bring the index up to date first' };

/** @returns undefined where the person asked not to. @throws YingjiaError CORPUS, INDEX, MODEL. */
export async function refreshFirst({
  values,
  settings,
  tell,
  signal,
}: Pick<CommandContext, 'values' | 'settings' | 'tell' | 'signal'>): Promise<IndexReport | undefined> {
  if (values.refresh === false) return undefined;
  const { refreshIndex } = await import('../pipeline.js');
  const progress = openProgress();
  try {
    const report = await refreshIndex(settings, { deferMerges: true, onNotice: tell, onProgress: progress.show, signal });
    progress.close();
    for (const line of problemLines(report)) tell(line);
    return report;
  } finally {
    progress.close();
  }
}

const SHOWN_PROBLEMS = 10;

/** One line for each thing that could not be read, and one for those that are too many to list. */
export function problemLines({ problems }: Pick<IndexReport, 'problems'>): string[] {
  const lines = problems.slice(0, SHOWN_PROBLEMS).map(({ path, reason }) => `Not read: ${path} ${reason}`);
  return problems.length > SHOWN_PROBLEMS
    ? [...lines, `... and ${problems.length - SHOWN_PROBLEMS} more; "npx yingjia index" lists them all.`]
    : lines;
}
