import { rounded } from './sets.js';

/** Hidden layer of a perceptron and what is made of it: input weights row-major, a row a unit. */
export type HiddenLayer = { input: readonly number[]; bias: readonly number[]; output: readonly number[] };

/** The mean of several trainings that differ in their random numbers is itself a perceptron, of all their hidden units: steadier than each. */
export const joinLayers = (members: readonly HiddenLayer[]): { hidden: number; input: number[]; bias: number[]; output: number[] } => ({
  hidden: members.reduce((sum, { bias }) => sum + bias.length, 0),
  input: rounded(members.flatMap(({ input }) => input)),
  bias: rounded(members.flatMap(({ bias }) => bias)),
  output: rounded(members.flatMap(({ output }) => output.map((value) => value / members.length))),
});
