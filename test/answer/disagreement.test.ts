import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { amountsDiffer, datesDiffer, valuesOf } from '../../src/answer/values.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import type { Answer, Answerer } from '../../src/types.js';
import { type MadeCollection, openMadeCollection } from '../made-collection.js';
import { draftPieces, openFakeProvider } from './fake-provider.js';

const article = (id: string, title: string, publisher: string, date: string, body: string) =>
  `---\nid: ${id}\ntitle: ${title}\nlanguage: en\nsources:\n  - id: A\n    title: ${title}\n    publisher: ${publisher}\n    date: "${date}"\n---\n\n${body}\n`;

/** Two newspapers about one bridge: they differ on its opening and its length, and agree on its builder. */
const bridges = {
  'gazette.md': article(
    'gazette',
    'The Maro bridge',
    'Harbour Gazette',
    '2019-04-02',
    'The Maro bridge spans the mouth of the river.[^A] The Maro bridge was opened to traffic in 1932.[^A] The Maro bridge is 410 metres long.[^A] The Maro bridge was built by the Tolland works.[^A]',
  ),
  'courier.md': article(
    'courier',
    'A crossing at Maro',
    'Coast Courier',
    '2021-09-15',
    'Ferries crossed the river for a century.[^A] The Maro bridge was opened to traffic in 1935.[^A] The Maro bridge is 460 metres long.[^A] The Maro bridge was built by the Tolland works.[^A]',
  ),
};

const sidesOf = (answer: Answer) => answer.conflicts.flatMap(({ claims }) => claims.map((index) => answer.claims[index]!.text));

describe('two sources about one thing', () => {
  let made: MadeCollection;
  beforeAll(async () => {
    made = await openMadeCollection(bridges);
  });
  afterAll(() => made.close());

  test.each([
    { question: 'When was the Maro bridge opened to traffic?', values: ['1932', '1935'] },
    { question: 'How many metres long is the Maro bridge?', values: ['410', '460'] },
  ])('that differ stand side by side, each with its publisher and date: $question', async ({ question, values }) => {
    const answer = await made.answerer.answer({ text: question });
    expect(answer.status).toBe('answered');
    const sides = sidesOf(answer);
    expect(sides).toHaveLength(2);
    for (const value of values) expect(sides.filter((side) => side.includes(value))).toHaveLength(1);
    expect(sides.filter((side) => side.startsWith('Harbour Gazette (2019-04-02)'))).toHaveLength(1);
    expect(sides.filter((side) => side.startsWith('Coast Courier (2021-09-15)'))).toHaveLength(1);
  });

  test('that agree are no disagreement', async () => {
    const answer = await made.answerer.answer({ text: 'Who built the Maro bridge?' });
    expect(answer.conflicts).toEqual([]);
    expect(answer.citations[0]?.quote).toContain('Tolland');
  });
});

describe('a model that gives what both sources say', () => {
  const quotes = {
    1932: 'The Maro bridge was opened to traffic in 1932.',
    1935: 'The Maro bridge was opened to traffic in 1935.',
    410: 'The Maro bridge is 410 metres long.',
    460: 'The Maro bridge is 460 metres long.',
    river: 'The Maro bridge spans the mouth of the river.',
    built: 'The Maro bridge was built by the Tolland works.',
  };
  type Said = { text: string; quote: keyof typeof quotes };

  async function ask(question: string, said: readonly Said[]): Promise<Answer> {
    const provider = await openFakeProvider(() => ({
      pieces: draftPieces(said.map(({ text, quote }) => ({ text, quotes: [{ passage: 'P1', words: quotes[quote] }] }))),
    }));
    const made = await openMadeCollection(bridges, { OPENAI_BASE_URL: provider.baseUrl, YINGJIA_CHAT_MODEL: 'test-model' });
    onTestFinished(async () => {
      await made.close();
      await provider.close();
    });
    const answer = await made.answerer.answer({ text: question });
    expect(answer).toMatchObject({ mode: 'generated', status: 'answered', claims: said.map(({ text }) => ({ text })) });
    return answer;
  }
  const opened1932: Said = { text: 'The Maro bridge opened to traffic in 1932.', quote: 1932 };
  const opened1935: Said = { text: 'The Maro bridge was opened to traffic in 1935.', quote: 1935 };
  const long410: Said = { text: 'The Maro bridge is 410 metres long.', quote: 410 };
  const long460: Said = { text: 'The Maro bridge is 460 metres long.', quote: 460 };
  const river: Said = { text: 'The Maro bridge spans the mouth of the river.', quote: 'river' };
  const built: Said = { text: 'The Maro bridge was built by the Tolland works.', quote: 'built' };

  test.each([
    { question: 'When was the Maro bridge opened to traffic?', said: [opened1932, opened1935], groups: [[0, 1]] },
    { question: 'When was the Maro bridge opened to traffic?', said: [river, opened1935, opened1932], groups: [[1, 2]] },
    { question: 'How many metres long is the Maro bridge?', said: [long410, long460], groups: [[0, 1]] },
    {
      question: 'What is the Maro bridge?',
      said: [river, opened1932, opened1935, long410, built, long460],
      groups: [
        [1, 2],
        [3, 5],
      ],
    },
    { question: 'When was the Maro bridge opened to traffic?', said: [opened1932, built], groups: [] },
    { question: 'What is the Maro bridge?', said: [opened1932, long460, built, river], groups: [] },
  ])('differs where they differ on one value: $question $groups', async ({ question, said, groups }) => {
    const answer = await ask(question, said);
    expect(answer.conflicts.map(({ claims }) => claims)).toEqual(groups);
  });

  test('is shown side by side, each with its publisher and date, after what nobody disputes', async () => {
    const { text } = await ask('When was the Maro bridge opened to traffic?', [opened1932, opened1935, river]);
    expect(text.split('\n')).toEqual([
      `${river.text} [3]`,
      'The sources do not agree; here is what each reports.',
      `Harbour Gazette (2019-04-02): ${opened1932.text} [1]`,
      `Coast Courier (2021-09-15): ${opened1935.text} [2]`,
    ]);
  });
});

