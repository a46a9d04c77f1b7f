/**
 * Scores of declining, and of the confidence that it rests on. In: one outcome a question. Out: numbers, and the points of two curves.
 * NaN where a kind of question is missing: an AUROC without a question to decline says nothing.
 */

export type Outcome = {
  answerable: boolean;
  /** Status `not-in-articles`. */
  declined: boolean;
  /** Claimed probability that the articles answer the question. */
  confidence: number;
  /** Shown and right: answerable, answered, and a citation overlaps the evidence. */
  right: boolean;
};

export type DeclineScores = {
  /** Of the declined, the share that had to be. */
  precision: number;
  /** Of those to be declined, the share that was. */
  recall: number;
  f1: number;
  /** Share of the answerable questions answered, and of the others answered falsely. */
  answered: number;
  falselyAnswered: number;
};

export function scoreDeclines(outcomes: readonly Outcome[]): DeclineScores {
  const count = (test: (outcome: Outcome) => boolean) => outcomes.reduce((sum, outcome) => sum + (test(outcome) ? 1 : 0), 0);
  const answerable = count((outcome) => outcome.answerable);
  const unanswerable = outcomes.length - answerable;
  const rightlyDeclined = count((outcome) => !outcome.answerable && outcome.declined);
  const wronglyDeclined = count((outcome) => outcome.answerable && outcome.declined);
  const precision = rightlyDeclined / (rightlyDeclined + wronglyDeclined);
  const recall = rightlyDeclined / unanswerable;
  const missed = unanswerable - rightlyDeclined;
  return {
    precision,
    recall,
    f1: (2 * rightlyDeclined) / (2 * rightlyDeclined + wronglyDeclined + missed),
    answered: (answerable - wronglyDeclined) / answerable,
    falselyAnswered: missed / unanswerable,
  };
}

type Scored = Pick<Outcome, 'answerable' | 'confidence'>;

/** Chance that an answerable question has a higher confidence than another (Mann-Whitney; equal ones count half). */
export function scoreAuroc(outcomes: readonly Scored[]): number {
  const ascending = [...outcomes].sort((left, right) => left.confidence - right.confidence);
  let answerable = 0;
  let rankSum = 0;
  for (let start = 0; start < ascending.length; ) {
    let end = start;
    while (end < ascending.length && ascending[end]!.confidence === ascending[start]!.confidence) end += 1;
    const sharedRank = (start + 1 + end) / 2;
    for (let index = start; index < end; index++) {
      if (ascending[index]!.answerable) {
        answerable += 1;
        rankSum += sharedRank;
      }
    }
    start = end;
  }
  const unanswerable = ascending.length - answerable;
  return (rankSum - (answerable * (answerable + 1)) / 2) / (answerable * unanswerable);
}

/** Share of the answerable questions at or above the lowest threshold that lets through at most `falseShare` of the others. */
export function scoreAnsweredAt(outcomes: readonly Scored[], falseShare: number): { answered: number; threshold: number } {
  const answerable = outcomes.filter((outcome) => outcome.answerable).map((outcome) => outcome.confidence);
  const others = outcomes.filter((outcome) => !outcome.answerable).map((outcome) => outcome.confidence);
  if (answerable.length === 0 || others.length === 0) return { answered: Number.NaN, threshold: Number.NaN };
  others.sort((left, right) => right - left);
  const blocked = others[Math.floor(falseShare * others.length + 1e-9)] ?? Number.NEGATIVE_INFINITY;
  const passing = answerable.filter((confidence) => confidence > blocked);
  const threshold = passing.reduce((lowest, confidence) => Math.min(lowest, confidence), Number.POSITIVE_INFINITY);
  return { answered: passing.length / answerable.length, threshold };
}

export type CoveragePoint = { coverage: number; risk: number; threshold: number };

/**
 * Risk-coverage curve: were only the surest `coverage` of all questions answered, the share of these answers that is not right. One point a
 * confidence. It ends where declining begins: what a declined question's answer would have been is not known.
 */
export function traceCoverageRisk(outcomes: readonly Outcome[]): CoveragePoint[] {
  const surest = outcomes.filter(({ declined }) => !declined).sort((left, right) => right.confidence - left.confidence);
  const points: CoveragePoint[] = [];
  let wrong = 0;
  surest.forEach((outcome, index) => {
    if (!outcome.right) wrong += 1;
    if (surest[index + 1]?.confidence === outcome.confidence) return;
    points.push({ coverage: (index + 1) / outcomes.length, risk: wrong / (index + 1), threshold: outcome.confidence });
  });
  return points;
}

/** Bins of equal width, as in Naeini et al. (AAAI 2015) and Guo et al. (ICML 2017). */
const BINS = 15;

export type ReliabilityBin = { from: number; to: number; count: number; confidence: number; share: number };

/** Claimed against true: for each bin with any question, mean confidence and share of answerable questions. */
export function traceReliability(outcomes: readonly Scored[], bins = BINS): ReliabilityBin[] {
  const sums = Array.from({ length: bins }, () => ({ count: 0, confidence: 0, answerable: 0 }));
  for (const { confidence, answerable } of outcomes) {
    const bin = sums[Math.min(bins - 1, Math.floor(confidence * bins))]!;
    bin.count += 1;
    bin.confidence += confidence;
    bin.answerable += answerable ? 1 : 0;
  }
  return sums.flatMap(({ count, confidence, answerable }, index) =>
    count === 0 ? [] : [{ from: index / bins, to: (index + 1) / bins, count, confidence: confidence / count, share: answerable / count }],
  );
}

/** Expected calibration error: |claimed - true| of the bins, weighted by their questions. */
export function scoreCalibrationError(outcomes: readonly Scored[], bins = BINS): number {
  return traceReliability(outcomes, bins).reduce(
    (sum, bin) => sum + (bin.count / outcomes.length) * Math.abs(bin.confidence - bin.share),
    0,
  );
}
