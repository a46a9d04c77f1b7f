import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { TermDocument } from '../../src/index/term-batch.js';
import { openTerms } from '../../src/index/terms.js';
import { buildTerms } from '../../src/index/terms-builder.js';
import { termsOf } from '../../src/text/terms.js';

const words = fc
  .array(fc.constantFrom('鷹架', '策略', '資料', 'cloud', 'clouds', 'AI', '。', '\n', '🦊'), { maxLength: 30 })
  .map((list) => list.join(' '));

/** term -> ordinal -> [in the body, in the title], counted the plain way. */
function count(documents: readonly TermDocument[]): Map<number, Map<number, [number, number]>> {
  const counts = new Map<number, Map<number, [number, number]>>();
  documents.forEach(({ title, body }, ordinal) => {
    [body, title].forEach((text, field) => {
      for (const term of termsOf(text)) {
        const postings = counts.get(term) ?? new Map<number, [number, number]>();
        counts.set(term, postings);
        const posting = postings.get(ordinal) ?? [0, 0];
        postings.set(ordinal, posting);
        posting[field]! = Math.min(posting[field]! + 1, 255);
      }
    });
  });
  return counts;
}

test('postings say how often each term stands in each body and title', () => {
  fc.assert(
    fc.property(fc.array(fc.record({ title: words, body: words }), { maxLength: 8 }), (documents) => {
      const index = openTerms(buildTerms(documents))!;
      expect([...index.bodyLengths]).toEqual(documents.map(({ body }) => termsOf(body).length));
      expect([...index.titleLengths]).toEqual(documents.map(({ title }) => termsOf(title).length));
      for (const [term, postings] of count(documents)) {
        const found = index.find(term)!;
        const list = [...found.ordinals].map((ordinal, place) => [ordinal, [found.body[place], found.title[place]]]);
        expect(list).toEqual([...postings]);
      }
      expect(index.find(2 ** 52)).toBeUndefined();
    }),
  );
});

test('counts stop at 255, lengths at 65,535', () => {
  const index = openTerms(buildTerms([{ title: '鷹 '.repeat(300), body: '鷹 '.repeat(70_000) }]))!;
  const [term] = termsOf('鷹');
  expect(index.find(term!)).toMatchObject({ body: Uint8Array.of(255), title: Uint8Array.of(255) });
  expect([...index.bodyLengths, ...index.titleLengths]).toEqual([65_535, 300]);
});
