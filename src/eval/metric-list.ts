/** Every score by name: what it means, over which questions, and which way is good. What prints, gates and documents reads this list. */

export type MetricGroup = 'outcome' | 'search' | 'citations' | 'declining' | 'answers' | 'operation';
export type MetricUnit = 'share' | 'milliseconds' | 'characters' | 'tokens' | 'dollars';

export type Metric = {
  name: string;
  /** For people who have not read the documentation. */
  title: string;
  group: MetricGroup;
  meaning: string;
  better: 'higher' | 'lower' | 'neither';
  unit: MetricUnit;
  /** Worth a line in a short table. */
  headline?: true;
};

const share = (name: string, title: string, group: MetricGroup, meaning: string, more: Partial<Metric> = {}): Metric => ({
  name,
  title,
  group,
  meaning,
  better: 'higher',
  unit: 'share',
  ...more,
});

/** Scores of one question each; a run's number is their mean over the questions that have one. */
export const caseMetrics: readonly Metric[] = [
  share('right', 'Right outcome', 'outcome', 'answered with evidence among the first three citations, or rightly declined', {
    headline: true,
  }),

  share('hit@1', 'Right article first', 'search', 'the first article found holds evidence', { headline: true }),
  share('hit@5', 'Right article in five', 'search', 'one of the first five articles found holds evidence'),
  share('recall@5', 'Right articles in five', 'search', 'articles with evidence among the first five, of all that hold some'),
  share('recall@10', 'Right articles in ten', 'search', 'the same among the first ten'),
  share('precision@5', 'Precision in five', 'search', 'articles with evidence among the first five, of five'),
  share('mrr@10', 'Rank of the right article', 'search', '1 / rank of the first article with evidence', { headline: true }),
  share('map@10', 'Average precision', 'search', 'precision at each article with evidence, averaged'),
  share('ndcg@10', 'Discounted gain', 'search', 'gain discounted by rank, of the best possible'),
  share('passage-hit@1', 'Right passage first', 'search', 'the first passage found overlaps evidence', { headline: true }),
  share('passage-hit@5', 'Right passage in five', 'search', 'one of the first five passages found overlaps evidence'),
  share('passage-validity', 'Exact passages', 'search', 'passages found whose text stands exactly where they say'),
  share('passage-alignment', 'Whole sentences', 'search', 'passages found that begin and end where sentences do'),

  share('quote-validity', 'Exact quotes', 'citations', 'citations whose quote stands exactly where they say, in the version they name', {
    headline: true,
  }),
  share('evidence-hit@1', 'Evidence cited first', 'citations', 'the first citation overlaps evidence; a decline overlaps none', {
    headline: true,
  }),
  share('evidence-hit@3', 'Evidence cited', 'citations', 'one of the first three citations does', { headline: true }),
  share(
    'evidence-recall',
    'Evidence covered',
    'citations',
    'pieces of evidence that citations overlap; where they are alternatives, one is enough',
  ),
  share('citation-recall', 'Supported sentences', 'citations', 'sentences that their citations support (ALCE, proxy)', { headline: true }),
  share('citation-precision', 'Needed citations', 'citations', 'citations that are needed for their sentence (ALCE, proxy)'),
  share('cited-characters', 'Length of quotes', 'citations', 'length of all quotes together', { better: 'neither', unit: 'characters' }),

  share('answered', 'Answered', 'declining', 'answerable questions that were answered', { headline: true }),
  share('declined', 'Rightly declined', 'declining', 'questions to be declined that were', { headline: true }),

  share('nugget-recall', 'Expected facts', 'answers', 'expected facts that the answer contains', { headline: true }),
  share('language-fidelity', 'Right language', 'answers', "the answer is in the question's language and script", { headline: true }),
  share('judged', 'Supported and correct, by a model', 'answers', "a model's mean judgement of what was answered; only with --judge"),

  share('latency', 'Time to the answer', 'operation', 'time to the whole answer', { better: 'lower', unit: 'milliseconds' }),
  share('first-claim', 'Time to the first claim', 'operation', 'time to the first claim shown', { better: 'lower', unit: 'milliseconds' }),
  share('tokens', 'Tokens of an answer', 'operation', 'tokens that a model read and wrote for it', { better: 'lower', unit: 'tokens' }),
  share('cost', 'Cost of an answer', 'operation', 'what these tokens cost, where the price is known', { better: 'lower', unit: 'dollars' }),
];

/** Scores of all questions together. */
export const setMetrics: readonly Metric[] = [
  share('decline-precision', 'Declines that were right', 'declining', 'declines that were right'),
  share('decline-f1', 'Declining, F1', 'declining', 'harmonic mean of the two'),
  share('auroc', 'Tells what it can answer', 'declining', 'an answerable question has a higher confidence than another', {
    headline: true,
  }),
  share('answered@5%false', 'Answered at 5 % false', 'declining', 'answered at the threshold that lets 5 % of the others through', {
    headline: true,
  }),
  share('risk-area', 'Mean risk', 'declining', 'share of wrong answers, averaged over the coverages from nothing to what was answered', {
    better: 'lower',
  }),
  share('calibration-error', 'Calibration error', 'declining', 'confidence against truth, 15 bins (ECE)', {
    better: 'lower',
    headline: true,
  }),
];

export const allMetrics: readonly Metric[] = [...caseMetrics, ...setMetrics];
export const metricByName: ReadonlyMap<string, Metric> = new Map(allMetrics.map((metric) => [metric.name, metric]));

export function renderMetricValue(value: number, unit: MetricUnit): string {
  if (Number.isNaN(value)) return '-';
  if (unit === 'share') return (value * 100).toFixed(1);
  if (unit === 'dollars') return value.toFixed(5);
  return unit === 'milliseconds' && value < 10 ? value.toFixed(1) : value.toFixed(0);
}
