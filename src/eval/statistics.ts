/**
 * Is a difference real? Pure, with fixed seeds: the same numbers give the same intervals on every machine.
 * Paired tests after Smucker, Allan and Carterette (CIKM 2007): bootstrap and Fisher's randomisation over questions.
 */

export type Interval = { low: number; high: number };

export const CONFIDENCE_LEVEL = 0.95;
/** Borrowed for both tests; fewer for large sets, whose resampling error is smaller than what is printed. */
const MOST_RESAMPLES = 10_000;
const FEWEST_RESAMPLES = 1_000;
const RESAMPLING_WORK = 4_000_000;
/** Up to this many questions that differ, all 2^n sign flips are tried. */
const EXACT_UP_TO = 16;
const SEED = 20_260_101;

export const resamplesFor = (count: number): number =>
  Math.min(MOST_RESAMPLES, Math.max(FEWEST_RESAMPLES, Math.floor(RESAMPLING_WORK / Math.max(1, count))));

/** sfc32 (Chris Doty-Humphrey, PractRand; public domain): uniform in [0, 1) with 32 bits. */
export function createRandom(seed: number): () => number {
  let a = 0;
  let b = seed | 0;
  let c = 0x9e3779b9 | 0;
  let counter = 1;
  const next = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + sum) | 0;
    return (sum >>> 0) / 4_294_967_296;
  };
  for (let round = 0; round < 15; round++) next();
  return next;
}

export const mean = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let index = 0; index < values.length; index++) sum += values[index]!;
  return sum / values.length;
};

/** Value below which `share` of the ascending values lie, interpolated. */
export function quantile(ascending: ArrayLike<number>, share: number): number {
  const position = (ascending.length - 1) * share;
  const below = Math.floor(position);
  const above = Math.min(below + 1, ascending.length - 1);
  return ascending[below]! + (ascending[above]! - ascending[below]!) * (position - below);
}

const percentileInterval = (statistics: Float64Array): Interval => {
  statistics.sort();
  return { low: quantile(statistics, (1 - CONFIDENCE_LEVEL) / 2), high: quantile(statistics, (1 + CONFIDENCE_LEVEL) / 2) };
};

/** Percentile bootstrap of the mean, resampling the values. With paired differences: the interval of the mean difference. */
export function bootstrapMean(values: readonly number[]): Interval {
  const numbers = Float64Array.from(values);
  return bootstrapStatistic(numbers.length, (drawn) => {
    let sum = 0;
    for (let index = 0; index < drawn.length; index++) sum += numbers[drawn[index]!]!;
    return sum / drawn.length;
  });
}

/**
 * The same for any number computed from cases, such as an AUROC. `statistic` gets the positions of the cases drawn, with repeats; where it
 * gives NaN (a draw without any case of one kind), the draw is left out.
 */
export function bootstrapStatistic(count: number, statistic: (drawn: Uint32Array) => number, resamples = resamplesFor(count)): Interval {
  const random = createRandom(SEED);
  const drawn = new Uint32Array(count);
  const statistics = new Float64Array(resamples);
  let kept = 0;
  for (let resample = 0; resample < resamples; resample++) {
    for (let index = 0; index < count; index++) drawn[index] = Math.floor(random() * count);
    const value = statistic(drawn);
    if (!Number.isNaN(value)) statistics[kept++] = value;
  }
  return kept === 0 ? { low: Number.NaN, high: Number.NaN } : percentileInterval(statistics.subarray(0, kept));
}

/** Slack for sums that differ only by rounding. */
const EPSILON = 1e-12;

/** Two-sided p of a mean difference of zero, by flipping signs of the paired differences: exact for few, else (b + 1) / (B + 1). */
export function signFlipTest(differences: readonly number[]): number {
  const effective = differences.filter((difference) => difference !== 0);
  if (effective.length === 0) return 1;
  const observed = Math.abs(effective.reduce((sum, difference) => sum + difference, 0)) - EPSILON;
  return effective.length <= EXACT_UP_TO ? exactSignFlip(effective, observed) : sampledSignFlip(effective, observed);
}

function exactSignFlip(differences: readonly number[], observed: number): number {
  const flips = 2 ** differences.length;
  let extreme = 0;
  for (let flip = 0; flip < flips; flip++) {
    let sum = 0;
    for (let index = 0; index < differences.length; index++) sum += (flip >>> index) & 1 ? -differences[index]! : differences[index]!;
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return extreme / flips;
}

function sampledSignFlip(differences: readonly number[], observed: number): number {
  const random = createRandom(SEED + 1);
  const rounds = resamplesFor(differences.length);
  let extreme = 0;
  for (let round = 0; round < rounds; round++) {
    let sum = 0;
    for (const difference of differences) sum += random() < 0.5 ? -difference : difference;
    if (Math.abs(sum) >= observed) extreme += 1;
  }
  return (extreme + 1) / (rounds + 1);
}

/** Two-sided p for any number computed from cases: swaps the two runs case by case. `difference` gets, for each case, whether to swap. */
export function swapTest(count: number, difference: (swapped: Uint8Array) => number, rounds = resamplesFor(count)): number {
  const random = createRandom(SEED + 2);
  const swapped = new Uint8Array(count);
  const observed = Math.abs(difference(swapped)) - EPSILON;
  if (Number.isNaN(observed)) return 1;
  let extreme = 0;
  for (let round = 0; round < rounds; round++) {
    for (let index = 0; index < count; index++) swapped[index] = random() < 0.5 ? 1 : 0;
    if (Math.abs(difference(swapped)) >= observed) extreme += 1;
  }
  return (extreme + 1) / (rounds + 1);
}

/** Holm's step-down correction (1979): adjusted p values in the order given. */
export function adjustHolm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).sort((left, right) => pValues[left]! - pValues[right]!);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  order.forEach((index, position) => {
    largest = Math.max(largest, Math.min(1, pValues[index]! * (pValues.length - position)));
    adjusted[index] = largest;
  });
  return adjusted;
}

/** Smallest true mean difference that a comparison of this size finds four times in five at the 5 % level: 2.8 standard errors. */
export function detectableDifference(differences: readonly number[]): number {
  if (differences.length < 2) return Number.POSITIVE_INFINITY;
  const centre = mean(differences);
  const variance = differences.reduce((sum, difference) => sum + (difference - centre) ** 2, 0) / (differences.length - 1);
  return 2.8 * Math.sqrt(variance / differences.length);
}

export type Verdict = 'better' | 'worse' | 'no difference shown' | 'inconclusive';

/**
 * What may be said about new - old, higher being better. `better` and `worse`: the interval excludes zero and the corrected p is below 5 %.
 * Otherwise `no difference shown` where the interval excludes every difference larger than `tolerance`, and `inconclusive` where it does
 * not: then there are too few cases to tell.
 */
export function judgeDifference(interval: Interval, adjustedP: number, tolerance: number): Verdict {
  if (adjustedP < 1 - CONFIDENCE_LEVEL + EPSILON) {
    if (interval.low > 0) return 'better';
    if (interval.high < 0) return 'worse';
  }
  return interval.low >= -tolerance - EPSILON && interval.high <= tolerance + EPSILON ? 'no difference shown' : 'inconclusive';
}
