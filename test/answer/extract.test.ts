import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createCitation, sourcesOf } from '../../src/answer/cite.js';
import { confidenceOf } from '../../src/answer/decide.js';
import { extractAnswers } from '../../src/answer/extract.js';
import { sentencesOf } from '../../src/text/sentences.js';
import type { Article, Retrieval } from '../../src/types.js';
import { article } from '../index/sample.js';

/** One section over a whole article; `shares` are those of its sentences, in order. */
function retrievalOf(parts: readonly { article: Article; shares: readonly number[]; quotable?: readonly boolean[] }[]): Retrieval {
  const sections = parts.map(({ article: own, shares, quotable = [] }) => ({
    article: own,
    headings: [],
    sentences: sentencesOf(own.text).map(({ start, end }, index) => ({
      start,
      end,
      share: shares[index] ?? 0,
      coverage: 0.5,
      quotable: quotable[index] ?? true,
    })),
    hit: {
      passage: {
        id: own.id,
        articleId: own.id,
        articleVersion: own.version,
        headings: [],
        text: own.text,
        start: 0,
        end: own.text.length,
        section: 0,
      },
      score: 1,
      lexical: 1,
      similarity: 1,
    },
  }));
  return { generation: 1, sections, signals: {}, asks: 'other', timingsMs: {} };
}

const quotesOf = (retrieval: Retrieval) => extractAnswers(retrieval).map(({ article: own, start, end }) => own.text.slice(start, end));
const sides = ['第一句話說了一件事。', '第二句話說了答案。', '第三句話說了別的。', '第四句話也說了別的。'];
const text = sides.join('');

describe('what is quoted', () => {
  test('is the sentence that almost surely answers, alone', () => {
    expect(quotesOf(retrievalOf([{ article: article('a', text), shares: [0.001, 0.997, 0.001, 0.001] }]))).toEqual([sides[1]]);
  });

  test('is a run of neighbours where the chance is shared between them', () => {
    expect(quotesOf(retrievalOf([{ article: article('a', text), shares: [0.001, 0.5, 0.498, 0.001] }]))).toEqual([
      `${sides[1]}${sides[2]}`,
    ]);
  });

  test('comes from several places where one is not enough', () => {
    const retrieval = retrievalOf([
      { article: article('a', text), shares: [0, 0.4, 0, 0] },
      { article: article('b', text), shares: [0.35, 0, 0, 0] },
    ]);
    expect(extractAnswers(retrieval).map((extract) => extract.article.id)).toEqual(['a', 'b']);
  });

  test('is never a heading, and no run goes over one or over a blank line', () => {
    const own = article('a', '# 標題\n\n第一句話。\n\n第二句話。');
    expect(quotesOf(retrievalOf([{ article: own, shares: [0.9, 0.05, 0.05], quotable: [false, true, true] }]))).not.toContainEqual(
      expect.stringMatching(/#|\n\n/),
    );
  });

  test('has no list mark before it and no footnote mark behind it', () => {
    const own = article('a', '- The answer is here.[^S1]\n- Another thing.');
    expect(quotesOf(retrievalOf([{ article: own, shares: [0.999, 0.001] }]))).toEqual(['The answer is here.']);
  });

  test('is nothing where nothing can be quoted', () => {
    expect(quotesOf(retrievalOf([{ article: article('a', '# Only a heading'), shares: [1], quotable: [false] }]))).toEqual([]);
    expect(quotesOf(retrievalOf([]))).toEqual([]);
  });

  test('never overlaps, whatever the chances, and is at most three pieces', () => {
    const shares = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 4, maxLength: 4 });
    fc.assert(
      fc.property(fc.array(shares, { minLength: 1, maxLength: 3 }), (lists) => {
        const extracts = extractAnswers(retrievalOf(lists.map((list, index) => ({ article: article(`a${index}`, text), shares: list }))));
        expect(extracts.length).toBeGreaterThan(0);
        expect(extracts.length).toBeLessThanOrEqual(3);
        for (const one of extracts)
          for (const other of extracts)
            expect(one === other || one.article !== other.article || one.end <= other.start || other.end <= one.start).toBe(true);
      }),
    );
  });
});

describe('a citation', () => {
  const sources = ['S1', 'S2', 'S3'].map((id) => ({ id, title: `Source ${id}` }));
  const own = article('a', 'First sentence.[^S1] Second sentence.[^S2][^S3] Third without.', { sources });
  const place = (quote: string) => ({ start: own.text.indexOf(quote), end: own.text.indexOf(quote) + quote.length });

  test.each([
    ['First sentence.', ['S1']],
    ['Second sentence.', ['S2', 'S3']],
    ['First sentence.[^S1] Second sentence.', ['S1', 'S2', 'S3']],
    ['Third without.', ['S1', 'S2', 'S3']],
  ])('of "%s" names the sources of its footnotes, or all of the article', (quote, ids) => {
    const { start, end } = place(quote);
    expect(sourcesOf(own, start, end).map(({ id }) => id)).toEqual(ids);
    const citation = createCitation(2, { article: own, headings: ['H'], start, end });
    expect(citation).toMatchObject({ marker: 2, articleId: 'a', articleVersion: own.version, quote, start, end, headings: ['H'] });
    expect(citation).not.toHaveProperty('page');
  });

  test('of a paged article tells the page on which the quote begins', () => {
    const paged = article('p', 'Page one. Page two. Page three.', { pageStarts: [0, 10, 20] });
    const pages = ['Page one.', 'Page two.', 'Page three.'].map((quote) => {
      const start = paged.text.indexOf(quote);
      return createCitation(1, { article: paged, headings: [], start, end: start + quote.length }).page;
    });
    expect(pages).toEqual([1, 2, 3]);
  });
});

test('a confidence is a probability, whatever the signals, and a missing one counts as usual', () => {
  const weights = { signals: ['a', 'b'], mean: [1, 2], deviation: [1, 1], hidden: 1, input: [1, 0], bias: [0], output: [3], offset: 0 };
  fc.assert(
    fc.property(fc.double({ min: -1e6, max: 1e6, noNaN: true }), fc.double({ min: -1e6, max: 1e6, noNaN: true }), (a, b) => {
      const confidence = confidenceOf({ a, b }, weights);
      expect(confidence).toBeGreaterThanOrEqual(0);
      expect(confidence).toBeLessThanOrEqual(1);
    }),
  );
  expect(confidenceOf({}, weights)).toBe(0.5);
  expect(confidenceOf({ a: 2 }, weights)).toBeGreaterThan(confidenceOf({ a: 0 }, weights));
});
