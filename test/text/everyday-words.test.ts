import { describe, expect, test } from 'vitest';
import { everydayRows } from '../../src/text/everyday-rows.js';
import { everydayWords } from '../../src/text/everyday-words.js';
import { fold } from '../../src/text/fold.js';
import { tokensOf } from '../../src/text/tokens.js';

const others = (word: string) =>
  everydayWords()
    .match(tokensOf(fold(word)), 0)
    ?.forms.map(({ written }) => written) ?? [];

describe('what is asked and what is written', () => {
  test.each([
    ['員工', '職員'],
    ['员工', '職員'],
    ['售價', 'price'],
    ['founded', 'establish'],
    ['停蓋', 'pause'],
    ['stopped', 'halt'],
  ])('%s may be written %s', (asked, written) => {
    expect(others(asked)).toContain(written);
  });

  test.each(['鷹架', '納德拉', 'scaffolding', 'Oracle'])('%s is no everyday word', (word) => {
    expect(others(word)).toEqual([]);
  });
});

test('every row holds words of both languages, none of them twice', () => {
  expect(everydayRows.length).toBeGreaterThan(1000);
  for (const row of everydayRows) {
    const [chinese = '', english = '', ...more] = row.split(' = ');
    const forms = [chinese, english].map((side) => side.split('|'));
    expect(more, row).toEqual([]);
    for (const side of forms) expect(new Set(side).size, row).toBe(side.length);
    for (const form of forms.flat()) expect(tokensOf(fold(form)).length, row).toBeGreaterThan(0);
    for (const form of forms[0]!) expect(form, row).toMatch(/\p{Script=Han}/u);
    for (const form of forms[1]!) expect(form, row).not.toMatch(/\p{Script=Han}/u);
  }
});

test.each([
  ['buy', 'sell'],
  ['rise', 'fall'],
  ['win', 'lose'],
  ['open', 'close'],
  ['cancel', 'delay'],
  ['hire', 'fire'],
  ['agree', 'refuse'],
  ['found', 'dissolve'],
  ['增加', '減少'],
  ['收購', '出售'],
  ['支持', '反對'],
  ['上任', '辭職'],
  ['取消', '延後'],
  ['領先', '落後'],
])('%s never stands for %s', (one, opposite) => {
  expect(others(one)).not.toContain(opposite);
  expect(others(opposite)).not.toContain(one);
});
