/** What the text formats say of an article: Markdown with front matter, plain text, JSON lines. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanText, createArticle, parseDate } from '../../src/corpus/article.js';
import { parseFrontMatter } from '../../src/corpus/front-matter.js';
import { parseJsonLines } from '../../src/corpus/json-lines.js';
import { parseMarkdown } from '../../src/corpus/markdown.js';
import { parsePlainText } from '../../src/corpus/plain-text.js';

const place = { collection: 'c', id: 'from-path', title: 'File name' };

describe('front matter', () => {
  test('gives id, title, date, language and sources; unknown fields are passed over', () => {
    const { drafts, problems } = parseMarkdown(
      `---\nid: one\ntitle: 2024\ndate: 2025-11-12T08:00:00+08:00\nlanguage: zh-TW\ntags: [x]\nsources:\n  - id: S4\n    title: "T: with colon"\n    publisher: P\n    url: https://example.org/a\n    date: "2025-11"\n  - url: https://example.org/b\n---\n\n\nBody.[^S4]\n`,
    );
    expect(problems).toEqual([]);
    expect(createArticle(drafts[0]!, place)).toMatchObject({
      id: 'one',
      title: '2024',
      date: '2025-11-12',
      language: 'zh-Hant',
      collection: 'c',
      text: 'Body.[^S4]\n',
      sources: [
        { id: 'S4', title: 'T: with colon', publisher: 'P', url: 'https://example.org/a', date: '2025-11' },
        { id: 'S2', title: 'example.org', url: 'https://example.org/b' },
      ],
    });
  });

  test('an address of the article itself is its source where none are named', () => {
    const { drafts } = parseMarkdown('---\ntitle: T\nurl: https://example.org/a\npublisher: P\ndate: 2024-06\n---\nBody.');
    expect(createArticle(drafts[0]!, place).sources).toEqual([
      { id: 'S1', title: 'T', publisher: 'P', url: 'https://example.org/a', date: '2024-06' },
    ]);
  });

  test.each([
    { name: 'a bracket that never closes', head: '---\nid: x\ntitle: [a\n---\nB', problem: /^line [34]: broken front matter/ },
    { name: 'a colon in a plain value', head: '---\ntitle: a: b\n---\nB', problem: /^line 2: broken front matter/ },
    { name: 'a key given twice', head: '---\nid: a\ntitle: b\nid: c\n---\nB', problem: /^line 4: broken front matter/ },
    { name: 'a list', head: '---\n- a\n---\nB', problem: /^line 2: the front matter is no list of "name: value" lines/ },
    { name: 'no end', head: '---\ntitle: a\nB', problem: /^line 1: .*no closing line/ },
    {
      name: 'JavaScript',
      head: '---js\nmodule.exports = { title: process.exit(7) }\n---\nB',
      problem: /^line 1: front matter in "js" is not read/,
    },
    {
      name: 'a tag that names code',
      head: '---\ntitle: !!js/function "function(){ throw 1 }"\ndate: [1]\n---\nB',
      problem: /^line 3: "date"/,
    },
    { name: 'a date that is none', head: '---\ntitle: a\ndate: someday\n---\nB', problem: /^line 3: "date" is no date/ },
    { name: 'sources that are no list', head: '---\ntitle: a\nsources: x\n---\nB', problem: /^line 3: "sources" is no list/ },
    { name: 'an address that is none', head: '---\nurl: javascript:alert(1)\n---\nB', problem: /^line 2: "url"/ },
  ])('with $name is named with its line', ({ head, problem }) => {
    const { problems } = parseMarkdown(head);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  test('a field that is malformed is left out, the article is read', () => {
    expect(parseMarkdown('---\ntitle: a\ndate: someday\n---\nB').drafts).toMatchObject([{ title: 'a', date: undefined, text: 'B' }]);
  });

  test('aliases that multiply are refused', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `a${level + 1}: &a${level + 1} [${Array(9).fill(`*a${level}`).join(', ')}]`);
    const front = parseFrontMatter(`---\na0: &a0 [x, x, x]\n${levels.join('\n')}\n---\nB`);
    expect(front).toMatchObject({ kind: 'malformed', problem: expect.stringMatching(/broken front matter/) });
  });

  test('a rule at the top that is longer than three dashes, or indented, is text', () => {
    expect(parseMarkdown('----\nB').drafts[0]!.text).toBe('----\nB');
    expect(parseMarkdown('\n---\nB').drafts[0]!.text).toBe('---\nB');
  });

  test.each(['title: "\u0000"', ': ', '? a\n: b', '{', '&a *a', '__proto__: {polluted: 1}', '<<: {id: x}', '%YAML 9', '--- x'])(
    'nothing that stands there throws: %j',
    (head) => {
      parseMarkdown(`---\n${head}\n---\nB`);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    },
  );

  test('no text makes the readers throw or run away', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.constantFrom('', '---\n', '# ', '{"id":'), (text, head) => {
        parseMarkdown(head + text);
        parsePlainText(head + text);
        parseJsonLines(head + text);
      }),
    );
    for (const unit of [' ', '#', '-', '[', '*', '---\n', '&a', '\n', '`', '{', '[^']) {
      parseMarkdown(`# ${unit.repeat(300_000)}x`);
      parseMarkdown(unit.repeat(300_000));
      parsePlainText(unit.repeat(300_000));
    }
  });
});

describe('the title of a Markdown file without front matter', () => {
  test.each([
    ['# One', 'One'],
    ['Text.\n\n## Two\n\n# **One** and [a link](https://x.y) ##\n', 'One and a link'],
    ['```\n# no\n```\n# Yes[^S1]', 'Yes'],
    ['~~~\n```\n# no\n~~~\n# Yes', 'Yes'],
    ['Text only.', 'File name'],
    ['#hashtag', 'File name'],
  ])('%j -> %s', (content, title) => {
    expect(createArticle(parseMarkdown(content).drafts[0]!, place).title).toBe(title);
  });
});

describe('the title of a plain text file', () => {
  test.each([
    ['The Pause\n\nIt began in 2024.', 'The Pause'],
    ['\n\n微軟為何暫停\n\n因為。', '微軟為何暫停'],
    ['It began in 2024.\nThen it ended.', 'File name'],
    ['他說:「不。」\n然後。', 'File name'],
    ['It began. Then\nit ended.', 'File name'],
    [`${'x'.repeat(80)}\ny`, 'File name'],
    ['-----\ntext', 'File name'],
    ['Version 2.5 of the plan\n\nText.', 'Version 2.5 of the plan'],
  ])('%j -> %s', (content, title) => {
    expect(createArticle(parsePlainText(content).drafts[0]!, place).title).toBe(title);
  });
});

describe('JSON lines', () => {
  test('one article a line; BEIR names are understood', () => {
    const { drafts, problems } = parseJsonLines(
      [
        '{"id":"a","title":"T","text":"Text.","url":"https://example.org/a","date":"2024-05-06","language":"en-GB"}',
        '{"_id":17,"title":"","text":"微软暂停。","metadata":{},"lang":"zh"}\r',
        '',
      ].join('\n'),
    );
    expect(problems).toEqual([]);
    const [first, second] = drafts.map((draft) => createArticle(draft, place));
    expect(first).toMatchObject({
      id: 'a',
      title: 'T',
      language: 'en',
      date: '2024-05-06',
      sources: [{ title: 'T', url: 'https://example.org/a' }],
    });
    expect(second).toMatchObject({ id: '17', title: '17', language: 'zh-Hans', sources: [] });
  });

  test('a broken line is named with its number and reason, the others are read', () => {
    const { drafts, problems } = parseJsonLines(
      '{"id":"a","text":"A."}\n{oops\n{"id":"b"}\n{"text":"x"}\n{"id":"a","text":"again"}\n[1]\n{"id":"c","text":"C."}',
    );
    expect(drafts.map(({ id }) => id)).toEqual(['a', 'c']);
    expect(problems[0]).toMatch(/^line 2: is no JSON/);
    expect(problems.slice(1, 4)).toEqual(['line 3: has no "text"', 'line 4: has no "id"', 'line 5: has the id "a" of line 1']);
    expect(problems[4]).toMatch(/^line 6: /);
  });

  test('a file of another kind is summed up', () => {
    const { problems } = parseJsonLines('{"question":"?"}\n'.repeat(3_000));
    expect(problems).toHaveLength(6);
    expect(problems[5]).toBe('2995 further lines that are no articles');
  });

  test('half a surrogate pair does not reach the text', () => {
    const { drafts } = parseJsonLines('{"id":"a","text":"x\\ud83dy"}');
    expect(createArticle(drafts[0]!, place).text).toBe('x\ufffdy');
  });
});

describe('a date as written', () => {
  test.each([
    ['2024', '2024'],
    ['2024-6', '2024-06'],
    ['2024-06-01T23:30:00-08:00', '2024-06-01'],
    ['2025/11/12', '2025-11-12'],
    ['2025年11月12日', '2025-11-12'],
    ['2025年11月', '2025-11'],
    ['Wed, 12 Nov 2025 22:00:00 +0800', '2025-11-12'],
    ['November 12, 2025', '2025-11-12'],
    ['Nov. 2nd, 2025', '2025-11-02'],
    ['June 2024', '2024-06'],
    ['2024-13-01', undefined],
    ['2024-02-30', undefined],
    ['Smarch 3, 2024', undefined],
    ['someday', undefined],
    ['20240601', undefined],
    ['', undefined],
  ])('%s -> %s', (written, date) => {
    expect(parseDate(written)).toBe(date);
  });
});

test('cleaning a text twice is cleaning it once', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(cleanText(cleanText(text))).toBe(cleanText(text));
    }),
  );
});
