/** Stores of few articles, where every common word is rare: the same questions, and others that must be declined. */
import type { Outcome } from '../../src/eval/abstention.js';
import { createRandom } from '../../src/eval/statistics.js';
import { askAll, type Measures, measureAbstention, type SliceCheck } from './measure.js';
import type { PassageLine, QuestionLine } from './sets.js';
import { openStore } from './store.js';

const SIZES = [1, 3, 10];
const STORES = 20;
const FOREIGN_QUESTIONS = 60;
const SEED = 7;

const articleOf = (passageId: string) => passageId.replace(/-[^-]*$/, '');

function shuffle<T>(values: readonly T[], random: () => number): T[] {
  return values
    .map((value) => ({ value, key: random() }))
    .sort((left, right) => left.key - right.key)
    .map(({ value }) => value);
}

/** For each size, `STORES` stores drawn with a fixed seed; questions are pooled over them. */
export async function measureSmallStores(
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
  slices: SliceCheck,
): Promise<Measures> {
  const articles = [...new Set(passages.map((passage) => articleOf(passage.id)))];
  const random = createRandom(SEED);
  const measures: Measures = {};
  for (const size of SIZES) {
    const outcomes: Outcome[] = [];
    for (let drawn = 0; drawn < STORES; drawn++) {
      const chosen = new Set(shuffle(articles, random).slice(0, size));
      const isInside = (question: QuestionLine) => question.passageIds.some((id) => chosen.has(articleOf(id)));
      const inside = questions.filter(isInside);
      const outside = shuffle(
        questions.filter((question) => !isInside(question)),
        random,
      ).slice(0, FOREIGN_QUESTIONS);
      const store = await openStore(passages.filter((passage) => chosen.has(articleOf(passage.id))));
      const asked = [
        ...inside.map((question) => ({ question, answerable: true })),
        ...outside.map((question) => ({ question, answerable: false })),
      ];
      outcomes.push(...(await askAll(store.answerer, asked, slices)));
      await store.close();
    }
    const named = measureAbstention(outcomes, `${size} article${size === 1 ? '' : 's'}:`);
    for (const [name, value] of Object.entries(named)) if (!name.endsWith('ECE')) measures[name] = value;
  }
  return measures;
}
