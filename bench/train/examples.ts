/** Question sets -> what a decision learns from: the signals of a retrieval, and whether the store could answer. Stores of many sizes. */
import type { RetrieveRequest } from '../../src/retrieve/retrieve.js';
import { readDictionary } from '../../src/retrieve/word-lists.js';
import { detectLanguage } from '../../src/text/language.js';
import { halfOf } from '../halves.js';
import { createRandom } from '../random.js';
import { readWritten, type WrittenQuestion, writtenOf } from '../written.js';
import {
  acrossQueryOf,
  acrossSets,
  dictionaryPath,
  type PassageLine,
  type QuestionLine,
  queryOf,
  readSet,
  setNames,
  shuffle,
  type TrainingSet,
  titleOf,
  withRetriever,
} from './sets.js';

/** As the product searches with the local embedder. */
const VECTOR_WEIGHT = 0.1;

/**
 * easy: whole articles are missing. hard: the passage is missing, its article stays. few: in stores of a few articles.
 * written: as people ask, see written.ts.
 */
export type Scenario = 'easy' | 'hard' | 'few articles' | 'few, hard' | 'written';
export type Example = { signals: Record<string, number>; answerable: boolean; scenario: Scenario; set: string; held: boolean };
/** Articles in a store of written questions; the first holds all. */
const WRITTEN_SIZES = [Number.POSITIVE_INFINITY, 4, 12];

type Asked = { text: string; answerable: boolean; scenario: Scenario };

export async function readExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const name of setNames) {
    const search = (text: string): Search => ({ query: queryOf(text), vectorWeight: VECTOR_WEIGHT });
    for await (const example of examplesOf(await readSet(name), await readWritten(name), search)) examples.push(example);
  }
  return examples;
}

/** Questions in another language than the articles': with a dictionary, and without one. */
export async function readAcrossExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  const known = await readDictionary(dictionaryPath);
  for (const { name, passages, written: writtenSet } of acrossSets) {
    const [set, written] = [await readSet(name, passages), await readWritten(writtenSet)];
    for (const [kind, dictionary] of [
      [name, known],
      [`${name}, no dictionary`, undefined],
    ] as const) {
      const search = (text: string): Search | undefined => {
        const query = acrossQueryOf(text, dictionary);
        return query === undefined ? undefined : { query, vectorWeight: 0, across: true };
      };
      // Translated words fit something in any large store: it takes the other half's articles to learn that. In one language they change nothing.
      for await (const example of examplesOf({ ...set, name: kind }, written, search, set.passages)) examples.push(example);
    }
  }
  return examples;
}

type Search = Pick<RetrieveRequest, 'query' | 'vectorWeight' | 'across'>;

/** `beside`: passages of larger stores, whose own questions are not asked. */
async function* examplesOf(
  set: TrainingSet,
  written: readonly WrittenQuestion[],
  search: (text: string) => Search | undefined,
  beside: readonly PassageLine[] = [],
): AsyncGenerator<Example> {
  for (const held of [false, true]) {
    const passages = set.passages.filter((passage) => (halfOf(passage.title) === 'held-out') === held);
    const questions = set.questions.filter((question) => (halfOf(titleOf(set, question)) === 'held-out') === held);
    const stores = [
      ...createStores(set, passages, questions, createRandom(7)),
      ...createStores(set, beside, questions, createRandom(13)),
      ...createSmallStores(set, passages, questions),
      ...createSparseStores(set, passages, questions),
      ...createWrittenStores(passages, writtenOf(passages, written)),
    ];
    for (const store of stores) {
      yield* await withRetriever(store.passages, async (retriever) => {
        const examples: Example[] = [];
        for (const { text, answerable, scenario } of store.asked) {
          const request = search(text);
          if (request === undefined) continue;
          const { sections, signals } = await retriever.retrieve({ ...request, text, language: detectLanguage(text) });
          // Where nothing is found there is nothing to decide.
          if (sections.length > 0) examples.push({ signals, answerable, scenario, set: set.name, held });
        }
        return examples;
      });
    }
  }
}

type TrainingStore = { passages: PassageLine[]; asked: Asked[] };

