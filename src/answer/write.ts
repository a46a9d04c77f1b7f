/**
 * What a model may add to an answer: sentences whose quotes stand in the articles and carry what is said. In: a question and the
 * passages that were found for it. Out: verified claims, one by one, and how the writing ended.
 */
import { createHash } from 'node:crypto';
import { withDeadline } from '../provider/deadline.js';
import type { ProviderGate } from '../provider/gate.js';
import type { Price } from '../provider/prices.js';
import { fold } from '../text/fold.js';
import type { Article, Budget, Citation, Passage, Question, Spending } from '../types.js';
import { AnswerCache } from './answer-cache.js';
import { PROMPT_VERSION, writingLanguage } from './draft.js';
import type { ChatModel } from './model.js';
import { createQuestionRewriter } from './rewrite-question.js';
import type { Verification } from './verify.js';
import { noticeFor } from './write-notices.js';
import { WriteRun } from './write-run.js';

/** A retrieved passage with its article and the label that the model knows it by: "P1" is the best. */
export type ContextPassage = { passage: Passage; article: Article; label: string };

export type WriteRequest = {
  question: Question;
  /** BCP 47 of the answer to be written. */
  language: string;
  /** Best first. */
  passages: readonly ContextPassage[];
  signal: AbortSignal;
  /** Whom the cost is counted for. */
  asker?: { user?: string; channel?: string };
};

/** Every quote is an exact slice: article.text.slice(start, end) === quote. Markers are the caller's to give. */
export type WrittenClaim = { text: string; citations: readonly Omit<Citation, 'marker'>[] };

export type WriteOutcome = {
  /**
   * complete: the model said all it had to say. interrupted: the stream was cut after at least one claim was given.
   * unavailable: no claim came, for want of budget, provider, time or proof; the extractive answer stands in. not-in-articles: the model found no answer.
   */
  status: 'complete' | 'interrupted' | 'unavailable' | 'not-in-articles';
  /** One entry a claim that was written but not shown. */
  withheld: readonly { reason: string }[];
  /** A line for the reader, in the language asked for, where the status alone does not tell. */
  notice?: string;
  usage?: Spending;
};

/** A follow-up as a question that stands alone, with words to search for in the languages of the collection. */
export type RewrittenQuestion = { standalone: string; searchTerms: readonly string[] };

export type AnswerWriter = {
  /** Never throws for what a provider does: that is an outcome. */
  write(request: WriteRequest): AsyncGenerator<WrittenClaim, WriteOutcome, undefined>;
  /** @returns undefined where no rewriting is needed or it failed: the question is then used as it stands. */
  rewrite(question: Question, languages: readonly string[], asker?: WriteRequest['asker']): Promise<RewrittenQuestion | undefined>;
};

export type AnswerWriterParts = {
  model: ChatModel;
  gate: ProviderGate;
  verification: Verification;
  /** Of a whole answer, with its retries and repair. */
  deadlineMs: number;
  budget?: Budget | undefined;
  price?: Price | undefined;
};

/** Answers that are kept; about 5 KB each. */
const CACHED_ANSWERS = 500;

export function createAnswerWriter(parts: AnswerWriterParts): AnswerWriter {
  const cache = new AnswerCache<WrittenClaim, WriteOutcome>(CACHED_ANSWERS);
  return {
    write(request) {
      return cache.stream(keyOf(request, parts.model.name), (signal) => writeInTime(parts, { ...request, signal }), {
        signal: request.signal,
        keep: ({ status }) => status === 'complete' || status === 'not-in-articles',
        stopped: () => ({ status: 'interrupted', withheld: [], notice: noticeFor('stopped', writingLanguage(request.language)) }),
      });
    },
    rewrite: createQuestionRewriter(parts),
  };
}

async function* writeInTime(parts: AnswerWriterParts, request: WriteRequest): AsyncGenerator<WrittenClaim, WriteOutcome, undefined> {
  const deadline = withDeadline(request.signal, parts.deadlineMs);
  try {
    return yield* new WriteRun(parts, { ...request, signal: deadline.signal }).run();
  } finally {
    deadline.clear();
  }
}

/** What the model is given decides what it says: passages by their ids, which change with their words, so that a new index asks anew. */
function keyOf({ question, language, passages }: WriteRequest, model: string): string {
  const earlier = (question.history ?? []).map((turn) => fold(turn.question));
  const normalised = fold(question.text)
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/[?。.!\s]+$/u, '');
  const given = [
    model,
    PROMPT_VERSION,
    writingLanguage(language),
    normalised,
    earlier,
    passages.map(({ passage, article }) => [passage.id, article.version]),
  ];
  return createHash('sha256').update(JSON.stringify(given)).digest('base64url');
}
