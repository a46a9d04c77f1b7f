import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readArticles } from '../bench/verify/collection.js';
import { chunkArticle, embeddedText, sizeOf } from '../src/chunk.js';
import type { Article } from '../src/types.js';
import { hostileText, marksIn, texts } from './text/texts.js';

/** In thirds of a Chinese character, as in src/chunk.ts. */
const CHUNK = 450;

const articleOf = (text: string, id = 'a'): Article => ({
  id,
  version: createHash('sha256').update(text).digest('hex'),
  collection: 'default',
  title: 'Title',
  sources: [],
  language: 'und',
  text,
});
const chunk = (text: string) => chunkArticle(articleOf(text));
const textsOf = (text: string) => chunk(text).map((passage) => passage.text);

/** Blocks of Markdown of every kind, fitting a chunk or not, in any order. */
const sentence = fc.constantFrom(
  '微軟暫停了資料中心的擴建。',
  'The company paused its plans. ',
  '為什麼？',
  'A 🦊 ran.\n',
  '鷹'.repeat(200),
);
const blocks = fc.oneof(
  { weight: 3, arbitrary: fc.array(sentence, { minLength: 1, maxLength: 12 }).map((parts) => parts.join('')) },
  fc
    .tuple(fc.integer({ min: 1, max: 6 }), fc.constantFrom('停', 'Why', '🦊 ran ##'))
    .map(([depth, title]) => `${'#'.repeat(depth)} ${title}`),
  fc
    .integer({ min: 1, max: 60 })
    .map((rows) => ['| a | b |', '|---|---|', ...Array.from({ length: rows }, (_, row) => `| ${row} | 值 |`)].join('\n')),
  fc
    .integer({ min: 0, max: 80 })
    .map((lines) => ['```ts', ...Array.from({ length: lines }, (_, line) => `const a${line} = ${line};`), '```'].join('\n')),
  fc.array(sentence, { minLength: 1, maxLength: 9 }).map((items) => items.map((item) => `- ${item.trim()}`).join('\n')),
  texts,
);
const documents = fc.array(blocks, { maxLength: 12 }).map((parts) => parts.join('\n\n').toWellFormed());

function checkPassages(text: string): void {
  let at = 0;
  let section = 0;
  for (const passage of chunk(text)) {
    expect(text.slice(passage.start, passage.end)).toBe(passage.text);
    expect(text.slice(at, passage.start).trim()).toBe('');
    expect(passage.text).not.toBe('');
    expect([section, section + 1]).toContain(passage.section);
    section = passage.section;
    at = passage.end;
  }
  expect(text.slice(at).trim()).toBe('');
}

