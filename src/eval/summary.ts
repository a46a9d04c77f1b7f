/** Scores of cases -> what a run says: each metric with its interval, by kind of question, and the curves. Pure. */
import {
  type CoveragePoint,
  type Outcome,
  type ReliabilityBin,
  scoreAnsweredAt,
  scoreAuroc,
  scoreCalibrationError,
  scoreDeclines,
  traceCoverageRisk,
  traceReliability,
} from './abstention.js';
import { caseMetrics, setMetrics } from './metric-list.js';
import type { Scores } from './score-case.js';
import { bootstrapMean, bootstrapStatistic, mean, quantile } from './statistics.js';

export type SummarizedCase = { kind: string; scores: Scores; outcome: Outcome };
/** `low` and `high`: 95 % interval. */
export type MetricSummary = { name: string; value: number; low: number; high: number; cases: number };
export type KindSummary = { kind: string; cases: number; metrics: readonly MetricSummary[] };
export type Latency = { p50: number; p95: number; slowest: number };

export type Summary = {
  metrics: readonly MetricSummary[];
  kinds: readonly KindSummary[];
  reliability: readonly ReliabilityBin[];
  coverageRisk: readonly CoveragePoint[];
  /** Confidence at which 5 % of the questions to be declined would be answered; NaN where there are none. */
  thresholdAt5PercentFalse: number;
  latencyMs: Latency;
};

const FALSE_SHARE = 0.05;

const setScores: Record<string, (outcomes: readonly Outcome[]) => number> = {
  'decline-precision': (outcomes) => scoreDeclines(outcomes).precision,
  'decline-f1': (outcomes) => scoreDeclines(outcomes).f1,
  auroc: scoreAuroc,
  'answered@5%false': (outcomes) => scoreAnsweredAt(outcomes, FALSE_SHARE).answered,
  'risk-area': (outcomes) => scoreRiskArea(outcomes),
  'calibration-error': (outcomes) => scoreCalibrationError(outcomes),
};

/** Area under the risk-coverage curve (El-Yaniv and Wiener, JMLR 2010) as a step function, divided by the coverage that it reaches. */
function scoreRiskArea(outcomes: readonly Outcome[]): number {
  let area = 0;
  let before = 0;
  for (const { coverage, risk } of traceCoverageRisk(outcomes)) {
    area += (coverage - before) * risk;
    before = coverage;
  }
  return area / before;
}

/** @returns NaN where the outcomes hold no question of one kind that the metric needs. */
export const scoreSet = (name: string, outcomes: readonly Outcome[]): number => setScores[name]!(outcomes);

export const valuesOf = (cases: readonly { scores: Scores }[], name: string): number[] =>
  cases.map((each) => each.scores[name]).filter((value) => value !== undefined);

function summarizeCaseMetrics(cases: readonly SummarizedCase[]): MetricSummary[] {
  return caseMetrics.flatMap(({ name }) => {
    const values = valuesOf(cases, name);
    return values.length === 0 ? [] : [{ name, value: mean(values), ...bootstrapMean(values), cases: values.length }];
  });
}

/** Resamples of a whole-set score cost a sort each. */
const SET_RESAMPLES = 1_000;

function summarizeSetMetrics(cases: readonly SummarizedCase[]): MetricSummary[] {
  const outcomes = cases.map(({ outcome }) => outcome);
  return setMetrics.flatMap(({ name }) => {
    const value = scoreSet(name, outcomes);
    if (Number.isNaN(value)) return [];
    const interval = bootstrapStatistic(
      outcomes.length,
      (drawn) =>
        scoreSet(
          name,
          Array.from(drawn, (index) => outcomes[index]!),
        ),
      SET_RESAMPLES,
    );
    return [{ name, value, ...interval, cases: outcomes.length }];
  });
}

export function summarize(cases: readonly SummarizedCase[]): Summary {
  const kinds = [...new Set(cases.map(({ kind }) => kind))].sort();
  const outcomes = cases.map(({ outcome }) => outcome);
  const latencies = valuesOf(cases, 'latency').sort((left, right) => left - right);
  return {
    metrics: [...summarizeCaseMetrics(cases), ...summarizeSetMetrics(cases)],
    kinds: kinds.map((kind) => {
      const ofKind = cases.filter((each) => each.kind === kind);
      return { kind, cases: ofKind.length, metrics: summarizeCaseMetrics(ofKind) };
    }),
    reliability: traceReliability(outcomes),
    coverageRisk: traceCoverageRisk(outcomes),
    thresholdAt5PercentFalse: scoreAnsweredAt(outcomes, FALSE_SHARE).threshold,
    latencyMs: { p50: quantile(latencies, 0.5), p95: quantile(latencies, 0.95), slowest: latencies.at(-1) ?? Number.NaN },
  };
}
