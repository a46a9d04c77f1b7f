/** A question in other words than the articles', in the same language, is answered without a glossary or a dictionary. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Answerer } from '../../src/types.js';
import { type MadeCollection, madeArticle, openMadeCollection } from '../made-collection.js';

const articles = {
  'mill.md': madeArticle(
    'mill',
    'en',
    'The mill',
    'The mill stands by the weir. A flood destroyed its wheel in spring. The village purchased a new wheel from a smith. Two dozen people are employed there. The mill was founded by a baker called Otto Lind.',
  ),
  '磨坊.md': madeArticle(
    '磨坊',
    'zh-Hant',
    '老磨坊',
    '老磨坊立在堰邊。春天的洪水沖走了水輪。村民後來向鐵匠購入新的水輪。磨坊一共僱用十五名職員。磨坊的功耗是三千瓦。磨坊在一九〇二年落成。磨坊由麵包師傅林德創立。',
  ),
};

let collection: MadeCollection;
let answerer: Answerer;
beforeAll(async () => {
  collection = await openMadeCollection(articles, {});
  answerer = collection.answerer;
});
afterAll(() => collection.close());

describe('everyday words', () => {
  test.each([
    ['Where did the villagers buy the wheel?', 'purchased'],
    ['How big is the workforce of the mill?', 'employed'],
    ['Who set up the mill?', 'founded'],
    ['水輪是跟誰買的？', '購入'],
    ['磨坊有多少員工？', '職員'],
    ['磨坊用電多少？', '功耗'],
    ['磨坊是誰創辦的？', '創立'],
  ])('%s', async (question, word) => {
    const answer = await answerer.answer({ text: question }, { decline: false });
    expect(answer.citations[0]!.quote).toContain(word);
  });
});

describe('numbers in figures and in words', () => {
  test.each([
    ['磨坊在 1902 年發生什麼事？', '一九〇二年'],
    ['哪裡有 15 名職員？', '十五名'],
    ['什麼東西是 3 千瓦？', '三千瓦'],
  ])('%s', async (question, word) => {
    const answer = await answerer.answer({ text: question }, { decline: false });
    expect(answer.citations[0]!.quote).toContain(word);
  });
});
