import fc from 'fast-check';
import { expect, test } from 'vitest';
import { TermNumbers } from '../../src/text/term-numbers.js';

const term = fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 2 ** 52 }));

test('numbers are given in the order of first sight, like a map would', () => {
  fc.assert(
    fc.property(fc.array(term, { maxLength: 200 }), fc.integer({ min: 1, max: 64 }), (terms, expected) => {
      const numbers = new TermNumbers(expected);
      const oracle = new Map<number, number>();
      for (const each of terms) {
        if (!oracle.has(each)) oracle.set(each, oracle.size);
        expect(numbers.add(each)).toBe(oracle.get(each));
      }
      expect([...numbers.list()]).toEqual([...oracle.keys()]);
      for (const each of [...terms, 41, 2 ** 52 - 1]) expect(numbers.find(each)).toBe(oracle.get(each) ?? -1);
      numbers.clear();
      for (const each of terms) expect(numbers.find(each)).toBe(-1);
    }),
  );
});
