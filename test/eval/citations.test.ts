import { describe, expect, test } from 'vitest';
import { isExactSlice, scoreCitations, scoreClaim, scoreEvidence } from '../../src/eval/citations.js';
import { evidenceCited, evidenceOverlapped, locateEvidence, locateQuote } from '../../src/eval/evidence.js';
import { answerOf, citationOf } from './answers.js';
import { articleOf } from './memory-answerer.js';

const text = 'Ann founded the club in 1887.[^S1] Its first cup\ncame in 1902. 鷹架策略是**模型外圍**的那一層。';
const article = articleOf('club', text);
const textOf = (id: string, version: string) => (id === 'club' && version === 'v1' ? text : undefined);
const cite = (quote: string, marker = 1) => citationOf('club', text, quote, marker);

describe('where a quote stands', () => {
  test.each([
    { name: 'word for word', quote: 'Ann founded the club in 1887.', expected: ['Ann founded the club in 1887.'] },
    { name: 'with another line break', quote: 'Its first cup came in 1902.', expected: ['Its first cup\ncame in 1902.'] },
    { name: 'without the marks of emphasis', quote: '鷹架策略是模型外圍的那一層', expected: ['鷹架策略是**模型外圍**的那一層'] },
    { name: 'across a footnote', quote: 'in 1887. Its first', expected: ['in 1887.[^S1] Its first'] },
    { name: 'nowhere', quote: 'Bob founded it.', expected: [] },
    { name: 'everywhere, when it is the whole article', quote: '', expected: [text] },
  ])('$name', ({ quote, expected }) => {
    expect(locateQuote(text, quote).map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  test('evidence that names no article is looked for in all', () => {
    const testCase = { id: 'a', question: 'q', answerable: true, evidence: [{ quote: 'came in 1902' }] };
    expect(
      locateEvidence(
        testCase,
        new Map([
          ['club', article],
          ['copy', { ...article, id: 'copy' }],
        ]),
      ).map(({ articleId }) => articleId),
    ).toEqual(['club', 'copy']);
  });
});

describe('a citation and the evidence', () => {
  const testCase = {
    id: 'a',
    question: 'q',
    answerable: true,
    evidence: [
      { articleId: 'club', quote: 'Ann founded the club' },
      { articleId: 'gone', quote: 'first cup' },
    ],
  };
  const ranges = locateEvidence(testCase, new Map([['club', article]]));

  test('meet where their places overlap', () => {
    expect(evidenceOverlapped({ articleId: 'club', start: 10, end: 12 }, ranges)).toEqual([0]);
    expect(evidenceOverlapped({ articleId: 'club', start: 20, end: 40 }, ranges)).toEqual([]);
    expect(evidenceOverlapped({ articleId: 'other', start: 10, end: 12 }, ranges)).toEqual([]);
  });

  test('meet by words where no article is named, but never across articles that are', () => {
    const free = { ...testCase, evidence: [{ quote: 'the CLUB in 1887' }, { quote: 'club in 1887' }] };
    expect(evidenceCited(cite('Ann founded the club in 1887.'), free, [])).toEqual([1]);
    expect(evidenceCited(cite('Its first cup\ncame in 1902.'), testCase, ranges)).toEqual([]);
  });

  test('do not meet where the citation is no exact slice', () => {
    const right = cite('Ann founded the club in 1887.');
    const shifted = { ...right, start: right.start + 1, end: right.end + 1 };
    expect(scoreEvidence(answerOf({ citations: [right] }), testCase, ranges, textOf)).toEqual({ hit1: 1, hit3: 1, recall: 0.5 });
    expect(scoreEvidence(answerOf({ citations: [shifted] }), testCase, ranges, textOf)).toEqual({ hit1: 0, hit3: 0, recall: 0 });
    expect(scoreEvidence(answerOf({ citations: [shifted, right] }), testCase, ranges, textOf)).toEqual({ hit1: 0, hit3: 1, recall: 0.5 });
  });
});

describe('an exact slice', () => {
  const right = cite('Ann founded the club');
  test.each([
    { name: 'is one', citation: right, expected: true },
    { name: 'is none shifted by one', citation: { ...right, start: 1, end: right.end + 1 }, expected: false },
    { name: 'is none in another version', citation: { ...right, articleVersion: 'v2' }, expected: false },
    { name: 'is none in another article', citation: { ...right, articleId: 'other' }, expected: false },
    { name: 'is none of no words', citation: { ...right, quote: '', end: 0 }, expected: false },
  ])('$name', ({ citation, expected }) => {
    expect(isExactSlice(citation, textOf)).toBe(expected);
  });
});

describe('ALCE, with the proxy', () => {
  const founded = cite('Ann founded the club', 1);
  const year = cite('the club in 1887.', 2);
  const cup = cite('Its first cup\ncame in 1902.', 3);
  const byMarker = new Map([founded, year, cup].map((citation) => [citation.marker, citation]));

  test.each([
    {
      name: 'one citation that supports',
      claim: { text: 'Ann founded the club.', citations: [1] },
      expected: { recall: 1, relevant: 1, cited: 1 },
    },
    { name: 'one that does not', claim: { text: 'Ann founded the club.', citations: [3] }, expected: { recall: 0, relevant: 0, cited: 1 } },
    {
      name: 'two that support only together',
      claim: { text: 'Ann founded the club in 1887.', citations: [1, 2] },
      expected: { recall: 1, relevant: 2, cited: 2 },
    },
    {
      name: 'one that adds nothing is irrelevant',
      claim: { text: 'Ann founded the club.', citations: [1, 3] },
      expected: { recall: 1, relevant: 1, cited: 2 },
    },
    { name: 'no citation', claim: { text: 'Ann founded the club.', citations: [] }, expected: { recall: 0, relevant: 0, cited: 0 } },
    {
      name: 'a marker out of range',
      claim: { text: 'Ann founded the club.', citations: [1, 9] },
      expected: { recall: 0, relevant: 0, cited: 1 },
    },
  ])('$name', ({ claim, expected }) => {
    expect(scoreClaim(claim, byMarker)).toEqual(expected);
  });

  test('averages over sentences for recall and over citations for precision', () => {
    const answer = answerOf({
      citations: [founded, year, cup],
      claims: [
        { text: 'Ann founded the club.', citations: [1, 3] },
        { text: 'Bob sold it in 1950.', citations: [2] },
      ],
    });
    expect(scoreCitations(answer, textOf)).toEqual({ validity: 1, recall: 0.5, precision: 1 / 3 });
    expect(scoreCitations(answerOf(), textOf)).toEqual({ validity: undefined });
  });
});
