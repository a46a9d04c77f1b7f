/** What chat clients see, and how their conversations become questions of ours. */
import { describe, expect, test } from 'vitest';
import { countTokens, parseConversation, proofUrl, renderClaim, renderMessage } from '../../src/server/completions.js';
import type { Answer } from '../../src/types.js';
import { createSmallAnswerer } from './small-answerer.js';
import { hostileSentence } from './small-articles.js';

const base = 'http://127.0.0.1:8787';
const answerer = createSmallAnswerer();

describe('a conversation becomes a question', () => {
  test.each([
    { name: 'one message', messages: [{ role: 'user', content: 'Why?' }], expected: { text: 'Why?', history: [] } },
    {
      name: 'what the operator of the client wrote does not count',
      messages: [
        { role: 'system', content: 'You are a pirate.' },
        { role: 'user', content: [{ type: 'text', text: 'Why?' }, { type: 'image_url' }] },
      ],
      expected: { text: 'Why?\n', history: [] },
    },
    {
      name: 'earlier turns are history',
      messages: [
        { role: 'user', content: 'How heavy is the bell?' },
        { role: 'assistant', content: '410 kilograms.' },
        { role: 'user', content: 'Where was it cast?' },
      ],
      expected: { text: 'Where was it cast?', history: [{ question: 'How heavy is the bell?', answer: '410 kilograms.', citations: [] }] },
    },
  ])('$name', ({ messages, expected }) => {
    expect(parseConversation(messages)).toEqual(expected);
  });

  test('no message of a user is no question', () => {
    expect(parseConversation([{ role: 'system', content: 'x' }])).toBeUndefined();
  });

  test('the places quoted in an answer of ours come back from its links', async () => {
    const answer = await answerer.answer({ text: '守塔人為什麼離開霧港燈塔？' });
    const { content } = renderMessage(answer, base);
    const messages = [
      { role: 'user', content: answer.question },
      { role: 'assistant', content },
      { role: 'user', content: '鑰匙呢？' },
    ];
    expect(parseConversation(messages)!.history![0]!.citations).toEqual(
      answer.citations.map(({ articleId, articleVersion, start, end }) => ({ articleId, articleVersion, start, end })),
    );
  });
});

describe('an answer becomes a message', () => {
  test('each marker is annotated where it stands', async () => {
    const answer = await answerer.answer({ text: '霧港燈塔在哪一年第一次點燈？' });
    const { content, annotations } = renderMessage(answer, base);
    expect(annotations.map(({ url_citation: { start_index, end_index } }) => content.slice(start_index, end_index))).toEqual([
      '[1]',
      '[2]',
    ]);
    expect(annotations[0]!.url_citation).toMatchObject({ title: answer.citations[0]!.title, url: proofUrl(base, answer.citations[0]!) });
    expect(content).toContain('各家來源的說法不同');
    expect(content).toContain('來源：');
    expect(content).toContain('霧港港務局, 1921-03');
  });

  test('a decline has topics and no sources', async () => {
    const { content, annotations } = renderMessage(await answerer.answer({ text: 'How do I cook rice?' }), base);
    expect(annotations).toEqual([]);
    expect(content).toContain('The lighthouse of Mist Harbour');
    expect(content).not.toContain('Sources');
  });

  test('what was withheld is said', () => {
    const partly = {
      status: 'partly',
      withheld: [{ reason: 'x' }],
      language: 'en',
      text: '',
      claims: [],
      citations: [],
      conflicts: [],
      nearestTopics: [],
    };
    expect(renderMessage(partly as unknown as Answer, base).content).toContain('1 more could not be verified');
  });

  test('hostile text makes no link, image or markup', () => {
    const text = renderClaim({ text: `${hostileSentence} ![x](https://evil.example/beacon)`, citations: [1] });
    expect(text).not.toMatch(/\]\((?!\\)/);
    expect(text).not.toMatch(/(?<!\\)<[a-z/]/i);
  });

  test('ordinary text stays word for word, and markers are not doubled', () => {
    expect(renderClaim({ text: '塔高 32 公尺（約 105 呎），a < b。 [1]', citations: [1, 2] })).toBe(
      '塔高 32 公尺（約 105 呎），a < b。 [1] [2]',
    );
  });
});

test.each([
  ['', 0],
  ['霧港燈塔', 4],
  ['lighthouse', 3],
  ['塔 32 m', 3],
])('%j is about %i tokens', (text, tokens) => {
  expect(countTokens(text)).toBe(tokens);
});
