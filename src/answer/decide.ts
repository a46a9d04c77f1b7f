/** Signals of a retrieval -> the calibrated probability that the articles answer the question. Pure. */
/** A small perceptron over named signals; means and deviations are those of the training data. Written by bench/train/decision.ts. */
export type DecisionWeights = {
  signals: readonly string[];
  mean: readonly number[];
  deviation: readonly number[];
  hidden: number;
  input: readonly number[];
  bias: readonly number[];
  output: readonly number[];
  offset: number;
};

/** 0 to 1. A signal that is missing counts as its mean. */
export function confidenceOf(signals: Readonly<Record<string, number>>, weights: DecisionWeights): number {
  const scaled = weights.signals.map(
    (name, index) => ((signals[name] ?? weights.mean[index]!) - weights.mean[index]!) / weights.deviation[index]!,
  );
  let logit = weights.offset;
  for (let unit = 0; unit < weights.hidden; unit++) {
    let activation = weights.bias[unit]!;
    for (let index = 0; index < scaled.length; index++) activation += weights.input[unit * scaled.length + index]! * scaled[index]!;
    logit += weights.output[unit]! * Math.tanh(activation);
  }
  return 1 / (1 + Math.exp(-logit));
}
