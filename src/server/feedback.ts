/** Thumbs up and down, and questions that maintainers should know of. Quotes are read from the articles, never taken from the client. */
import { Hono } from 'hono';
import { z } from 'zod';
import { turnSchema } from '../schemas.js';
import { plainQuestion } from '../state/gaps.js';
import { feedbackReasons } from '../state/records.js';
import type { State } from '../state/state.js';
import type { Answer, Answerer } from '../types.js';
import type { AppParts, Door, DoorEnvironment } from './door.js';
import { tellSchema } from './library.js';
import type { Limits } from './limits.js';
import { refuse } from './refusal.js';
import { readBody } from './requests.js';
import { refuseForLimit } from './security.js';

/** What was asked at this door belongs to no server of Discord. */
const scope = 'web';
const door = 'web';

export const feedbackRequestSchema = z
  .object({
    id: z.string().max(40).optional().describe('Of the vote that this one replaces'),
    verdict: z.enum(['up', 'down']),
    reason: z.enum(feedbackReasons).optional(),
    comment: z.string().max(2_000).optional(),
    question: z.string().min(1).max(2_000),
    answer: z.object({
      text: z.string().max(20_000),
      status: z.enum(['answered', 'partly', 'not-in-articles']),
      language: z.string().max(35),
      mode: z.enum(['extractive', 'generated']),
      generation: z.int().min(0),
      citations: turnSchema.shape.citations.unwrap(),
    }),
  })
  .describe('What somebody thinks of an answer');

type FeedbackRequest = z.infer<typeof feedbackRequestSchema>;

export function createFeedback({ answerer, state }: AppParts, limits: Limits): Hono<DoorEnvironment> {
  const feedback = new Hono<DoorEnvironment>();
  /** @returns the parsed body, or the refusal to send. */
  const admit = async <Schema extends z.ZodType>(at: Door, schema: Schema) => {
    const waitSeconds = await limits.takeQuestion(at.var.client);
    return waitSeconds > 0 ? refuseForLimit(at, waitSeconds) : readBody(at, schema);
  };

  feedback.post('/feedback', async (at) => {
    if (state === undefined) return refuse(at, nothingKept);
    const body = await admit(at, feedbackRequestSchema);
    if (body instanceof Response) return body;
    const { id, verdict, reason, comment, question, answer } = body;
    const citations = await readQuotes(answerer, answer.citations);
    const stored = await state.feedback.add({
      id,
      door,
      scope,
      verdict,
      reason,
      comment,
      question,
      ...answer,
      answer: answer.text,
      citations,
    });
    return at.json({ id: stored.id });
  });

  feedback.post('/gaps', async (at) => {
    if (state === undefined) return refuse(at, nothingKept);
    const body = await admit(at, tellSchema);
    if (body instanceof Response) return body;
    const known = (await state.gaps.list({ scope })).find(({ question }) => plainQuestion(question) === plainQuestion(body.question));
    const { generation } = await answerer.overview();
    const gap = known ?? (await state.gaps.add({ door, scope, ...body, nearestTopics: [], generation }));
    await state.gaps.tell(gap.id, { door });
    return at.json({ id: gap.id });
  });
  return feedback;
}

const nothingKept = {
  code: 'NOT_FOUND',
  problem: 'This server keeps no feedback.',
  fix: 'Start it with a folder for what must outlive the index.',
} as const;

async function readQuotes(answerer: Answerer, places: FeedbackRequest['answer']['citations']) {
  const quotes = places.map(async ({ articleId, articleVersion, start, end }) => {
    const article = await answerer.readArticle(articleId, articleVersion);
    if (article === undefined || end > article.text.length || start >= end) return [];
    return [{ articleId, articleVersion: article.version, start, end, quote: article.text.slice(start, end) }];
  });
  return (await Promise.all(quotes)).flat();
}

/** A decline is kept for the maintainers, without a name; a disk that is full must not cost the answer. */
export async function keepGap(state: State | undefined, answer: Answer, tell: (line: string) => void): Promise<void> {
  if (state === undefined || answer.status !== 'not-in-articles') return;
  const { question, language, nearestTopics, generation } = answer;
  try {
    await state.gaps.add({ door, scope, question, language, nearestTopics, generation });
  } catch (error) {
    tell(`An unanswered question could not be kept: ${(error as Error).message}`);
  }
}
