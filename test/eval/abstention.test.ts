import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  scoreAnsweredAt,
  scoreAuroc,
  scoreCalibrationError,
  scoreDeclines,
  traceCoverageRisk,
  traceReliability,
} from '../../src/eval/abstention.js';

const outcome = fc.record({
  answerable: fc.boolean(),
  declined: fc.boolean(),
  confidence: fc.integer({ min: 0, max: 20 }).map((step) => step / 20),
  right: fc.boolean(),
});
const mixed = fc
  .array(outcome, { minLength: 2, maxLength: 30 })
  .filter((all) => all.some(({ answerable }) => answerable) && all.some(({ answerable }) => !answerable));

describe('declining', () => {
  test('AUROC is the share of pairs that confidence orders rightly, ties half', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        let sum = 0;
        let pairs = 0;
        for (const one of all.filter(({ answerable }) => answerable)) {
          for (const other of all.filter(({ answerable }) => !answerable)) {
            pairs += 1;
            sum += one.confidence > other.confidence ? 1 : one.confidence === other.confidence ? 0.5 : 0;
          }
        }
        expect(scoreAuroc(all)).toBeCloseTo(sum / pairs, 10);
      }),
    );
  });

  test('answered at 5 % false is the best that any threshold reaches', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        const answerable = all.filter((each) => each.answerable);
        const others = all.filter((each) => !each.answerable);
        const best = Math.max(
          0,
          ...all.map(({ confidence: threshold }) => {
            const falseShare = others.filter(({ confidence }) => confidence >= threshold).length / others.length;
            return falseShare <= 0.05 + 1e-9
              ? answerable.filter(({ confidence }) => confidence >= threshold).length / answerable.length
              : 0;
          }),
        );
        expect(scoreAnsweredAt(all, 0.05).answered).toBeCloseTo(best, 10);
      }),
    );
  });

  test('precision and recall count declines; answered and falsely answered count the rest', () => {
    const of = (answerable: boolean, declined: boolean) => ({ answerable, declined, confidence: 0.5, right: answerable && !declined });
    expect(scoreDeclines([of(true, false), of(true, false), of(true, true), of(false, true), of(false, true), of(false, false)])).toEqual({
      precision: 2 / 3,
      recall: 2 / 3,
      f1: 2 / 3,
      answered: 2 / 3,
      falselyAnswered: 1 / 3,
    });
  });

  test('the curve ends where declining begins, with the share of wrong answers that a reader got', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        const answered = all.filter(({ declined }) => !declined);
        const last = traceCoverageRisk(all).at(-1);
        if (answered.length === 0) expect(last).toBeUndefined();
        else {
          expect(last!.coverage).toBeCloseTo(answered.length / all.length, 10);
          expect(last!.risk).toBeCloseTo(answered.filter(({ right }) => !right).length / answered.length, 10);
        }
      }),
    );
  });
});

describe('calibration', () => {
  test('a confidence that is always the truth has no error', () => {
    const all = [0, 0, 1, 1].map((confidence) => ({ confidence, answerable: confidence === 1 }));
    expect(scoreCalibrationError(all)).toBe(0);
  });

  test('sure and wrong half of the time is an error of a half', () => {
    expect(
      scoreCalibrationError([
        { confidence: 1, answerable: true },
        { confidence: 1, answerable: false },
      ]),
    ).toBe(0.5);
  });

  test('bins are of equal width, and hold each question once', () => {
    fc.assert(
      fc.property(mixed, (all) => {
        const bins = traceReliability(all);
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        for (const bin of bins) {
          expect(bin.to - bin.from).toBeCloseTo(1 / 15, 10);
          expect(bin.confidence).toBeGreaterThanOrEqual(bin.from - 1e-9);
          expect(bin.confidence).toBeLessThanOrEqual(bin.to + 1e-9);
        }
      }),
    );
  });
});
