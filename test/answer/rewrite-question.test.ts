import { afterEach, describe, expect, it } from 'vitest';
import { parseRewriting } from '../../src/answer/rewrite-question.js';
import { type FakeProvider, openFakeProvider, type Play, piecesOf, refusal } from './fake-provider.js';
import { openWriter } from './writing.js';

let provider: FakeProvider;
afterEach(() => provider.close());

const rewriting = { standalone: '微軟為什麼暫停資料中心的擴建?', searchTerms: ['微軟', 'Microsoft', '暫停', 'pause'] };
const followUp = { text: '為什麼?', history: [{ question: '微軟暫停了資料中心的擴建嗎?' }] };

async function writerOf(script: () => Play, parts = {}) {
  provider = await openFakeProvider(script);
  return openWriter(provider.baseUrl, parts);
}

describe('a better question', () => {
  it('stands alone, with terms in the languages of the collection', async () => {
    const writer = await writerOf(() => ({ pieces: piecesOf(JSON.stringify(rewriting)) }));
    expect(await writer.rewrite(followUp, ['zh-Hant', 'en'])).toEqual(rewriting);
    const material = JSON.stringify(provider.requests[0]!.body.messages);
    expect(material).toContain('zh-Hant, en');
    expect(material).toContain(followUp.history[0]!.question);
  });

  it('is not asked for where the question stands alone in the only language', async () => {
    const writer = await writerOf(() => ({ pieces: piecesOf(JSON.stringify(rewriting)) }));
    expect(await writer.rewrite({ text: '微軟為什麼暫停資料中心的擴建?' }, ['zh-Hant', 'zh-Hans'])).toBeUndefined();
    expect(provider.requests).toHaveLength(0);
  });

  it('keeps a question that stands alone as it is, whatever the model makes of it, and takes its terms', async () => {
    const writer = await writerOf(() => ({ pieces: piecesOf(JSON.stringify({ ...rewriting, standalone: 'What day is it?' })) }));
    const text = '微軟為什麼暫停資料中心的擴建?';
    expect(await writer.rewrite({ text }, ['zh-Hant', 'en'])).toEqual({ standalone: text, searchTerms: rewriting.searchTerms });
  });

  it('is asked for once', async () => {
    const writer = await writerOf(() => ({ pieces: piecesOf(JSON.stringify(rewriting)) }));
    await writer.rewrite(followUp, ['zh-Hant', 'en']);
    expect(await writer.rewrite(followUp, ['zh-Hant', 'en'])).toEqual(rewriting);
    expect(provider.requests).toHaveLength(1);
  });

  it.each<{ fails: string; play: Play }>([
    { fails: 'refuses', play: refusal(401, 'no') },
    { fails: 'answers instead of rewriting', play: { pieces: ['Because of the hardware.'] } },
    { fails: 'breaks off', play: { pieces: ['{"standalone":"W'], ending: 'cut' } },
    { fails: 'stalls', play: { pieces: ['{'], ending: 'stall' } },
  ])('costs nothing but quality where the model $fails', async ({ play }) => {
    const writer = await writerOf(() => play, { deadlineMs: 1_000 });
    expect(await writer.rewrite(followUp, ['zh-Hant', 'en'])).toBeUndefined();
  });
});

describe('what is taken for a rewriting', () => {
  it.each([
    { text: `\`\`\`json\n${JSON.stringify(rewriting)}\n\`\`\``, wanted: rewriting },
    { text: '{"standalone":" a \\n question ","searchTerms":["x","x",""]}', wanted: { standalone: 'a question', searchTerms: ['x'] } },
    { text: '{"standalone":"","searchTerms":[]}', wanted: undefined },
    { text: '{"standalone":"a"}', wanted: undefined },
    { text: `{"standalone":"${'a'.repeat(600)}","searchTerms":[]}`, wanted: undefined },
    { text: '{broken', wanted: undefined },
    { text: '{broken}', wanted: undefined },
  ])('$text', ({ text, wanted }) => {
    provider ??= { baseUrl: '', requests: [], close: async () => undefined };
    expect(parseRewriting(text)).toEqual(wanted);
  });
});
