/** The library page's data, feedback, and what maintainers may do, with the real store in a folder of its own. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openState, type State } from '../../src/state/state.js';
import type { Answer, IndexReport } from '../../src/types.js';
import { openTestServer, postJson, type TestServer } from './open.js';

const report: IndexReport = {
  generation: 4,
  dryRun: false,
  articles: { added: 1, changed: 0, kept: 3, removed: 0 },
  passages: { added: 5, kept: 12, removed: 0 },
  embedded: { passages: 5, characters: 900 },
  changes: [{ articleId: 'new', title: 'A new one', change: 'added' }],
  problems: [],
  notices: [],
  seconds: 0.2,
};

let folder: string;
let state: State;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'yingjia-'));
  state = await openState(folder);
  const history = async () => [
    { generation: 3, createdAt: '2026-01-02T03:04:05.000Z', reason: 'update', articles: { added: 4, changed: 0, removed: 0 }, live: true },
  ];
  const environment = { YINGJIA_STATE: folder, YINGJIA_ADMIN_TOKEN: 'let-me-in' };
  server = await openTestServer(environment, { state, history, refresh: async () => report });
});
afterAll(async () => {
  await server.close();
  await state.close();
  await rm(folder, { recursive: true });
});

const get = async (path: string, headers = {}) => (await fetch(`${server.url}${path}`, { headers })).json();
const admin = { 'x-yingjia-admin': 'let-me-in' };
const askOf = async (question: string) => (await (await postJson(`${server.url}/api/ask`, { question })).json()) as Answer;

test('the status tells what the articles are', async () => {
  expect(await get('/api/status')).toMatchObject({
    generation: 3,
    articles: 4,
    collections: [{ name: 'harbour', articles: 4 }],
    languages: ['en', 'zh-Hant'],
    generations: [{ generation: 3, live: true }],
    report: null,
    evaluation: null,
    feedback: true,
    maintenance: true,
  });
});

describe('feedback', () => {
  const feedbackFor = ({ text, status, language, mode, generation, citations, question }: Answer, rest: object) => ({
    question,
    answer: { text, status, language, mode, generation, citations },
    ...rest,
  });

  test('is kept with the quotes as they stand in the articles, whatever the client says they are', async () => {
    const answer = await askOf('守塔人為什麼離開霧港燈塔？');
    const forged = { ...answer, citations: answer.citations.map((citation) => ({ ...citation, quote: 'forged' })) };
    const { id } = (await (
      await postJson(`${server.url}/api/feedback`, feedbackFor(forged, { verdict: 'down', reason: 'outdated', comment: '舊了' }))
    ).json()) as { id: string };
    const stored = await state.feedback.get(id);
    expect(stored).toMatchObject({ verdict: 'down', reason: 'outdated', comment: '舊了', door: 'web', scope: 'web', generation: 3 });
    expect(stored!.citations.map(({ quote }) => quote)).toEqual(answer.citations.map(({ quote }) => quote));
  });

  test('a changed vote replaces the first', async () => {
    const answer = await askOf('Why did the keeper leave?');
    const vote = async (rest: object) =>
      ((await (await postJson(`${server.url}/api/feedback`, feedbackFor(answer, rest))).json()) as { id: string }).id;
    const id = await vote({ verdict: 'up' });
    expect(await vote({ verdict: 'down', id })).toBe(id);
    expect(await state.feedback.get(id)).toMatchObject({ verdict: 'down' });
  });

  test('a place that is in no article is not kept', async () => {
    const answer = await askOf('Why did the keeper leave?');
    const lost = { ...answer, citations: [{ articleId: 'nothing', start: 0, end: 5 }] } as unknown as Answer;
    const { id } = (await (await postJson(`${server.url}/api/feedback`, feedbackFor(lost, { verdict: 'up' }))).json()) as { id: string };
    expect((await state.feedback.get(id))!.citations).toEqual([]);
  });

  test('where nothing is kept, that is said', async () => {
    const forgetful = await openTestServer();
    const answer = await askOf('Why did the keeper leave?');
    expect((await postJson(`${forgetful.url}/api/feedback`, feedbackFor(answer, { verdict: 'up' }))).status).toBe(404);
    await forgetful.close();
  });
});

describe('unanswered questions', () => {
  test('are listed with how often they were asked, and whether somebody wants them answered', async () => {
    await askOf('How do I cook rice?');
    await askOf('how do i cook rice');
    await postJson(`${server.url}/api/gaps`, { question: 'How do I cook rice?', language: 'en' });
    const { gaps } = (await get('/api/gaps')) as { gaps: object[] };
    expect(gaps[0]).toMatchObject({ question: 'how do i cook rice', asked: 2, told: 1, scope: 'web' });
  });

  test('those of a Discord server are for maintainers only', async () => {
    await state.gaps.add({ door: 'discord', scope: 'guild:1', question: 'A secret?', language: 'en', nearestTopics: [], generation: 3 });
    expect(JSON.stringify(await get('/api/gaps'))).not.toContain('secret');
    expect(JSON.stringify(await get('/api/gaps', admin))).toContain('secret');
  });

  test('where others can reach the page, only their number is shown', async () => {
    const open = await openTestServer({ YINGJIA_ALLOWED_HOSTS: 'articles.example.org' }, { state });
    expect(await (await fetch(`${open.url}/api/gaps`)).json()).toEqual({ hidden: expect.any(Number), gaps: [] });
    await open.close();
  });

  test('a maintainer dismisses one', async () => {
    await askOf('Where can I buy a boat?');
    const { gaps } = (await get('/api/gaps')) as { gaps: { id: string; question: string }[] };
    const { id } = gaps.find(({ question }) => question.includes('boat'))!;
    const url = `${server.url}/api/admin/gaps/${id}/dismiss`;
    expect((await postJson(url, {})).status).toBe(401);
    expect((await postJson(url, {}, admin)).status).toBe(200);
    expect((await postJson(url, {}, admin)).status).toBe(404);
    expect(JSON.stringify(await get('/api/gaps'))).not.toContain('boat');
  });
});

describe("maintainers' actions", () => {
  test('need the token', async () => {
    expect((await postJson(`${server.url}/api/admin/refresh`, {})).status).toBe(401);
    expect((await postJson(`${server.url}/api/admin/refresh`, {}, { 'x-yingjia-admin': 'wrong' })).status).toBe(401);
    expect((await fetch(`${server.url}/api/admin`, { headers: admin })).status).toBe(200);
  });

  test('do not exist where no token is set', async () => {
    const plain = await openTestServer({}, { refresh: async () => report });
    expect((await postJson(`${plain.url}/api/admin/refresh`, {}, { 'x-yingjia-admin': '' })).status).toBe(401);
    await plain.close();
  });

  test('an update shows its report, and is in the audit log', async () => {
    const updated = await postJson(`${server.url}/api/admin/refresh`, {}, admin);
    expect(await updated.json()).toEqual(report);
    expect(await get('/api/status')).toMatchObject({ report: { generation: 4, changes: [{ title: 'A new one' }] } });
    expect(await state.audit.list({ limit: 1 })).toMatchObject([{ action: 'index update', actor: 'admin token' }]);
  });
});

test('the evaluation report is linked where there is one, and shut off from this site', async () => {
  expect((await fetch(`${server.url}/evaluation`)).status).toBe(404);
  await writeFile(join(folder, 'evaluation.html'), '<!doctype html><title>Report</title>');
  expect(await get('/api/status')).toMatchObject({ evaluation: '/evaluation' });
  const shown = await fetch(`${server.url}/evaluation`);
  expect(await shown.text()).toContain('<title>Report</title>');
  expect(shown.headers.get('content-security-policy')).toMatch(/default-src 'none'.*sandbox allow-scripts/);
  await rm(join(folder, 'evaluation.html'));
});
