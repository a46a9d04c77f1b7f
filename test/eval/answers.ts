/** Answers as an answerer gives them, with what a test does not care about filled in. */
import type { Answer, Citation, Hit } from '../../src/types.js';

export const hitOf = (articleId: string, score: number, start = 0, text = 'x'): Hit => ({
  passage: {
    id: `${articleId}:${start}`,
    articleId,
    articleVersion: 'v1',
    headings: [],
    text,
    start,
    end: start + text.length,
    section: 0,
  },
  score,
  lexical: score,
  similarity: 0,
});

export const citationOf = (articleId: string, text: string, quote: string, marker = 1): Citation => {
  const start = text.indexOf(quote);
  return { marker, articleId, articleVersion: 'v1', title: articleId, sources: [], headings: [], quote, start, end: start + quote.length };
};

export const answerOf = (part: Partial<Answer> = {}): Answer => ({
  status: 'answered',
  confidence: 0.9,
  question: 'q?',
  language: 'en',
  text: '',
  claims: [],
  citations: [],
  hits: [],
  withheld: [],
  conflicts: [],
  nearestTopics: [],
  mode: 'extractive',
  generation: 1,
  timingsMs: {},
  ...part,
});
