/** Question sets -> generations to train on, through the product's own path: files, index on disk, snapshot, retriever. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createLocalEmbedder } from '../../src/embed/local.js';
import { openIndex } from '../../src/index/snapshot.js';
import { refreshIndex } from '../../src/pipeline.js';
import { addAliases, translateQuery } from '../../src/retrieve/expansion.js';
import { createQuery, type Query } from '../../src/retrieve/query.js';
import { Retriever } from '../../src/retrieve/retrieve.js';
import { parseSettings } from '../../src/settings.js';
import type { Dictionary } from '../../src/text/dictionary.js';
import { createGlossary } from '../../src/text/glossary.js';
import { detectLanguage } from '../../src/text/language.js';

export type PassageLine = { id: string; title: string; text: string; lang?: string };
export type QuestionLine = { id: string; question: string; answers: string[]; passage_ids: string[]; answer_start?: number };
export type TrainingSet = { name: string; passages: PassageLine[]; questions: QuestionLine[]; titleOf: ReadonlyMap<string, string> };

export const setNames = ['drcd-dev', 'cmrc-dev', 'xquad-zh', 'xquad-en'] as const;
/** Questions in one language, the set whose passages answer them in the other, and the one whose written questions are in theirs. */
export const acrossSets = [
  { name: 'xquad-zh2en', passages: 'xquad-en', written: 'xquad-zh' },
  { name: 'xquad-en2zh', passages: 'xquad-zh', written: 'xquad-en' },
] as const;

const data = resolve(process.env.YINGJIA_SHARED ?? '../shared', 'data');
const readLines = async <T>(path: string): Promise<T[]> =>
  (await readFile(path, 'utf8'))
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T);

export async function readSet(name: string, passagesOf = name): Promise<TrainingSet> {
  const passages = await readLines<PassageLine>(join(data, passagesOf, 'passages.jsonl'));
  const questions = await readLines<QuestionLine>(join(data, name, 'questions.jsonl'));
  return { name, passages, questions, titleOf: new Map(passages.map((passage) => [passage.id, passage.title])) };
}

/** Title of the article that a question is about. */
export const titleOf = (set: TrainingSet, question: QuestionLine) => set.titleOf.get(question.passage_ids[0]!)!;

export async function withRetriever<T>(passages: readonly PassageLine[], use: (retriever: Retriever) => Promise<T>): Promise<T> {
  const directory = await mkdtemp(join(tmpdir(), 'yingjia-train-'));
  try {
    const corpus = join(directory, 'corpus');
    await mkdir(corpus);
    await writeFile(join(corpus, 'passages.jsonl'), passages.map((passage) => `${JSON.stringify(passage)}\n`).join(''));
    const index = join(directory, 'index');
    await refreshIndex(parseSettings({}, { corpus, index }));
    const snapshot = await (await openIndex(index)).snapshot();
    const embedder = createLocalEmbedder();
    return await use(new Retriever(snapshot!, (text) => embedder.embedQuestion(text)));
  } finally {
    await rm(directory, { recursive: true });
  }
}

const noGlossary = createGlossary([]);

export const dictionaryPath = join(data, 'cedict', 'cedict.txt.gz');

/** As the product searches in a collection without a glossary of its own. */
export const queryOf = (question: string): Query => addAliases(createQuery(question), noGlossary);

/** As the product searches articles of the other language. @returns undefined where no list knows a word of the question. */
export const acrossQueryOf = (question: string, dictionary: Dictionary | undefined): Query | undefined =>
  translateQuery(createQuery(question), detectLanguage(question), {
    glossary: noGlossary,
    ...(dictionary === undefined ? {} : { dictionary }),
  });

export function shuffle<T>(items: readonly T[], random: () => number): T[] {
  const shuffled = [...items];
  for (let index = shuffled.length - 1; index > 0; index--) {
    const other = Math.floor(random() * (index + 1));
    [shuffled[index], shuffled[other]] = [shuffled[other]!, shuffled[index]!];
  }
  return shuffled;
}

/** Rounded so that the file stays small; what is shipped is what was rounded. */
export const rounded = (values: ArrayLike<number>) => Array.from(values, (value) => Number(value.toFixed(4)));
