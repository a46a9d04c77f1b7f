/** Questions -> numbers. Each question is asked once; every citation of every answer is compared with its article. */
import { type Outcome, scoreAnsweredAt, scoreAuroc, scoreCalibrationError, scoreDeclines } from '../../src/eval/abstention.js';
import { distinct, reciprocalRankAt } from '../../src/eval/metrics.js';
import { mean } from '../../src/eval/statistics.js';
import type { Answer, Answerer } from '../../src/types.js';
import type { Peer } from './peers.js';
import type { QuestionLine } from './sets.js';

/** 0 to 1, characters or milliseconds; the row's name says which. Shown in this order. */
export type Measures = Record<string, number>;

const FALSE_SHARE = 0.05;
const MRR_CUTOFF = 10;

const judge = (question: QuestionLine) => new Map(question.passageIds.map((id) => [id, 1]));
const share = (values: readonly boolean[]) => values.filter(Boolean).length / values.length;

function scoreRankings(
  rankings: readonly (readonly string[])[],
  questions: readonly QuestionLine[],
): { r1: number; r5: number; mrr: number } {
  const ranks = rankings.map((ranking, index) => reciprocalRankAt(ranking, judge(questions[index]!), MRR_CUTOFF));
  return { r1: share(ranks.map((rank) => rank === 1)), r5: share(ranks.map((rank) => rank >= 1 / 5)), mrr: mean(ranks) };
}

export function measurePeer(peer: Peer, questions: readonly QuestionLine[]): Measures {
  const { r1, r5, mrr } = scoreRankings(
    questions.map((question) => peer.search(question.question)),
    questions,
  );
  return { [`${peer.name} R@1`]: r1, [`${peer.name} R@5`]: r5, [`${peer.name} MRR@10`]: mrr };
}

/** Counts citations, and those that are an exact slice of the article version they name. */
export class SliceCheck {
  private checked = 0;
  private exact = 0;
  private readonly texts = new Map<string, string | undefined>();

  measures(): Measures {
    return { citations: this.checked, 'exact slices': this.exact / this.checked };
  }

  async check(answerer: Answerer, answer: Answer): Promise<void> {
    for (const { articleId, articleVersion, start, end, quote } of answer.citations) {
      const key = JSON.stringify([articleId, articleVersion]);
      if (!this.texts.has(key)) this.texts.set(key, (await answerer.readArticle(articleId, articleVersion))?.text);
      this.checked += 1;
      if (quote !== '' && this.texts.get(key)?.slice(start, end) === quote) this.exact += 1;
    }
  }
}

/** Searching and citing, apart from declining: every question is answered as well as can be. */
export async function measureAnswers(answerer: Answerer, questions: readonly QuestionLine[], slices: SliceCheck): Promise<Measures> {
  const rankings: string[][] = [];
  const cited = { hit1: [] as boolean[], hit3: [] as boolean[], characters1: [] as number[], characters3: [] as number[] };
  const milliseconds: number[] = [];
  for (const question of questions) {
    const started = performance.now();
    const answer = await answerer.answer({ text: question.question }, { decline: false });
    milliseconds.push(performance.now() - started);
    await slices.check(answerer, answer);
    rankings.push(distinct(answer.hits.map((hit) => hit.passage.articleId)));
    const right = answer.citations.map(
      (citation) => question.passageIds.includes(citation.articleId) && question.answers.some((text) => citation.quote.includes(text)),
    );
    const lengths = answer.citations.map((citation) => [...citation.quote].length);
    cited.hit1.push(right[0] === true);
    cited.hit3.push(right.slice(0, 3).includes(true));
    cited.characters1.push(lengths[0] ?? 0);
    cited.characters3.push(lengths.slice(0, 3).reduce((sum, length) => sum + length, 0));
  }
  const { r1, r5, mrr } = scoreRankings(rankings, questions);
  return {
    questions: questions.length,
    'R@1': r1,
    'R@5': r5,
    'MRR@10': mrr,
    'citation hit@1': share(cited.hit1),
    'characters of citation 1': mean(cited.characters1),
    'citation hit@3': share(cited.hit3),
    'characters of citations 1-3': mean(cited.characters3),
    'milliseconds a question': mean(milliseconds),
  };
}

/** Asks as a reader would, with declining on. */
export async function askAll(
  answerer: Answerer,
  asked: readonly { question: QuestionLine; answerable: boolean }[],
  slices: SliceCheck,
): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const { question, answerable } of asked) {
    const answer = await answerer.answer({ text: question.question });
    await slices.check(answerer, answer);
    const declined = answer.status === 'not-in-articles';
    outcomes.push({ answerable, declined, confidence: answer.confidence, right: answerable && !declined });
  }
  return outcomes;
}

export function measureAbstention(outcomes: readonly Outcome[], name: string): Measures {
  const declines = scoreDeclines(outcomes);
  return {
    [`${name} AUROC`]: scoreAuroc(outcomes),
    [`${name} answered at 5 % false`]: scoreAnsweredAt(outcomes, FALSE_SHARE).answered,
    [`${name} answered, shipped threshold`]: declines.answered,
    [`${name} falsely answered, shipped threshold`]: declines.falselyAnswered,
    [`${name} ECE`]: scoreCalibrationError(outcomes),
  };
}
