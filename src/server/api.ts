/** The JSON API: ask, articles, suggestions, status. The schemas here are also what the OpenAPI document is made from. */
import { Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { z } from 'zod';
import { articleSchema, questionContext } from '../schemas.js';
import type { Overview } from '../types.js';
import { type Ask, type Events, lastAnswer } from './asking.js';
import { type AppParts, type Door, type DoorEnvironment, visibleCollections } from './door.js';
import { describeError, refusalBody, refuse } from './refusal.js';
import { readBody, readQuery } from './requests.js';

export const askSchema = z
  .object({
    question: z.string().describe('What to ask, in any language'),
    ...questionContext,
    decline: z.boolean().optional().describe('false: answer as well as can be, whatever the confidence'),
  })
  .describe('A question');

export const storedArticleSchema = articleSchema
  .extend({ liveVersion: z.string().nullable().describe('The version in the live index; null where the article is gone') })
  .describe('One version of an article, and which version is live');

const listedArticleSchema = z.object({
  id: z.string(),
  version: z.string(),
  collection: z.string(),
  title: z.string(),
  language: z.string(),
  date: z.string().optional(),
  characters: z.int().min(0),
});

export const overviewSchema = z
  .object({ generation: z.int().min(0), passages: z.int().min(0), articles: z.array(listedArticleSchema) })
  .describe('What the articles are') satisfies z.ZodType<Overview>;

export const suggestQuerySchema = z.object({
  typed: z.string().max(500).default('').describe('What was typed so far'),
  language: z.string().max(35).optional().describe('BCP 47'),
  limit: z.coerce.number().int().min(1).max(25).default(6),
});

export const suggestionsSchema = z.object({ questions: z.array(z.string()) }).describe('Questions that the articles can answer');

export function createApi(parts: AppParts, ask: Ask): Hono<DoorEnvironment> {
  const { answerer, settings } = parts;
  const api = new Hono<DoorEnvironment>();

  api.post('/ask', async (door) => {
    const body = await readBody(door, askSchema);
    if (body instanceof Response) return body;
    const { question: text, decline, ...context } = body;
    const events = await ask(door, { door: 'web', question: { text, ...context }, decline });
    if (events instanceof Response) return events;
    if (door.req.header('accept')?.includes('text/event-stream')) return sendEvents(parts, door, events);
    return door.json(await lastAnswer(events));
  });

  api.get('/articles', async (door) => door.json(await answerer.overview(visibleCollections(settings, undefined))));
  api.get('/articles/:id', (door) => sendArticle(parts, door, door.req.param('id')));
  api.get('/articles/:id/versions/:version', (door) => sendArticle(parts, door, door.req.param('id'), door.req.param('version')));

  api.get('/suggest', async (door) => {
    const query = readQuery(door, suggestQuerySchema);
    if (query instanceof Response) return query;
    const collections = visibleCollections(settings, undefined);
    return door.json({ questions: await answerer.suggestQuestions({ ...query, ...(collections && { collections }) }) });
  });
  return api;
}

async function sendArticle({ answerer, settings }: AppParts, door: Door, id: string, version?: string): Promise<Response> {
  const article = await answerer.readArticle(id, version);
  const visible = visibleCollections(settings, undefined);
  if (article === undefined || visible?.includes(article.collection) === false)
    return refuse(door, {
      code: 'NOT_FOUND',
      problem: 'There is no such article or version.',
      fix: 'GET /api/articles lists what there is.',
    });
  const live = version === undefined ? article : await answerer.readArticle(id);
  return door.json({ ...article, liveVersion: live?.version ?? null });
}

/** `event: claim`, ..., `event: done`, each with one AnswerEvent; `event: error` with a refusal where it breaks off. */
function sendEvents({ tell }: AppParts, door: Door, events: Events): Response {
  door.header('x-accel-buffering', 'no');
  return streamSSE(door, async (stream) => {
    stream.onAbort(() => void events.return());
    try {
      for await (const event of events) await stream.writeSSE({ event: event.kind, data: JSON.stringify(event) });
    } catch (error) {
      if (stream.aborted) return;
      const { refusal, line } = describeError(error, door.var.requestId);
      if (line !== undefined) tell(line);
      await stream.writeSSE({ event: 'error', data: JSON.stringify(refusalBody(refusal, door.var.requestId)) });
    }
  });
}
