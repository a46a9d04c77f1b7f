/**
 * npm run train:decision [-- --check]
 *
 * Trains src/answer/decision-weights.ts: signals of a retrieval -> probability that the articles answer. Stores of many sizes are made of
 * the articles of one half (halfOf); half of what each is asked can be answered. The other half of the articles is for reporting.
 * Questions in another language than the articles' have weights of their own: translated words fit less well, and mean as much.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { confidenceOf, type DecisionWeights } from '../../src/answer/decide.js';
import { createRandom } from '../random.js';
import { Adam } from './adam.js';
import { joinLayers } from './ensemble.js';
import { type Example, readAcrossExamples, readExamples } from './examples.js';
import { rounded, shuffle } from './sets.js';

const HIDDEN = 32;
/** Few: with more, what is learnt of these sets holds less in others. */
const EPOCHS = 12;
const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8];
const BATCH = 64;
/**
 * Half of the written questions are made to deceive: where words overlap as in the public sets, most are not. What counts them at this share
 * costs the sets' own questions little.
 */
const WRITTEN = 0.3;

/** Each scenario of each set counts the same, but for written questions, and in each the answerable count as much as the others. */
function weightsOf(examples: readonly Example[]): Float64Array {
  const keyOf = (example: Example) => `${example.set}/${example.scenario}/${example.answerable}`;
  const counts = new Map<string, number>();
  for (const example of examples) counts.set(keyOf(example), (counts.get(keyOf(example)) ?? 0) + 1);
  const weights = Float64Array.from(examples, (example) => (example.scenario === 'written' ? WRITTEN : 1) / counts.get(keyOf(example))!);
  const mass = (answerable: boolean) =>
    weights.reduce((sum, weight, index) => sum + (examples[index]!.answerable === answerable ? weight : 0), 0);
  const [positive, negative] = [mass(true), mass(false)];
  return weights.map((weight, index) => (weight * examples.length) / 2 / (examples[index]!.answerable ? positive : negative));
}

type Normalised = { rows: readonly Float64Array[]; answerable: readonly boolean[]; importance: Float64Array; width: number };
type Member = Pick<DecisionWeights, 'input' | 'bias' | 'output' | 'offset'>;

function train(examples: readonly Example[]): DecisionWeights {
  const column = (name: string) => examples.map((example) => example.signals[name] ?? 0);
  // What never changes cannot be learnt from, and must not count where it does change.
  const signals = Object.keys(examples[0]!.signals)
    .sort()
    .filter((name) => new Set(column(name)).size > 1);
  const mean = signals.map((name) => column(name).reduce((sum, value) => sum + value, 0) / examples.length);
  const deviation = signals.map((name, index) =>
    Math.sqrt(column(name).reduce((sum, value) => sum + (value - mean[index]!) ** 2, 0) / examples.length),
  );
  const normalised = {
    rows: examples.map((example) =>
      Float64Array.from(signals, (name, index) => ((example.signals[name] ?? 0) - mean[index]!) / deviation[index]!),
    ),
    answerable: examples.map((example) => example.answerable),
    importance: weightsOf(examples),
    width: signals.length,
  };
  const members = SEEDS.map((seed) => trainMember(normalised, seed));
  return {
    signals,
    mean: rounded(mean),
    deviation: rounded(deviation),
    ...joinLayers(members),
    offset: rounded([members.reduce((sum, { offset }) => sum + offset, 0) / members.length])[0]!,
  };
}

function trainMember({ rows, answerable, importance, width }: Normalised, seed: number): Member {
  const parameters = new Float64Array(HIDDEN * width + 2 * HIDDEN + 1);
  const parts = (all: Float64Array) => ({
    input: all.subarray(0, HIDDEN * width),
    bias: all.subarray(HIDDEN * width, HIDDEN * width + HIDDEN),
    output: all.subarray(HIDDEN * width + HIDDEN, HIDDEN * width + 2 * HIDDEN),
    offset: all.subarray(HIDDEN * width + 2 * HIDDEN),
  });
  const random = createRandom(seed);
  const weights = parts(parameters);
  for (let index = 0; index < parameters.length; index++) parameters[index] = (random() - 0.5) * 0.3;
  const optimiser = new Adam(parameters, { rate: 0.004, decay: 3e-4, steps: EPOCHS * Math.ceil(rows.length / BATCH) });
  const gradient = new Float64Array(parameters.length);
  const own = parts(gradient);
  for (let epoch = 0; epoch < EPOCHS; epoch++) {
    const order = shuffle(
      rows.map((_, index) => index),
      random,
    );
    for (let from = 0; from < order.length; from += BATCH) {
      gradient.fill(0);
      for (const index of order.slice(from, from + BATCH)) {
        addGradient({ row: rows[index]!, answerable: answerable[index]!, importance: importance[index]! / BATCH }, weights, own);
      }
      optimiser.step(gradient);
    }
  }
  return { input: [...weights.input], bias: [...weights.bias], output: [...weights.output], offset: weights.offset[0]! };
}

