/** The OpenAPI 3.1 document, made from the zod schemas that the routes check with. */
import { z } from 'zod';
import { answerSchema, articleSchema, citationSchema, claimSchema, hitSchema, sourceSchema, turnSchema } from '../schemas.js';
import { askSchema, overviewSchema, storedArticleSchema, suggestionsSchema, suggestQuerySchema } from './api.js';
import { feedbackRequestSchema } from './feedback.js';
import { gapsSchema, indexReportSchema, readySchema, statusSchema, tellSchema, thanksSchema } from './library.js';
import { type RefusalCode, refusalSchema, statusOf } from './refusal.js';

type Operation = {
  summary: string;
  path?: readonly string[];
  query?: z.ZodObject;
  body?: z.ZodType;
  /** What comes back with 200; as server-sent events too where `events` says how. */
  result: z.ZodType;
  events?: string;
  /** Needs the maintainers' token. */
  admin?: boolean;
  refusals: readonly RefusalCode[];
};

const names = new Map<z.ZodType, string>([
  [sourceSchema, 'Source'],
  [articleSchema, 'Article'],
  [storedArticleSchema, 'StoredArticle'],
  [hitSchema, 'Hit'],
  [citationSchema, 'Citation'],
  [claimSchema, 'Claim'],
  [answerSchema, 'Answer'],
  [turnSchema, 'Turn'],
  [askSchema, 'Ask'],
  [overviewSchema, 'Overview'],
  [suggestionsSchema, 'Suggestions'],
  [refusalSchema, 'Refusal'],
  [statusSchema, 'Status'],
  [indexReportSchema, 'IndexReport'],
  [gapsSchema, 'Gaps'],
  [tellSchema, 'Unanswered'],
  [feedbackRequestSchema, 'Feedback'],
  [thanksSchema, 'Kept'],
  [readySchema, 'Ready'],
]);

const everywhere: readonly RefusalCode[] = ['HOST', 'KEY', 'METHOD', 'LIMIT', 'INTERNAL', 'UNAVAILABLE'];
const posting: readonly RefusalCode[] = [...everywhere, 'REQUEST', 'ORIGIN', 'BODY', 'CONTENT_TYPE'];

const operations: Readonly<Record<string, Readonly<Record<string, Operation>>>> = {
  '/api/ask': {
    post: {
      summary: 'Ask the articles',
      body: askSchema,
      result: answerSchema,
      events: 'With "Accept: text/event-stream": one event "claim" for each verified claim, then "done" with the whole answer, or "error".',
      refusals: [...posting, 'USAGE', 'TIMEOUT', 'NOT_FOUND'],
    },
  },
  '/api/articles': { get: { summary: 'What the articles are', result: overviewSchema, refusals: everywhere } },
  '/api/articles/{id}': {
    get: { summary: 'The live version of an article', path: ['id'], result: storedArticleSchema, refusals: [...everywhere, 'NOT_FOUND'] },
  },
  '/api/articles/{id}/versions/{version}': {
    get: {
      summary: 'One version of an article, past ones too while a citation may point at them',
      path: ['id', 'version'],
      result: storedArticleSchema,
      refusals: [...everywhere, 'NOT_FOUND'],
    },
  },
  '/api/suggest': {
    get: {
      summary: 'Questions that the articles can answer',
      query: suggestQuerySchema,
      result: suggestionsSchema,
      refusals: [...everywhere, 'REQUEST'],
    },
  },
  '/api/status': { get: { summary: 'The state of the library', result: statusSchema, refusals: everywhere } },
  '/api/feedback': {
    post: {
      summary: 'Say what you think of an answer',
      body: feedbackRequestSchema,
      result: thanksSchema,
      refusals: [...posting, 'NOT_FOUND'],
    },
  },
  '/api/gaps': {
    get: { summary: 'Questions that the articles did not answer', result: gapsSchema, refusals: everywhere },
    post: { summary: 'Tell the maintainers of one', body: tellSchema, result: thanksSchema, refusals: [...posting, 'NOT_FOUND'] },
  },
  '/api/admin': {
    get: { summary: 'Whether the token is right', result: readySchema, admin: true, refusals: everywhere },
  },
  '/api/admin/refresh': {
    post: { summary: 'Bring the index up to date', result: indexReportSchema, admin: true, refusals: [...posting, 'NOT_FOUND'] },
  },
  '/api/admin/gaps/{id}/dismiss': {
    post: {
      summary: 'Dismiss an unanswered question',
      path: ['id'],
      result: thanksSchema,
      admin: true,
      refusals: [...posting, 'NOT_FOUND'],
    },
  },
};

export function createOpenApi() {
  const registry = z.registry<{ id: string }>();
  for (const [schema, id] of names) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { uri: (id) => `#/components/schemas/${id}`, io: 'input' });
  const components = Object.fromEntries(Object.entries(schemas).map(([name, { $id, $schema, ...schema }]) => [name, schema]));
  const paths = Object.entries(operations).map(([path, methods]) => [
    path,
    Object.fromEntries(Object.entries(methods).map(([method, operation]) => [method, renderOperation(operation)])),
  ]);
  return {
    openapi: '3.1.0',
    info: {
      title: 'Yingjia',
      version: '1',
      description: 'Answers about a collection of articles, each claim with a verified quote. Encode article ids with encodeURIComponent.',
    },
    paths: Object.fromEntries(paths),
    components: {
      schemas: components,
      securitySchemes: { key: { type: 'http', scheme: 'bearer' }, admin: { type: 'apiKey', in: 'header', name: 'X-Yingjia-Admin' } },
    },
    security: [{}, { key: [] }],
  };
}

const reference = (schema: z.ZodType) => ({ schema: { $ref: `#/components/schemas/${names.get(schema)}` } });

function renderOperation({ summary, path = [], query, body, result, events, admin = false, refusals }: Operation) {
  const inPath = path.map((name) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));
  const inQuery = query === undefined ? [] : renderQuery(query);
  const statuses = new Map<number, RefusalCode[]>();
  for (const code of admin ? [...refusals, 'ADMIN' as const] : refusals)
    statuses.set(statusOf(code), [...(statuses.get(statusOf(code)) ?? []), code]);
  const refused = [...statuses].sort(([a], [b]) => a - b);
  return {
    summary,
    ...(admin && { security: [{ admin: [] }, { admin: [], key: [] }] }),
    parameters: [...inPath, ...inQuery],
    ...(body && { requestBody: { required: true, content: { 'application/json': reference(body) } } }),
    responses: {
      200: {
        description: events ?? summary,
        content: { 'application/json': reference(result), ...(events && { 'text/event-stream': { schema: { type: 'string' } } }) },
      },
      ...Object.fromEntries(
        refused.map(([status, codes]) => [
          status,
          { description: codes.join(', '), content: { 'application/json': reference(refusalSchema) } },
        ]),
      ),
    },
  };
}

function renderQuery(query: z.ZodObject) {
  const { properties = {} } = z.toJSONSchema(query, { io: 'input' });
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: false, schema }));
}
