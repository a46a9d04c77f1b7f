/** A collection with a test set -> numbers, as `yingjia eval` gives them. */
import { runEvaluation } from '../../src/eval/run.js';
import type { Collection } from '../collections.js';
import type { Measures, SliceCheck } from './measure.js';
import { openFolder } from './store.js';

/** Name of a metric of `yingjia eval` -> name of its row. */
const rows = {
  right: 'collection: right outcome',
  'hit@1': 'collection: right article first',
  'evidence-hit@1': 'collection: evidence cited first',
  'evidence-hit@3': 'collection: evidence cited',
  answered: 'collection: answered, shipped threshold',
  declined: 'collection: rightly declined, shipped threshold',
  auroc: 'collection: AUROC',
  'answered@5%false': 'collection: answered at 5 % false',
  'calibration-error': 'collection: ECE',
};

export async function measureCollection({ directory, cases }: Collection, slices: SliceCheck): Promise<Measures> {
  const store = await openFolder(directory);
  const { results, summary, failures } = await runEvaluation({ answerer: store.answerer, cases });
  if (failures.length > 0) throw new Error(failures[0]!.problem);
  for (const { answer } of results) await slices.check(store.answerer, answer);
  await store.close();
  const values = new Map(summary.metrics.map(({ name, value }) => [name, value]));
  return {
    questions: cases.length,
    ...Object.fromEntries(Object.entries(rows).map(([name, row]) => [row, values.get(name)!])),
    ...slices.measures(),
  };
}
