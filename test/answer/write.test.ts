import { afterEach, describe, expect, it } from 'vitest';
import { createChatModel } from '../../src/answer/model.js';
import { draftPieces, type FakeProvider, openFakeProvider, type Play, type ProviderRequest, piecesOf, refusal } from './fake-provider.js';
import { articleOf, contextOf, froze, honest, openWriter, pauseArticle, paused, writeAll } from './writing.js';

let provider: FakeProvider;
afterEach(() => provider.close());

async function providerOf(script: (request: ProviderRequest) => Play): Promise<ReturnType<typeof openWriter>> {
  provider = await openFakeProvider(script);
  return openWriter(provider.baseUrl);
}

const isRepair = ({ body }: ProviderRequest) => JSON.stringify(body.messages).includes('failed-sentence');

describe('an honest model', () => {
  it('is shown claim by claim, each with exact quotes and the sources their footnotes name', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([paused, froze]), usage: { prompt_tokens: 900, completion_tokens: 80 } }));
    const { claims, outcome } = await writeAll(writer);
    expect(claims.map((claim) => claim.text)).toEqual([paused.text, froze.text]);
    for (const { quote, start, end } of claims.flatMap((claim) => claim.citations)) expect(pauseArticle.text.slice(start, end)).toBe(quote);
    expect(claims[0]!.citations[0]!.sources).toEqual(pauseArticle.sources);
    expect(outcome).toEqual({ status: 'complete', withheld: [], usage: { inputTokens: 900, outputTokens: 80 } });
  });

  it('that finds no answer ends as not-in-articles', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([]) }));
    expect(await writeAll(writer)).toMatchObject({ claims: [], outcome: { status: 'not-in-articles' } });
  });

  it('shows a claim before the next one is written', async () => {
    const whole = JSON.stringify({ claims: [paused, froze] });
    const middle = whole.indexOf(froze.quotes[0]!.words);
    const writer = await providerOf(() => ({ pieces: [whole.slice(0, middle)], ending: 'stall' }));
    const abort = new AbortController();
    const stream = writer.write({ question: { text: 'Why?' }, language: 'en', passages: contextOf(pauseArticle), signal: abort.signal });
    expect((await stream.next()).value).toMatchObject({ text: paused.text });
    abort.abort();
    expect(await stream.next()).toMatchObject({ done: true, value: { status: 'interrupted' } });
  });

  it('answers a Chinese question over English articles', async () => {
    const claim = honest('微軟在 2023 年下半年暫停了資料中心的擴建。', paused.quotes[0]!.words);
    const writer = await providerOf(() => ({ pieces: draftPieces([claim]) }));
    const { claims } = await writeAll(writer, '微軟為什麼暫停?', { language: 'zh-Hant' });
    expect(claims).toMatchObject([{ text: claim.text, citations: [{ quote: `${paused.quotes[0]!.words}[^S1]` }] }]);
  });
});

