import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stem } from '../../src/text/stem.js';
import { characterTerm, pairTerm, termsOf, wordTerm } from '../../src/text/terms.js';

const code = (character: string) => character.codePointAt(0)!;
const one = (character: string) => characterTerm(code(character));
const two = (pair: string) => pairTerm(code([...pair][0]!), code([...pair][1]!));

describe('the terms of a text, in order', () => {
  test.each([
    { text: '鹰架', terms: [one('鹰'), one('架'), two('鹰架')] },
    { text: '鷹架', terms: [one('鹰'), one('架'), two('鹰架')] },
    { text: '架，鹰', terms: [one('架'), one('鹰')] },
    { text: 'Clouds cloud', terms: [wordTerm('cloud'), wordTerm('cloud')] },
    { text: '用Azure雲', terms: [one('用'), wordTerm(stem('azure')), one('云')] },
    { text: 'GPT-5', terms: [wordTerm('gpt'), wordTerm('5')] },
    { text: '１２３', terms: [wordTerm('123')] },
    { text: '𠮷野', terms: [one('𠮷'), one('野'), two('𠮷野')] },
    { text: '🙂 — …', terms: [] },
    { text: '', terms: [] },
  ])('$text', ({ text, terms }) => {
    expect([...termsOf(text)]).toEqual(terms);
  });
});

test('terms are whole numbers that a double holds exactly, and the kinds never meet', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
      for (const term of termsOf(text)) expect(Number.isSafeInteger(term) && term > 0).toBe(true);
    }),
  );
  expect(one('鹰')).toBeLessThan(2 ** 21);
  expect(two('鹰架')).toBeLessThan(2 ** 43);
  expect(wordTerm('cloud')).toBeGreaterThanOrEqual(2 ** 43);
});

test('a text and its other script, width and case have the same terms', () => {
  expect([...termsOf('ＡＺＵＲＥ 的資料中心')]).toEqual([...termsOf('azure 的资料中心')]);
});

test('of a hundred thousand words no two share a term', () => {
  const terms = new Set(Array.from({ length: 100_000 }, (_, index) => wordTerm(`word${index.toString(36)}`)));
  expect(terms.size).toBe(100_000);
});
