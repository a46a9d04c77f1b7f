import type { DecisionWeights } from './decide.js';

export const decisionWeights: DecisionWeights = {
  signals: ['window'],
  mean: [0.6],
  deviation: [0.2],
  hidden: 1,
  input: [1],
  bias: [0],
  output: [3],
  offset: 0,
};
