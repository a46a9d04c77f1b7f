/**
 * Scores of one ranked list against judgments, with trec_eval's definitions. In: ids, best first, without duplicates, and grades.
 * Out: numbers from 0 to 1. A question without any relevant id has no score here: callers leave it out and count it.
 */

/** Id -> grade. Above 0 is relevant; 0 and below is judged and not relevant; absent is not judged. */
export type Judgments = ReadonlyMap<string, number>;

const gradeOf = (judgments: Judgments, id: string) => Math.max(0, judgments.get(id) ?? 0);

export function countRelevant(judgments: Judgments): number {
  let count = 0;
  for (const grade of judgments.values()) if (grade > 0) count += 1;
  return count;
}

/** Ids in trec_eval's order: score descending as a 32-bit float, equal scores by id descending, byte by byte; each id once, at its best. */
export function rankByScore(scored: readonly { id: string; score: number }[]): string[] {
  const sorted = scored
    .map(({ id, score }) => ({ id, score: Math.fround(score), bytes: Buffer.from(id) }))
    .sort((left, right) => right.score - left.score || Buffer.compare(right.bytes, left.bytes));
  return distinct(sorted.map(({ id }) => id));
}

/** The first of each id, in order. */
export const distinct = (ids: readonly string[]): string[] => [...new Set(ids)];

const relevantWithin = (ranking: readonly string[], judgments: Judgments, cutoff: number) =>
  ranking.slice(0, cutoff).filter((id) => gradeOf(judgments, id) > 0).length;

/** Relevant ids in the first `cutoff`, of all relevant ids. */
export const recallAt = (ranking: readonly string[], judgments: Judgments, cutoff: number): number =>
  relevantWithin(ranking, judgments, cutoff) / countRelevant(judgments);

/** Relevant ids in the first `cutoff`, divided by `cutoff` also where fewer were returned. */
export const precisionAt = (ranking: readonly string[], judgments: Judgments, cutoff: number): number =>
  relevantWithin(ranking, judgments, cutoff) / cutoff;

/** 1 where any of the first `cutoff` is relevant, else 0. */
export const hitAt = (ranking: readonly string[], judgments: Judgments, cutoff: number): number =>
  relevantWithin(ranking, judgments, cutoff) > 0 ? 1 : 0;

/** 1 / rank of the first relevant id within `cutoff`, else 0. Averaged over questions: MRR. */
export function reciprocalRankAt(ranking: readonly string[], judgments: Judgments, cutoff = Number.POSITIVE_INFINITY): number {
  const position = ranking.findIndex((id) => gradeOf(judgments, id) > 0);
  return position >= 0 && position < cutoff ? 1 / (position + 1) : 0;
}

/** Sum of the precision at each relevant rank within `cutoff`, divided by all relevant ids. Averaged over questions: MAP. */
export function averagePrecisionAt(ranking: readonly string[], judgments: Judgments, cutoff = Number.POSITIVE_INFINITY): number {
  let found = 0;
  let sum = 0;
  ranking.slice(0, cutoff).forEach((id, position) => {
    if (gradeOf(judgments, id) <= 0) return;
    found += 1;
    sum += found / (position + 1);
  });
  return sum / countRelevant(judgments);
}

const discounted = (grades: readonly number[]) => grades.reduce((sum, grade, position) => sum + grade / Math.log2(position + 2), 0);

/** DCG / ideal DCG with the grade itself as gain (trec_eval, BEIR; not 2^grade - 1) and all judged ids in the ideal list. */
export function ndcgAt(ranking: readonly string[], judgments: Judgments, cutoff: number): number {
  const ideal = [...judgments.values()].filter((grade) => grade > 0).sort((left, right) => right - left);
  return discounted(ranking.slice(0, cutoff).map((id) => gradeOf(judgments, id))) / discounted(ideal.slice(0, cutoff));
}

/**
 * Share of the first `cutoff` that anyone judged (1 - hole rate). Low: other scores of this list are too pessimistic.
 *
 * @returns undefined where nothing was returned.
 */
export function judgedAt(ranking: readonly string[], judgments: Judgments, cutoff: number): number | undefined {
  const first = ranking.slice(0, cutoff);
  return first.length === 0 ? undefined : first.filter((id) => judgments.has(id)).length / first.length;
}
