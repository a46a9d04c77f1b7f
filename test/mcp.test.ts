/** The contract with MCP clients, by the real client, over HTTP against the running server and over a pipe. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { articleUri, createMcpOverHttp } from '../src/mcp.js';
import type { Answer, Hit } from '../src/types.js';
import { openTestServer, type TestServer } from './server/open.js';
import { createSmallAnswerer } from './server/small-answerer.js';
import { smallArticles } from './server/small-articles.js';

const lines: string[] = [];
const answerer = createSmallAnswerer();
const mcp = createMcpOverHttp({ answerer: async () => answerer, version: '0.0.0', tell: (line) => lines.push(line) });

let server: TestServer;
let client: Client;
beforeAll(async () => {
  server = await openTestServer({ YINGJIA_API_KEY: 'open-sesame' }, { mcp });
  client = await connect(server.url, 'open-sesame');
});
afterAll(async () => {
  await client.close();
  await server.close();
});

async function connect(url: string, key: string): Promise<Client> {
  const opened = new Client({ name: 'test', version: '1' });
  const headers = { authorization: `Bearer ${key}` };
  await opened.connect(new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }));
  return opened;
}

const textOf = (content: unknown) => (content as { text: string }[]).map(({ text }) => text).join('\n');

test('every tool says that it only reads, and what it gives', async () => {
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).toEqual(['ask', 'search', 'read_passage']);
  for (const { annotations, outputSchema, description } of tools) {
    expect(annotations).toMatchObject({ readOnlyHint: true, destructiveHint: false });
    expect(outputSchema).toMatchObject({ type: 'object' });
    expect(description).toBeTruthy();
  }
  expect(client.getInstructions()).toContain('not-in-articles');
});

describe('ask', () => {
  const ask = (question: string, rest = {}) => client.callTool({ name: 'ask', arguments: { question, ...rest } });

  test('answers with quotes that stand in their articles', async () => {
    const { structuredContent, content } = await ask('守塔人為什麼離開霧港燈塔？');
    const answer = structuredContent as Answer;
    expect(answer.status).toBe('answered');
    for (const { articleId, quote, start, end } of answer.citations)
      expect(smallArticles.find(({ id }) => id === articleId)!.text.slice(start, end)).toBe(quote);
    expect(textOf(content)).toContain('霧港港務局, 1921-03');
    expect(answer).not.toHaveProperty('hits');
  });

  test('declines, and shows both sides of a disagreement', async () => {
    expect((await ask('How do I cook rice?')).structuredContent).toMatchObject({ status: 'not-in-articles', citations: [] });
    expect((await ask('霧港燈塔在哪一年第一次點燈？')).structuredContent).toMatchObject({ conflicts: [{ claims: [0, 1] }] });
  });

  test('understands a follow-up by its history', async () => {
    const history = [{ question: 'How heavy is the bronze bell?', citations: [{ articleId: 'harbour/lighthouse', start: 0, end: 9 }] }];
    expect(textOf((await ask('Where was it cast?', { history })).content)).toContain('Lyon');
  });

  test('says what is wrong with a question', async () => {
    const result = await ask('x'.repeat(5_000));
    expect(result.isError).toBe(true);
    expect(textOf(result.content)).toContain('Ask with 1 to');
  });
});

test('search gives passages without deciding', async () => {
  const { structuredContent } = await client.callTool({ name: 'search', arguments: { query: 'bronze bell', limit: 2 } });
  const { hits } = structuredContent as { hits: Hit[] };
  expect(hits).toHaveLength(2);
  expect(hits[0]!.passage.text).toContain('bronze bell');
});

describe('read_passage', () => {
  const { id: articleId, text } = smallArticles[0]!;
  const read = (rest: object) => client.callTool({ name: 'read_passage', arguments: { articleId, ...rest } });

  test('gives exactly the words between two offsets, with what stands around them', async () => {
    const { structuredContent } = await read({ start: 20, end: 40, around: 10 });
    expect(structuredContent).toMatchObject({
      text: text.slice(20, 40),
      before: text.slice(10, 20),
      after: text.slice(40, 50),
      characters: text.length,
    });
  });

  test('gives the whole article without offsets', async () => {
    expect((await read({})).structuredContent).toMatchObject({ text, start: 0, end: text.length });
  });

  test.each([
    { name: 'an unknown article', arguments_: { articleId: '../../etc/passwd' } },
    { name: 'an unknown version', arguments_: { version: '0' } },
    { name: 'a start behind the end', arguments_: { start: 1_000_000 } },
  ])('$name is an error that can be read', async ({ arguments_ }) => {
    const result = await read(arguments_);
    expect(result.isError).toBe(true);
    expect(textOf(result.content)).not.toBe('');
  });
});

describe('articles are resources', () => {
  test('all are listed, and read by their address', async () => {
    const { resources } = await client.listResources();
    expect(resources.map(({ name }) => name)).toEqual(smallArticles.map(({ id }) => id));
    for (const { uri, name } of resources) {
      expect(uri).toBe(articleUri(name));
      const { contents } = await client.readResource({ uri });
      expect(contents[0]).toMatchObject({ mimeType: 'text/markdown', text: smallArticles.find(({ id }) => id === name)!.text });
    }
  });
});

test('a collection that this process may not show stays unseen', async () => {
  const limitedMcp = createMcpOverHttp({ answerer: async () => answerer, collections: ['elsewhere'], version: '0', tell: () => undefined });
  const limited = await openTestServer({}, { mcp: limitedMcp });
  const stranger = await connect(limited.url, 'none');
  const read = await stranger.callTool({ name: 'read_passage', arguments: { articleId: smallArticles[0]!.id } });
  const ask = await stranger.callTool({ name: 'ask', arguments: { question: 'Why?', collections: ['harbour'] } });
  expect([read.isError, ask.isError]).toEqual([true, true]);
  await stranger.close();
  await limited.close();
});

test('a wrong key and another site get nothing', async () => {
  await expect(connect(server.url, 'wrong')).rejects.toThrow();
  const post = await fetch(`${server.url}/mcp`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'https://evil.example', authorization: 'Bearer open-sesame' },
    body: '{}',
  });
  expect(post.status).toBe(403);
});

test('a bug of ours is told to the operator only', async () => {
  const broken = createMcpOverHttp({
    answerer: () => Promise.reject(new Error('secret detail')),
    version: '0',
    tell: (line) => lines.push(line),
  });
  const unlucky = await openTestServer({}, { mcp: broken });
  const caller = await connect(unlucky.url, 'none');
  const result = await caller.callTool({ name: 'ask', arguments: { question: 'Why?' } });
  expect(result.isError).toBe(true);
  expect(textOf(result.content)).not.toContain('secret');
  expect(lines.join('\n')).toContain('secret detail');
  await caller.close();
  await unlucky.close();
});
