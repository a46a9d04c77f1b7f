/** One question, its answer, and the articles -> scores by name. A score that does not apply to a case is absent. Pure. */
import type { Answer, TestCase } from '../types.js';
import type { Outcome } from './abstention.js';
import { scoreLanguage, scoreNuggets } from './answer-text.js';
import { scoreCitations, scoreEvidence } from './citations.js';
import { type EvidenceRange, evidenceOverlapped } from './evidence.js';
import type { Library } from './library.js';
import { averagePrecisionAt, distinct, hitAt, type Judgments, ndcgAt, precisionAt, recallAt, reciprocalRankAt } from './metrics.js';
import { scorePassages } from './passages.js';

export type Scores = Readonly<Record<string, number>>;
export type Timings = { totalMs: number; firstClaimMs?: number };

export type ScoredCase = {
  testCase: TestCase;
  answer: Answer;
  ranges: readonly EvidenceRange[];
  library: Pick<Library, 'textOf' | 'edgesOf'>;
  timings: Timings;
};

/** Grades by article: the best of its evidence. */
export function judgeArticles(testCase: TestCase, ranges: readonly EvidenceRange[]): Map<string, number> {
  const grades = new Map<string, number>();
  const note = (articleId: string, grade: number) =>
    grades.set(articleId, Math.max(grade, grades.get(articleId) ?? Number.NEGATIVE_INFINITY));
  for (const { articleId, grade = 1 } of testCase.evidence) if (articleId !== undefined) note(articleId, grade);
  for (const { articleId, grade } of ranges) note(articleId, grade);
  return grades;
}

export function scoreArticleRanking(ranking: readonly string[], judgments: Judgments): Record<string, number> {
  return {
    'hit@1': hitAt(ranking, judgments, 1),
    'hit@5': hitAt(ranking, judgments, 5),
    'recall@5': recallAt(ranking, judgments, 5),
    'recall@10': recallAt(ranking, judgments, 10),
    'precision@5': precisionAt(ranking, judgments, 5),
    'mrr@10': reciprocalRankAt(ranking, judgments, 10),
    'map@10': averagePrecisionAt(ranking, judgments, 10),
    'ndcg@10': ndcgAt(ranking, judgments, 10),
  };
}

function scoreSearch({ testCase, answer, ranges }: ScoredCase): Record<string, number> {
  const judgments = judgeArticles(testCase, ranges);
  if (![...judgments.values()].some((grade) => grade > 0)) return {};
  const found = answer.hits.map((hit) => evidenceOverlapped(hit.passage, ranges).length > 0);
  return {
    ...scoreArticleRanking(distinct(answer.hits.map((hit) => hit.passage.articleId)), judgments),
    'passage-hit@1': found[0] === true ? 1 : 0,
    'passage-hit@5': found.slice(0, 5).includes(true) ? 1 : 0,
  };
}

const withoutAbsent = (scores: Readonly<Record<string, number | undefined>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(scores).filter((entry): entry is [string, number] => entry[1] !== undefined && !Number.isNaN(entry[1])),
  );

export function scoreCase(scored: ScoredCase): Scores {
  const { testCase, answer, ranges, library, timings } = scored;
  const { textOf, edgesOf } = library;
  const passages = scorePassages(answer.hits, textOf, edgesOf);
  const declined = answer.status === 'not-in-articles';
  const citations = scoreCitations(answer, textOf);
  const evidence = testCase.answerable && testCase.evidence.length > 0 ? scoreEvidence(answer, testCase, ranges, textOf) : undefined;
  const right = testCase.answerable ? !declined && (evidence === undefined || evidence.hit3 === 1) : declined;
  return withoutAbsent({
    right: right ? 1 : 0,
    ...(testCase.answerable ? scoreSearch(scored) : {}),
    'passage-validity': passages?.validity,
    'passage-alignment': passages?.alignment,
    'quote-validity': citations.validity,
    'evidence-hit@1': evidence?.hit1,
    'evidence-hit@3': evidence?.hit3,
    'evidence-recall': evidence?.recall,
    'citation-recall': citations.recall,
    'citation-precision': citations.precision,
    'cited-characters': declined ? undefined : answer.citations.reduce((sum, citation) => sum + [...citation.quote].length, 0),
    answered: testCase.answerable ? (declined ? 0 : 1) : undefined,
    declined: testCase.answerable ? undefined : declined ? 1 : 0,
    'nugget-recall': testCase.answerable ? scoreNuggets(answer, testCase) : undefined,
    'language-fidelity': scoreLanguage(answer, testCase),
    latency: timings.totalMs,
    'first-claim': timings.firstClaimMs,
    tokens: answer.usage === undefined ? undefined : answer.usage.inputTokens + answer.usage.outputTokens,
    cost: answer.usage?.costUsd,
  });
}

export const outcomeOf = (testCase: TestCase, answer: Answer, scores: Scores): Outcome => ({
  answerable: testCase.answerable,
  declined: answer.status === 'not-in-articles',
  confidence: answer.confidence,
  right: testCase.answerable && scores.right === 1,
});
