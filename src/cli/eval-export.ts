/** `yingjia eval export`: a test set, and what was answered, for other tools; what has no place there is told. */
import { join } from 'node:path';
import { YingjiaError } from '../errors.js';
import type { Answer } from '../types.js';
import type { Command, CommandContext } from './command.js';
import { DEFAULT_SET, textOf } from './eval.js';
import { tellLosses } from './eval-import.js';
import { refreshOption } from './refresh.js';

export const evaluateExport = {
  name: 'eval export',
  summary: 'Write a test set, and what was answered, for another tool.',
  arguments: [{ name: '<folder>', description: 'where to write' }],
  options: [
    { flags: '--format <name>', description: 'yingjia, ragas, promptfoo, langsmith, beir or trec' },
    { flags: '--set <file>', description: `the test set (default: ${DEFAULT_SET})` },
    { flags: '--cases <file>', description: 'answers, written by eval --cases: for ragas and trec' },
    refreshOption,
  ],
  examples: [
    'eval --cases cases.jsonl && npx yingjia eval export trec/ --format trec --cases cases.jsonl',
    'eval export ragas/ --format ragas',
    'eval export beir/ --format beir',
  ],
  run: async (context) => {
    const { values, positionals } = context;
    const { readText, writeText } = await import('../eval/files.js');
    const { findFormat, formats } = await import('../eval/formats/recognize.js');
    const named = textOf(values.format);
    if (named === undefined) {
      throw new YingjiaError('USAGE', {
        problem: 'There is no format.',
        fix: `Add --format with one of: ${formats.map(({ name }) => name).join(', ')}.`,
      });
    }
    const format = findFormat(named);
    const { parseTestSet } = await import('../eval/test-set.js');
    const set = textOf(values.set) ?? DEFAULT_SET;
    const cases = parseTestSet(await readText(set, 'test set'), set);
    const answersPath = textOf(values.cases);
    const { files, losses } = format.render({
      cases,
      ...(answersPath === undefined ? {} : { answers: parseAnswers(await readText(answersPath, 'answers'), answersPath) }),
      ...(format.name === 'beir' ? { articles: await readCollection(context) } : {}),
    });
    tellLosses(context, losses);
    for (const { path, text } of files) {
      await writeText(join(positionals[0]!, path), text);
      context.tell(`Written: ${join(positionals[0]!, path)}`);
    }
    return 0;
  },
} satisfies Command;

async function readCollection(context: CommandContext) {
  const { withAnswerer } = await import('./with-answerer.js');
  const { readArticles } = await import('../eval/library.js');
  const articles = await withAnswerer(context, (answerer) => readArticles(answerer, context.settings.retrieve.collections, context.signal));
  return [...articles.values()];
}

/** @throws YingjiaError EVAL for a file that `eval --cases` did not write. */
function parseAnswers(text: string, path: string): Map<string, Answer> {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  try {
    return new Map(
      lines.map((line) => {
        const { id, answer } = JSON.parse(line) as { id: string; answer: Answer };
        if (typeof id !== 'string' || !Array.isArray(answer?.hits)) throw new Error('a line without id and answer');
        return [id, answer];
      }),
    );
  } catch (cause) {
    throw new YingjiaError('EVAL', {
      problem: `${path} holds no answers: ${(cause as Error).message}.`,
      fix: 'Write them with "npx yingjia eval --cases cases.jsonl".',
      cause,
    });
  }
}
