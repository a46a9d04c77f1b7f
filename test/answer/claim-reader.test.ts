import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ClaimReader } from '../../src/answer/claim-reader.js';
import { LineReader } from '../../src/answer/line-reader.js';
import { contextOf, froze, pauseArticle, paused } from './writing.js';

function readAll(text: string, sizes: readonly number[] = [7]): { claims: unknown[]; complete: boolean } {
  const reader = new ClaimReader();
  const claims: unknown[] = [];
  for (let at = 0, turn = 0; at < text.length; turn++) {
    const size = sizes[turn % sizes.length]!;
    claims.push(...reader.push(text.slice(at, at + size)));
    at += size;
  }
  return { claims, complete: reader.end().complete };
}

describe('claims out of a stream', () => {
  it('are the same however the stream is cut into pieces', () => {
    const claim = fc.record({
      text: fc.string({ unit: 'grapheme' }),
      quotes: fc.array(fc.record({ passage: fc.constantFrom('P1', 'P2'), words: fc.string({ unit: 'grapheme' }) }), { maxLength: 3 }),
    });
    fc.assert(
      fc.property(
        fc.array(claim, { maxLength: 4 }),
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        (claims, sizes, pretty) => {
          const json = JSON.stringify({ claims }, null, pretty ? 2 : 0);
          expect(readAll(json, sizes)).toEqual({ claims, complete: true });
        },
      ),
    );
  });

  it('never come from a prefix that does not hold them, and a prefix is never complete', () => {
    const json = JSON.stringify({ claims: [paused, froze] });
    const last = json.lastIndexOf(']');
    for (let length = 0; length < last; length++) {
      const { claims, complete } = readAll(json.slice(0, length));
      expect(complete).toBe(false);
      expect([paused, froze].slice(0, claims.length)).toEqual(claims);
    }
  });

  it.each([
    { around: 'a fence', text: `\`\`\`json\n${JSON.stringify({ claims: [paused] })}\n\`\`\`` },
    { around: 'words', text: `Here is the "answer": ${JSON.stringify({ claims: [paused] })} Hope it helps!` },
    { around: 'nothing, as a bare list', text: JSON.stringify([paused]) },
    { around: 'another key before it', text: JSON.stringify({ thoughts: 'a {brace} and a "quote"', claims: [paused] }) },
    { around: 'fields we did not ask for', text: JSON.stringify({ claims: [{ ...paused, confidence: 1 }] }) },
  ])('are read with $around', ({ text }) => expect(readAll(text)).toEqual({ claims: [paused], complete: true }));

  it.each([
    { broken: 'a claim without quotes', text: '{"claims":[{"text":"a"}]}' },
    { broken: 'a bad escape', text: '{"claims":[{"text":"\\x","quotes":[]}]}' },
    { broken: 'prose', text: 'I cannot do that.' },
    { broken: 'an endless text', text: `{"claims":[{"text":"${'a'.repeat(120_000)}` },
  ])('end as unreadable with $broken', ({ text }) => expect(readAll(text, [1_000])).toEqual({ claims: [], complete: false }));
});

describe('claims out of lines', () => {
  const read = (text: string) => {
    const reader = new LineReader(contextOf(pauseArticle));
    return [...[...text].flatMap((character) => reader.push(character)), ...reader.finish()];
  };

  it('quote the sentences of the passages they name that say most of them', () => {
    expect(
      read('1. Microsoft paused its data center expansion in the second half of 2023 [P1].\n- About 3.5 GW was frozen 【P1】\n'),
    ).toMatchObject([
      {
        text: 'Microsoft paused its data center expansion in the second half of 2023.',
        quotes: [{ passage: 'P1', words: 'Microsoft paused its data center expansion in the second half of 2023.[^S1]' }],
      },
      { text: 'About 3.5 GW was frozen', quotes: [{ passage: 'P1', words: 'The pause froze about 3.5 GW of planned capacity.[^S1]' }] },
    ]);
  });

  it('without a passage, or with one that was not given, are none', () =>
    expect(read('Microsoft paused.\nIt paused [P9]\nNONE\n')).toEqual([]));
});
