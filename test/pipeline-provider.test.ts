/** Both paths with a model provider that comes, dies and goes: environment lines, the real clients, a scripted server on loopback. */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, describe, expect, onTestFinished, test } from 'vitest';
import { createLocalEmbedder } from '../src/embed/local.js';
import { openAnswerer, refreshIndex } from '../src/pipeline.js';
import { parseSettings } from '../src/settings.js';
import type { Answer, AnswerEvent } from '../src/types.js';
import { draftPieces, type FakeProvider, openFakeProvider, type Play, type ProviderRequest, piecesOf } from './answer/fake-provider.js';
import { harbour, openMadeCollection } from './made-collection.js';

const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const asksForQuestion = ({ body }: ProviderRequest) => JSON.stringify(body).includes('give_question');
const standalone = (text: string): Play => ({
  pieces: piecesOf(JSON.stringify({ standalone: text, searchTerms: ['lighthouse', '燈塔'] })),
});

const red = { text: 'The lighthouse was painted red in 1987.', words: 'The lighthouse at Gull Point was painted red in 1987' };
const lamp = { text: 'The lamp turns once every nine seconds.', words: 'Its lamp turns once every nine seconds.' };
const draftOf = (...claims: readonly (typeof red)[]) =>
  draftPieces(claims.map(({ text, words }) => ({ quotes: [{ passage: 'P1', words }], text })));

async function openHarbour(draft: (request: ProviderRequest) => Play) {
  const provider = await openFakeProvider((request) =>
    asksForQuestion(request) ? standalone('When was the lighthouse at Gull Point painted red?') : draft(request),
  );
  const collection = await openMadeCollection(harbour, {
    OPENAI_BASE_URL: provider.baseUrl,
    YINGJIA_CHAT_MODEL: 'test-model',
    YINGJIA_MODEL_DEADLINE_MS: '8000',
  });
  closers.push(() => provider.close(), collection.close);
  return { provider, answerer: collection.answerer };
}

const question = { text: 'When was the lighthouse painted red?' };
const cannotBeReached = 'The language model cannot be reached at the moment; this answer quotes the articles directly.';

describe('a provider that dies in mid-conversation loses no question', () => {
  test('between two questions: the second is answered by quoting, and says why', async () => {
    const { provider, answerer } = await openHarbour(() => ({ pieces: draftOf(red) }));
    const first = await answerer.answer(question);
    expect(first).toMatchObject({ status: 'answered', mode: 'generated', claims: [{ text: red.text }] });
    await provider.close();
    const second = await answerer.answer({
      text: 'And how often does its lamp turn?',
      history: [{ question: question.text, answer: first.text }],
    });
    expect(second).toMatchObject({ status: 'answered', mode: 'extractive', notices: expect.arrayContaining([cannotBeReached]) });
    expect(second.text).toContain('nine seconds');
    expect(second.text).toContain(cannotBeReached);
  });

  test('in mid-stream, before a whole claim: the question is answered by quoting, and nothing of the draft is shown', async () => {
    const { answerer } = await openHarbour(() => ({ pieces: draftOf(red).slice(0, 5), ending: 'cut' }));
    const answer = await answerer.answer(question);
    expect(answer).toMatchObject({ status: 'answered', mode: 'extractive', notices: expect.arrayContaining([cannotBeReached]) });
    expect(answer.text).toContain('1987');
  });

  test('in mid-stream, after a claim: what was verified stays, and the answer says that it was interrupted', async () => {
    const { provider, answerer } = await openHarbour(() => ({ pieces: draftOf(red, lamp).slice(0, -6), ending: 'stall' }));
    const events: AnswerEvent[] = [];
    for await (const event of answerer.stream(question)) {
      events.push(event);
      if (event.kind === 'claim') await provider.close();
    }
    expect(events.at(-1)).toMatchObject({
      kind: 'done',
      answer: {
        status: 'partly',
        mode: 'generated',
        claims: [{ text: red.text }],
        notices: ['The answer was interrupted and may be incomplete.'],
      },
    });
  });

  test('once more and again: a provider that stays away is left alone, and each question is still answered', async () => {
    const { provider, answerer } = await openHarbour(() => ({ pieces: draftOf(red) }));
    await provider.close();
    for (const text of ['When was the lighthouse painted red?', 'How often does the lamp turn?', '燈塔為什麼漆成紅色?']) {
      const answer = await answerer.answer({ text });
      expect(answer).toMatchObject({ status: 'answered', mode: 'extractive' });
      expect(answer.notices!.length).toBeGreaterThan(0);
    }
  });
});

/** The local embedder behind a provider's door: honest vectors. */
async function embed({ body }: ProviderRequest): Promise<Play> {
  const vectors = await createLocalEmbedder().embedTexts(body.input as string[]);
  const data = vectors.map((vector, index) => ({ object: 'embedding', index, embedding: [...vector] }));
  return { status: 200, body: { object: 'list', data, model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } } };
}

