import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { sentencesOf, trimSpan } from '../../src/text/sentences.js';
import { hostileText, marksIn, texts } from './texts.js';

const sentences = (text: string) => sentencesOf(text).map(({ start, end }) => text.slice(start, end));

describe('Chinese sentences', () => {
  test.each([
    ['end at 。！？!?…', ['微軟停了。', '甲骨文接手！', '為什麼？', '因為便宜!', '真的?', '是的…', '好……', '完']],
    ['end at half-width ｡', ['半形句｡', '第二句｡']],
    ['end behind the quotes that close there', ['他說：「我們停下來。」', '然後走了。', '（微軟停了。）', '『停！』']],
    ['end behind typographic and straight quotes', ['“為什麼停？”', '他說:"停!"', '然後走。']],
    ['end once at a row of marks', ['真的！！！', '太好了？？', '什麼？！']],
    ['keep the footnote marks behind them', ['第一句。[^S4]', '第二句。[^S1][^S2]', '第三句[^S4]。']],
    ['end where Latin words follow', ['用 Azure！', '微軟停了。', 'OpenAI 沒有。']],
  ])('%s', (_, expected) => {
    expect(sentences(expected.join(''))).toEqual(expected);
  });

  test.each(['一；二；三。', '成長 3.5% 到 12.75 億美元。', '用 www.example.com 查。', '他說「停」然後走。'])('are whole: %s', (text) => {
    expect(sentences(text)).toEqual([text]);
  });
});

describe('English sentences', () => {
  test.each([
    ['end at . ! ? and a space', ['He left.', 'She stayed!', 'Why?', 'Because.']],
    ['end behind closing quotes', ['He said “stop.”', 'Then he left.', 'He asked: "Why?"', 'She said: "Because."']],
    ['do not end at decimals', ['It grew 3.5 percent.', 'It fell 2.1 percent.']],
    ['do not end at versions and addresses', ['Node.js 20.20.2 runs www.example.com.', 'Version 2.0 came.']],
    ['do not end at titles, initials and months', ['Mr. Smith met Dr. J. Lee at 3.5 p.m. on Jan. 5.', 'They talked.']],
    ['do not end at firms and countries', ['OpenAI, Inc. is a firm.', 'The U.S. economy grew.', 'St. Louis did too.']],
    ['do not end within speech', ['“Why now?” he asked.', 'He said "stop!" and left.']],
    ['end once at a row of marks', ['What?!', 'No way!!']],
    ['keep the footnote marks behind them', ['The first sentence.[^S4]', 'The second one.[^S1][^S2]', 'Third.']],
  ])('%s', (_, expected) => {
    expect(sentences(expected.join(' '))).toEqual(expected);
  });
});

describe('lines', () => {
  test('a wrapped paragraph of words goes on, and its sentences with it', () => {
    const text =
      'The company paused its plans in several places, and nobody\noutside was told why. It went on again in the\nfollowing year, when the terms of the contract had changed.';
    expect(sentences(text)).toEqual([
      'The company paused its plans in several places, and nobody\noutside was told why.',
      'It went on again in the\nfollowing year, when the terms of the contract had changed.',
    ]);
  });

  test.each([
    ['a heading', ['# What it means', 'It means this']],
    ['a list', ['- one thing', '- another', '1. first', '2) second', '3、第三']],
    ['a table', ['| a | b |', '|---|---|', '| 1 | 2 |']],
    ['short lines', ['A title', 'By somebody', 'Some verse']],
    ['lines of Chinese', ['微軟暫停了資料中心', '的擴建']],
    ['a quotation', ['Some words that lead up to a quotation, at length:', '> what was said']],
  ])('%s: every line stands for itself', (_, lines) => {
    expect(sentences(lines.join('\n')).join('\n')).toBe(lines.join('\n'));
    expect(sentences(lines.join('\n')).length).toBeGreaterThanOrEqual(lines.length);
  });
});

describe('whatever the text', () => {
  test('sentences stand in order, only white space lies between them, and none is blank', () => {
    fc.assert(
      fc.property(texts, (text) => {
        let at = 0;
        for (const { start, end } of sentencesOf(text)) {
          expect(text.slice(at, start).trim()).toBe('');
          expect(end).toBeGreaterThan(start);
          expect(text.slice(start, end).trim()).not.toBe('');
          at = end;
        }
        expect(text.slice(at).trim()).toBe('');
      }),
      { numRuns: 2000 },
    );
  });

  test('no sentence begins or ends inside a character', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const marks = marksIn(text);
        for (const { start, end } of sentencesOf(text)) {
          expect(marks.has(start), `start ${start}`).toBe(true);
          expect(marks.has(end), `end ${end}`).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('a span is trimmed to what is written in it', () => {
    expect(trimSpan('　 a b \n', { start: 0, end: 7 })).toEqual({ start: 2, end: 5 });
    expect(trimSpan(' \n ', { start: 0, end: 3 })).toEqual({ start: 3, end: 3 });
  });

  test.each(hostileText(300_000))('$name, 300,000 units of it, is split without getting stuck', ({ text }) => {
    const spans = sentencesOf(text);
    expect(spans.at(-1)?.end ?? 0).toBe(text.trimEnd().length);
  });
});
