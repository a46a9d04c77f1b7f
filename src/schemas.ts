/**
 * The nouns as zod schemas, for the doors that publish them to programs: the HTTP API (its OpenAPI document) and MCP
 * (its output schemas). `satisfies` holds each to its type in types.ts.
 */
import { z } from 'zod';
import type { Answer, Article, Citation, Hit, Question, Source, Turn } from './types.js';

const offset = z.int().min(0);

export const sourceSchema = z
  .object({
    id: z.string(),
    title: z.string(),
    publisher: z.string().optional(),
    url: z.string().optional(),
    date: z.string().optional().describe('ISO 8601, as precise as known'),
  })
  .describe('Where facts of an article were reported') satisfies z.ZodType<Source>;

export const articleSchema = z
  .object({
    id: z.string(),
    version: z.string().describe('SHA-256 of the article'),
    collection: z.string(),
    title: z.string(),
    sources: z.array(sourceSchema),
    date: z.string().optional(),
    language: z.string().describe('BCP 47'),
    text: z.string().describe('The body as written; every offset points into it, in UTF-16 code units'),
    pageStarts: z.array(offset).optional(),
  })
  .describe('One version of an article') satisfies z.ZodType<Article>;

export const passageSchema = z.object({
  id: z.string(),
  articleId: z.string(),
  articleVersion: z.string(),
  headings: z.array(z.string()).describe('Outermost first'),
  text: z.string(),
  start: offset,
  end: offset,
  section: z.int().min(0),
});

export const hitSchema = z
  .object({ passage: passageSchema, score: z.number(), lexical: z.number(), similarity: z.number() })
  .describe('A passage that was found; high scores are good') satisfies z.ZodType<Hit>;

export const citationSchema = z
  .object({
    marker: z.int().min(1).describe('As shown: [1]'),
    articleId: z.string(),
    articleVersion: z.string(),
    title: z.string(),
    sources: z.array(sourceSchema),
    headings: z.array(z.string()),
    page: z.int().min(1).optional(),
    quote: z.string().describe('Verbatim: article.text.slice(start, end) === quote'),
    start: offset,
    end: offset,
    span: z.object({ start: offset, end: offset }).optional().describe('The words within the quote that answer; offsets into the article'),
  })
  .describe('A verified quote and its place') satisfies z.ZodType<Citation>;

export const claimSchema = z
  .object({ text: z.string(), citations: z.array(z.int().min(1)).describe('Markers of the citations that carry it') })
  .describe('A sentence of the answer');

export const answerSchema = z
  .object({
    status: z.enum(['answered', 'partly', 'not-in-articles']),
    confidence: z.number().min(0).max(1).describe('Calibrated probability that the articles answer the question'),
    question: z.string(),
    language: z.string().describe('BCP 47'),
    text: z.string().describe('What a plain text client shows'),
    claims: z.array(claimSchema),
    citations: z.array(citationSchema),
    hits: z.array(hitSchema).describe('The best passages, best first'),
    withheld: z.array(z.object({ reason: z.string() })).describe('One entry a claim that was written but not shown'),
    conflicts: z
      .array(z.object({ claims: z.array(z.int().min(0)) }))
      .describe('Claims, by index, that give different values for one thing'),
    nearestTopics: z.array(z.string()).describe('What the articles do cover, for declines'),
    mode: z.enum(['extractive', 'generated']),
    generation: z.int().min(0),
    timingsMs: z.record(z.string(), z.number()),
    notices: z.array(z.string()).optional(),
    usage: z
      .object({ inputTokens: z.number(), outputTokens: z.number(), costUsd: z.number().optional() })
      .optional()
      .describe('What a model used for this answer, where one wrote'),
  })
  .describe('An answer of which every claim stands on verified quotes') satisfies z.ZodType<Answer>;

export const turnSchema = z
  .object({
    question: z.string(),
    answer: z.string().optional(),
    citations: z
      .array(z.object({ articleId: z.string(), articleVersion: z.string().optional(), start: offset, end: offset }))
      .max(50)
      .optional()
      .describe('Those shown under its answer'),
  })
  .describe('An earlier question of the conversation') satisfies z.ZodType<Turn>;

/** What a question carries beside its text. */
export const questionContext = {
  history: z.array(turnSchema).max(50).optional().describe('Earlier questions, oldest first'),
  locale: z.string().max(35).optional().describe('BCP 47 of the client, used where the question does not tell'),
  collections: z.array(z.string()).max(100).optional().describe('Limits the search; all collections when absent'),
} satisfies Record<keyof Omit<Question, 'text'>, z.ZodType>;
