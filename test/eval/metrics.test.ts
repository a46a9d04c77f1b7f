import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  averagePrecisionAt,
  countRelevant,
  hitAt,
  judgedAt,
  ndcgAt,
  precisionAt,
  rankByScore,
  recallAt,
  reciprocalRankAt,
} from '../../src/eval/metrics.js';

/** The definitions once more, by counting over all ranks and all orders instead of in one pass. */
const oracle = {
  relevantIn: (ids: readonly string[], grades: ReadonlyMap<string, number>) => ids.filter((id) => (grades.get(id) ?? 0) > 0),
  recall(ranking: readonly string[], grades: ReadonlyMap<string, number>, k: number) {
    const all = [...grades.keys()].filter((id) => grades.get(id)! > 0);
    return all.filter((id) => ranking.indexOf(id) >= 0 && ranking.indexOf(id) < k).length / all.length;
  },
  averagePrecision(ranking: readonly string[], grades: ReadonlyMap<string, number>) {
    const all = [...grades.keys()].filter((id) => grades.get(id)! > 0);
    const precisions = all.map((id) => {
      const rank = ranking.indexOf(id) + 1;
      return rank === 0 ? 0 : this.relevantIn(ranking.slice(0, rank), grades).length / rank;
    });
    return precisions.reduce((sum, value) => sum + value, 0) / all.length;
  },
  dcg: (grades: readonly number[]) =>
    grades.map((grade, index) => grade * (Math.LN2 / Math.log(index + 2))).reduce((sum, value) => sum + value, 0),
  /** The ideal list is the best of all orders. */
  ndcg(ranking: readonly string[], grades: ReadonlyMap<string, number>, k: number) {
    const orders = permute([...grades.values()].map((grade) => Math.max(0, grade)));
    const best = Math.max(...orders.map((order) => this.dcg(order.slice(0, k))));
    return this.dcg(ranking.slice(0, k).map((id) => Math.max(0, grades.get(id) ?? 0))) / best;
  },
};

function permute(values: readonly number[]): number[][] {
  if (values.length <= 1) return [[...values]];
  return values.flatMap((value, index) => permute(values.filter((_, other) => other !== index)).map((rest) => [value, ...rest]));
}

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h');
const grades = fc
  .uniqueArray(fc.tuple(id, fc.integer({ min: -1, max: 3 })), { selector: ([name]) => name, minLength: 1, maxLength: 6 })
  .map((pairs) => new Map(pairs))
  .filter((judged) => countRelevant(judged) > 0);
const ranking = fc.uniqueArray(id, { maxLength: 8 });

describe('scores of a ranking', () => {
  test('equal what the definitions give when counted the long way round', () => {
    fc.assert(
      fc.property(ranking, grades, fc.integer({ min: 1, max: 9 }), (ids, judged, k) => {
        expect(recallAt(ids, judged, k)).toBeCloseTo(oracle.recall(ids, judged, k), 10);
        expect(averagePrecisionAt(ids, judged)).toBeCloseTo(oracle.averagePrecision(ids, judged), 10);
        expect(ndcgAt(ids, judged, k)).toBeCloseTo(oracle.ndcg(ids, judged, k), 10);
        const first = ids.findIndex((each) => (judged.get(each) ?? 0) > 0);
        expect(reciprocalRankAt(ids, judged, k)).toBeCloseTo(first >= 0 && first < k ? 1 / (first + 1) : 0, 10);
        expect(precisionAt(ids, judged, k)).toBeCloseTo(oracle.relevantIn(ids.slice(0, k), judged).length / k, 10);
        expect(hitAt(ids, judged, k)).toBe(oracle.relevantIn(ids.slice(0, k), judged).length > 0 ? 1 : 0);
      }),
    );
  });

  test('lie between 0 and 1, and the ideal ranking reaches 1', () => {
    fc.assert(
      fc.property(ranking, grades, (ids, judged) => {
        for (const value of [ndcgAt(ids, judged, 10), averagePrecisionAt(ids, judged), recallAt(ids, judged, 10)]) {
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThanOrEqual(1 + 1e-12);
        }
        const ideal = [...judged].sort((left, right) => right[1] - left[1]).map(([name]) => name);
        expect(ndcgAt(ideal, judged, 10)).toBeCloseTo(1, 12);
        expect(averagePrecisionAt(ideal, judged)).toBeCloseTo(1, 12);
      }),
    );
  });

  // Worked by hand: relevant at ranks 1, 3 and 6 of six, one more never found.
  const judged = new Map([
    ['d1', 3],
    ['d2', 0],
    ['d3', 2],
    ['d6', 1],
    ['d9', 2],
  ]);
  const found = ['d1', 'd2', 'd3', 'd4', 'd5', 'd6'];

  test.each([
    { name: 'recall@5 counts what was never found', value: recallAt(found, judged, 5), expected: 2 / 4 },
    { name: 'precision@10 divides by 10 though six were returned', value: precisionAt(found, judged, 10), expected: 0.3 },
    { name: 'MAP divides by all relevant', value: averagePrecisionAt(found, judged), expected: (1 + 2 / 3 + 3 / 6) / 4 },
    { name: 'MAP@5 leaves out rank 6', value: averagePrecisionAt(found, judged, 5), expected: (1 + 2 / 3) / 4 },
    {
      name: 'nDCG@10 takes the grade as gain and all judged as the ideal',
      value: ndcgAt(found, judged, 10),
      expected: (3 + 2 / 2 + 1 / Math.log2(7)) / (3 + 2 / Math.log2(3) + 2 / 2 + 1 / Math.log2(5)),
    },
    { name: 'judged@5 is 1 - hole rate', value: judgedAt(found, judged, 5), expected: 3 / 5 },
    { name: 'judged@5 of nothing is undefined', value: judgedAt([], judged, 5), expected: undefined },
  ])('$name', ({ value, expected }) => {
    if (expected === undefined) expect(value).toBeUndefined();
    else expect(value).toBeCloseTo(expected, 12);
  });
});

describe('order of a run', () => {
  test.each([
    {
      name: 'equal scores stand by id, descending, as in trec_eval',
      scored: [
        { id: 'a', score: 1 },
        { id: 'c', score: 1 },
        { id: 'b', score: 1 },
      ],
      expected: ['c', 'b', 'a'],
    },
    {
      name: 'scores that are one 32-bit float are equal',
      scored: [
        { id: 'a', score: 1.000000001 },
        { id: 'b', score: 1 },
      ],
      expected: ['b', 'a'],
    },
    {
      name: 'ids are compared by bytes: a character beyond the BMP stands above all within',
      scored: [
        { id: '\uffee', score: 1 },
        { id: '𠮷', score: 1 },
      ],
      expected: ['𠮷', '\uffee'],
    },
    {
      name: 'an id that comes twice counts once, at its best',
      scored: [
        { id: 'a', score: 1 },
        { id: 'b', score: 2 },
        { id: 'a', score: 3 },
      ],
      expected: ['a', 'b'],
    },
  ])('$name', ({ scored, expected }) => {
    expect(rankByScore(scored)).toEqual(expected);
  });
});
