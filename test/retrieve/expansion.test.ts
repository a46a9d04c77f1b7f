/** Questions in other words than the articles': by a glossary's names, and in the other language; through the product's own path. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answer, Answerer } from '../../src/types.js';
import { type MadeCollection, madeArticle, openMadeCollection } from '../made-collection.js';

const english = {
  'lighthouse.md': madeArticle(
    'lighthouse',
    'en',
    'The lighthouse at Gull Point',
    'The lighthouse was painted red in 1987 because the white tower could not be seen in snow. Its lamp turns once every nine seconds. Ada Brandt has kept it since 2003.',
  ),
  'ferry.md': madeArticle(
    'ferry',
    'en',
    'The ferry',
    'The ferry crosses twice a day. In winter the last one leaves at four in the afternoon.',
  ),
  'bakery.md': madeArticle(
    'bakery',
    'en',
    'The bakery',
    'The bakery opens at six. Its rye bread is baked in a stone oven built by the village in 1902.',
  ),
};
const chinese = {
  '燈塔.md': madeArticle(
    '燈塔',
    'zh-Hant',
    '鷗岬燈塔',
    '燈塔在1987年漆成紅色，因為白色的塔身在雪中看不見。燈每九秒轉一圈。2003年起由布蘭特看守。',
  ),
  '渡輪.md': madeArticle('渡輪', 'zh-Hant', '渡輪', '渡輪一天往返兩次。冬天最後一班下午四點開。'),
  '麵包店.md': madeArticle('麵包店', 'zh-Hant', '麵包店', '麵包店六點開門。黑麥麵包在1902年村民砌的石窯裡烤。'),
};
const founder = madeArticle('founder', 'en', 'Nils Holm', 'The founder died in 1911. He left the mill to his niece.');
const 創辦人 = madeArticle('創辦人', 'zh-Hant', '霍姆', '創辦人於1911年過世。他把磨坊留給姪女。');
const glossary = '# zh\ten\n布蘭特|燈塔守|老船長\tAda Brandt|the keeper\n';
const lines = [
  '燈塔 灯塔 [deng1 ta3] /lighthouse/',
  '紅色 红色 [hong2 se4] /red (color)/revolutionary/',
  '漆 漆 [qi1] /paint/to paint (furniture, walls etc)/',
  '漆成 漆成 [qi1 cheng2] /to paint in a color/',
  '渡輪 渡轮 [du4 lun2] /ferry/',
  '冬天 冬天 [dong1 tian1] /winter/',
  '最後 最后 [zui4 hou4] /last/final/',
  '麵包 面包 [mian4 bao1] /bread/CL:片[pian4]/',
  '麵包店 面包店 [mian4 bao1 dian4] /bakery/',
  '開門 开门 [kai1 men2] /to open a door/to open for business/',
  '雪 雪 [xue3] /snow/',
].join('\n');

let directory: string;
const open: MadeCollection[] = [];
const openCollection = async (files: Record<string, string>, environment: Record<string, string> = {}): Promise<Answerer> => {
  const collection = await openMadeCollection(files, environment);
  open.push(collection);
  return collection.answerer;
};
const written = async (name: string, content: string | Uint8Array): Promise<string> => {
  await writeFile(join(directory, name), content);
  return join(directory, name);
};

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'yingjia-words-'));
});
afterAll(async () => {
  await Promise.all(open.map((collection) => collection.close()));
  await rm(directory, { recursive: true });
});

const first = (answer: Answer) => answer.citations[0]?.articleId;
const ask = (answerer: Answerer, text: string) => answerer.answer({ text }, { decline: false });

describe('a question whose language no article has', () => {
  test.each([
    { question: '燈塔為什麼漆成紅色?', articles: english, found: 'lighthouse' },
    { question: '冬天最後一班渡輪幾點?', articles: english, found: 'ferry' },
    { question: '麵包店幾點開門?', articles: english, found: 'bakery' },
    { question: 'Why was the lighthouse painted red?', articles: chinese, found: '燈塔' },
    { question: 'When does the last ferry leave in winter?', articles: chinese, found: '渡輪' },
    { question: 'When does the bakery open?', articles: chinese, found: '麵包店' },
  ])(
    '$question is answered from $found with the dictionary, by quotes as they stand, and says so',
    async ({ question, articles, found }) => {
      const answerer = await openCollection(articles, { YINGJIA_DICTIONARY: await written('small.txt.gz', gzipSync(lines)) });
      const answer = await ask(answerer, question);
      expect(first(answer)).toBe(found);
      for (const { articleId, articleVersion, start, end, quote } of answer.citations) {
        expect((await answerer.readArticle(articleId, articleVersion))!.text.slice(start, end)).toBe(quote);
      }
      expect(answer.notices?.join()).toMatch(/原文|original|quoted/i);
      expect((await answerer.search({ text: question }, 1))[0]!.passage.articleId).toBe(found);
    },
  );

  test('is answered by the names of the glossary alone', async () => {
    const answerer = await openCollection({ ...english, 'glossary.tsv': glossary });
    expect(first(await ask(answerer, '布蘭特是從哪一年開始的?'))).toBe('lighthouse');
  });

  test.each([
    { question: '創辦人是哪一年去世的?', articles: { 'founder.md': founder, ...english }, found: 'founder' },
    { question: 'In which year did the founder die?', articles: { '創辦人.md': 創辦人, ...chinese }, found: '創辦人' },
  ])('$question is answered from $found by everyday words alone', async ({ question, articles, found }) => {
    expect(first(await ask(await openCollection(articles), question))).toBe(found);
  });

  test('finds nothing without a list that knows its words', async () => {
    const answerer = await openCollection(english);
    expect((await answerer.answer({ text: '燈塔為什麼漆成紅色?' })).status).toBe('not-in-articles');
  });
});

describe('names of the glossary', () => {
  test.each([
    { name: 'the name in the article', question: '布蘭特看守什麼?' },
    { name: 'another name', question: '老船長看守什麼?' },
    { name: 'another name in the other script', question: '老船长看守什么?' },
  ])('$name finds the article', async ({ question }) => {
    const answerer = await openCollection({ ...chinese, 'glossary.tsv': glossary });
    expect((await answerer.search({ text: question }, 1))[0]!.passage.articleId).toBe('燈塔');
  });

  test('find nothing without the glossary', async () => {
    const answerer = await openCollection(chinese);
    const [hit] = await answerer.search({ text: '老船長?' }, 1);
    expect(hit?.lexical ?? 0).toBe(0);
  });

  test('lead to articles in the question’s own language where there are some', async () => {
    const answerer = await openCollection({ ...english, ...chinese, 'glossary.tsv': glossary });
    expect(first(await ask(answerer, '老船長從哪一年起看守燈塔?'))).toBe('燈塔');
    expect(first(await ask(answerer, 'Since when has the keeper kept the lighthouse?'))).toBe('lighthouse');
  });
});

describe('a dictionary that cannot be used', () => {
  test('is named at once where there is none', async () => {
    await expect(openCollection(english, { YINGJIA_DICTIONARY: join(directory, 'none.txt') })).rejects.toMatchObject({
      code: 'SETTINGS',
      problem: expect.stringContaining('none.txt'),
      fix: expect.stringContaining('YINGJIA_DICTIONARY'),
    });
  });

  test.each([
    { name: 'no line is an entry', content: 'just a text', problem: 'holds no line like' },
    { name: 'its gzip stream is cut off', content: gzipSync(lines.repeat(50)).subarray(0, 60), problem: 'cannot be unpacked' },
  ])('is named when it is first needed where $name', async ({ content, problem }) => {
    const answerer = await openCollection(english, { YINGJIA_DICTIONARY: await written('bad.txt', content) });
    await expect(answerer.answer({ text: '燈塔為什麼漆成紅色?' })).rejects.toMatchObject({
      code: 'SETTINGS',
      problem: expect.stringContaining(problem),
    });
    expect((await answerer.answer({ text: 'Why was the lighthouse painted red?' }, { decline: false })).citations).not.toEqual([]);
  });
});
