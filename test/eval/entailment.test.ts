import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { entails } from '../../src/eval/entailment.js';

type Pair = { premise: string; claim: string; supported: boolean };
const pairs = readFileSync(new URL('./entailment-pairs.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Pair);

describe('the entailment proxy', () => {
  test.each([
    {
      name: 'word for word, whatever marks, script and width',
      premise: '微軟停了**擴建**。[^S1]',
      claim: '微软停了扩建！',
      expected: true,
    },
    {
      name: 'two premises together',
      premise: 'Ann founded the club.\nIt was founded in 1887.',
      claim: 'Ann founded the club in 1887.',
      expected: true,
    },
    { name: 'another number', premise: 'It was founded in 1887 by Ann.', claim: 'It was founded in 1888 by Ann.', expected: false },
    {
      name: 'the same number written otherwise',
      premise: 'They sold 3,400 boats in all.',
      claim: 'They sold 3400.0 boats in all.',
      expected: true,
    },
    { name: 'a negation', premise: '梵語不是日常語言。', claim: '梵語是日常語言。', expected: false },
    { name: 'another name', premise: 'Maia 200 is made by TSMC.', claim: 'Maia 200 is made by Samsung.', expected: false },
    { name: 'nothing in common', premise: 'The bridge is old.', claim: 'Rice needs water and heat.', expected: false },
    { name: 'no premise', premise: '', claim: 'Anything.', expected: false },
    { name: 'nothing said', premise: 'The bridge is old.', claim: '[1]', expected: false },
  ])('$name: $expected', ({ premise, claim, expected }) => {
    expect(entails([premise], claim)).toBe(expected);
  });

  test('agrees with people on at least 68 % of pairs made to be hard', () => {
    const agreed = pairs.filter(({ premise, claim, supported }) => entails([premise], claim) === supported);
    expect(agreed.length / pairs.length).toBeGreaterThanOrEqual(0.68);
  });
});
