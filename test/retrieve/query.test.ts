import { describe, expect, test } from 'vitest';
import { askedFor, createQuery, stripScaffolding } from '../../src/retrieve/query.js';
import { termsOf } from '../../src/text/terms.js';

describe('what makes a sentence a question is not searched for', () => {
  test.each([
    ['微軟為什麼暫停資料中心的擴建?', '微软 暂停资料中心的扩建?'],
    ['请问纳德拉是谁？', '纳德拉 ?'],
    ['什麼是鷹架策略？', '鹰架策略?'],
    ['When did Microsoft pause its expansion?', 'microsoft pause expansion?'],
    ['Who is Amy Hood?', 'amy hood?'],
    ["What's fungibility?", 'fungibility?'],
    ['How do I cook rice?', 'cook rice?'],
    ['甲骨文是什麼時候成立的？', '甲骨文是 成立的?'],
    ['欸想問一下，納德拉是誰', ',纳德拉'],
    ['幫我整理燈塔的規格', '灯塔的规格'],
    ['hey so when exactly did Oracle sign, like, anything', 'oracle sign, , anything'],
  ])('%s', (question, searched) => {
    expect(stripScaffolding(question).replace(/\s+/g, ' ').trim()).toBe(searched);
  });

  test.each(['為什麼?', 'what is it', 'Tell me why'])('but where nothing else is left, it is: %s', (question) => {
    expect(createQuery(question).terms.length).toBeGreaterThan(0);
  });
});

describe('what kind of answer is asked for', () => {
  test.each([
    ['微軟為什麼暫停?', 'reason'],
    ['Why did it stop?', 'reason'],
    ['哪一年接手？', 'time'],
    ['When did it pause?', 'time'],
    ['花了多少錢？', 'number'],
    ['How many data centers were paused?', 'number'],
    ['納德拉是誰？', 'person'],
    ['Who is Amy Hood?', 'person'],
    ['哪裡蓋資料中心？', 'place'],
    ['Where is Fairwater?', 'place'],
    ['哪家公司接手？', 'organisation'],
    ['Which company took over?', 'organisation'],
    ['如何做到？', 'manner'],
    ['What does scaffolding mean?', 'definition'],
    ['Is Oracle profitable?', 'yes-no'],
    ['鷹架', 'other'],
  ])('%s -> %s', (question, asks) => {
    expect(askedFor(question)).toBe(asks);
  });
});

test('words of the conversation are searched for too, after those of the question and less', () => {
  const { terms, boosts } = createQuery('他何時說的', '納德拉的鷹架策略');
  const carried = new Set(termsOf('鷹架'));
  const boostOf = (term: number) => boosts[terms.indexOf(term)]!;
  for (const term of carried) expect(boostOf(term)).toBeLessThan(1);
  expect(boosts[0]).toBe(1);
  expect(new Set(terms).size).toBe(terms.length);
});

test('both scripts and widths ask the same', () => {
  expect(createQuery('微軟為什麼暫停 Ａｚｕｒｅ？').terms).toEqual(createQuery('微软为什么暂停 azure?').terms);
});
