/**
 * Two runs of one test set, paired by case -> what may be said about the difference of each metric, and which cases changed. Pure.
 */
import { caseMetrics, metricByName, setMetrics } from './metric-list.js';
import { outcomeOfCase, type RunCase, type RunDocument } from './run-document.js';
import {
  adjustHolm,
  bootstrapMean,
  bootstrapStatistic,
  detectableDifference,
  type Interval,
  judgeDifference,
  mean,
  signFlipTest,
  swapTest,
  type Verdict,
} from './statistics.js';
import { scoreSet } from './summary.js';

/** Differences are new - old, in the metric's own unit; `interval` is their 95 % interval. */
export type MetricComparison = {
  name: string;
  old: number;
  new: number;
  difference: number;
  interval: Interval;
  p: number;
  /** Holm-corrected over the metrics compared. */
  adjustedP: number;
  verdict: Verdict;
  /** Smallest difference that this many cases would have shown; NaN for scores of a whole set. */
  detectable: number;
  cases: number;
};

export type ChangedCase = { id: string; question: string; was: RunCase; now: RunCase; change: 'fixed' | 'broken' | 'other' };

export type Comparison = {
  metrics: readonly MetricComparison[];
  changed: readonly ChangedCase[];
  paired: number;
  /** Ids of cases that only one run has, or whose question was reworded. */
  unpaired: readonly string[];
};

type Pair = { was: RunCase; now: RunCase };

/** Cases of the same id and question; a reworded question is another question. */
function pairCases(baseline: RunDocument, current: RunDocument): { pairs: Pair[]; unpaired: string[] } {
  const wasById = new Map(baseline.cases.map((each) => [each.id, each]));
  const pairs = current.cases.flatMap((now) => {
    const was = wasById.get(now.id);
    return was?.question === now.question && was.answerable === now.answerable ? [{ was, now }] : [];
  });
  const paired = new Set(pairs.map(({ now }) => now.id));
  const ids = new Set([...baseline.cases, ...current.cases].map(({ id }) => id));
  return { pairs, unpaired: [...ids].filter((id) => !paired.has(id)) };
}

type Difference = Omit<MetricComparison, 'adjustedP' | 'verdict'>;

function compareCaseMetric(name: string, pairs: readonly Pair[]): Difference[] {
  const scored = pairs.flatMap(({ was, now }) => {
    const before = was.scores[name];
    const after = now.scores[name];
    return before === undefined || after === undefined ? [] : [{ before, after }];
  });
  if (scored.length === 0) return [];
  const differences = scored.map(({ before, after }) => after - before);
  return [
    {
      name,
      old: mean(scored.map(({ before }) => before)),
      new: mean(scored.map(({ after }) => after)),
      difference: mean(differences),
      interval: bootstrapMean(differences),
      p: signFlipTest(differences),
      detectable: detectableDifference(differences),
      cases: scored.length,
    },
  ];
}

/** Each resample and each swap scores two whole sets. */
const SET_RESAMPLES = 1_000;

function compareSetMetric(name: string, pairs: readonly Pair[]): Difference[] {
  const outcomes = pairs.map(({ was, now }) => ({ was: outcomeOfCase(was), now: outcomeOfCase(now) }));
  const before = scoreSet(
    name,
    outcomes.map(({ was }) => was),
  );
  const after = scoreSet(
    name,
    outcomes.map(({ now }) => now),
  );
  if (Number.isNaN(before) || Number.isNaN(after)) return [];
  const drawnDifference = (drawn: Uint32Array) =>
    scoreSet(
      name,
      Array.from(drawn, (index) => outcomes[index]!.now),
    ) -
    scoreSet(
      name,
      Array.from(drawn, (index) => outcomes[index]!.was),
    );
  const swappedDifference = (swapped: Uint8Array) =>
    scoreSet(
      name,
      outcomes.map(({ was, now }, index) => (swapped[index] === 1 ? was : now)),
    ) -
    scoreSet(
      name,
      outcomes.map(({ was, now }, index) => (swapped[index] === 1 ? now : was)),
    );
  return [
    {
      name,
      old: before,
      new: after,
      difference: after - before,
      interval: bootstrapStatistic(outcomes.length, drawnDifference, SET_RESAMPLES),
      p: swapTest(outcomes.length, swappedDifference, SET_RESAMPLES),
      detectable: Number.NaN,
      cases: outcomes.length,
    },
  ];
}

/** The ranking of another system says nothing of declining. */
const isDecided = (pairs: readonly Pair[]) =>
  pairs.length > 0 && pairs.every(({ was, now }) => was.scores.right !== undefined && now.scores.right !== undefined);

/** Verdicts read "better" as good, whichever way the metric counts; a metric of which neither is good gets none. */
function judge(difference: Difference, adjustedP: number, tolerance: number): Verdict {
  const lowerIsBetter = metricByName.get(difference.name)?.better === 'lower';
  const { low, high } = difference.interval;
  return judgeDifference(lowerIsBetter ? { low: -high, high: -low } : difference.interval, adjustedP, tolerance);
}

/**
 * @param toleranceOf the largest difference that does not matter, by metric.
 */
export function compareRuns(baseline: RunDocument, current: RunDocument, toleranceOf: (metric: string) => number): Comparison {
  const { pairs, unpaired } = pairCases(baseline, current);
  const differences = [
    // Times depend on the machine and on what else it does: two runs do not compare them.
    ...caseMetrics
      .filter(({ better, unit }) => better !== 'neither' && unit !== 'milliseconds')
      .flatMap(({ name }) => compareCaseMetric(name, pairs)),
    ...(isDecided(pairs) ? setMetrics.flatMap(({ name }) => compareSetMetric(name, pairs)) : []),
  ];
  const adjusted = adjustHolm(differences.map(({ p }) => p));
  return {
    metrics: differences.map((difference, index) => ({
      ...difference,
      adjustedP: adjusted[index]!,
      verdict: judge(difference, adjusted[index]!, toleranceOf(difference.name)),
    })),
    changed: pairs.flatMap(describeChange),
    paired: pairs.length,
    unpaired,
  };
}

function describeChange({ was, now }: Pair): ChangedCase[] {
  const cited = (each: RunCase) => JSON.stringify(each.citations.map(({ articleId, quote }) => [articleId, quote]));
  const before = was.scores.right;
  const after = now.scores.right;
  if (before === undefined || after === undefined) return [];
  if (before === after && was.status === now.status && cited(was) === cited(now)) return [];
  const change = after > before ? 'fixed' : after < before ? 'broken' : 'other';
  return [{ id: now.id, question: now.question, was, now, change }];
}