/** A part of all articles, and all articles with a part of their passages. */
function* createStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
  random: () => number,
): Generator<TrainingStore> {
  const titles = shuffle(titlesOf(passages), random);
  if (titles.length === 0) return;
  for (const share of [0.5, 0.85]) {
    const kept = new Set(shuffle(titles, random).slice(0, Math.ceil(titles.length * share)));
    const answerable = (question: QuestionLine) => kept.has(titleOf(set, question));
    yield { passages: ofTitles(passages, kept), asked: ask(questions, answerable, 'easy') };
  }
  if (titles.length < passages.length) {
    const kept = idsOfHalf(passages, random);
    yield {
      passages: passages.filter((passage) => kept.has(passage.id)),
      asked: ask(questions, (question) => kept.has(question.passage_ids[0]!), 'hard'),
    };
  }
}

/** A few articles, asked about these and about others. */
function* createSmallStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<TrainingStore> {
  const random = createRandom(17);
  const titles = titlesOf(passages);
  for (const size of [1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 5, 10, 10, 20]) {
    const kept = new Set(shuffle(titles, random).slice(0, size));
    const own = questions.filter((question) => kept.has(titleOf(set, question)));
    const strangers = shuffle(
      questions.filter((question) => !kept.has(titleOf(set, question))),
      random,
    ).slice(0, Math.max(20, own.length));
    yield {
      passages: ofTitles(passages, kept),
      asked: [...ask(own, () => true, 'few articles'), ...ask(strangers, () => false, 'few articles')],
    };
  }
}

/** Written questions in stores of all articles, and each once in stores of a few. */
function* createWrittenStores(passages: readonly PassageLine[], written: readonly WrittenQuestion[]): Generator<TrainingStore> {
  const random = createRandom(41);
  const titleOf = new Map(passages.map((passage) => [passage.id, passage.title]));
  const titles = [...new Set(written.map(({ passage }) => titleOf.get(passage)!))];
  for (const size of WRITTEN_SIZES) {
    const order = shuffle(titles, random);
    // Every article is once in a store of a size.
    for (let from = 0; from < order.length; from += size) {
      const kept = new Set(order.slice(from, from + size));
      const asked = written
        .filter(({ passage }) => kept.has(titleOf.get(passage)!))
        .map(({ question, answer }): Asked => ({ text: question, answerable: answer !== null, scenario: 'written' }));
      yield { passages: size === Number.POSITIVE_INFINITY ? [...passages] : joinArticles(ofTitles(passages, kept)), asked };
    }
  }
}

/** Articles as people have them: of several passages. The sets index each passage by itself. */
const joinArticles = (passages: readonly PassageLine[]): PassageLine[] =>
  titlesOf(passages).map((title) => {
    const own = passages.filter((passage) => passage.title === title);
    return { ...own[0]!, text: own.map((passage) => passage.text).join('\n\n') };
  });

/** A small collection in which the names are right and the passage is missing: what a bot about one topic is asked most. */
function* createSparseStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<TrainingStore> {
  const random = createRandom(11);
  const titles = shuffle(titlesOf(passages), random);
  if (titles.length === passages.length) return;
  for (const size of [3, 3, 5, 5, 10, 10, 20, 20]) {
    const chosen = new Set(shuffle(titles, random).slice(0, size));
    const own = passages.filter((passage) => chosen.has(passage.title));
    const kept = idsOfHalf(own, random);
    const asked = questions.filter((question) => chosen.has(titleOf(set, question)));
    yield {
      passages: own.filter((passage) => kept.has(passage.id)),
      asked: ask(asked, (question) => kept.has(question.passage_ids[0]!), 'few, hard'),
    };
  }
}

const titlesOf = (passages: readonly PassageLine[]): string[] => [...new Set(passages.map((passage) => passage.title))];
const ofTitles = (passages: readonly PassageLine[], kept: ReadonlySet<string>): PassageLine[] =>
  passages.filter((passage) => kept.has(passage.title));

const idsOfHalf = (passages: readonly PassageLine[], random: () => number): ReadonlySet<string> =>
  new Set(
    shuffle(passages, random)
      .slice(0, Math.ceil(passages.length / 2))
      .map((passage) => passage.id),
  );

const ask = (questions: readonly QuestionLine[], answerable: (question: QuestionLine) => boolean, scenario: Scenario): Asked[] =>
  questions.map((question) => ({ text: question.question, answerable: answerable(question), scenario }));
