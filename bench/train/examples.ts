/** Question sets -> what a decision learns from: the signals of a retrieval, and whether the store could answer. Stores of many sizes. */
import { detectLanguage } from '../../src/text/language.js';
import { halfOf } from '../halves.js';
import { createRandom } from '../random.js';
import {
  type PassageLine,
  type QuestionLine,
  queryOf,
  readSet,
  setNames,
  shuffle,
  type TrainingSet,
  titleOf,
  withRetriever,
} from './collections.js';

/** As the product searches with the local embedder. */
const VECTOR_WEIGHT = 0.1;

/** easy: whole articles are missing. hard: the passage is missing, its article stays. few: in stores of a few articles. */
export type Scenario = 'easy' | 'hard' | 'few articles' | 'few, hard';
export type Example = { signals: Record<string, number>; answerable: boolean; scenario: Scenario; set: string; held: boolean };
type Asked = { text: string; answerable: boolean; scenario: Scenario };

export async function readExamples(): Promise<Example[]> {
  const examples: Example[] = [];
  for (const name of setNames) {
    const set = await readSet(name);
    for (const held of [false, true]) {
      const passages = set.passages.filter((passage) => (halfOf(passage.title) === 'held-out') === held);
      const questions = set.questions.filter((question) => (halfOf(titleOf(set, question)) === 'held-out') === held);
      for (const store of [...createStores(set, passages, questions), ...createSparseStores(set, passages, questions)]) {
        await withRetriever(store.passages, async (retriever) => {
          for (const { text, answerable, scenario } of store.asked) {
            const { signals } = await retriever.retrieve({
              query: queryOf(text),
              text,
              vectorWeight: VECTOR_WEIGHT,
              language: detectLanguage(text),
            });
            examples.push({ signals, answerable, scenario, set: name, held });
          }
        });
      }
    }
  }
  return examples;
}

function* createStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<{ passages: PassageLine[]; asked: Asked[] }> {
  const random = createRandom(7);
  const titles = shuffle([...new Set(passages.map((passage) => passage.title))], random);
  const ofTitles = (kept: ReadonlySet<string>) => passages.filter((passage) => kept.has(passage.title));
  for (const share of [0.5, 0.85]) {
    const kept = new Set(shuffle(titles, random).slice(0, Math.ceil(titles.length * share)));
    const answerable = (question: QuestionLine) => kept.has(titleOf(set, question));
    yield { passages: ofTitles(kept), asked: ask(questions, answerable, 'easy') };
  }
  if (titles.length < passages.length) {
    const kept = idsOfHalf(passages, random);
    yield {
      passages: passages.filter((passage) => kept.has(passage.id)),
      asked: ask(questions, (question) => kept.has(question.passage_ids[0]!), 'hard'),
    };
  }
  for (const size of [1, 1, 1, 1, 1, 1, 2, 3, 3, 3, 5, 10, 10, 20]) {
    const kept = new Set(shuffle(titles, random).slice(0, size));
    const own = questions.filter((question) => kept.has(titleOf(set, question)));
    const strangers = shuffle(
      questions.filter((question) => !kept.has(titleOf(set, question))),
      random,
    ).slice(0, Math.max(20, own.length));
    yield { passages: ofTitles(kept), asked: [...ask(own, () => true, 'few articles'), ...ask(strangers, () => false, 'few articles')] };
  }
}

/** A small collection in which the names are right and the passage is missing: what a bot about one topic is asked most. */
function* createSparseStores(
  set: TrainingSet,
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
): Generator<{ passages: PassageLine[]; asked: Asked[] }> {
  const random = createRandom(11);
  const titles = shuffle([...new Set(passages.map((passage) => passage.title))], random);
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
