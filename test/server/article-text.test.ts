/** The plan by which the page draws an article: nothing of the body may be lost, doubled or moved. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hostileSentence } from './small-articles.js';

type Range = { start: number; end: number };
type Piece = Range & { kind: string };
type Block = Range & { kind: string; level: number; pieces: Piece[] };
type ArticleText = {
  planArticle(text: string): Block[];
  cutPieces(pieces: readonly Piece[], quoted?: Range, span?: Range): (Piece & { quoted: boolean; answers: boolean })[];
};

/** The page's modules are plain JavaScript, as the browser loads them. */
const page = resolve(import.meta.dirname, '../../src/server/page/article-text.js');
const { planArticle, cutPieces } = (await import(page)) as ArticleText;

const shown = (text: string) =>
  planArticle(text).map(({ kind, pieces }) => [
    kind,
    pieces
      .filter((piece) => piece.kind !== 'syntax')
      .map(({ start, end }) => text.slice(start, end))
      .join('')
      .trimEnd(),
  ]);

describe('what a reader sees', () => {
  test.each([
    {
      name: 'paragraphs and headings',
      text: '# 標題\n\n第一段。\n第二行。\n\n## Two ##\nText',
      expected: [
        ['heading', '標題'],
        ['paragraph', '第一段。\n第二行。'],
        ['heading', 'Two ##'],
        ['paragraph', 'Text'],
      ],
    },
    { name: 'footnotes by their name', text: '一句。[^S1] 二句。[^S2]', expected: [['paragraph', '一句。S1 二句。S2']] },
    {
      name: 'emphasis, code and links without their marks',
      text: 'a **b** `c` [d](https://e.example) __f__',
      expected: [['paragraph', 'a b c d f']],
    },
    {
      name: 'quotes and lists',
      text: '> 引文\n> 第二行\n\n- one\n- two\n1. three',
      expected: [
        ['quote', '引文\n第二行'],
        ['item', '- one'],
        ['item', '- two'],
        ['item', '1. three'],
      ],
    },
    {
      name: 'code and tables as they are',
      text: '```js\n# no *heading*\n```\n\n| a | b |\n|---|---|',
      expected: [
        ['verbatim', '```js\n# no *heading*\n```'],
        ['verbatim', '| a | b |\n|---|---|'],
      ],
    },
    {
      name: 'a rule',
      text: 'a\n\n---\n\nb',
      expected: [
        ['paragraph', 'a'],
        ['rule', ''],
        ['paragraph', 'b'],
      ],
    },
    { name: 'markup as text', text: hostileSentence.slice(0, 60), expected: [['paragraph', hostileSentence.slice(0, 60)]] },
    { name: 'nothing', text: '', expected: [] },
  ])('$name', ({ text, expected }) => {
    expect(shown(text)).toEqual(expected);
  });
});

function expectWhole(text: string): void {
  const blocks = planArticle(text);
  const gaps: Range[] = [];
  let at = 0;
  for (const { start, end, pieces } of blocks) {
    for (const piece of [{ start, end: start }, ...pieces, { start: end, end }]) {
      if (piece.start !== at) gaps.push(piece);
      at = piece.end;
    }
  }
  expect(gaps).toEqual([]);
  expect(at).toBe(text.length);
  expect(blocks.flatMap(({ pieces }) => pieces).every(({ start, end }) => end > start)).toBe(true);
}

const markdown = fc
  .array(
    fc.constantFrom(
      '# ',
      '\n',
      '\n\n',
      '> ',
      '- ',
      '1. ',
      '```',
      '|',
      '**',
      '__',
      '`',
      '[^S1]',
      '[',
      '](x)',
      '---',
      '文',
      '字。',
      'word ',
      '𠮷',
      '\t',
      ' ',
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

test('the pieces of any body, in order, are the body', () => {
  fc.assert(fc.property(markdown, expectWhole), { numRuns: 2000 });
  fc.assert(fc.property(fc.string({ unit: 'binary' }), expectWhole));
});

test('a quote at any offsets is covered by exactly its characters', () => {
  fc.assert(
    fc.property(markdown, fc.nat(), fc.nat(), (text, one, two) => {
      const [start, end] = [one % (text.length + 1), two % (text.length + 1)].sort((a, b) => a - b) as [number, number];
      const cuts = planArticle(text).flatMap(({ pieces }) => cutPieces(pieces, { start, end }));
      const quoted = cuts.filter((cut) => cut.quoted).map((cut) => text.slice(cut.start, cut.end));
      expect(quoted.join('')).toBe(text.slice(start, end));
      expect(cuts.map((cut) => text.slice(cut.start, cut.end)).join('')).toBe(text);
    }),
  );
});

test('the shipped articles are whole too', () => {
  const folder = resolve(import.meta.dirname, '../../corpus/nadella-scaffolding');
  for (const name of readdirSync(folder)) expectWhole(readFileSync(join(folder, name), 'utf8'));
});

test('a body made to be slow is planned at once', () => {
  for (const unit of ['[', '**a', '`', '[^', '> ', '- ', '[a](']) expectWhole(unit.repeat(50_000));
});
