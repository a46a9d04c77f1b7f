import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { articleRefOf, createControlId, ID_LIMIT, parseControlId } from '../../src/discord/ids.js';

describe('ids of controls', () => {
  test('come back as they went, within 100 characters, whatever the article is called', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
        fc.nat(9_000_000),
        fc.nat(9_000),
        fc.nat(99),
        (articleId, start, length, marker) => {
          const quote = { articleId, articleVersion: 'cd'.repeat(32), start, end: start + length };
          const control = {
            kind: 'proof' as const,
            article: articleRefOf(quote, 'digest16chars...'),
            start,
            end: quote.end,
            marker,
            page: 3,
          };
          const id = createControlId(control);
          expect(id.length).toBeLessThanOrEqual(ID_LIMIT);
          expect(parseControlId(id)).toEqual(control);
        },
      ),
    );
  });

  test.each([
    { kind: 'accept' as const, list: 'gaps' as const, item: 'a-b_c' },
    { kind: 'add-article' as const, collection: 'a:b', replace: true },
    { kind: 'privacy' as const, step: 'delete-now' as const },
    { kind: 'review' as const, list: 'feedback' as const, index: 12 },
    { kind: 'vote-up' as const },
    { kind: 'apply-update' as const, touched: 120 },
    { kind: 'roll-back' as const, live: 9 },
    { kind: 'roll-back' as const, live: 9, to: 4 },
  ])('of kind $kind come back as they went', (control) => {
    expect(parseControlId(createControlId(control))).toEqual(control);
  });

  test('that are none of ours are none', () => {
    for (const id of ['', 'zz', 'p', 'p:x', 'p::::']) expect(parseControlId(id)).toBeUndefined();
  });
});