describe('whatever the article', () => {
  test('its passages in order, with white space between, are its text; sections ascend one by one', () => {
    fc.assert(fc.property(documents, checkPassages), { numRuns: 500 });
  });

  test('no passage begins or ends inside a character', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const marks = marksIn(text);
        for (const { start, end } of chunk(text)) {
          expect(marks.has(start), `start ${start}`).toBe(true);
          expect(marks.has(end), `end ${end}`).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('a passage is no larger than a chunk, or one and a half where headings lead it', () => {
    fc.assert(
      fc.property(documents, (text) => {
        for (const passage of chunk(text)) {
          const written = sizeOf(passage.text.replace(/\s/g, ''));
          const heading = /^ {0,3}#{1,6}[ \t]/.test(passage.text);
          expect(written).toBeLessThanOrEqual(heading ? CHUNK * 1.5 : CHUNK);
          expect(passage.text.length).toBeLessThanOrEqual(CHUNK * 3);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('the same text gives the same passages, and every passage an id of its own', () => {
    fc.assert(
      fc.property(documents, (text) => {
        const passages = chunk(text);
        expect(chunk(text)).toEqual(passages);
        expect(new Set(passages.map(({ id }) => id)).size).toBe(passages.length);
      }),
      { numRuns: 200 },
    );
  });

  test.each(hostileText(100_000))('$name, 100,000 units of it, is cut without getting stuck', ({ text }) => {
    checkPassages(text);
  });

  test('one letter under a tower of accents stays whole', () => {
    const tower = `a${'\u0301'.repeat(3000)}`;
    expect(textsOf(`Before. ${tower} after.`).filter((text) => text.includes('\u0301'))).toEqual([expect.stringContaining(tower)]);
  });
});

describe('where a cut reads best', () => {
  const long = (mark: string) => `${'鷹'.repeat(100)}${mark}${'架'.repeat(100)}`;

  test.each([
    ['behind ；', long('；'), '；'],
    ['behind ，', long('，'), '，'],
    ['at a space', long(' '), '鷹'],
    ['between characters where there is nothing else', long(''), '架'],
  ])('a sentence that is too long is cut %s', (_, text, last) => {
    expect(textsOf(text)[0]!.endsWith(last)).toBe(true);
  });

  test('a paragraph that does not fit begins a new passage', () => {
    const paragraphs = ['一'.repeat(89), '二'.repeat(89), '三'.repeat(89)].map((paragraph) => `${paragraph}。`);
    expect(textsOf(paragraphs.join('\n\n'))).toEqual(paragraphs);
  });

  test('short paragraphs share a passage', () => {
    expect(textsOf('第一段。\n\n第二段。\n\n第三段。')).toEqual(['第一段。\n\n第二段。\n\n第三段。']);
  });

  test.each([
    ['a table', ['| year | value |', '|---|---|', ...Array.from({ length: 12 }, (_, row) => `| ${2000 + row} | ${row} |`)].join('\n')],
    ['a fence', ['```', 'let a = 1. Then b! And c?', '', '# no heading', '- no list', '```'].join('\n')],
    ['a list item', '- 第一句。第二句！第三句？還有第四句。'],
  ])('%s that fits is kept whole', (_, block) => {
    const filler = '前面的句子說了些什麼。'.repeat(12);
    expect(textsOf(`${filler}\n\n${block}\n\n${filler}`).filter((text) => text.includes(block))).toHaveLength(1);
  });

  test('a table that does not fit is cut between its lines', () => {
    const rows = Array.from({ length: 80 }, (_, row) => `| row ${row} | value. Another! |`);
    for (const passage of textsOf(rows.join('\n'))) for (const line of passage.split('\n')) expect(rows).toContain(line);
  });

  test('a fence that does not close goes on to the end', () => {
    expect(chunk('# A\n\ntext\n\n```\n# no heading\n').every(({ headings }) => headings.join() === 'A')).toBe(true);
  });
});

describe('headings', () => {
  test('a passage knows the headings over it, outermost first', () => {
    const text = ['before', '# One', 'a', '## Two', 'b', '### Three ###', 'c', '## Four', 'd', '# Five', '## Six', 'e'].join('\n\n');
    expect(chunk(text).map(({ headings, text: passage }) => [headings.join(' > '), passage.replace(/\s+/g, ' ')])).toEqual([
      ['', 'before'],
      ['One', '# One a'],
      ['One > Two', '## Two b'],
      ['One > Two > Three', '### Three ### c'],
      ['One > Four', '## Four d'],
      ['Five > Six', '# Five ## Six e'],
    ]);
  });

  test('a heading is never left alone at the end of a passage', () => {
    const text = `${'前面的句子說了些什麼。'.repeat(14)}\n\n## 標題\n\n${'後面的句子說了些什麼。'.repeat(14)}`;
    expect(textsOf(text).some((passage) => /## 標題$/.test(passage))).toBe(false);
  });

  test('two places under different headings never share a section', () => {
    const passages = chunk(['# One', 'a', '# Two', 'b'].join('\n\n'));
    expect(passages.map(({ section }) => section)).toEqual([0, 1]);
  });

  test('a long part has about a section for three passages', () => {
    const passages = chunk('微軟暫停了資料中心的擴建而沒有說明。'.repeat(100));
    const sections = new Set(passages.map(({ section }) => section)).size;
    expect(passages.length / sections).toBeGreaterThan(2);
    expect(passages.length / sections).toBeLessThan(5);
  });
});

describe('an id', () => {
  test('stays while the embedded text stays, wherever it moves in the article', () => {
    const paragraph = '第一段說了些什麼，也說了為什麼，還說了什麼時候。'.repeat(6);
    const other = '另一段完全不同的文字，說的是另外一件事情。'.repeat(7);
    const ids = (text: string) => new Map(chunk(text).map((passage) => [passage.text, passage.id]));
    const [before, after] = [ids(`${paragraph}\n\n${other}`), ids(`${other}\n\n${paragraph}`)];
    const shared = [...before.keys()].filter((text) => after.has(text));
    expect(shared.length).toBeGreaterThan(0);
    for (const text of shared) expect(after.get(text)).toBe(before.get(text));
  });

  test('differs between articles and between equal paragraphs of one', () => {
    const paragraph = '鷹架'.repeat(74);
    const ids = [...chunkArticle(articleOf(`${paragraph}\n\n${paragraph}`)), ...chunkArticle(articleOf(paragraph, 'b'))].map(
      ({ id }) => id,
    );
    expect(new Set(ids).size).toBe(3);
  });

  test('the embedded text is the title, the headings and the passage', () => {
    expect(embeddedText('Title', { headings: ['One', 'Two'], text: 'Text.' })).toBe('Title > One > Two\nText.');
    expect(embeddedText('', { headings: [], text: 'Text.' })).toBe('\nText.');
  });
});

test('the shipped articles are cut into passages that a person would quote', () => {
  const passages = readArticles().flatMap((article) => chunkArticle(article));
  const sizes = passages.map(({ text }) => sizeOf(text));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(CHUNK * 1.5);
  expect(sizes.reduce((sum, size) => sum + size, 0) / sizes.length).toBeGreaterThan(CHUNK / 3);
});
