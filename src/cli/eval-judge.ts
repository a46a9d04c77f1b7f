/** `eval --judge`: the chat model as a judge, within the same budget as answers. */
import type { Judge } from '../eval/judge.js';
import type { CommandContext } from './command.js';

/** @throws YingjiaError SETTINGS without a chat model. */
export async function openEvaluationJudge(
  { settings, tell }: CommandContext,
  times: number,
): Promise<Judge & { close(): void | Promise<void> }> {
  const { openJudge } = await import('../answer/open-judge.js');
  openJudge(settings.model);
  const { openSpending } = await import('../pipeline.js');
  const budget = await openSpending(settings, tell);
  return { ask: openJudge(settings.model, budget), times, close: () => budget.close() };
}
