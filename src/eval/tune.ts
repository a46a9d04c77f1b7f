/**
 * Settings that fit a test set: the confidence below which to decline, and the weight of vectors. In: runs in which nothing was declined. Out: what to
 * set, and what that is worth on questions it was not chosen by. Pure.
 */
import type { RunDocument } from './run-document.js';
import { bootstrapMean, createRandom, type Interval, mean } from './statistics.js';

/** What became of a question that was answered as well as could be. `right`: a citation stands on the evidence. */
export type Attempt = { answerable: boolean; confidence: number; right: boolean };

/** `heldOut`: right outcomes at thresholds chosen without the question itself, in five folds; `now`: at the threshold as it is. Shares. */
export type ThresholdChoice = { threshold: number; heldOut: number; now: number; gain: Interval };

const FOLDS = 5;
const SEED = 11;

export const attemptsOf = ({ cases }: RunDocument): Attempt[] =>
  cases.map(({ answerable, confidence, scores }) => ({ answerable, confidence, right: scores['evidence-hit@3'] === 1 }));

/** An answerable question comes out right where it is answered on the evidence, another where it is declined. */
const isRightAt = (threshold: number, { answerable, confidence, right }: Attempt): boolean =>
  answerable ? confidence >= threshold && right : confidence < threshold;

const rightShare = (attempts: readonly Attempt[], threshold: number) =>
  attempts.filter((attempt) => isRightAt(threshold, attempt)).length / attempts.length;

/** The threshold with the most right outcomes; between two confidences, in their middle; of equally good ones the middle one. */
function bestThreshold(attempts: readonly Attempt[]): number {
  const confidences = [...new Set(attempts.map(({ confidence }) => confidence))].sort((left, right) => left - right);
  const candidates = [0, ...confidences.slice(1).map((confidence, index) => (confidence + confidences[index]!) / 2), 1];
  const shares = candidates.map((candidate) => rightShare(attempts, candidate));
  const most = Math.max(...shares);
  const best = candidates.filter((_, index) => shares[index] === most);
  return best[Math.floor((best.length - 1) / 2)]!;
}

export function chooseThreshold(attempts: readonly Attempt[], current: number): ThresholdChoice {
  const random = createRandom(SEED);
  const foldOf = attempts.map(() => Math.floor(random() * FOLDS));
  const thresholdOf = Array.from({ length: FOLDS }, (_, fold) => bestThreshold(attempts.filter((_, index) => foldOf[index] !== fold)));
  const heldOut = attempts.map((attempt, index) => (isRightAt(thresholdOf[foldOf[index]!]!, attempt) ? 1 : 0));
  const now = attempts.map((attempt) => (isRightAt(current, attempt) ? 1 : 0));
  return {
    threshold: bestThreshold(attempts),
    heldOut: mean(heldOut),
    now: mean(now),
    gain: bootstrapMean(heldOut.map((value, index) => value - now[index]!)),
  };
}

export type WeightTrial = { weight: number; run: RunDocument };
export type WeightChoice = { weight: number; rows: readonly { weight: number; rank: number; cited: number }[]; gain: Interval };

const scoreOf = (run: RunDocument, name: string) => run.cases.map(({ scores }) => scores[name]).filter((value) => value !== undefined);

/** By the rank of the right article and the evidence cited first, together; the weight as it is stays unless another is better beyond chance. */
export function chooseWeight(trials: readonly WeightTrial[], current: number): WeightChoice {
  const rows = trials.map(({ weight, run }) => ({
    weight,
    rank: mean(scoreOf(run, 'mrr@10')),
    cited: mean(scoreOf(run, 'evidence-hit@1')),
  }));
  const best = rows.reduce((leader, row) => (row.rank + row.cited > leader.rank + leader.cited ? row : leader));
  const worthOf = (run: RunDocument) => run.cases.map(({ scores }) => ((scores['mrr@10'] ?? 0) + (scores['evidence-hit@1'] ?? 0)) / 2);
  const now = trials.find(({ weight }) => weight === current);
  const chosen = trials.find(({ weight }) => weight === best.weight)!;
  if (now === undefined) return { weight: best.weight, rows, gain: { low: Number.NaN, high: Number.NaN } };
  const before = worthOf(now.run);
  const gain = bootstrapMean(worthOf(chosen.run).map((value, index) => value - before[index]!));
  return { weight: gain.low > 0 ? best.weight : current, rows, gain };
}
