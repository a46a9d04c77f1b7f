import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createArticle } from '../../src/corpus/article.js';
import { parseMarkdown } from '../../src/corpus/markdown.js';
import { fileNameOf, renderPage } from '../../src/corpus/page-file.js';

const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 40 })
  .map((text) => text.replace(/[\s\p{C}]+/gu, ' ').trim())
  .filter((text) => text !== '');
const nasty = fc.constantFrom(
  '---',
  '...',
  '# not a title',
  'a: b',
  '"',
  "'",
  '- x',
  '2024',
  'null',
  'true',
  '~',
  '!!js/function',
  '{a',
  '[b',
  '%',
  '@x',
  '`',
  '&a',
  '*a',
  '#c',
  '| x',
  '> y',
  '微軟',
  'é',
  'a\\b',
  '0x1f',
  '1e3',
  '? x',
  'true #',
);
const line = fc.oneof(words, nasty);
const text = fc
  .array(fc.oneof(line, fc.constant('')), { minLength: 1, maxLength: 12 })
  .map((lines) => lines.join('\n'))
  .filter((joined) => joined.trim() !== '');
const date = fc.constantFrom('2024', '2024-06', '2025-11-12');
const url = fc.webUrl({ withQueryParameters: true });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const source = fc.record({ id: line, title: line, publisher: optional(line), url: optional(url), date: optional(date) });
const draft = fc.record({
  id: line,
  title: line,
  date: optional(date),
  language: fc.constantFrom('zh-Hant', 'zh-Hans', 'en', 'ja', 'fr', undefined),
  sources: fc.array(source, { maxLength: 3 }),
  text,
});

describe('an article written as a Markdown file', () => {
  test('is read back as the same article, version and all', () => {
    const place = { collection: 'c', id: 'path', title: 'name' };
    fc.assert(
      fc.property(draft, (written) => {
        const clean = {
          ...written,
          text: `${written.text.trim()}\n`,
          sources: written.sources.map((each) => JSON.parse(JSON.stringify(each).normalize('NFC'))),
        };
        const article = createArticle({ ...clean, id: clean.id.normalize('NFC') }, place);
        const parsed = parseMarkdown(renderPage({ ...clean, id: article.id }));
        expect(parsed.problems).toEqual([]);
        expect(createArticle(parsed.drafts[0]!, place)).toEqual(article);
      }),
      { numRuns: 500 },
    );
  });
});

describe('the file name of a page', () => {
  test.each([
    ['https://example.org/', /^example\.org-[0-9a-f]{8}$/],
    ['https://example.org/news/%E5%BE%AE%E8%BB%9F%E6%9A%AB%E5%81%9C.html', /^example\.org-news-微軟暫停-[0-9a-f]{8}$/],
    ['https://example.org/a/../../etc/passwd', /^example\.org-etc-passwd-[0-9a-f]{8}$/],
    ['https://example.org/%2e%2e%2f%2e%2e%2fetc%2fpasswd%00', /^example\.org-[^/\\]*etc-passwd-[0-9a-f]{8}$/],
    ['https://example.org/100%', /^example\.org-100-[0-9a-f]{8}$/],
    [`https://example.org/${'長'.repeat(500)}`, /^example\.org-長+-[0-9a-f]{8}$/],
  ])('%s', (address, name) => {
    expect(fileNameOf(address)).toMatch(name);
  });

  test('is safe for every address, and another one for another address', () => {
    fc.assert(
      fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), fc.string({ unit: 'binary' }), (address, tail) => {
        const first = fileNameOf(address);
        const second = fileNameOf(`${address}/${encodeURIComponent(tail.toWellFormed())}x`);
        expect(second).not.toBe(first);
        for (const name of [first, second]) {
          expect(name).not.toMatch(/[/\\\p{C}:*?"<>|]|^[.-]|\.\./u);
          expect(Buffer.byteLength(name)).toBeLessThan(245);
        }
      }),
    );
  });
});
