/** The server as strangers meet it on the network: who is answered, who is refused, and how. */
import { createServer } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, AnswerEvent } from '../../src/types.js';
import { openTestServer, postJson, type TestServer } from './open.js';
import { createSmallAnswerer } from './small-answerer.js';
import { smallArticles } from './small-articles.js';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ YINGJIA_ALLOWED_HOSTS: 'articles.example.org' });
});
afterAll(() => server.close());

/** A request with any Host header, which fetch does not allow. */
async function raw(url: string, lines: readonly string[], body = ''): Promise<{ status: number; text: string }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.end(`${[...lines, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`].join('\r\n')}\r\n\r\n${body}`);
  let text = '';
  for await (const chunk of socket) text += chunk;
  return { status: Number(text.split(' ')[1]), text };
}

const eventsOf = (stream: string) =>
  stream
    .split('\n\n')
    .filter((part) => part !== '')
    .map((part) => ({ event: /^event: (.*)$/m.exec(part)![1]!, data: JSON.parse(/^data: (.*)$/m.exec(part)![1]!) as AnswerEvent }));

describe('who is answered', () => {
  test.each([
    ['127.0.0.1:8787', 200],
    ['localhost', 200],
    ['articles.example.org', 200],
    ['evil.example', 403],
    ['127.0.0.1.evil.example', 403],
  ])('Host %s: %i', async (host, status) => {
    expect((await raw(server.url, ['GET /api/articles HTTP/1.1', `Host: ${host}`])).status).toBe(status);
    expect((await raw(server.url, ['GET / HTTP/1.1', `Host: ${host}`])).status).toBe(status);
  });

  test.each(['/api/ask', '/v1/chat/completions', '/mcp', '/api/nothing'])('another site may not post to %s', async (path) => {
    const answer = await postJson(`${server.url}${path}`, { question: 'Why?' }, { origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(JSON.stringify(await answer.json())).toContain('another site');
  });

  test('no other site is told that it may read', async () => {
    const preflight = await fetch(`${server.url}/api/ask`, { method: 'OPTIONS', headers: { origin: 'https://evil.example' } });
    expect(preflight.ok).toBe(false);
    expect([...preflight.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
  });

  test('a form of another site cannot send JSON by calling it text', async () => {
    const answer = await fetch(`${server.url}/api/ask`, { method: 'POST', body: '{"question":"Why?"}' });
    expect(answer.status).toBe(415);
  });

  test('every response forbids what the page does not need', async () => {
    for (const path of ['/', '/api/articles', '/nothing']) {
      const { headers } = await fetch(`${server.url}${path}`);
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('content-security-policy')).not.toContain('unsafe');
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
  });
});

describe('keys and limits', () => {
  test('an open address needs a key', async () => {
    await expect(openTestServer({ HOST: '0.0.0.0' })).rejects.toMatchObject({
      code: 'SETTINGS',
      fix: expect.stringContaining('YINGJIA_API_KEY'),
    });
  });

  test('where a key is set, the API answers only to it, and the page and health stay open', async () => {
    const guarded = await openTestServer({ HOST: '0.0.0.0', YINGJIA_API_KEY: 'open-sesame' });
    const ask = (key?: string) =>
      postJson(`${guarded.url}/api/ask`, { question: 'Why did the keeper leave?' }, key ? { authorization: `Bearer ${key}` } : {});
    expect((await ask()).status).toBe(401);
    expect((await ask('wrong')).status).toBe(401);
    expect((await ask('open-sesame')).status).toBe(200);
    expect((await fetch(`${guarded.url}/v1/models`)).status).toBe(401);
    expect((await fetch(`${guarded.url}/metrics`)).status).toBe(401);
    expect((await fetch(`${guarded.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${guarded.url}/`)).status).toBe(200);
    const guesses = await Promise.all(Array.from({ length: 30 }, () => ask('guess')));
    expect(guesses.map(({ status }) => status)).toContain(429);
    await guarded.close();
  });

  test('one client has a limit of questions, and is told when to come back', async () => {
    const small = await openTestServer({ YINGJIA_QUESTIONS_PER_MINUTE: '3', YINGJIA_TRUST_PROXY: 'true' });
    const ask = (client: string) =>
      postJson(`${small.url}/api/ask`, { question: 'Why did the keeper leave?' }, { 'x-forwarded-for': client });
    const statuses = [];
    for (let count = 0; count < 4; count++) statuses.push((await ask('203.0.113.5')).status);
    expect(statuses).toEqual([200, 200, 200, 429]);
    const refused = await ask('10.9.9.9, 203.0.113.5');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await ask('203.0.113.6')).status).toBe(200);
    await small.close();
  });

  test('without a trusted proxy nobody can name another client', async () => {
    const small = await openTestServer({ YINGJIA_QUESTIONS_PER_MINUTE: '1' });
    const ask = (client: string) => postJson(`${small.url}/api/ask`, { question: 'Why?' }, { 'x-forwarded-for': client });
    expect((await ask('203.0.113.5')).status).toBe(200);
    expect((await ask('203.0.113.6')).status).toBe(429);
    await small.close();
  });

  test('a body beyond the limit is not read', async () => {
    const answer = await postJson(`${server.url}/api/ask`, { question: 'x'.repeat(600_000) });
    expect(answer.status).toBe(413);
    expect(await answer.json()).toMatchObject({ error: { code: 'BODY' } });
  });

  test('a port in use costs this door with one clear line', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const { port } = other.address() as { port: number };
    await expect(openTestServer({ PORT: String(port) })).rejects.toMatchObject({
      code: 'SERVER',
      problem: `Port ${port} on 127.0.0.1 is in use.`,
    });
    other.close();
  });
});

describe('POST /api/ask', () => {
  const ask = (body: unknown, headers = {}) => postJson(`${server.url}/api/ask`, body, headers);

  test('gives the whole answer as JSON, each quote an exact slice of its article', async () => {
    const answer = (await (await ask({ question: '守塔人為什麼離開霧港燈塔？' })).json()) as Answer;
    expect(answer).toMatchObject({ status: 'answered', language: 'zh-Hant', generation: 3 });
    for (const { articleId, quote, start, end } of answer.citations)
      expect(smallArticles.find(({ id }) => id === articleId)!.text.slice(start, end)).toBe(quote);
  });

  test('streams each claim and then the whole answer', async () => {
    const response = await ask({ question: '霧港燈塔在哪一年第一次點燈？' }, { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    const events = eventsOf(await response.text());
    expect(events.map(({ event }) => event)).toEqual(['claim', 'claim', 'done']);
    expect(events[2]!.data).toMatchObject({ kind: 'done', answer: { conflicts: [{ claims: [0, 1] }] } });
  });

  test('declines without sources', async () => {
    expect(await (await ask({ question: 'How do I cook rice?' })).json()).toMatchObject({
      status: 'not-in-articles',
      citations: [],
      claims: [],
    });
  });

  test('takes the conversation along', async () => {
    const history = [{ question: 'How heavy is the bell?', citations: [{ articleId: 'harbour/lighthouse', start: 0, end: 10 }] }];
    const answer = await (await ask({ question: 'Where was it cast?', history })).json();
    expect(answer).toMatchObject({ status: 'answered', claims: [{ text: expect.stringContaining('Lyon') }, ...Array(0)] });
  });

  test.each([
    { name: 'an empty question', body: { question: ' ' }, code: 'USAGE' },
    { name: 'an overlong question', body: { question: 'x'.repeat(100_000) }, code: 'USAGE' },
    { name: 'no question', body: {}, code: 'REQUEST' },
    { name: 'a question that is no text', body: { question: 7 }, code: 'REQUEST' },
    { name: 'a malformed history', body: { question: 'Why?', history: [{}] }, code: 'REQUEST' },
  ])('$name: $code, with what to do', async ({ body, code }) => {
    for (const accept of ['application/json', 'text/event-stream']) {
      const response = await ask(body, { accept });
      expect(response.status).toBe(400);
      const { error } = (await response.json()) as { error: { problem: string; fix: string } };
      expect(error).toMatchObject({ code });
      expect(error.problem).not.toBe('');
      expect(error.fix).not.toBe('');
    }
  });

  test('what is no JSON is refused as such', async () => {
    const response = await fetch(`${server.url}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{"question"',
    });
    expect(response.status).toBe(400);
  });

  test('an answer is given up when its reader leaves', async () => {
    let leave: () => void = () => undefined;
    const left = new Promise<void>((resolve) => {
      leave = resolve;
    });
    const answerer = createSmallAnswerer({
      onStream: (_question, signal) => new Promise((resolve) => signal!.addEventListener('abort', () => resolve(leave()))),
    });
    const slow = await openTestServer({}, { answerer });
    const reader = new AbortController();
    const response = await fetch(`${slow.url}/api/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ question: 'Why did the keeper leave?' }),
      signal: reader.signal,
    });
    await response.body!.getReader().read();
    reader.abort();
    await left;
    await slow.close();
  });

  test('a bug of ours is told to the operator, and to the client as an id only', async () => {
    const answerer = createSmallAnswerer({ onStream: () => Promise.reject(new Error('secret detail /home/someone')) });
    const broken = await openTestServer({}, { answerer: { ...answerer, search: () => Promise.reject(new Error('unused')) } });
    const response = await postJson(`${broken.url}/api/ask`, { question: 'Why did the keeper leave?' });
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(text).not.toContain('secret');
    expect(broken.lines.join('\n')).toContain('secret detail');
    expect(broken.lines.join('\n')).toContain(JSON.parse(text).error.requestId);
    const stream = await postJson(`${broken.url}/api/ask`, { question: 'Why did the keeper leave?' }, { accept: 'text/event-stream' });
    expect(await stream.text()).toContain('event: error');
    await broken.close();
  });
});

describe('articles', () => {
  test.each(smallArticles.map(({ id, version, text }) => ({ id, version, text })))(
    '$id is found by its id',
    async ({ id, version, text }) => {
      const live = await (await fetch(`${server.url}/api/articles/${encodeURIComponent(id)}`)).json();
      expect(live).toMatchObject({ id, version, text, liveVersion: version });
      const named = await (await fetch(`${server.url}/api/articles/${encodeURIComponent(id)}/versions/${version}`)).json();
      expect(named).toEqual(live);
    },
  );

  test('a past version stays readable and names the live one', async () => {
    const { pastArticles } = await import('./small-articles.js');
    const { id, version, text } = pastArticles[0]!;
    const past = await (await fetch(`${server.url}/api/articles/${encodeURIComponent(id)}/versions/${version}`)).json();
    expect(past).toMatchObject({ text, version, liveVersion: smallArticles[0]!.version });
  });

  test.each(['nothing', '..%2f..%2fetc%2fpasswd', '%00', '%E0%A4%A'])('%s is no article', async (id) => {
    const response = await fetch(`${server.url}/api/articles/${id}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({ error: { code: 'NOT_FOUND' } });
  });

  test('a collection that this process may not show stays unseen', async () => {
    const { parseSettings } = await import('../../src/settings.js');
    const settings = parseSettings({ PORT: '0' }, { collections: ['elsewhere'] });
    const limited = await openTestServer({}, { settings });
    expect((await fetch(`${limited.url}/api/articles/${encodeURIComponent(smallArticles[0]!.id)}`)).status).toBe(404);
    expect((await postJson(`${limited.url}/api/ask`, { question: 'Why?', collections: ['harbour'] })).status).toBe(404);
    const answer = await postJson(`${limited.url}/api/ask`, { question: 'Why did the keeper leave?' });
    expect(await answer.json()).toMatchObject({ status: 'not-in-articles' });
    await limited.close();
  });
});