/** Texts that were sent to be embedded, but for the short ones: questions, and the word or two that ask how wide the vectors are. */
const embeddedTexts = ({ requests }: FakeProvider) =>
  requests
    .filter(({ path }) => path.endsWith('/embeddings'))
    .flatMap(({ body }) => (body.input as string[]).filter((text) => text.length > 80));

test('from no key to a key and back is a change of environment lines: the old generation serves meanwhile, and what was embedded once costs nothing again', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'yingjia-switch-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const reason =
    "Nadella's stated reason for pausing Microsoft's data center expansion is that he did not want to be stuck with one generation of hardware.";
  let hold: Promise<void> = Promise.resolve();
  const provider = await openFakeProvider(async (request) => {
    if (!request.path.endsWith('/embeddings')) {
      return asksForQuestion(request)
        ? standalone('Which day is it?')
        : { pieces: draftPieces([{ quotes: [{ passage: 'P1', words: reason }], text: reason }]) };
    }
    await hold;
    return embed(request);
  });
  onTestFinished(() => provider.close());
  const settingsOf = (environment: Record<string, string>) =>
    parseSettings({ YINGJIA_STATE: join(folder, 'state'), ...environment }, { corpus: resolve('corpus'), index: join(folder, 'index') });
  const noKey = settingsOf({});
  const key = settingsOf({ OPENAI_BASE_URL: provider.baseUrl, YINGJIA_CHAT_MODEL: 'chat', YINGJIA_EMBEDDING_MODEL: 'embedding' });
  const text = 'Why did Microsoft pause its data center expansion?';
  const ask = async (settings: typeof noKey): Promise<Answer> => {
    const answerer = await openAnswerer(settings);
    try {
      return await answerer.answer({ text });
    } finally {
      await answerer.close();
    }
  };

  const first = await refreshIndex(noKey);
  const quoted = await ask(noKey);
  expect(quoted).toMatchObject({ status: 'answered', generation: 1, mode: 'extractive' });

  let release = () => {};
  hold = new Promise((resolve) => {
    release = resolve;
  });
  const rebuilding = refreshIndex(key);
  expect(await ask(noKey)).toMatchObject({ generation: 1, claims: quoted.claims });
  release();
  expect(await rebuilding).toMatchObject({ generation: 2, embedded: { passages: first.embedded.passages } });
  const sent = embeddedTexts(provider).length;
  expect(sent).toBeGreaterThan(100);
  expect(await ask(key)).toMatchObject({ status: 'answered', generation: 2, mode: 'generated', claims: [{ text: reason }] });

  expect(await refreshIndex(noKey)).toMatchObject({ generation: 3 });
  expect(await ask(noKey)).toMatchObject({ generation: 3, claims: quoted.claims });
  expect(await refreshIndex(key)).toMatchObject({ generation: 4, embedded: { passages: 0 } });
  expect(await refreshIndex(key)).toMatchObject({ generation: 4 });
  expect(embeddedTexts(provider)).toHaveLength(sent);
});

describe('embedding a question is a call like any other', () => {
  const open = async (environment: Record<string, string>) => {
    const provider = await openFakeProvider(embed);
    const state = await mkdtemp(join(tmpdir(), 'yingjia-spent-'));
    const collection = await openMadeCollection(harbour, {
      OPENAI_BASE_URL: provider.baseUrl,
      YINGJIA_EMBEDDING_MODEL: 'test-embedder',
      YINGJIA_PRICE_EMBEDDING_PER_MTOK: '1000',
      YINGJIA_STATE: state,
      ...environment,
    });
    closers.push(
      () => rm(state, { recursive: true }),
      () => provider.close(),
      collection.close,
    );
    const embeddings = () => provider.requests.filter(({ path }) => path.endsWith('/embeddings')).length;
    return { answerer: collection.answerer, embeddings, spending: () => readFile(join(state, 'spending.jsonl'), 'utf8') };
  };

  test('its tokens and money are counted', async () => {
    const { answerer, embeddings, spending } = await open({});
    const before = embeddings();
    await answerer.answer(question);
    expect(embeddings()).toBe(before + 1);
    const last = JSON.parse((await spending()).trim().split('\n').at(-1)!);
    expect(JSON.stringify(last)).toMatch(/"inputTokens":[1-9]/);
    expect(JSON.stringify(last)).toMatch(/"usd":0\.0[0-9]*[1-9]/);
  });

  test('where the budget is spent, nothing is sent, and the words still find', async () => {
    const { answerer, embeddings } = await open({ YINGJIA_BUDGET_DAILY_USD: '0.000001' });
    const before = embeddings();
    const answer = await answerer.answer(question);
    expect(answer).toMatchObject({ status: 'answered', mode: 'extractive' });
    expect(answer.text).toContain('1987');
    expect(embeddings()).toBe(before);
  });
});
