/** The promise of `npm run bench:verify`, held in every run of the tests. */
import { expect, it } from 'vitest';
import { measureVerification } from '../../bench/verify/measure.js';

/** What stands in figures, names and quotes can be told for certain; what a sentence means cannot: how much of that is shown is held to. */
const certain = new Set<string>([
  'invented quote',
  'altered quote',
  'quote from elsewhere',
  'changed number',
  'changed unit',
  'changed date',
  'changed currency',
  'percentage points',
  'shifted quarter',
  'foreign name',
  'unknown name',
  'reversed bound',
  'added all',
  'opinion told as fact',
]);
const MOST_OF_MEANING = 0.015;

it('no planted fault of figures, names and quotes is shown, few of meaning are, and at least 95 % of honest claims are', () => {
  const { faults, honest, literal, misplaced } = measureVerification(20_260);
  expect([...faults].filter(([kind, { shown }]) => shown > 0 && certain.has(kind))).toEqual([]);
  const meaning = [...faults].filter(([kind]) => !certain.has(kind)).map(([, counted]) => counted);
  const sum = (key: 'drafts' | 'shown') => meaning.reduce((all, counted) => all + counted[key], 0);
  expect(sum('shown')).toBeLessThanOrEqual(MOST_OF_MEANING * sum('drafts'));
  expect([...faults.values()].reduce((sum, { drafts }) => sum + drafts, 0)).toBeGreaterThan(5_000);
  expect(faults.size).toBe(23);
  expect(misplaced).toBe(0);
  expect(honest.drafts).toBeGreaterThan(400);
  expect(honest.shown / honest.drafts).toBeGreaterThanOrEqual(0.95);
  expect(literal.shown).toBe(literal.drafts);
});