describe('a lying model', () => {
  it.each([
    {
      lie: 'invents a quote',
      claim: honest('Microsoft paused for lack of power.', 'Microsoft paused because there was no power to be had.'),
      reason: 'quote',
    },
    { lie: 'quotes too few words', claim: honest('Microsoft paused.', 'Microsoft'), reason: 'quote' },
    { lie: 'quotes nothing', claim: { quotes: [], text: 'Microsoft paused.' }, reason: 'quote' },
    {
      lie: 'changes 3.5 GW to 35',
      claim: honest('The pause froze about 35 GW of planned capacity.', froze.quotes[0]!.words),
      reason: 'number',
    },
    {
      lie: 'changes the unit',
      claim: honest('The pause froze about 3.5 MW of planned capacity.', froze.quotes[0]!.words),
      reason: 'number',
    },
    {
      lie: 'changes the date',
      claim: honest('Microsoft paused its data center expansion in the first half of 2023.', paused.quotes[0]!.words),
      reason: 'date',
    },
    {
      lie: 'names another company',
      claim: honest('Google paused its data center expansion in the second half of 2023.', paused.quotes[0]!.words),
      reason: 'name',
    },
    {
      lie: 'drops the "not"',
      claim: honest('Microsoft stopped buying chips.', 'Microsoft did not stop buying chips.'),
      reason: 'negation',
    },
    { lie: 'cuts the "not" out of its quote', claim: honest('Microsoft stopped buying chips.', 'stop buying chips'), reason: 'negation' },
    {
      lie: 'adds a "not"',
      claim: honest('Microsoft did not pause its data center expansion in the second half of 2023.', paused.quotes[0]!.words),
      reason: 'negation',
    },
    { lie: 'brings a link', claim: honest('Microsoft paused, see https://evil.example.', paused.quotes[0]!.words), reason: 'link' },
    {
      lie: 'writes in another language',
      claim: honest('微軟在 2023 年下半年暫停了資料中心的擴建。', paused.quotes[0]!.words),
      reason: 'language',
    },
  ])('that $lie is withheld after one repair', async ({ claim, reason }) => {
    const writer = await providerOf(() => ({ pieces: draftPieces([claim]) }));
    const { claims, outcome } = await writeAll(writer);
    expect(claims).toEqual([]);
    expect(outcome).toMatchObject({ status: 'unavailable', withheld: [{ reason }] });
    expect(provider.requests).toHaveLength(2);
    expect(isRepair(provider.requests[1]!)).toBe(true);
  });

  it('gets one chance to repair, and what holds then is shown', async () => {
    const wrong = honest('The pause froze about 30 GW of planned capacity.', froze.quotes[0]!.words);
    const writer = await providerOf((request) => ({ pieces: draftPieces(isRepair(request) ? [froze] : [paused, wrong]) }));
    const { claims, outcome } = await writeAll(writer);
    expect(claims.map((claim) => claim.text)).toEqual([paused.text, froze.text]);
    expect(outcome).toMatchObject({ status: 'complete', withheld: [] });
    expect(JSON.stringify(provider.requests[1]!.body.messages)).toContain('The quotes do not say 30 GW');
  });

  it('that swaps its sources is cited where the words really stand', async () => {
    const other = articleOf('Oracle was rising on the rental of bare-metal machines.[^S1]', 'oracle');
    const swapped = { ...paused, quotes: [{ passage: 'P2', words: paused.quotes[0]!.words }] };
    const writer = await providerOf(() => ({ pieces: draftPieces([swapped]) }));
    const { claims } = await writeAll(writer, 'When?', { passages: contextOf(pauseArticle, other) });
    expect(claims[0]!.citations[0]!.articleId).toBe('pause');
  });

  it('that slips into Simplified is shown in Traditional, with the words of Taiwan', async () => {
    const source = articleOf('微軟暫停擴建，改買別人的軟體與資料庫。[^S1]', 'software', 'zh-Hant');
    const writer = await providerOf(() => ({
      pieces: draftPieces([honest('微软暂停扩建，改买别人的软件与数据库。', '微軟暫停擴建，改買別人的軟體與資料庫。')]),
    }));
    const { claims } = await writeAll(writer, '微軟做了什麼?', { language: 'zh-Hant', passages: contextOf(source) });
    expect(claims.map((claim) => claim.text)).toEqual(['微軟暫停擴建，改買別人的軟體與資料庫。']);
  });

  it('has its own markers and hidden characters taken out', async () => {
    const dressed = {
      ...paused,
      text: `**Microsoft** paused its data center\u200b expansion in the second half of 2023 [P1][2]【1†source】.`,
    };
    const writer = await providerOf(() => ({ pieces: draftPieces([dressed]) }));
    expect((await writeAll(writer)).claims[0]!.text).toBe(paused.text);
  });

  it('that says the same twice is heard once', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([paused, paused]) }));
    expect((await writeAll(writer)).claims).toHaveLength(1);
  });
});

describe('a broken stream', () => {
  const whole = JSON.stringify({ claims: [paused, froze] });
  const afterFirst = whole.slice(0, whole.indexOf(froze.quotes[0]!.words));

  it.each([
    { how: 'is cut after a claim', play: { pieces: piecesOf(afterFirst), ending: 'cut' as const } },
    { how: 'reaches the length limit', play: { pieces: piecesOf(afterFirst), ending: 'length' as const } },
    { how: 'breaks its JSON', play: { pieces: piecesOf(`${afterFirst}"}} oh`) } },
  ])('that $how ends as interrupted, never as complete', async ({ play }) => {
    const writer = await providerOf(() => play);
    const { claims, outcome } = await writeAll(writer);
    expect(claims.map((claim) => claim.text)).toEqual([paused.text]);
    expect(outcome).toMatchObject({ status: 'interrupted', notice: expect.stringContaining('interrupted') });
  });

  it('that stalls after a claim ends as interrupted at the deadline', async () => {
    provider = await openFakeProvider(() => ({ pieces: piecesOf(afterFirst), ending: 'stall' }));
    const { claims, outcome } = await writeAll(openWriter(provider.baseUrl, { deadlineMs: 600 }));
    expect(claims).toHaveLength(1);
    expect(outcome.status).toBe('interrupted');
  });

  it('that stalls before the first claim leaves the question to the extractive answer', async () => {
    provider = await openFakeProvider(() => ({ pieces: ['{"cla'], ending: 'stall' }));
    const { claims, outcome } = await writeAll(openWriter(provider.baseUrl, { deadlineMs: 400 }));
    expect(claims).toEqual([]);
    expect(outcome).toMatchObject({ status: 'unavailable', notice: expect.stringContaining('took too long') });
  });
});