test('a sentence that was withheld is counted in the text of the answer', async () => {
  const provider = await openFakeProvider(() => ({
    pieces: draftPieces([
      {
        text: 'The Maro bridge was opened to traffic in 1932.',
        quotes: [{ passage: 'P1', words: 'The Maro bridge was opened to traffic in 1932.' }],
      },
      { text: 'The Maro bridge is made of glass.', quotes: [{ passage: 'P1', words: 'The Maro bridge is made of glass.' }] },
    ]),
  }));
  const made = await openMadeCollection(bridges, { OPENAI_BASE_URL: provider.baseUrl, YINGJIA_CHAT_MODEL: 'test-model' });
  onTestFinished(async () => {
    await made.close();
    await provider.close();
  });
  const answer = await made.answerer.answer({ text: 'When was the Maro bridge opened to traffic?' });
  expect(answer).toMatchObject({ status: 'partly', withheld: [{ reason: 'quote' }] });
  expect(answer.text.split('\n')[1]).toBe('One more sentence could not be verified in the articles and was left out.');
});

describe('the shipped collection', () => {
  let answerer: Answerer;
  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'yingjia-shipped-'));
    const settings = parseSettings({ YINGJIA_STATE: join(directory, 'state') }, { corpus: 'corpus', index: join(directory, 'index') });
    await refreshIndex(settings);
    answerer = await openAnswerer(settings);
  });
  afterAll(async () => {
    await answerer.close();
    await rm(directory, { recursive: true });
  });

  test.each([
    { question: 'When did the pause happen?', both: [/2023/, /2024/] },
    { question: '微軟是什麼時候暫停擴建資料中心的?', both: [/2023/, /2024/] },
    { question: 'How big was the capacity gap that went to Oracle?', both: [/3 GW/, /3\.5 GW/] },
    { question: '微軟讓出的算力缺口有多少 GW?', both: [/ 3 GW/, /3\.5 GW/] },
    { question: 'Did OpenAI use OCI for training or inference?', both: [/training/, /inference/] },
    { question: 'OpenAI 用甲骨文的雲端做訓練還是推論?', both: [/訓練/, /推論/] },
  ])('shows both sides: $question', async ({ question, both }) => {
    const answer = await answerer.answer({ text: question });
    expect(answer.status).toBe('answered');
    expect(answer.conflicts).not.toEqual([]);
    for (const pattern of both) expect(sidesOf(answer).join('\n')).toMatch(pattern);
  });

  test('a reason is no disagreement, however many dates stand beside it', async () => {
    const answer = await answerer.answer({ text: 'Why did Microsoft pause its data center expansion?' });
    expect(answer.conflicts).toEqual([]);
    expect(answer.citations.map((citation) => citation.quote).join('\n')).toMatch(/generation[\s\S]*customer|customer[\s\S]*generation/);
  });
});

describe('values', () => {
  const dates = (text: string) => valuesOf(text).dates;
  const amounts = (text: string) => valuesOf(text).quantities;

  test.each([
    { one: 'in June 2024', other: '2024 年 6 月 11 日', differ: false },
    { one: 'in 2023', other: 'in mid-2024', differ: true },
    { one: '2023 年下半年', other: '2024 年年中', differ: true },
    { one: 'in June', other: 'in July', differ: false },
  ])('dates "$one" and "$other" differ: $differ', ({ one, other, differ }) => {
    expect(datesDiffer(dates(one), dates(other))).toBe(differ);
  });

  test.each([
    { one: '3 GW', other: '三吉瓦', differ: false },
    { one: '3 GW', other: '3.5 GW', differ: true },
    { one: '3 GW', other: '3000 MW', differ: false },
    { one: '3 GW', other: '27 percent', differ: false },
    { one: '12 to 13 GW', other: '13 GW', differ: false },
  ])('amounts "$one" and "$other" differ: $differ', ({ one, other, differ }) => {
    expect(amountsDiffer(amounts(one), amounts(other), new Set())).toBe(differ);
  });
});
