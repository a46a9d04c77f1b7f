/** `yingjia eval suggest`: cases that the articles suggest, and questions that people asked in vain, for a person to read. */
import { YingjiaError } from '../errors.js';
import type { Settings } from '../settings.js';
import type { TestCase } from '../types.js';
import type { Command } from './command.js';
import { DEFAULT_SET, textOf } from './eval.js';
import { refreshOption } from './refresh.js';
import { withAnswerer } from './with-answerer.js';

const DEFAULT_LIMIT = 20;

export const evaluateSuggest = {
  name: 'eval suggest',
  summary: 'Propose test cases from the articles, and from questions that found no answer.',
  options: [
    { flags: '--set <file>', description: `the test set they are for (default: ${DEFAULT_SET})` },
    { flags: '--limit <number>', description: `how many at most (default: ${DEFAULT_LIMIT})` },
    { flags: '--language <tag>', description: 'from articles in this language only: zh, en' },
    { flags: '--unanswered', description: 'questions that people asked and that were declined, instead of the articles' },
    { flags: '--out <file>', description: 'where to write them (default: standard output)' },
    refreshOption,
  ],
  examples: [
    'eval suggest --out proposals.jsonl && npx yingjia eval add --from proposals.jsonl',
    'eval suggest --language zh --limit 50',
    'eval suggest --unanswered',
  ],
  run: async (context) => {
    const { values, settings } = context;
    const limit = parseLimit(values.limit);
    const cases = await readSetIfAny(textOf(values.set) ?? DEFAULT_SET);
    const proposals =
      values.unanswered === true
        ? await proposeUnanswered(settings, cases, limit)
        : await withAnswerer(context, async (answerer) => {
            const { readArticles } = await import('../eval/library.js');
            const { proposeCases } = await import('../eval/propose.js');
            const articles = await readArticles(answerer, settings.retrieve.collections, context.signal);
            const language = textOf(values.language);
            return proposeCases([...articles.values()], cases, { limit, ...(language === undefined ? {} : { language }) });
          });
    if (proposals.length === 0) {
      context.tell('Nothing to propose: every sentence with a number or a date is covered, or nobody asked in vain.');
      return 0;
    }
    const { renderTestSet } = await import('../eval/test-set.js');
    const out = textOf(values.out);
    if (out === undefined) context.print(renderTestSet(proposals).trimEnd());
    else await (await import('../eval/files.js')).writeText(out, renderTestSet(proposals));
    context.tell(`${proposals.length} proposals. Read each before it counts: npx yingjia eval add --from ${out ?? 'FILE'}`);
    return 0;
  },
} satisfies Command;

function parseLimit(value: unknown): number {
  if (value === undefined) return DEFAULT_LIMIT;
  const limit = Number(value);
  if (Number.isInteger(limit) && limit > 0) return limit;
  throw new YingjiaError('USAGE', { problem: `--limit ${String(value)} is no number of cases.`, fix: 'Give a whole number above 0.' });
}

/** A set that is yet to be written has no cases. */
export async function readSetIfAny(path: string): Promise<TestCase[]> {
  const { existsSync } = await import('node:fs');
  if (!existsSync(path)) return [];
  const { readText } = await import('../eval/files.js');
  const { parseTestCases, parseTestSet } = await import('../eval/test-set.js');
  const text = await readText(path, 'test set');
  return parseTestCases(text).cases.length === 0 && text.trim() === '' ? [] : parseTestSet(text, path);
}

/** Most asked first. Whether the articles answer them after all is for the person to say. */
async function proposeUnanswered(settings: Settings, cases: readonly TestCase[], limit: number): Promise<TestCase[]> {
  const { openState } = await import('../state/state.js');
  const state = await openState(settings.state.directory);
  try {
    const asked = new Set(cases.map(({ question }) => question));
    const gaps = (await state.gaps.list({ undecided: true })).filter(({ question }) => !asked.has(question));
    return gaps.slice(0, limit).map(({ id, question, language }) => ({
      id: `asked-${id}`,
      question,
      answerable: false,
      evidence: [],
      tags: ['asked', language.split('-')[0]!, 'suggested'],
    }));
  } finally {
    await state.close();
  }
}
