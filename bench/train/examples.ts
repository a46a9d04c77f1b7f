/** Question sets -> what a decision learns from: the signals of a retrieval, and whether the store could answer. Stores of many sizes. */
import type { RetrieveRequest } from '../../src/retrieve/retrieve.js';
import { readDictionary } from '../../src/retrieve/word-lists.js';
import { detectLanguage } from '../../src/text/language.js';
import { halfOf } from '../halves.js';
import { createRandom } from '../random.js';
import {
  acrossQueryOf,
  acrossSets,
  dictionaryPath,
  ofTitles,
  type PassageLine,
  type QuestionLine,
  queryOf,
  readSet,
  setNames,
  shuffle,
  type TrainingSet,
  titleOf,
  titlesOf,
  withRetriever,
} from './collections.js';
import { createFalsePremises } from './false-premises.js';

/** As the product searches with the local embedder. */
const VECTOR_WEIGHT = 0.1;

/**
 * easy: whole articles are missing. hard: the passage is missing, its article stays. few: in stores of a few articles.
 * false premise: one word of the question is another's.
 */
export type Scenario = 'easy' | 'hard' | 'few articles' | 'few, hard' | 'false premise';
export type Example = { signals: Record<string, number>; answerable: boolean; scenario: Scenario; set: string; held: boolean };
type Asked = { text: string; answerable: boolean; scenario: Scenario };

export async function readExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const name of setNames) {
    const search = (text: string): Search => ({ query: queryOf(text), vectorWeight: VECTOR_WEIGHT });
    for await (const example of examplesOf(await readSet(name), search)) examples.push(example);
  }
  return examples;
}

/** Questions in another language than the articles': with a dictionary, and without one. */
export async function readAcrossExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  const known = await readDictionary(dictionaryPath);
  for (const { name, passages } of acrossSets) {
    const set = await readSet(name, passages);
    for (const [kind, dictionary] of [
      [name, known],
      [`${name}, no dictionary`, undefined],
    ] as const) {
      const search = (text: string): Search | undefined => {
        const query = acrossQueryOf(text, dictionary);
        return query === undefined ? undefined : { query, vectorWeight: 0, across: true };
      };
      // Translated words fit something in any large store: it takes the other half's articles to learn that. In one language they change nothing.
      for await (const example of examplesOf({ ...set, name: kind }, search, set.passages)) examples.push(example);
    }
  }
  return examples;
}

type Search = Pick<RetrieveRequest, 'query' | 'vectorWeight' | 'across'>;

/** `beside`: passages of larger stores, whose own questions are not asked. */
async function* examplesOf(
  set: TrainingSet,
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
      ...falsePremises(passages, questions),
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

function* falsePremises(passages: readonly PassageLine[], questions: readonly QuestionLine[]): Generator<TrainingStore> {
  for (const store of createFalsePremises(passages, questions))
    yield { ...store, asked: store.asked.map((asked) => ({ ...asked, scenario: 'false premise' })) };
}

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

const idsOfHalf = (passages: readonly PassageLine[], random: () => number): ReadonlySet<string> =>
  new Set(
    shuffle(passages, random)
      .slice(0, Math.ceil(passages.length / 2))
      .map((passage) => passage.id),
  );

const ask = (questions: readonly QuestionLine[], answerable: (question: QuestionLine) => boolean, scenario: Scenario): Asked[] =>
  questions.map((question) => ({ text: question.question, answerable: answerable(question), scenario }));
