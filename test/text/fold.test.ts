import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fold, simplify } from '../../src/text/fold.js';

describe('folding for search', () => {
  test('folding twice changes nothing, for every code point', () => {
    const changed: string[] = [];
    for (let code = 0; code <= 0x10ffff; code++) {
      if (code >= 0xd800 && code <= 0xdfff) continue;
      const once = fold(String.fromCodePoint(code));
      if (fold(once) !== once) changed.push(code.toString(16));
    }
    expect(changed).toEqual([]);
  });

  test('folding twice changes nothing, for every text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const once = fold(text);
        expect(fold(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['Traditional and Simplified', '微軟為什麼暫停資料中心的擴建', '微软为什么暂停资料中心的扩建'],
    ['麼 and 么', '什麼', '什么'],
    ['full width and half width', 'ＧＰＴ－５，１２３％', 'gpt-5,123%'],
    ['half-width katakana', 'ﾏｲｸﾛｿﾌﾄ', 'マイクロソフト'],
    ['upper case and lower case', 'Satya NADELLA', 'satya nadella'],
    ['ligatures and letters with one meaning', 'ﬁnance ½ Ⅳ', 'finance 1⁄2 iv'],
    ['one character written in two ways', 'cafe\u0301', 'caf\u00e9'],
  ])('%s meet', (_, first, second) => {
    expect(fold(first)).toBe(fold(second));
  });

  test.each([
    ['后', '後'],
    ['裡', '里'],
    ['臺灣', '台湾'],
  ])('%s finds %s as well', (first, second) => {
    expect(fold(first)).toBe(fold(second));
  });

  test('words that differ in more than script and width stay apart', () => {
    const words = ['微軟', '甲骨文', 'azure', 'oracle', '2024', '2025'];
    expect(new Set(words.map(fold)).size).toBe(words.length);
  });
});

describe('changing the script alone', () => {
  test('keeps the length of every text, so that offsets hold', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
        expect(simplify(text).length).toBe(text.length);
      }),
    );
  });

  test('leaves text without Traditional characters as it is', () => {
    expect(simplify('Fairwater 于 2025 🦊')).toBe('Fairwater 于 2025 🦊');
  });
});