describe('what an endpoint cannot do', () => {
  const refuses = (word: string) => (request: ProviderRequest) => JSON.stringify(request.body).includes(word);

  it.each([
    {
      can: 'no schemas',
      script: (request: ProviderRequest) =>
        refuses('json_schema')(request) ? refusal(400, 'response_format json_schema is not supported') : { pieces: draftPieces([paused]) },
      form: 'tools',
    },
    {
      can: 'neither schemas nor tools',
      script: (request: ProviderRequest) =>
        refuses('json_schema')(request) || refuses('tool_choice')(request)
          ? refusal(422, 'unsupported')
          : { pieces: draftPieces([paused]) },
      form: 'json_object',
    },
    {
      can: 'nothing but text',
      script: (request: ProviderRequest) =>
        request.body.response_format !== undefined || request.body.tools !== undefined
          ? refusal(400, 'unsupported')
          : { pieces: piecesOf(`- ${paused.text} [P1]\n`) },
      form: 'square brackets',
    },
    {
      can: 'no usage in streams',
      script: (request: ProviderRequest) =>
        request.body.stream_options !== undefined ? refusal(400, 'unknown field stream_options') : { pieces: draftPieces([paused]) },
      form: 'json_schema',
    },
    {
      can: 'no temperature',
      script: (request: ProviderRequest) =>
        request.body.temperature !== undefined
          ? refusal(400, 'temperature is not supported by this model')
          : { pieces: draftPieces([paused]) },
      form: 'json_schema',
    },
  ])('($can) is found out once and remembered', async ({ script, form }) => {
    const writer = await providerOf(script);
    expect((await writeAll(writer)).claims.map((claim) => claim.text)).toEqual([paused.text]);
    const asked = provider.requests.length;
    expect((await writeAll(writer, 'And another question?')).claims).toHaveLength(1);
    expect(provider.requests).toHaveLength(asked + 1);
    expect(JSON.stringify(provider.requests.at(-1)!.body)).toContain(form);
  });

  it('is learnt from what worked: a question that is refused in every form teaches nothing', async () => {
    const tooLong = refuses('a very long question');
    const writer = await providerOf((request) =>
      tooLong(request) ? refusal(400, 'maximum context length exceeded') : { pieces: draftPieces([paused]) },
    );
    expect((await writeAll(writer, 'Is this a very long question?')).outcome.status).toBe('unavailable');
    expect((await writeAll(writer)).claims).toHaveLength(1);
    expect(JSON.stringify(provider.requests.at(-1)!.body)).toContain('json_schema');
  });

  it('(prose for JSON, whatever was asked) ends with lines of text', async () => {
    const writer = await providerOf((request) => ({
      pieces: piecesOf(refuses('square brackets')(request) ? `${paused.text} [P1]\n${froze.text} [P1]` : 'Well, it paused.'),
    }));
    expect((await writeAll(writer)).claims.map((claim) => claim.text)).toEqual([paused.text, froze.text]);
  });
});

