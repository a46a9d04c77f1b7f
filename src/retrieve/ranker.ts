/** The learned ranker: features of a sentence -> how likely it answers, as a logit. Its weights are written by bench/train-ranker. */
import { featureNames } from './features.js';
import { rankerWeights } from './ranker-weights.js';

export type RankerWeights = {
  features: readonly string[];
  hidden: number;
  /** Linear part: one weight a feature. */
  linear: readonly number[];
  /** Hidden layer, row-major: `hidden` rows of one weight a feature; leaky ReLU. */
  input: readonly number[];
  bias: readonly number[];
  output: readonly number[];
};

const LEAK = 0.05;

/** A small perceptron beside a linear part. Rows are features in the order of `featureNames`. */
export function scoreRows(rows: readonly Float64Array[], weights: RankerWeights = rankerWeights): Float64Array {
  const width = featureNames.length;
  const { hidden, linear, input, bias, output } = weights;
  return Float64Array.from(rows, (row) => {
    let score = 0;
    for (let feature = 0; feature < width; feature++) score += linear[feature]! * row[feature]!;
    for (let unit = 0; unit < hidden; unit++) {
      let activation = bias[unit]!;
      for (let feature = 0; feature < width; feature++) activation += input[unit * width + feature]! * row[feature]!;
      score += output[unit]! * (activation > 0 ? activation : LEAK * activation);
    }
    return score;
  });
}