type Parts = Record<'input' | 'bias' | 'output' | 'offset', Float64Array>;

/** Of the logarithmic loss. */
function addGradient(
  { row, answerable, importance }: { row: Float64Array; answerable: boolean; importance: number },
  weights: Parts,
  gradient: Parts,
): void {
  const width = row.length;
  const hidden = Float64Array.from({ length: HIDDEN }, (_, unit) => {
    let sum = weights.bias[unit]!;
    for (let signal = 0; signal < width; signal++) sum += weights.input[unit * width + signal]! * row[signal]!;
    return Math.tanh(sum);
  });
  const logit = hidden.reduce((sum, value, unit) => sum + value * weights.output[unit]!, weights.offset[0]!);
  const slope = (1 / (1 + Math.exp(-logit)) - (answerable ? 1 : 0)) * importance;
  gradient.offset[0]! += slope;
  hidden.forEach((value, unit) => {
    gradient.output[unit]! += slope * value;
    const inner = slope * weights.output[unit]! * (1 - value * value);
    gradient.bias[unit]! += inner;
    for (let signal = 0; signal < width; signal++) gradient.input[unit * width + signal]! += inner * row[signal]!;
  });
}

function report(examples: readonly Example[], weights: DecisionWeights): void {
  for (const set of new Set(examples.map((example) => example.set))) {
    for (const scenario of ['easy', 'hard', 'few articles', 'few, hard', 'written'] as const) {
      const asked = examples.filter((example) => example.held && example.set === set && example.scenario === scenario);
      if (asked.length === 0) continue;
      const confidences = asked.map((example) => confidenceOf(example.signals, weights));
      const share = (answerable: boolean) => {
        const own = confidences.filter((_, index) => asked[index]!.answerable === answerable);
        return own.length === 0 ? '   -' : ((100 * own.filter((value) => value >= 0.5).length) / own.length).toFixed(1).padStart(5);
      };
      console.log(
        `${set.padEnd(9)} ${scenario.padEnd(12)} ${String(asked.length).padStart(5)} held out; at 0.5 answered ${share(true)} %, falsely ${share(false)} %; AUROC ${auroc(asked, confidences)}; ECE ${calibrationError(asked, confidences)}`,
      );
    }
  }
}

function auroc(asked: readonly Example[], confidences: readonly number[]): string {
  const order = asked
    .map((example, index) => ({ answerable: example.answerable, confidence: confidences[index]! }))
    .sort((a, b) => a.confidence - b.confidence);
  let below = 0;
  let pairs = 0;
  for (const { answerable } of order) {
    if (answerable) pairs += below;
    else below += 1;
  }
  const answerable = order.length - below;
  return below === 0 || answerable === 0 ? '-' : ((100 * pairs) / below / answerable).toFixed(1);
}

/** Expected calibration error, 15 bins, each side counting half. */
function calibrationError(asked: readonly Example[], confidences: readonly number[]): string {
  const sides = [asked.filter((example) => example.answerable).length, asked.filter((example) => !example.answerable).length];
  if (sides.includes(0)) return '-';
  const bins = Array.from({ length: 15 }, () => ({ weight: 0, confidence: 0, right: 0 }));
  asked.forEach((example, index) => {
    const weight = 0.5 / sides[example.answerable ? 0 : 1]!;
    const bin = bins[Math.min(14, Math.floor(confidences[index]! * 15))]!;
    bin.weight += weight;
    bin.confidence += weight * confidences[index]!;
    bin.right += example.answerable ? weight : 0;
  });
  return (100 * bins.reduce((sum, bin) => sum + Math.abs(bin.confidence - bin.right), 0)).toFixed(1);
}

function learn(examples: readonly Example[]): DecisionWeights {
  const weights = train(examples.filter((example) => !example.held));
  report(examples, weights);
  return weights;
}

const path = new URL('../../../src/answer/decision-weights.ts', import.meta.url);
const own = learn(await readExamples());
const across = learn(await readAcrossExamples());
const source = `/** Written by bench/train/decision.ts (npm run train:decision). */
import type { DecisionWeights } from './decide.js';

/** For articles in the question's language. */
export const decisionWeights: DecisionWeights = ${JSON.stringify(own)};

/** For articles in another language. */
export const acrossWeights: DecisionWeights = ${JSON.stringify(across)};
`;
if (process.argv.includes('--check')) process.exitCode = readFileSync(path, 'utf8') === source ? 0 : 1;
else writeFileSync(path, source);
