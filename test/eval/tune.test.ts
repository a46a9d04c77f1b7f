import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { runEvaluation } from '../../src/eval/run.js';
import { createRunDocument } from '../../src/eval/run-document.js';
import { type Attempt, attemptsOf, chooseThreshold, chooseWeight } from '../../src/eval/tune.js';
import type { Answer } from '../../src/types.js';
import { clubCases, createClubAnswerer } from './club.js';

const attempt = fc.record({
  answerable: fc.boolean(),
  confidence: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
  right: fc.boolean(),
});
const share = (attempts: readonly Attempt[], threshold: number) =>
  attempts.filter(({ answerable, confidence, right }) => (answerable ? confidence >= threshold && right : confidence < threshold)).length /
  attempts.length;

describe('the threshold', () => {
  test('is one that no other beats', () => {
    fc.assert(
      fc.property(fc.array(attempt, { minLength: 10, maxLength: 40 }), (attempts) => {
        const { threshold } = chooseThreshold(attempts, 0.5);
        const best = Math.max(...Array.from({ length: 101 }, (_, step) => share(attempts, step / 100)));
        expect(share(attempts, threshold)).toBeGreaterThanOrEqual(best - 1e-9);
      }),
      { numRuns: 40 },
    );
  });

  test('is worth something on questions that it was not chosen by, where there is something to gain', () => {
    const attempts = Array.from({ length: 200 }, (_, index) => ({
      answerable: index % 2 === 0,
      confidence: index % 2 === 0 ? 0.3 : 0.1,
      right: true,
    }));
    const choice = chooseThreshold(attempts, 0.5);
    expect(choice).toMatchObject({ now: 0.5, heldOut: 1 });
    expect(choice.threshold).toBeCloseTo(0.2, 10);
    expect(choice.gain.low).toBeGreaterThan(0);
  });
});

describe('the weight', () => {
  const evaluate = async (change?: (answer: Answer) => Answer) =>
    createRunDocument(await runEvaluation({ answerer: createClubAnswerer(change), cases: clubCases, decline: false }), 'x', {});

  test('changes only where another is better beyond chance', async () => {
    const good = await evaluate();
    const bad = await evaluate((answer) => ({ ...answer, citations: [], hits: [] }));
    expect(
      chooseWeight(
        [
          { weight: 0, run: good },
          { weight: 0.5, run: bad },
        ],
        0.5,
      ).weight,
    ).toBe(0);
    expect(
      chooseWeight(
        [
          { weight: 0, run: good },
          { weight: 0.5, run: good },
        ],
        0.5,
      ).weight,
    ).toBe(0.5);
    expect(attemptsOf(good).filter(({ right }) => right)).toHaveLength(8);
  });
});
