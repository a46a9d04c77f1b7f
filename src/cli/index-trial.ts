/**
 * `yingjia index --dry-run --gate SET`: the update is made on a copy of the index, and the test set asked of it before and after. Which answers
 * would change is shown; the serving index is not touched, and nothing is left behind.
 */
import { YingjiaError } from '../errors.js';
import type { Check } from '../eval/gate.js';
import type { RunCase, RunDocument } from '../eval/run-document.js';
import { indexDirectoryFor } from '../index/location.js';
import type { Settings } from '../settings.js';
import type { IndexReport } from '../types.js';
import type { CommandContext } from './command.js';
import { checkRuns, evaluateLive, readCases } from './index-gate.js';

type ShownAnswer = Pick<RunCase, 'status' | 'text' | 'citations'>;

export type AnswerChange = {
  id: string;
  question: string;
  /** By the test set's own measure; `otherwise`: as right or wrong as before, but not the same. */
  change: 'fixed' | 'broken' | 'otherwise';
  was: ShownAnswer;
  now: ShownAnswer;
};

export type AnswerTrial = {
  set: string;
  cases: number;
  /** Scores by metric; `before` is absent where there is no index yet. */
  before?: Record<string, number>;
  after: Record<string, number>;
  changed: readonly AnswerChange[];
  gate: { held: boolean; checks: readonly Check[] };
};

/** @returns the report of the update as a dry run. @throws YingjiaError EVAL, INDEX, and what `update` throws. */
export async function tryUpdate(
  context: CommandContext,
  set: string,
  update: (settings: Settings) => Promise<IndexReport>,
): Promise<{ report: IndexReport & { answers: AnswerTrial }; held: boolean }> {
  const { settings } = context;
  const cases = await readCases(set);
  const { copyIndex } = await import('../index/copy.js');
  const copy = await copyIndex(indexDirectoryFor(settings.corpus.directory, settings.index.directory));
  try {
    const trial = { ...context, settings: { ...settings, index: { ...settings.index, directory: copy.directory } } };
    const before = await evaluateLive(trial, set, cases);
    const report = await update(trial.settings);
    const after = await evaluateLive(trial, set, cases);
    if (after === undefined)
      throw new YingjiaError('INDEX', { problem: 'The updated copy cannot be opened.', fix: 'Run "npx yingjia index verify".' });
    const { result, held } = await checkRuns(before, after);
    const answers: AnswerTrial = {
      set: after.set,
      cases: after.cases.length,
      ...(before === undefined ? {} : { before: scoresOf(before) }),
      after: scoresOf(after),
      changed: before === undefined ? [] : compareAnswers(before, after),
      gate: { held, checks: result.checks },
    };
    return { report: { ...report, generation: before?.generation ?? 0, dryRun: true, answers }, held };
  } finally {
    await copy.remove();
  }
}

/** What could not be measured is left out: JSON has no NaN. */
const scoresOf = ({ metrics }: RunDocument) =>
  Object.fromEntries(metrics.filter(({ value }) => !Number.isNaN(value)).map(({ name, value }) => [name, value]));

/** Pure. Answers that differ in outcome, text or citations; a citation is its article and its quote. */
export function compareAnswers(before: Pick<RunDocument, 'cases'>, after: Pick<RunDocument, 'cases'>): AnswerChange[] {
  const was = new Map(before.cases.map((each) => [each.id, each]));
  return after.cases.flatMap((now) => {
    const old = was.get(now.id);
    if (old === undefined || fingerprint(old) === fingerprint(now)) return [];
    const gain = (now.scores.right ?? 0) - (old.scores.right ?? 0);
    const change = gain > 0 ? 'fixed' : gain < 0 ? 'broken' : 'otherwise';
    return [{ id: now.id, question: now.question, change, was: show(old), now: show(now) }];
  });
}

const fingerprint = ({ status, text, citations }: RunCase) =>
  JSON.stringify([status, text, citations.map(({ articleId, quote }) => [articleId, quote])]);

const show = ({ status, text, citations }: RunCase): ShownAnswer => ({ status, text, citations });

const SHOWN_CHANGES = 20;
const SHOWN_CHARACTERS = 160;
/** What both texts have in common before they differ is shown this far. */
const SHOWN_BEFORE = 40;
/** What a reader would notice first. */
const SHOWN_SCORES = ['right', 'evidence-hit@1', 'evidence-hit@3', 'answered', 'declined'];
const ORDER = ['broken', 'fixed', 'otherwise'] as const;

const isStillDeclined = ({ was, now }: AnswerChange) => was.status === 'not-in-articles' && now.status === 'not-in-articles';

/** Pure: the trial as a person reads it, the worst first. Declines that stay declines are only counted. */
export function renderTrial({ set, cases, before, after, changed, gate }: AnswerTrial): string {
  const share = (scores: Record<string, number> | undefined, name: string) =>
    scores?.[name] === undefined ? '-' : `${(100 * scores[name]).toFixed(1)} %`;
  const declined = changed.filter(isStillDeclined).length;
  const shown = ORDER.flatMap((order) => changed.filter((each) => each.change === order && !isStillDeclined(each)));
  return [
    `Answers to ${set}: ${cases} ${cases === 1 ? 'question' : 'questions'}, ${before === undefined ? 'none could be answered before' : `${changed.length} would be answered otherwise`}.`,
    ...SHOWN_SCORES.filter((name) => after[name] !== undefined).map(
      (name) => `  ${name.padEnd(15)} ${share(before, name)} -> ${share(after, name)}`,
    ),
    ...shown.slice(0, SHOWN_CHANGES).flatMap(renderChange),
    ...(shown.length > SHOWN_CHANGES ? [`  ... and ${shown.length - SHOWN_CHANGES} more; --json lists them all`] : []),
    ...(declined > 0 ? [`  ${declined} declined before and after, with other topics offered; --json lists them`] : []),
    ...gate.checks.filter(({ held }) => !held).map(({ metric, rule, explanation }) => `  FAILED ${metric} ${rule}: ${explanation}`),
    gate.held ? 'The gate would hold.' : 'The gate would not hold.',
  ].join('\n');
}

function renderChange({ id, question, change, was, now }: AnswerChange): string[] {
  const [before, after] = [renderAnswer(was), renderAnswer(now)];
  const start = Math.max(0, lengthInCommon(before, after) - SHOWN_BEFORE);
  const cut = (line: string) =>
    `${start > 0 ? '…' : ''}${line.slice(start, start + SHOWN_CHARACTERS)}${line.length > start + SHOWN_CHARACTERS ? '…' : ''}`;
  return [`  ${change.padEnd(10)} ${id}: ${question}`, `    was ${cut(before)}`, `    now ${cut(after)}`];
}

function lengthInCommon(one: string, other: string): number {
  let length = 0;
  while (length < one.length && one[length] === other[length]) length++;
  return length;
}

function renderAnswer({ status, text, citations }: ShownAnswer): string {
  const cited = [...new Set(citations.map(({ articleId }) => articleId))].join(', ');
  return `${status}: ${text.replace(/\s+/g, ' ').trim()}${cited === '' ? '' : ` (${cited})`}`;
}
