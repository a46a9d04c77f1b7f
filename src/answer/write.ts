/**
 * What a model may add to an answer: sentences whose quotes stand in the articles and carry what is said. In: a question and the
 * passages that were found for it. Out: verified claims, one by one, and how the writing ended.
 */
import type { Article, Citation, Passage, Question } from '../types.js';

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

export type Usage = { inputTokens: number; outputTokens: number; costUsd?: number };

export type WriteOutcome = {
  /**
   * complete: the model said all it had to say. interrupted: the stream was cut after at least one claim or while one was open.
   * unavailable: no claim came for want of budget, provider or time; the extractive answer stands in. not-in-articles: the model found no answer.
   */
  status: 'complete' | 'interrupted' | 'unavailable' | 'not-in-articles';
  /** One entry a claim that was written but not shown. */
  withheld: readonly { reason: string }[];
  /** A line for the reader, in the language asked for, where the status alone does not tell. */
  notice?: string;
  usage?: Usage;
};

/** A follow-up as a question that stands alone, with words to search for in the languages of the collection. */
export type RewrittenQuestion = { standalone: string; searchTerms: readonly string[] };

export type AnswerWriter = {
  /** Never throws for what a provider does: that is an outcome. */
  write(request: WriteRequest): AsyncGenerator<WrittenClaim, WriteOutcome, undefined>;
  /** @returns undefined where no rewriting is needed or it failed: the question is then used as it stands. */
  rewrite(question: Question, languages: readonly string[]): Promise<RewrittenQuestion | undefined>;
};
