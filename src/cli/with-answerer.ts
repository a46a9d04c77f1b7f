/** Brings the index up to date, opens the answerer, and closes it however its use ends. */
import type { Answerer } from '../types.js';
import type { CommandContext } from './command.js';
import { refreshFirst } from './refresh.js';

export async function withAnswerer<Result>(context: CommandContext, use: (answerer: Answerer) => Promise<Result>): Promise<Result> {
  await refreshFirst(context);
  const { openAnswerer } = await import('../pipeline.js');
  const answerer = await openAnswerer(context.settings, { onNotice: context.tell });
  try {
    return await use(answerer);
  } finally {
    await answerer.close();
  }
}
