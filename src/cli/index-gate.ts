/**
 * `yingjia index --gate SET`: the live generation and the new one answer the same test set; where answers got worse, the old content is made live
 * again. The new generation is live while it is evaluated: for a set of some hundred questions that is seconds.
 */
import { basename } from 'node:path';
import { YingjiaError } from '../errors.js';
import type { GateResult } from '../eval/gate.js';
import type { RunDocument } from '../eval/run-document.js';
import type { IndexReport, TestCase } from '../types.js';
import type { CommandContext } from './command.js';

/** @returns the report of the update, and whether it may stay. @throws YingjiaError EVAL, and what `update` throws. */
export async function updateGated(
  context: CommandContext,
  set: string,
  update: () => Promise<IndexReport>,
): Promise<{ report: IndexReport; held: boolean }> {
  const cases = await readCases(set);
  const before = await evaluateLive(context, set, cases);
  const report = await update();
  if (before?.generation === report.generation) return { report, held: true };
  const after = await evaluateLive(context, set, cases);
  if (after === undefined)
    throw new YingjiaError('INDEX', { problem: 'The new generation cannot be opened.', fix: 'Run "npx yingjia index verify".' });
  const held = await judge(context, before, after);
  if (!held && before !== undefined) await restore(context, before.generation);
  return { report, held };
}

/** @throws YingjiaError EVAL */
export async function readCases(set: string): Promise<TestCase[]> {
  const [{ readText }, { parseTestSet }] = await Promise.all([import('../eval/files.js'), import('../eval/test-set.js')]);
  return parseTestSet(await readText(set, 'test set'), set);
}

/** @returns undefined where there is no index yet. */
export async function evaluateLive(
  { settings, tell, signal }: Pick<CommandContext, 'settings' | 'tell' | 'signal'>,
  set: string,
  cases: readonly TestCase[],
): Promise<RunDocument | undefined> {
  const { openAnswerer } = await import('../pipeline.js');
  const { runEvaluation } = await import('../eval/run.js');
  const { createRunDocument } = await import('../eval/run-document.js');
  const answerer = await openAnswerer(settings, { onNotice: tell });
  try {
    await answerer.overview();
  } catch (cause) {
    await answerer.close();
    if (cause instanceof YingjiaError && cause.code === 'INDEX') return undefined;
    throw cause;
  }
  try {
    return createRunDocument(await runEvaluation({ answerer, cases, signal }), basename(set), {});
  } finally {
    await answerer.close();
  }
}

/** Tells each check. */
async function judge({ tell }: CommandContext, before: RunDocument | undefined, after: RunDocument): Promise<boolean> {
  const { result, held } = await checkRuns(before, after);
  const { renderGate } = await import('../eval/render-table.js');
  tell(renderGate(result));
  return held;
}

/** Whether the answers of `after` may take the place of those of `before`. */
export async function checkRuns(before: RunDocument | undefined, after: RunDocument): Promise<{ result: GateResult; held: boolean }> {
  const { checkGate, defaultGate, toleranceOf } = await import('../eval/gate.js');
  const { compareRuns } = await import('../eval/compare.js');
  const result = checkGate(defaultGate, after, before && compareRuns(before, after, toleranceOf(defaultGate)));
  return { result, held: result.held && after.failures.length === 0 };
}

async function restore({ settings, tell, signal }: CommandContext, generation: number): Promise<void> {
  const [{ rollBack }, { indexDirectoryFor }] = await Promise.all([import('../index/rollback.js'), import('../index/location.js')]);
  const report = await rollBack({
    directory: indexDirectoryFor(settings.corpus.directory, settings.index.directory),
    to: generation,
    keepGenerations: settings.index.keepGenerations,
    onNotice: tell,
    signal,
  });
  tell(`Generation ${report.generation} is live, with the content of generation ${report.restores}: the update would make answers worse.`);
}
