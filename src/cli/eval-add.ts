/**
 * `yingjia eval add`: a case more, asked for in the terminal, given by flags, read from proposals one by one, or taken over from what
 * maintainers accepted.
 */
import { YingjiaError } from '../errors.js';
import type { Answerer, TestCase } from '../types.js';
import type { Command, CommandContext, ExitCode } from './command.js';
import { DEFAULT_SET, textOf } from './eval.js';
import { readSetIfAny } from './eval-suggest.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

export const evaluateAdd = {
  name: 'eval add',
  summary: 'Add cases to a test set.',
  options: [
    { flags: '--set <file>', description: `the test set (default: ${DEFAULT_SET})` },
    { flags: '--from <file>', description: 'read proposals one by one, and take, change or leave each' },
    { flags: '--accepted', description: 'take the cases that maintainers accepted from feedback' },
    { flags: '--question <text>', description: 'the question, without asking for it' },
    { flags: '--quote <text...>', description: 'evidence: words that stand in an article; repeatable' },
    { flags: '--article <id>', description: 'the article that the quotes are from' },
    { flags: '--answer <text...>', description: 'a fact that the answer must contain; repeatable' },
    { flags: '--kind <name>', description: 'kind of question, such as fact, date, near-topic' },
    { flags: '--unanswerable', description: 'the articles do not answer it: it must be declined' },
    refreshOption,
  ],
  examples: [
    'eval add',
    'eval add --from proposals.jsonl',
    'eval add --accepted',
    'eval add --question "Who makes Maia 200?" --quote "Maia 200 is made by TSMC" --kind fact',
  ],
  run: async (context) => {
    const { values } = context;
    const set = textOf(values.set) ?? DEFAULT_SET;
    const cases = await readSetIfAny(set);
    if (values.accepted === true) return addAll(context, set, cases, await readAccepted(context));
    return withAnswerer(context, async (answerer) => {
      const { caseFromFlags, reviewProposals, askForCase } = await import('./eval-add-dialogue.js');
      if (textOf(values.question) !== undefined) return addAll(context, set, cases, [caseFromFlags(values, cases)], answerer);
      if (!process.stdin.isTTY) {
        throw new YingjiaError('USAGE', {
          problem: 'There is no terminal to ask in.',
          fix: 'Give the case by --question and --quote, or --unanswerable.',
        });
      }
      const from = textOf(values.from);
      const chosen = from === undefined ? await askForCase(answerer, cases) : await reviewProposals(await readSetIfAny(from));
      return addAll(context, set, cases, chosen, answerer);
    });
  },
} satisfies Command;

async function readAccepted({ settings }: CommandContext): Promise<TestCase[]> {
  const { openState } = await import('../state/state.js');
  const state = await openState(settings.state.directory);
  try {
    return await readSetIfAny((await state.exportCases()).path);
  } finally {
    await state.close();
  }
}

/** Appends what is new, after every quote has been found in the articles. */
async function addAll(
  { tell }: CommandContext,
  set: string,
  cases: readonly TestCase[],
  chosen: readonly TestCase[],
  answerer?: Answerer,
): Promise<ExitCode> {
  const known = new Set(cases.map(({ id }) => id));
  const fresh = chosen.filter(({ id }) => !known.has(id));
  if (answerer !== undefined) await checkQuotes(answerer, fresh);
  if (fresh.length > 0) {
    const { appendText } = await import('../eval/files.js');
    const { renderTestSet } = await import('../eval/test-set.js');
    await appendText(set, renderTestSet(fresh));
  }
  tell(`${fresh.length} added to ${set}, which now has ${cases.length + fresh.length} cases.`);
  return 0;
}

/** @throws YingjiaError EVAL for a quote that stands nowhere. */
async function checkQuotes(answerer: Answerer, cases: readonly TestCase[]): Promise<void> {
  const { openLibrary } = await import('../eval/library.js');
  const { locateEvidence } = await import('../eval/evidence.js');
  const { articles } = await openLibrary(answerer, cases);
  for (const testCase of cases) {
    const located = new Set(locateEvidence(testCase, articles).map(({ item }) => item));
    const missing = testCase.evidence.find((_, item) => !located.has(item));
    if (missing !== undefined) {
      throw new YingjiaError('EVAL', {
        problem: `These words stand in no article${missing.articleId === undefined ? '' : ` called "${missing.articleId}"`}: ${missing.quote}`,
        fix: 'Copy the quote from the article as it is.',
      });
    }
  }
}
