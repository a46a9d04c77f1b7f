import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  adjustHolm,
  bootstrapMean,
  bootstrapStatistic,
  createRandom,
  detectableDifference,
  judgeDifference,
  mean,
  signFlipTest,
  swapTest,
} from '../../src/eval/statistics.js';

describe('intervals', () => {
  test('are the same each time', () => {
    expect(bootstrapMean([0, 1, 1, 0, 1])).toEqual(bootstrapMean([0, 1, 1, 0, 1]));
  });

  test('of values that do not vary have no width', () => {
    expect(bootstrapMean([0.5, 0.5, 0.5])).toEqual({ low: 0.5, high: 0.5 });
  });

  test('cover the true mean about 95 times in 100', () => {
    const random = createRandom(5);
    let covered = 0;
    for (let trial = 0; trial < 200; trial++) {
      const { low, high } = bootstrapMean(Array.from({ length: 60 }, () => (random() < 0.7 ? 1 : 0)));
      if (low <= 0.7 && 0.7 <= high) covered += 1;
    }
    expect(covered).toBeGreaterThan(180);
    expect(covered).toBeLessThanOrEqual(200);
  });

  test('of a mean agree with the general ones', () => {
    const values = [0.1, 0.4, 0.35, 0.8, 0.9, 0.2];
    const general = bootstrapStatistic(values.length, (drawn) => mean(Array.from(drawn, (index) => values[index]!)));
    expect(general.low).toBeCloseTo(bootstrapMean(values).low, 12);
    expect(general.high).toBeCloseTo(bootstrapMean(values).high, 12);
  });
});

describe('the sign-flip test', () => {
  test('of few differences is exact: five of one sign have p = 2 / 32', () => {
    expect(signFlipTest([1, 1, 1, 1, 1])).toBe(2 / 32);
  });

  test('sees no difference where there is none', () => {
    expect(signFlipTest([0, 0, 0])).toBe(1);
    expect(signFlipTest([1, -1, 1, -1])).toBe(1);
  });

  test('of many, by sampling, agrees with the exact one on the binomial', () => {
    // 30 differences of size 1, 22 of them up: two-sided sign test p = 0.0161.
    const differences = Array.from({ length: 30 }, (_, index) => (index < 22 ? 1 : -1));
    expect(signFlipTest(differences)).toBeCloseTo(0.0161, 2);
  });

  test('rejects about 5 % of true null hypotheses', () => {
    const random = createRandom(9);
    let rejected = 0;
    for (let trial = 0; trial < 300; trial++) {
      if (signFlipTest(Array.from({ length: 14 }, () => random() - 0.5)) < 0.05) rejected += 1;
    }
    expect(rejected / 300).toBeLessThan(0.1);
  });

  test('by swapping runs gives about the same as by flipping signs', () => {
    const was = Array.from({ length: 40 }, (_, index) => index % 2);
    const now = was.map((value, index) => (index % 4 === 0 ? 1 : value));
    const difference = (swapped: Uint8Array) =>
      mean(was.map((value, index) => (swapped[index] ? value - now[index]! : now[index]! - value)));
    expect(swapTest(40, difference)).toBeCloseTo(signFlipTest(now.map((value, index) => value - was[index]!)), 2);
  });
});

describe("Holm's correction", () => {
  test('multiplies the smallest by all, the next by one fewer, and never falls', () => {
    expect(adjustHolm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
  });

  test('never makes a p smaller, nor larger than 1', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), (values) => {
        adjustHolm(values).forEach((adjusted, index) => {
          expect(adjusted).toBeGreaterThanOrEqual(values[index]!);
          expect(adjusted).toBeLessThanOrEqual(1);
        });
      }),
    );
  });
});

describe('what may be said of a difference', () => {
  test.each([
    { name: 'better: above zero and not by chance', interval: { low: 0.02, high: 0.08 }, p: 0.01, expected: 'better' },
    { name: 'worse: below zero and not by chance', interval: { low: -0.2, high: -0.1 }, p: 0.001, expected: 'worse' },
    {
      name: 'no difference shown: nothing larger than the tolerance is possible',
      interval: { low: -0.01, high: 0.01 },
      p: 0.6,
      expected: 'no difference shown',
    },
    {
      name: 'inconclusive: too few cases to exclude a difference that matters',
      interval: { low: -0.1, high: 0.12 },
      p: 0.8,
      expected: 'inconclusive',
    },
    {
      name: 'inconclusive: the interval says so, the corrected p does not',
      interval: { low: 0.01, high: 0.2 },
      p: 0.2,
      expected: 'inconclusive',
    },
  ])('$name', ({ interval, p, expected }) => {
    expect(judgeDifference(interval, p, 0.02)).toBe(expected);
  });

  test('the detectable difference falls with the square root of the cases', () => {
    const few = Array.from({ length: 50 }, (_, index) => index % 2);
    const many = Array.from({ length: 200 }, (_, index) => index % 2);
    expect(detectableDifference(few) / detectableDifference(many)).toBeCloseTo(2, 1);
  });
});
