/** The published OpenAPI document, held against what the server really sends. */
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestServer, postJson, type TestServer } from './open.js';
import { smallArticles } from './small-articles.js';

type Response = { description: string; content: Record<string, { schema: object }> };
type OpenApiDocument = { openapi: string; paths: Record<string, Record<string, { responses: Record<string, Response> }>> };

let server: TestServer;
let document: OpenApiDocument;
let ajv: Ajv2020;
beforeAll(async () => {
  server = await openTestServer();
  document = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as OpenApiDocument;
  ajv = new Ajv2020({ strict: false, allErrors: true });
  ajv.addSchema({ $id: 'document', ...document });
});
afterAll(() => server.close());

function validatorOf(path: string, method: string, status: number): ValidateFunction {
  const schema = document.paths[path]?.[method]?.responses[status]?.content['application/json']?.schema;
  expect(schema, `${method} ${path} ${status} is documented`).toBeDefined();
  return ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/', '"document#/')));
}

const article = encodeURIComponent(smallArticles[0]!.id);
const version = smallArticles[0]!.version;

describe('every response is what the document says', () => {
  test.each([
    { path: '/api/ask', method: 'post', url: '/api/ask', body: { question: '霧港燈塔在哪一年第一次點燈？' }, status: 200 },
    { path: '/api/ask', method: 'post', url: '/api/ask', body: { question: 'How do I cook rice?' }, status: 200 },
    { path: '/api/ask', method: 'post', url: '/api/ask', body: { question: '' }, status: 400 },
    { path: '/api/articles', method: 'get', url: '/api/articles', status: 200 },
    { path: '/api/articles/{id}', method: 'get', url: `/api/articles/${article}`, status: 200 },
    { path: '/api/articles/{id}/versions/{version}', method: 'get', url: `/api/articles/${article}/versions/${version}`, status: 200 },
    { path: '/api/articles/{id}/versions/{version}', method: 'get', url: `/api/articles/${article}/versions/0`, status: 404 },
    { path: '/api/suggest', method: 'get', url: '/api/suggest?typed=', status: 200 },
    { path: '/api/suggest', method: 'get', url: '/api/suggest?limit=x', status: 400 },
    { path: '/api/status', method: 'get', url: '/api/status', status: 200 },
    { path: '/api/gaps', method: 'get', url: '/api/gaps', status: 200 },
    { path: '/api/gaps', method: 'post', url: '/api/gaps', body: { question: 'Why?', language: 'en' }, status: 404 },
    { path: '/api/admin/refresh', method: 'post', url: '/api/admin/refresh', body: {}, status: 401 },
  ])('$method $url: $status', async ({ path, method, url, body, status }) => {
    const response = method === 'post' ? await postJson(`${server.url}${url}`, body) : await fetch(`${server.url}${url}`);
    expect(response.status).toBe(status);
    const validate = validatorOf(path, method, status);
    validate(await response.json());
    expect(validate.errors ?? []).toEqual([]);
  });
});

test('every reference in the document leads somewhere', () => {
  for (const [, reference] of JSON.stringify(document).matchAll(/"\$ref":"(#[^"]+)"/g))
    expect(ajv.getSchema(`document${reference}`), reference).toBeDefined();
  expect(document.openapi).toBe('3.1.0');
});
