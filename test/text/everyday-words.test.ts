import { describe, expect, test } from 'vitest';
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
