import { describe, expect, test } from 'vitest';
import { numberFormsAt } from '../../src/retrieve/numeral-forms.js';
import { fold } from '../../src/text/fold.js';
import { termsOf } from '../../src/text/terms.js';
import { tokensOf } from '../../src/text/tokens.js';

/** Whether some form of the first number of `question` stands whole in `text`. */
function standsIn(question: string, text: string): boolean {
  const tokens = tokensOf(fold(question));
  const at = tokens.findIndex((_, index) => numberFormsAt(tokens, index) !== undefined);
  if (at < 0) return false;
  const terms = new Set(termsOf(text));
  return numberFormsAt(tokens, at)!.forms.some((form) => form.terms.every((term) => terms.has(term)));
}

describe('a number is found as it may be written', () => {
  test.each([
    ['3 吉瓦', '三吉瓦'],
    ['三吉瓦', '3 吉瓦'],
    ['2024 年', '二〇二四年'],
    ['二〇二四年', '2024 年'],
    ['十五位', '15 位'],
    ['35 人', '三十五人'],
    ['2500 億', '2,500 億'],
    ['2,500 億', '2500 億'],
    ['兩千五百億', '2,500 億'],
  ])('%s in "%s"', (question, text) => {
    expect(standsIn(question, text)).toBe(true);
  });
});

describe('and not as another one', () => {
  test.each([
    ['3 吉瓦', '三十吉瓦'],
    ['30 吉瓦', '3 吉瓦'],
    ['2024 年', '二〇二五年'],
  ])('%s in "%s"', (question, text) => {
    expect(standsIn(question, text)).toBe(false);
  });

  test('a numeral that counts nothing is left alone', () => {
    expect(numberFormsAt(tokensOf(fold('第一')), 1)).toBeUndefined();
  });
});
