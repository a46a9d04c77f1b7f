/**
 * Asks every case of a test set and scores the answers. In: an answerer and cases. Out: one `EvaluationRun`, whole answers included.
 * A question whose answering fails is kept with what went wrong, and makes the run a failed one.
 */
import { YingjiaError } from '../errors.js';
import type { Answer, Answerer, Overview, Progress, Question, TestCase } from '../types.js';
import type { ArticleText } from './citations.js';
import { type EvidenceRange, locateEvidence } from './evidence.js';
import { type Judge, type Judgement, judgeAnswer } from './judge.js';
import { type Library, openLibrary } from './library.js';
import { outcomeOf, type Scores, scoreCase, type Timings } from './score-case.js';
import { type Summary, summarize } from './summary.js';
import { kindOf } from './test-set.js';

export type CaseResult = {
  testCase: TestCase;
  answer: Answer;
  scores: Scores;
  ranges: readonly EvidenceRange[];
  /** Of an answered case, where a judge was asked for. */
  judgement?: Judgement;
};
export type CaseFailure = { testCase: TestCase; problem: string };

export type EvaluationRun = {
  results: readonly CaseResult[];
  failures: readonly CaseFailure[];
  /** Evidence that stands in no article of the index: such a case cannot be answered rightly. */
  evidenceMissing: readonly { id: string; articleId?: string; quote: string }[];
  summary: Summary;
  /** Articles as cited in this run. */
  textOf: ArticleText;
  /** false: every question was answered as well as could be. */
  declining: boolean;
  overview: Pick<Overview, 'generation' | 'passages'> & { articles: number };
  seconds: number;
};

export type EvaluationRequest = {
  answerer: Answerer;
  cases: readonly TestCase[];
  /** Default true. */
  decline?: boolean;
  collections?: readonly string[];
  /** Reads each answer after it was given; it never changes another score. */
  judge?: Judge;
  onProgress?: (progress: Progress) => void;
  signal?: AbortSignal;
};

/** @throws YingjiaError EVAL when not one question could be asked, or what `signal` was aborted with. */
export async function runEvaluation(request: EvaluationRequest): Promise<EvaluationRun> {
  const { answerer, cases, decline = true, onProgress, signal } = request;
  const started = performance.now();
  const overview = await answerer.overview(request.collections);
  const library = await openLibrary(answerer, cases, signal);
  const results: CaseResult[] = [];
  const failures: CaseFailure[] = [];
  for (const testCase of cases) {
    signal?.throwIfAborted();
    onProgress?.({ step: 'evaluate', done: results.length + failures.length, total: cases.length, current: testCase.id });
    try {
      results.push(await runCase(request, testCase, library));
    } catch (cause) {
      signal?.throwIfAborted();
      failures.push({ testCase, problem: cause instanceof Error ? cause.message : String(cause) });
    }
  }
  onProgress?.({ step: 'evaluate', done: cases.length, total: cases.length });
  if (results.length === 0) throw noAnswers(failures);
  return {
    results,
    failures,
    evidenceMissing: results.flatMap(findMissingEvidence),
    summary: summarize(
      results.map(({ testCase, answer, scores }) => ({ kind: kindOf(testCase), scores, outcome: outcomeOf(testCase, answer, scores) })),
    ),
    textOf: library.textOf,
    declining: decline,
    overview: { generation: overview.generation, passages: overview.passages, articles: overview.articles.length },
    seconds: (performance.now() - started) / 1000,
  };
}

async function runCase(
  { answerer, decline, collections, judge, signal }: EvaluationRequest,
  testCase: TestCase,
  library: Library,
): Promise<CaseResult> {
  const question: Question = { text: testCase.question, history: testCase.history, collections };
  const { answer, timings } = await ask(answerer, question, { decline, signal });
  await library.readNamed(answer);
  const ranges = locateEvidence(testCase, library.articles);
  const scores = scoreCase({ testCase, answer, ranges, library, timings });
  const judgement = judge && (await judgeAnswer(judge, testCase, answer, signal));
  if (judgement === undefined) return { testCase, answer, ranges, scores };
  const { mean } = judgement;
  return { testCase, answer, ranges, scores: mean === undefined ? scores : { ...scores, judged: mean }, judgement };
}

/** Streams, as the doors do, so that the time to the first claim is a reader's. */
async function ask(
  answerer: Answerer,
  question: Question,
  options: { decline?: boolean; signal?: AbortSignal },
): Promise<{ answer: Answer; timings: Timings }> {
  const started = performance.now();
  let firstClaimMs: number | undefined;
  for await (const event of answerer.stream(question, options)) {
    if (event.kind === 'done') return { answer: event.answer, timings: { totalMs: performance.now() - started, firstClaimMs } };
    firstClaimMs ??= performance.now() - started;
  }
  throw new YingjiaError('EVAL', {
    problem: `The stream of answers to "${question.text}" ended without an answer.`,
    fix: 'Ask the question with "npx yingjia ask" to see what goes wrong.',
  });
}

function findMissingEvidence({ testCase, ranges }: CaseResult) {
  const located = new Set(ranges.map(({ item }) => item));
  return testCase.evidence.flatMap(({ articleId, quote }, item) => (located.has(item) ? [] : [{ id: testCase.id, articleId, quote }]));
}

function noAnswers(failures: readonly CaseFailure[]): YingjiaError {
  return new YingjiaError('EVAL', {
    problem: failures.length === 0 ? 'There is no case to evaluate.' : `No question could be answered: ${failures[0]!.problem}`,
    fix: failures.length === 0 ? 'Name a test set with --set.' : 'Ask one of them with "npx yingjia ask" to see what goes wrong.',
  });
}