test.each([
  ['GET', '/api/ask', 'POST'],
  ['DELETE', '/api/articles', 'GET, HEAD'],
  ['POST', '/v1/models', 'GET, HEAD'],
  ['PUT', '/', 'GET, HEAD'],
])('%s %s is told to use %s', async (method, path, allowed) => {
  const response = await fetch(`${server.url}${path}`, { method });
  expect(response.status).toBe(405);
  expect(response.headers.get('allow')).toBe(allowed);
});

test('suggestions fit what was typed', async () => {
  const fit = await fetch(`${server.url}/api/suggest?typed=bell&limit=3`);
  expect(await fit.json()).toEqual({ questions: ['How heavy is the bronze bell?'] });
  expect((await fetch(`${server.url}/api/suggest?limit=999`)).status).toBe(400);
});

test('health, readiness and metrics', async () => {
  await postJson(`${server.url}/api/ask`, { question: 'Why did the keeper leave?' });
  expect(await (await fetch(`${server.url}/healthz`)).json()).toEqual({ ok: true });
  expect(await (await fetch(`${server.url}/readyz`)).json()).toEqual({ ready: true, generation: 3 });
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/yingjia_answers_total\{door="web",status="answered",mode="extractive"\} [1-9]/);
  expect(metrics).toContain('yingjia_index_generation 3');
});

test('an empty index is alive but not ready', async () => {
  const answerer = { ...createSmallAnswerer(), overview: async () => ({ generation: 0, passages: 0, articles: [] }) };
  const empty = await openTestServer({}, { answerer });
  expect((await fetch(`${empty.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${empty.url}/healthz`)).status).toBe(200);
  await empty.close();
});
