import { afterEach, describe, expect, it } from 'vitest';
import { openOpenAiEmbedder } from '../../src/embed/openai.js';
import { createProviderGate } from '../../src/provider/gate.js';
import { type FakeProvider, openFakeProvider, type Play, type ProviderRequest, refusal } from '../answer/fake-provider.js';

let provider: FakeProvider;
afterEach(() => provider.close());

/** Four numbers that tell the text: its first character's code turns the vector. */
function vectorOf(text: string): number[] {
  const angle = text.charCodeAt(0) / 100;
  return [3 * Math.cos(angle), 3 * Math.sin(angle), 0, 0];
}

const inputs = ({ body }: ProviderRequest) => body.input as string[];
const rowsOf = (texts: readonly string[]) =>
  texts.map((text, index) => ({ object: 'embedding', index, embedding: vectorOf(text) as unknown }));
const answerWith = (data: unknown): Play => ({
  status: 200,
  body: { object: 'list', data, model: 'm', usage: { prompt_tokens: 1, total_tokens: 1 } },
});
const honest = (request: ProviderRequest) => answerWith(rowsOf(inputs(request)));

async function embedderOf(script: (request: ProviderRequest) => Play, dimension?: number) {
  provider = await openFakeProvider(script);
  return openOpenAiEmbedder({
    model: 'test-embedding',
    baseUrl: provider.baseUrl,
    gate: createProviderGate({ concurrency: 2, baseWaitMs: 1, longestWaitMs: 5 }),
    deadlineMs: 5_000,
    ...(dimension === undefined ? {} : { dimension }),
  });
}

function expectVectorsOf(texts: readonly string[], vectors: readonly Float32Array[]): void {
  expect(vectors).toHaveLength(texts.length);
  vectors.forEach((vector, index) => {
    const wanted = vectorOf(texts[index]!).map((number) => number / 3);
    for (const [place, number] of wanted.entries()) expect(vector[place]).toBeCloseTo(number, 5);
  });
}

const texts = ['alpha', 'beta\nwith a second line', 'gamma', '鷹架'];

