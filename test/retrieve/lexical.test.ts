import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { idfOf, scoreLexically } from '../../src/retrieve/lexical.js';
import { distinctTerms } from '../../src/retrieve/query.js';
import { backgroundShare } from '../../src/text/background.js';
import { fold } from '../../src/text/fold.js';
import { termsOf } from '../../src/text/terms.js';
import type { Article, IndexSnapshot, Passage } from '../../src/types.js';
import { article, chunk, request, temporaryFolder } from '../index/sample.js';

const K1 = 0.9;
const B = 0.4;

type Document = { id: string; terms: Map<number, number>; length: number };

function documentOf(id: string, ...texts: readonly string[]): Document {
  const terms = new Map<number, number>();
  let length = 0;
  for (const term of texts.flatMap((text) => [...termsOf(text)])) {
    terms.set(term, (terms.get(term) ?? 0) + 1);
    length++;
  }
  return { id, terms, length };
}

/** BM25 as it stands in the book, over documents held in maps. */
function scoreByHand(documents: readonly Document[], terms: readonly number[]): Map<string, number> {
  const average = documents.reduce((sum, { length }) => sum + length, 0) / documents.length;
  return new Map(
    documents.map((document) => {
      const score = terms.reduce((sum, term) => {
        const frequency = document.terms.get(term) ?? 0;
        const idf = idfOf(documents.length, documents.filter((each) => each.terms.has(term)).length, backgroundShare(term));
        return sum + (idf * frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * document.length) / average));
      }, 0);
      return [document.id, score];
    }),
  );
}

const sectionId = ({ articleId, section }: Passage) => `${articleId} ${section}`;
const titleOf = ({ title }: Article, { headings }: Passage) => [title, ...headings].join(' ');

function scoreCollectionByHand(articles: readonly Article[], terms: readonly number[]) {
  const passages = articles.flatMap((each) => chunk(each).map((passage) => ({ passage, title: titleOf(each, passage) })));
  const sections = groupSections(passages);
  return {
    passages: scoreByHand(
      passages.map(({ passage, title }) => documentOf(passage.id, title, passage.text)),
      terms,
    ),
    sections: scoreByHand(
      [...sections].map(([id, { title, texts }]) => documentOf(id, title, ...texts)),
      terms,
    ),
  };
}

function groupSections(passages: readonly { passage: Passage; title: string }[]) {
  const sections = new Map<string, { title: string; texts: string[] }>();
  for (const { passage, title } of passages) {
    const section = sections.get(sectionId(passage)) ?? { title, texts: [] };
    section.texts.push(passage.text);
    sections.set(sectionId(passage), section);
  }
  return sections;
}

function scoreIndex(snapshot: IndexSnapshot, terms: readonly number[]) {
  const { segments } = scoreLexically(
    snapshot,
    terms,
    terms.map(() => 1),
  );
  const passages = new Map<string, number>();
  const sections = new Map<string, number>();
  for (const { segment, ...scores } of segments) {
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      if (segment.live[ordinal] === 0) continue;
      const passage = segment.passage(ordinal);
      passages.set(passage.id, scores.passages[ordinal]!);
      sections.set(sectionId(passage), scores.sections[segment.sectionOf[ordinal]!]!);
    }
  }
  return { passages, sections };
}

function expectSameScores(actual: Map<string, number>, expected: Map<string, number>): void {
  expect(new Set(actual.keys())).toEqual(new Set(expected.keys()));
  for (const [id, score] of expected) expect(actual.get(id)! / (score || 1)).toBeCloseTo(score === 0 ? actual.get(id)! : 1, 4);
}

async function openUpdated(folder: string, versions: readonly (readonly Article[])[]): Promise<IndexSnapshot> {
  for (const articles of versions) await updateIndex(request(folder, articles));
  return (await (await openIndex(`${folder}/index`)).snapshot())!;
}

const paragraphs = fc.array(
  fc.array(fc.constantFrom('鷹架', '策略', '資料', 'cloud', 'clouds', 'AI', '停', '。', 'red fox'), { minLength: 1, maxLength: 12 }),
  { minLength: 1, maxLength: 5 },
);
const articles = fc
  .array(paragraphs, { minLength: 1, maxLength: 6 })
  .map((list) => list.map((each, index) => article(`a${index}`, each.map((words) => words.join(' ')).join('\n'))));
const queries = fc.constantFrom('鷹架策略', 'cloud', 'the AI clouds', '資料停', 'red foxes of 鷹架', 'nothing of this');

const isFirstOfItsId = ({ id }: Article, index: number, all: readonly Article[]) => all.findIndex((each) => each.id === id) === index;

describe('BM25', () => {
  test('is what the formula gives, over passages and over sections', async () => {
    await fc.assert(
      fc.asyncProperty(articles, queries, async (collection, query) => {
        const terms = distinctTerms(fold(query));
        const scores = scoreIndex(await openUpdated(await temporaryFolder(), [collection]), terms);
        const expected = scoreCollectionByHand(collection, terms);
        expectSameScores(scores.passages, expected.passages);
        expectSameScores(scores.sections, expected.sections);
      }),
      { numRuns: 25 },
    );
  });

  test('is the same whether articles came at once or one by one, and whatever was deleted or changed since', async () => {
    await fc.assert(
      fc.asyncProperty(articles, articles, queries, async (first, second, query) => {
        const terms = distinctTerms(fold(query));
        const last = [...second, ...first.slice(second.length)];
        const history = [first, first.slice(1), [...second, ...first], last].map((each) => each.filter(isFirstOfItsId));
        const grown = scoreIndex(
          await openUpdated(
            await temporaryFolder(),
            history.filter((each) => each.length > 0),
          ),
          terms,
        );
        const expected = scoreCollectionByHand(last, terms);
        expectSameScores(grown.passages, expected.passages);
        expectSameScores(grown.sections, expected.sections);
      }),
      { numRuns: 15 },
    );
  });

  test('a term that fewer sections hold counts more, and text at large has a say while the collection is small', () => {
    const term = termsOf('鷹')[0]!;
    const common = termsOf('的')[0]!;
    expect(idfOf(100, 1, backgroundShare(term))).toBeGreaterThan(idfOf(100, 50, backgroundShare(term)));
    expect(idfOf(10, 1, backgroundShare(term))).toBeGreaterThan(idfOf(10, 1, backgroundShare(common)));
    expect(Math.abs(idfOf(1e6, 10, backgroundShare(term)) - idfOf(1e6, 10, backgroundShare(common)))).toBeLessThan(3);
    expect(idfOf(1, 1, backgroundShare(common))).toBeGreaterThan(0);
  });
});
