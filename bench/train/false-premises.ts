/**
 * Questions that are all right but for one word: the verb, or the attribute, is exchanged for another question's. The names stand in the
 * articles, the answer does not: what people ask who have misheard, and what a collection about one topic is asked most.
 */
import { askedRelation } from '../../src/retrieve/asked-relation.js';
import { termsOf } from '../../src/text/terms.js';
import { createRandom } from '../random.js';
import { ofTitles, type PassageLine, type QuestionLine, shuffle, titlesOf } from './collections.js';

export type AskedOfStore = { passages: PassageLine[]; asked: { text: string; answerable: boolean }[] };

/** Articles in a store; the first holds all. */
const SIZES = [Number.POSITIVE_INFINITY, 5, 10, 20, 20];
/** Other questions that are tried for a word that the passage does not hold. */
const TRIES = 5;

/** Each question that can be changed is asked as it is, and changed. */
export function* createFalsePremises(passages: readonly PassageLine[], questions: readonly QuestionLine[]): Generator<AskedOfStore> {
  const random = createRandom(31);
  const changed = exchangeRelations(passages, questions, random);
  const titles = titlesOf(passages);
  for (const size of SIZES) {
    const kept = new Set(shuffle(titles, random).slice(0, size));
    const store = ofTitles(passages, kept);
    const ids = new Set(store.map((passage) => passage.id));
    const asked = changed
      .filter(({ question }) => ids.has(question.passage_ids[0]!))
      .flatMap(({ question, text }) => [
        { text, answerable: false },
        { text: question.question, answerable: true },
      ]);
    if (asked.length > 0) yield { passages: store, asked };
  }
}

function exchangeRelations(
  passages: readonly PassageLine[],
  questions: readonly QuestionLine[],
  random: () => number,
): { question: QuestionLine; text: string }[] {
  const textOf = new Map(passages.map((passage) => [passage.id, passage.text]));
  const known = questions.flatMap((question) => {
    const relation = askedRelation(question.question);
    return relation === undefined ? [] : [{ question, ...relation }];
  });
  const byKind: Record<string, typeof known> = {};
  for (const each of known) {
    byKind[each.kind] ??= [];
    byKind[each.kind]!.push(each);
  }
  return known.flatMap(({ question, term, kind, start, end }) => {
    const others = byKind[kind]!;
    const terms = new Set(termsOf(textOf.get(question.passage_ids[0]!) ?? ''));
    for (let tries = 0; tries < TRIES; tries++) {
      const other = others[Math.floor(random() * others.length)]!;
      if (other.term === term || terms.has(other.term)) continue;
      const word = other.question.question.slice(other.start, other.end);
      return [{ question, text: question.question.slice(0, start) + word + question.question.slice(end) }];
    }
    return [];
  });
}
