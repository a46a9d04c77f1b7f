import { describe, expect, test } from 'vitest';
import { backgroundIdf, backgroundShare } from '../../src/text/background.js';
import { characterTerm, pairTerm, wordTerm } from '../../src/text/terms.js';

const character = (text: string) => characterTerm(text.codePointAt(0)!);
const pair = (text: string) => pairTerm(text.codePointAt(0)!, text.codePointAt(1)!);

describe('how common a term is in text at large', () => {
  test.each([
    { common: character('的'), rare: character('鹰'), name: '的 against 鹰' },
    { common: wordTerm('the'), rare: wordTerm('scaffold'), name: 'the against scaffold' },
    { common: pair('中国'), rare: pair('鹰架'), name: '中国 against 鹰架' },
    { common: wordTerm('year'), rare: wordTerm('qzxv'), name: 'year against a word that nobody writes' },
  ])('$name', ({ common, rare }) => {
    expect(backgroundShare(common)).toBeGreaterThan(backgroundShare(rare));
    expect(backgroundIdf(common)).toBeLessThan(backgroundIdf(rare));
  });

  test('a share is above 0 and at most 1, also for what is not listed', () => {
    for (const term of [character('的'), wordTerm('the'), wordTerm('qzxv'), pair('鹰架')]) {
      expect(backgroundShare(term)).toBeGreaterThan(0);
      expect(backgroundShare(term)).toBeLessThanOrEqual(1);
    }
  });
});
