import fc from 'fast-check';
import { expect, test } from 'vitest';
import { plainText } from '../../src/text/plain.js';

test('every unit stands where it stood, in any text', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: 'grapheme' })), (text) => {
      const plain = plainText(text);
      expect(plain.length).toBe(text.length);
      for (let index = 0; index < text.length; index++) expect(plainText(text.slice(0, index)).length).toBe(index);
    }),
  );
});

test.each([
  ['ＡＢＣ，１２３！', 'abc,123!'],
  ['“微軟”‘停’', '"微软"\'停\''],
  ['a\u00a0b\u202fc　d', 'a b c d'],
  ['non‑breaking − minus', 'non-breaking - minus'],
  ['İstanbul', 'İstanbul'],
  ['繁體與简体', '繁体与简体'],
])('%s reads %s', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
