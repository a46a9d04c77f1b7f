/** A collection with a test set -> numbers, as `yingjia eval` gives them. */
import { runEvaluation } from '../../src/eval/run.js';
import type { Collection } from '../collections.js';
import type { Measures } from './measure.js';
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
  'quote-validity': 'exact slices',
};

export async function measureCollection({ directory, cases }: Collection): Promise<Measures> {
  const { answerer, close } = await openFolder(directory);
  const { summary, failures } = await runEvaluation({ answerer, cases });
  await close();
  if (failures.length > 0) throw new Error(failures[0]!.problem);
  const values = new Map(summary.metrics.map(({ name, value }) => [name, value]));
  return { questions: cases.length, ...Object.fromEntries(Object.entries(rows).map(([name, row]) => [row, values.get(name)!])) };
}
