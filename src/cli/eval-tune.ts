/** `yingjia eval --tune`: tries weights and thresholds on a test set, and says what to set. Changes nothing. */
import type { RunDocument } from '../eval/run-document.js';
import type { Settings } from '../settings.js';
import type { TestCase } from '../types.js';
import type { CommandContext } from './command.js';
import { openProgress } from './progress.js';
import { refreshFirst } from './refresh.js';

const WEIGHTS = [0, 0.1, 0.2, 0.3, 0.5, 0.7];

/** Prints a table and the lines for .env; with --json one document. */
export async function tuneSettings(context: CommandContext, cases: readonly TestCase[]): Promise<0> {
  await refreshFirst(context);
  const { settings } = context;
  const isLocal = settings.model.embeddingModel === undefined;
  const current = isLocal ? settings.retrieve.localVectorWeight : settings.retrieve.vectorWeight;
  const weights = [...new Set([...WEIGHTS, current])].sort((left, right) => left - right);
  const trials: { weight: number; run: RunDocument }[] = [];
  for (const weight of weights) trials.push({ weight, run: await tryWeight(context, cases, weight) });
  const { attemptsOf, chooseThreshold, chooseWeight } = await import('../eval/tune.js');
  const weight = chooseWeight(trials, current);
  const chosen = trials.find((trial) => trial.weight === weight.weight)!;
  const threshold = chooseThreshold(attemptsOf(chosen.run), settings.answer.minConfidence);
  const name = isLocal ? 'YINGJIA_LOCAL_VECTOR_WEIGHT' : 'YINGJIA_VECTOR_WEIGHT';
  if (context.values.json === true) {
    context.print(
      JSON.stringify({ weight: { name, current, ...weight }, threshold: { current: settings.answer.minConfidence, ...threshold } }),
    );
    return 0;
  }
  const { renderColumns } = await import('../eval/render-table.js');
  const percent = (share: number) => (share * 100).toFixed(1);
  const isBetter = threshold.gain.low > 0;
  context.print(
    [
      renderColumns([
        ['weight of vectors', 'mrr@10', 'evidence-hit@1'],
        ...weight.rows.map((row) => [`${row.weight}${row.weight === current ? ' (now)' : ''}`, percent(row.rank), percent(row.cited)]),
      ]),
      '',
      weight.weight === current ? 'No weight is better than the present one beyond chance.' : `${name}=${weight.weight}`,
      `Right outcomes at the threshold as it is (${settings.answer.minConfidence}): ${percent(threshold.now)}; at thresholds chosen without the question itself: ${percent(threshold.heldOut)}.`,
      isBetter ? `YINGJIA_MIN_CONFIDENCE=${threshold.threshold.toFixed(2)}` : 'No threshold is better than the present one beyond chance.',
    ].join('\n'),
  );
  return 0;
}

const withWeight = (settings: Settings, weight: number): Settings => ({
  ...settings,
  retrieve: { ...settings.retrieve, localVectorWeight: weight, vectorWeight: weight },
});

async function tryWeight({ settings, tell, signal }: CommandContext, cases: readonly TestCase[], weight: number): Promise<RunDocument> {
  const { openAnswerer } = await import('../pipeline.js');
  const { runEvaluation } = await import('../eval/run.js');
  const { createRunDocument } = await import('../eval/run-document.js');
  const answerer = await openAnswerer(withWeight(settings, weight), { onNotice: tell });
  const progress = openProgress();
  const onProgress: typeof progress.show = (each) => progress.show({ ...each, step: `weight ${weight}` });
  try {
    return createRunDocument(await runEvaluation({ answerer, cases, decline: false, onProgress, signal }), `weight ${weight}`, {});
  } finally {
    progress.close();
    await answerer.close();
  }
}