describe('the embedder', () => {
  it('asks for numbers, keeps line breaks, and gives unit vectors in order', async () => {
    const embedder = await embedderOf(honest);
    expect(embedder.fingerprint).toEqual({ name: 'openai/test-embedding', dimension: 4, version: '1' });
    expectVectorsOf(texts, await embedder.embedTexts(texts));
    expectVectorsOf(['one'], [await embedder.embedQuestion('one')]);
    expect(provider.requests[1]!.body).toMatchObject({ encoding_format: 'float', input: texts });
  });

  it('does not ask for the dimension where an index knows it', async () => {
    await embedderOf(honest, 4);
    expect(provider.requests).toHaveLength(0);
  });

  it('asks for nothing where there are no texts', async () => {
    const embedder = await embedderOf(honest, 4);
    expect(await embedder.embedTexts([])).toEqual([]);
    expect(provider.requests).toHaveLength(0);
  });

  it.each([
    { server: 'reorders its vectors', script: (request: ProviderRequest) => answerWith(rowsOf(inputs(request)).reverse()) },
    {
      server: 'answers in base64 all the same',
      script: (request: ProviderRequest) =>
        answerWith(
          rowsOf(inputs(request)).map((row) => ({
            ...row,
            embedding: Buffer.from(Float32Array.from(row.embedding as number[]).buffer).toString('base64'),
          })),
        ),
    },
    {
      server: 'leaves the numbering away',
      script: (request: ProviderRequest) => answerWith(rowsOf(inputs(request)).map(({ embedding }) => ({ embedding }))),
    },
    {
      server: 'takes two texts at a time',
      script: (request: ProviderRequest) => (inputs(request).length > 2 ? refusal(413, 'too many inputs') : honest(request)),
    },
    {
      server: 'takes ten characters at a time',
      script: (request: ProviderRequest) => (inputs(request).length > 1 ? refusal(400, 'batch too large') : honest(request)),
    },
    {
      server: 'is overloaded once',
      script: (request: ProviderRequest) => (request.count === 2 ? refusal(429, 'slow down') : honest(request)),
    },
  ])('gives every text its own vector from a server that $server', async ({ script }) => {
    const embedder = await embedderOf(script, 4);
    expectVectorsOf(texts, await embedder.embedTexts(texts));
  });

  it('sends 64 texts at a time', async () => {
    const many = Array.from({ length: 150 }, (_, index) => String.fromCharCode(65 + (index % 50)));
    const embedder = await embedderOf(honest, 4);
    expectVectorsOf(many, await embedder.embedTexts(many));
    expect(provider.requests.map((request) => inputs(request).length).sort((one, other) => one - other)).toEqual([22, 64, 64]);
  });

  it('embeds the beginning of a text that is too long for the model', async () => {
    const long = '長'.repeat(3_000);
    const embedder = await embedderOf(
      (request) => (inputs(request)[0]!.length > 1_000 ? refusal(400, 'maximum context length is 512 tokens') : honest(request)),
      4,
    );
    expectVectorsOf([long], await embedder.embedTexts([long]));
  });

  it.each([
    { server: 'sends too few vectors', data: (request: ProviderRequest) => rowsOf(inputs(request)).slice(1) },
    { server: 'numbers two alike', data: (request: ProviderRequest) => rowsOf(inputs(request)).map((row) => ({ ...row, index: 0 })) },
    {
      server: 'sends another width',
      data: (request: ProviderRequest) => rowsOf(inputs(request)).map((row) => ({ ...row, embedding: [1, 2] })),
    },
    {
      server: 'sends what is no number',
      data: (request: ProviderRequest) => rowsOf(inputs(request)).map((row) => ({ ...row, embedding: [1, null, 0, 0] })),
    },
    {
      server: 'sends zeros',
      data: (request: ProviderRequest) => rowsOf(inputs(request)).map((row) => ({ ...row, embedding: [0, 0, 0, 0] })),
    },
    {
      server: 'sends base64 that is cut off',
      data: (request: ProviderRequest) => rowsOf(inputs(request)).map((row) => ({ ...row, embedding: 'AAAA' })),
    },
    { server: 'sends no list', data: () => 'none' },
  ])('refuses the answer of a server that $server, without asking again', async ({ data }) => {
    const embedder = await embedderOf((request) => answerWith(data(request)), 4);
    await expect(embedder.embedTexts(texts)).rejects.toMatchObject({
      code: 'MODEL',
      fix: expect.stringContaining('YINGJIA_EMBEDDING_MODEL'),
    });
    expect(provider.requests).toHaveLength(1);
  });

  it('refuses NaN in the JSON itself', async () => {
    const embedder = await embedderOf(() => ({ status: 200, body: '{"data":[{"index":0,"embedding":[NaN,1,1,1]}]}' }), 4);
    await expect(embedder.embedQuestion('one')).rejects.toMatchObject({ code: 'MODEL', problem: expect.stringContaining('no JSON') });
  });

  it('names the key where the server refuses it', async () => {
    const embedder = await embedderOf(() => refusal(401, 'invalid key'), 4);
    await expect(embedder.embedQuestion('one')).rejects.toMatchObject({ code: 'MODEL', fix: 'Check OPENAI_API_KEY.' });
  });

  it('stops with the signal', async () => {
    const embedder = await embedderOf(() => ({ pieces: [], ending: 'stall' }), 4);
    await expect(embedder.embedTexts(['one'], AbortSignal.timeout(50))).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it("knows the price of OpenAI's models, and the operator's", async () => {
    provider = await openFakeProvider(honest);
    const gate = createProviderGate({ concurrency: 1 });
    const common = { baseUrl: provider.baseUrl, gate, deadlineMs: 1_000, dimension: 4 };
    expect((await openOpenAiEmbedder({ ...common, model: 'text-embedding-3-small' })).costUsd!(2_500_000)).toBeCloseTo(0.02, 5);
    expect((await openOpenAiEmbedder({ ...common, model: 'mine', price: 1 })).costUsd!(2_500_000)).toBeCloseTo(1, 5);
    expect((await openOpenAiEmbedder({ ...common, model: 'mine' })).costUsd).toBeUndefined();
  });

  it('says what is missing where there is neither key nor server', async () => {
    provider = await openFakeProvider(honest);
    await expect(openOpenAiEmbedder({ model: 'm', gate: createProviderGate({ concurrency: 1 }), deadlineMs: 1 })).rejects.toMatchObject({
      code: 'SETTINGS',
    });
  });
});
