import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { headingsAt, numberSources, renderBody, renderVisible, safeAddress, shorten, splitText } from '../src/render.js';

const hostile = fc.string({ unit: 'binary', maxLength: 400 });
const graphemeCount = (text: string) => [...new Intl.Segmenter('zh-Hant', { granularity: 'grapheme' }).segment(text)].length;

describe('visible text', () => {
  test.each([
    { name: 'keeps what can be seen', given: '鷹架 “scaffolding” – 3.5 GW\n\tok', shown: '鷹架 “scaffolding” – 3.5 GW\n\tok' },
    { name: 'keeps emoji that are joined', given: '👩‍💻 ❤️', shown: '👩‍💻 ❤️' },
    { name: 'loses zero-width characters', given: 'a\u200Bb\u200Cc\u200Dd\u2060e\uFEFFf', shown: 'abcdef' },
    { name: 'loses bidirectional marks', given: 'safe\u202Egnp.exe\u2066x\u2069', shown: 'safegnp.exex' },
    { name: 'loses tags, fillers and selectors', given: 'a\u{E0041}\u{E0042}\u3164\uFFA0b\uFE00\u{E0100}', shown: 'ab' },
    { name: 'loses controls but for tabs and line ends', given: 'a\u0000\u0007\u001B[31mb\r\nc\u2028d', shown: 'a[31mb\nc\nd' },
    { name: 'replaces half characters', given: 'a\uD800b', shown: 'a\uFFFDb' },
    { name: 'lets no tower of accents over its neighbours', given: `Z${'\u0301'.repeat(50)}`, shown: `Z${'\u0301'.repeat(4)}` },
  ])('$name', ({ given, shown }) => {
    expect(renderVisible(given)).toBe(shown);
  });

  test('is the same when it is made visible again, whatever it was', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const once = renderVisible(text);
        expect(renderVisible(once)).toBe(once);
        expect(once.isWellFormed()).toBe(true);
      }),
    );
  });
});

describe('a body', () => {
  test.each([
    { name: 'loses footnotes', given: 'It paused.[^S1][^S15] Then', shown: 'It paused. Then' },
    { name: 'has no gap between Chinese sentences where a footnote stood', given: '它停了。[^S1] 然後。', shown: '它停了。然後。' },
    { name: 'loses the marks of headings and emphasis', given: '## When *did* it **really** happen?', shown: 'When did it really happen?' },
    {
      name: 'shows the words of links, not where they lead',
      given: 'see [the report](https://evil.example "x") now',
      shown: 'see the report now',
    },
    { name: 'keeps signs that are no marks', given: '2 * 3 * 4, a_b_c, 5 < 6', shown: '2 * 3 * 4, a_b_c, 5 < 6' },
    { name: 'loses the definition of a footnote', given: 'One.\n\n[^S1]: https://a.example\n\nTwo.', shown: 'One.\n\nTwo.' },
  ])('$name', ({ given, shown }) => {
    expect(renderBody(given)).toBe(shown);
  });

  test('knows the headings over an offset, outermost first', () => {
    const body = '# A\n\none\n\n## B\n\ntwo\n\n## C[^S1]\n\n### D\n\nthree\n';
    expect(headingsAt(body, body.indexOf('one'))).toEqual(['A']);
    expect(headingsAt(body, body.indexOf('two'))).toEqual(['A', 'B']);
    expect(headingsAt(body, body.indexOf('three'))).toEqual(['A', 'C', 'D']);
  });

  test('of marks alone is shown in reasonable time', () => {
    for (const mark of ['[', '*', '**', '_', '#', '](', '[^', '`', '![']) renderBody(mark.repeat(50_000));
  }, 20_000);
});

