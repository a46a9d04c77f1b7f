/** Which format files are in, by what is in them. */
import { YingjiaError } from '../../errors.js';
import { beir } from './beir.js';
import type { Format, InputFile } from './format.js';
import { langsmith } from './langsmith.js';
import { ownLines } from './own-lines.js';
import { promptfoo } from './promptfoo.js';
import { ragas } from './ragas.js';
import { trec } from './trec.js';

/** In the order in which they are asked: what is told by more comes first. */
export const formats: readonly Format[] = [beir, ownLines, ragas, langsmith, trec, promptfoo];

/** @throws YingjiaError EVAL where no format is recognized. */
export function recognizeFormat(files: readonly InputFile[], name: string): Format {
  const format = formats.find((each) => each.recognizes(files));
  if (format !== undefined) return format;
  throw new YingjiaError('EVAL', {
    problem: `${name} is in no format that is read here.`,
    fix: `Give one of: ${formats.map(({ title }) => title).join('; ')}. docs/evaluation.md shows each.`,
  });
}

/** @throws YingjiaError USAGE where there is no format of that name. */
export function findFormat(name: string): Format {
  const format = formats.find((each) => each.name === name);
  if (format !== undefined) return format;
  throw new YingjiaError('USAGE', {
    problem: `There is no format "${name}".`,
    fix: `Use one of: ${formats.map((each) => each.name).join(', ')}.`,
  });
}
