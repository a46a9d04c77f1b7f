import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { parsePlainFields } from '../../src/corpus/plain-fields.js';

const unit = fc.oneof(
  fc.constantFrom(...': #-"\'[]{}&*!|>%@`,?=~/\\.\t0:微軟é'),
  fc.constantFrom('true', 'null', 'https://', '2024-01-02', '\n', '\u00a0', '\u2028', '\u0085'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
);
const value = fc.array(unit, { maxLength: 8 }).map((parts) => parts.join(''));
const line = fc.tuple(fc.constantFrom('title', 'id', 'date', 'x', 'Y'), fc.constantFrom(': ', ':', ' '), value);
const source = fc.array(line, { minLength: 1, maxLength: 3 }).map((lines) => `${lines.map((parts) => parts.join('')).join('\n')}\n`);

test('what is read without a YAML parser is what the parser reads', () => {
  let read = 0;
  fc.assert(
    fc.property(source, (text) => {
      const plain = parsePlainFields(text);
      if (plain === undefined) return;
      read++;
      const document = parseDocument(text, { schema: 'core', logLevel: 'silent' });
      expect(document.errors).toEqual([]);
      expect(plain.values).toEqual(document.toJS());
    }),
    { numRuns: 20_000 },
  );
  expect(read).toBeGreaterThan(100);
});

test.each([
  'title: 微軟暫停\nlanguage: zh-Hant\n',
  'title: What’s new, in "C" [part 2]\n',
  'date: 2025-11-12\nurl: https://example.org/a#b\n',
])('plain lines need no parser: %j', (text) => {
  expect(parsePlainFields(text)).toBeDefined();
});

test.each([
  'title: a: b\n',
  'title: a #b\n',
  'title: yes\ntitle: no\n',
  'title: Null\n',
  'title: 12\n',
  'title: "a"\n',
  'title: a\n  b\n',
  '- a\n',
  '',
])('the parser has to tell: %j', (text) => {
  expect(parsePlainFields(text)).toBeUndefined();
});
