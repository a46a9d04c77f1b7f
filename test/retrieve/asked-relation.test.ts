import { describe, expect, test } from 'vitest';
import { askedRelation } from '../../src/retrieve/asked-relation.js';

describe('what a question asks of its subject', () => {
  test.each([
    ['Why did Nils Holm sell the mill?', 'sell'],
    ['When does the Gull Point Light close?', 'close'],
    ['How did they repair it?', 'repair'],
    ['What year was Nils Holm born?', 'born'],
    ['Why was it painted?', 'painted'],
    ['What is the price of a ticket?', 'price'],
    ["What was Lund's population?", 'population'],
    ['霍姆為什麼賣掉磨坊？', '賣掉'],
    ['磨坊是什麼時候停工的？', '停工'],
    ['他为什么不想搬走？', '搬走'],
    ['館長的年薪是多少？', '年薪'],
    ['燈塔的塔身高度是多少？', '高度'],
  ])('%s: %s', (question, word) => {
    const relation = askedRelation(question)!;
    expect(question.slice(relation.start, relation.end)).toBe(word);
  });

  test('is the same word in both scripts', () => {
    expect(askedRelation('霍姆為什麼賣掉磨坊？')!.term).toBe(askedRelation('霍姆为什么卖掉磨坊？')!.term);
  });

  test.each(['Who keeps the lamp?', 'Why?', '鷹架是什麼？', '', '？'])('"%s" does not say it plainly', (question) => {
    expect(askedRelation(question)).toBeUndefined();
  });
});