describe('trouble with the provider', () => {
  it.each([
    { trouble: 'a 429 without a header', first: refusal(429, 'slow down') },
    { trouble: 'a 429 with retry-after', first: refusal(429, 'slow down', { 'retry-after': '1' }) },
    { trouble: 'a 429 with only retry-after-ms', first: refusal(429, 'slow down', { 'retry-after-ms': '20' }) },
    { trouble: 'a 503', first: refusal(503, 'overloaded') },
    { trouble: 'a stream that is cut before its first word', first: { pieces: [], ending: 'cut' as const } },
  ])('that passes ($trouble) is waited out, by one owner of retries', async ({ first }) => {
    const writer = await providerOf(({ count }) => (count === 1 ? first : { pieces: draftPieces([paused]) }));
    expect(await writeAll(writer)).toMatchObject({ claims: [{ text: paused.text }], outcome: { status: 'complete' } });
    expect(provider.requests).toHaveLength(2);
  });

  it.each([
    { trouble: 'a wrong key', play: refusal(401, 'invalid key'), requests: 1 },
    {
      trouble: 'a quota that is spent',
      play: { status: 429, body: { error: { message: 'You exceeded your current quota', code: 'insufficient_quota' } } },
      requests: 1,
    },
    { trouble: 'an error that stays', play: refusal(500, 'broken'), requests: 4 },
    { trouble: 'a wait longer than anyone waits', play: refusal(429, 'come back tomorrow', { 'retry-after': '86400' }), requests: 1 },
  ])('that stays ($trouble) leaves the question to the extractive answer', async ({ play, requests }) => {
    const writer = await providerOf(() => play);
    expect(await writeAll(writer)).toMatchObject({
      claims: [],
      outcome: { status: 'unavailable', notice: expect.stringContaining('quotes the articles directly') },
    });
    expect(provider.requests).toHaveLength(requests);
  });

  it('pauses a provider that keeps failing: the next question does not wait for it', async () => {
    const writer = await providerOf(() => refusal(500, 'broken'));
    await writeAll(writer, 'One?');
    await writeAll(writer, 'Two?');
    const asked = provider.requests.length;
    expect(await writeAll(writer, 'Three?')).toMatchObject({ outcome: { status: 'unavailable' } });
    expect(provider.requests).toHaveLength(asked);
  });

  it("(nobody listens there any more) is told in the reader's language", async () => {
    provider = await openFakeProvider(() => refusal(500, 'unused'));
    await provider.close();
    const { outcome } = await writeAll(openWriter(provider.baseUrl), '為什麼?', { language: 'zh-Hant' });
    expect(outcome).toMatchObject({ status: 'unavailable', notice: '目前連不上語言模型，以下直接引用文章。' });
    provider = await openFakeProvider(() => refusal(500, 'unused'));
  });
});

it('reserves money for the thoughts of a model that thinks before it writes', async () => {
  provider = await openFakeProvider(() => ({ pieces: draftPieces([paused]) }));
  const reserved: number[] = [];
  const budget = {
    reserve: async ({ outputTokens }: { outputTokens: number }) => {
      reserved.push(outputTokens);
      return { settle: async () => undefined };
    },
  };
  await writeAll(openWriter(provider.baseUrl, { model: createChatModel({ model: 'gpt-5-mini', baseUrl: provider.baseUrl }), budget }));
  const { max_tokens, max_completion_tokens } = provider.requests[0]!.body as Record<string, number | undefined>;
  expect(reserved).toEqual([max_completion_tokens ?? max_tokens]);
});

describe('equal questions', () => {
  it('in flight are asked once, and all hear every claim', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([paused, froze]) }));
    const answers = await Promise.all([writeAll(writer), writeAll(writer, 'why did  Microsoft pause'), writeAll(writer)]);
    for (const { claims } of answers) expect(claims).toHaveLength(2);
    expect(provider.requests).toHaveLength(1);
  });

  it('later are answered from memory; with other passages they are asked anew', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([paused]) }));
    await writeAll(writer);
    expect((await writeAll(writer)).claims).toHaveLength(1);
    expect(provider.requests).toHaveLength(1);
    await writeAll(writer, undefined, { passages: contextOf({ ...pauseArticle, version: 'v2' }) });
    expect(provider.requests).toHaveLength(2);
  });

  it('are not remembered where the answer broke off', async () => {
    const writer = await providerOf(({ count }) =>
      count === 1
        ? { pieces: piecesOf(JSON.stringify({ claims: [paused] }).slice(0, -2)), ending: 'cut' }
        : { pieces: draftPieces([paused, froze]) },
    );
    expect((await writeAll(writer)).outcome.status).toBe('interrupted');
    expect((await writeAll(writer)).claims).toHaveLength(2);
  });

  it('go on for the others when one asker leaves', async () => {
    const writer = await providerOf(() => ({ pieces: draftPieces([paused, froze], 3) }));
    const leaving = new AbortController();
    const [first, second] = await Promise.all([
      writeAll(writer, undefined, { signal: AbortSignal.any([leaving.signal, AbortSignal.abort()]) }),
      writeAll(writer),
    ]);
    expect(first.outcome.status).toBe('interrupted');
    expect(second.claims).toHaveLength(2);
  });
});

it('sends articles and questions as values between marks, braces and all', async () => {
  const source = articleOf('The set {a, b} has {{two}} members, and Microsoft paused.[^S1]', 'braces');
  const writer = await providerOf(() => ({ pieces: draftPieces([]) }));
  await writeAll(writer, 'What is {question}?', { passages: contextOf(source) });
  const [system, human] = provider.requests[0]!.body.messages as { content: string }[];
  expect(human!.content).toContain('The set {a, b} has {{two}} members');
  expect(human!.content).toContain('What is {question}?');
  expect(system!.content).not.toContain('members');
});