describe('addresses', () => {
  test.each([
    ['https://a.example/x?y=1', 'https://a.example/x?y=1'],
    ['https://a.example/a|b"c?d=^%#e#f', 'https://a.example/a%7Cb%22c?d=%5E%25#e%23f'],
    ['javascript:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['https://user:password@a.example/', undefined],
    ['//a.example', undefined],
    [undefined, undefined],
  ])('%s is followed as %s', (given, used) => {
    expect(safeAddress(given)).toBe(used);
  });
});

test('sources stand in the order of their markers, each with who reported it', () => {
  const citation = { articleId: 'a', articleVersion: 'v', headings: [], quote: 'q', start: 0, end: 1 };
  const sources = [{ id: 'S4', title: 'Report\u202E', publisher: 'SemiAnalysis', date: '2025-11-12', url: 'javascript:x' }];
  expect(
    numberSources([
      { ...citation, marker: 2, title: 'B', sources: [] },
      { ...citation, marker: 1, title: 'A\nA', sources },
    ]),
  ).toEqual([
    {
      marker: 1,
      articleTitle: 'A A',
      reported: [{ title: 'Report', publisher: 'SemiAnalysis', date: '2025-11-12', address: undefined }],
    },
    { marker: 2, articleTitle: 'B', reported: [] },
  ]);
});

describe('splitting', () => {
  test.each([
    { name: 'leaves short text whole', given: 'One. Two.', limit: 100, parts: ['One. Two.'] },
    {
      name: 'cuts between paragraphs first',
      given: `${'a'.repeat(50)}\n\n${'b'.repeat(60)} c. d`,
      limit: 100,
      parts: ['a'.repeat(50), `${'b'.repeat(60)} c. d`],
    },
    {
      name: 'cuts after a Chinese sentence with its quote and markers',
      given: `${'鷹'.repeat(40)}。」[1][2]${'架'.repeat(60)}`,
      limit: 100,
      parts: [`${'鷹'.repeat(40)}。」[1][2]`, '架'.repeat(60)],
    },
    {
      name: 'does not take a decimal point for a full stop',
      given: `${'x'.repeat(60)} 3.5 GW ${'y'.repeat(60)}`,
      limit: 100,
      parts: [`${'x'.repeat(60)} 3.5 GW`, 'y'.repeat(60)],
    },
  ])('$name', ({ given, limit, parts }) => {
    expect(splitText(given, limit)).toEqual(parts);
  });

  test('closes a fence before a cut and opens it again after it', () => {
    const code = Array.from({ length: 30 }, (_, line) => `line ${line}`).join('\n');
    const parts = splitText(`Before\n\`\`\`ts\n${code}\n\`\`\`\nAfter`, 100);
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) expect(part.match(/^```/gm)?.length ?? 0).toSatisfy((count: number) => count % 2 === 0);
    expect(parts.join('\n').match(/line \d+/g)).toHaveLength(30);
  });

  test('keeps every letter, never leaves the limit, and cuts no character, whatever the text', () => {
    const text = fc
      .array(fc.oneof(hostile, fc.constantFrom('。', '\n\n', ' ', '鷹架', '👩‍💻', '\\*')), { maxLength: 40 })
      .map((list) => list.join(''));
    fc.assert(
      fc.property(text, fc.integer({ min: 60, max: 300 }), (raw, limit) => {
        const given = renderVisible(raw).replaceAll('`', '');
        const parts = splitText(given, limit);
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit);
          expect(part.isWellFormed()).toBe(true);
        }
        expect(parts.join('').replace(/\s+/g, '')).toBe(given.replace(/\s+/g, ''));
      }),
    );
  });

  test('of 100,000 characters without a boundary ends', () => {
    expect(splitText('`'.repeat(100_000), 2_000).join('').length).toBeGreaterThanOrEqual(100_000);
    expect(splitText('鷹'.repeat(100_000), 2_000)).toHaveLength(51);
  });
});

test('shortened text ends with … within the limit, between characters', () => {
  expect(shorten('short', 10)).toBe('short');
  expect(shorten('A family 👩‍👩‍👧‍👦 of four', 14)).toBe('A family…');
  fc.assert(
    fc.property(hostile, fc.integer({ min: 1, max: 60 }), (raw, limit) => {
      const given = raw.toWellFormed();
      const short = shorten(given, limit);
      expect(short.length).toBeLessThanOrEqual(limit);
      expect(short.isWellFormed()).toBe(true);
      expect(graphemeCount(short)).toBeLessThanOrEqual(graphemeCount(given) + 1);
    }),
  );
});
