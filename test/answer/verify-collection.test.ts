/** The promise of `npm run bench:verify`, held in every run of the tests. */
import { expect, it } from 'vitest';
import { measureVerification } from '../../bench/verify/measure.js';

it('no planted fault of any kind is shown, nor a quote that is not in the article, and at least 95 % of honest claims are', () => {
  const { faults, honest, literal, misplaced } = measureVerification(20_260);
  expect([...faults].filter(([, { shown }]) => shown > 0)).toEqual([]);
  expect([...faults.values()].reduce((sum, { drafts }) => sum + drafts, 0)).toBeGreaterThan(8_000);
  expect(faults.size).toBe(24);
  expect(misplaced).toBe(0);
  expect(honest.drafts).toBeGreaterThan(500);
  expect(honest.shown / honest.drafts).toBeGreaterThanOrEqual(0.95);
  expect(literal.shown).toBe(literal.drafts);
});
