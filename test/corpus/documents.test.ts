/** Web pages, Word documents and PDF files, read through the worker thread as the product does. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createDocumentReader } from '../../src/corpus/documents.js';
import { openCorpus } from '../../src/corpus/read.js';
import type { Article } from '../../src/types.js';
import { makeFolder, readAll } from './folder.js';
import { chineseFont, makeDocx, makePackedStream, makePdf, makePdfOfStreams, makeZip } from './made-documents.js';

const read = (files: Readonly<Record<string, string | Uint8Array>>) => readAll(makeFolder(files), 1e8);
const readOne = async (name: string, content: string | Uint8Array, more: Readonly<Record<string, string>> = {}): Promise<Article> => {
  const { articles, problems } = await read({ [name]: content, ...more });
  expect(problems).toEqual([]);
  return articles[0]!.article;
};
/** Why the file was not read, when a good one beside it was. */
const reasonFor = async (name: string, content: string | Uint8Array): Promise<string> => {
  const { articles, problems } = await read({ [name]: content, 'good.txt': 'Good.' });
  expect(articles.map(({ path }) => path)).toEqual(['good.txt']);
  expect(problems.map(({ path }) => path)).toEqual([name]);
  return problems[0]!.reason;
};

const sentences = (count: number) =>
  Array.from({ length: count }, (_, n) => `Sentence number ${n} tells of the plan, its cost, and its end.`).join(' ');
const page = (head: string, body: string) =>
  `<!doctype html><html lang="en-US"><head>${head}</head><body><nav><a href="/">Home</a> <a href="/x">Menu entry</a></nav>${body}<footer>Imprint and cookies</footer></body></html>`;

describe('a web page', () => {
  test('gives its main content with headings, lists, tables and code, and what its head says', async () => {
    const article = await readOne(
      'page.html',
      page(
        '<title>The plan | Example News</title><meta property="og:title" content="The plan"><meta property="og:site_name" content="Example News"><meta name="author" content="Jane Doe"><meta property="article:published_time" content="2025-11-12T08:00:00Z"><link rel="canonical" href="https://news.example/plan#top">',
        `<article><h1>The plan</h1><p>${sentences(5)} See <a href="https://x.example/y?utm=1">the report</a>.</p><h2>Cost_of it</h2><p>${sentences(4)}</p><ul><li>one, two</li><li><p>three</p><ol><li>deep</li><li>er</li></ol></li><li>four</li></ul><table><tr><th>Year</th><th>Cost</th></tr><tr><td>2024</td><td>5 | 6</td></tr></table><pre><code>let x = 1;\nrun(x);</code></pre><img src="a.png" alt="chart"><script>alert(1)</script><p>${sentences(3)}</p></article>`,
      ),
    );
    expect(article).toMatchObject({
      title: 'The plan',
      date: '2025-11-12',
      language: 'en',
      sources: [{ title: 'The plan', publisher: 'Jane Doe, Example News', url: 'https://news.example/plan', date: '2025-11-12' }],
    });
    expect(article.text).toContain('## Cost_of it\n\n');
    expect(article.text).toContain('See the report.');
    expect(article.text).toContain('- one, two\n- three\n\n  1. deep\n  2. er\n- four');
    expect(article.text).toContain('| Year | Cost |\n| --- | --- |\n| 2024 | 5 / 6 |');
    expect(article.text).toContain('let x = 1;\nrun(x);');
    for (const noise of ['Home', 'Menu entry', 'Imprint', 'alert', 'chart', 'https://']) expect(article.text).not.toContain(noise);
  });

  test('of Chinese text in Big5 is read as the page declares', async () => {
    const body = Buffer.from([0xb7, 0x4c, 0xb3, 0x6e]); // 微軟
    const head = Buffer.from('<html><head><meta http-equiv="Content-Type" content="text/html; charset=big5"><title>');
    const article = await readOne(
      'big5.html',
      Buffer.concat([head, body, Buffer.from('</title></head><body><p>'), body, Buffer.from('</p></body></html>')]),
    );
    expect([article.title, article.text, article.language]).toEqual(['微軟', '微軟', 'zh-Hant']);
  });

  test('that is short and Chinese keeps all its words', async () => {
    const article = await readOne(
      '短.html',
      '<html lang="zh-TW"><head><title>暫停</title></head><body><div><h1>暫停</h1><p>微軟暫停了。</p><p>因為硬體。</p></div></body></html>',
    );
    expect(article.text).toBe('微軟暫停了。\n\n因為硬體。');
    expect([article.title, article.language]).toEqual(['暫停', 'zh-Hant']);
  });

  test.each([
    '<title>T</title><p>One.</p><p>Two.</p>',
    '<html lang="en"><title>T</title><article><p>One.</p><p>Two.</p></article>',
    '<!doctype html><html><head><title>T</title></head><p>One.</p><p>Two.</p></html>',
    '<head><title>T</title></head><body><p>One.</p><p>Two.</p></body>',
    '<html><head><title>T</title></head><style>p{}</style><body><p>One.</p></body><p>Two.</p></html>',
    '<!-- a remark --><html><body><title>T</title><p>One.<p>Two.',
    '<div></div><html><head><title>T</title></head><body><p>One.</p><p>Two.</p></body></html>',
    '<p>One.</p><html><body><title>T</title><p>Two.</p></body></html>',
  ])('written as %s is read as browsers read it', async (html) => {
    const article = await readOne('a.html', html);
    expect([article.title, article.text]).toEqual(['T', 'One.\n\nTwo.']);
  });

  test("may say who wrote it as linked data, and not take another site's place", async () => {
    const data = JSON.stringify({
      '@graph': [
        {
          '@type': 'NewsArticle',
          headline: 'H',
          author: [{ name: 'A' }, { name: 'B' }],
          publisher: { name: 'P' },
          datePublished: '2024-05-06T01:00:00Z',
        },
      ],
    });
    const article = await readOne(
      'a.html',
      page(
        `<script type="application/ld+json">{broken</script><script type="application/ld+json">${data}</script>`,
        `<article><p>${sentences(9)}</p></article>`,
      ),
    );
    expect(article).toMatchObject({ title: 'H', date: '2024-05-06', sources: [{ publisher: 'A, B, P' }] });
    const fetched = await createDocumentReader().parse({
      kind: 'html',
      bytes: Buffer.from('<link rel="canonical" href="https://other.example/famous"><p>Text.</p>'),
      address: 'https://mine.example/a',
    });
    expect(fetched.drafts[0]!.url).toBe('https://mine.example/a');
  });

  test.each([
    ['The plan | Example News', '<h1>The plan</h1>', 'The plan'],
    ['Example News - The plan', '<h1>The plan¶</h1>', 'The plan'],
    ['The plan · Example', '<h1>Example</h1><h2>The plan</h2>', 'The plan'],
    ['微軟為何暫停｜例報', '<h1>微軟為何暫停</h1>', '微軟為何暫停'],
    ['Something else', '<h1>The plan</h1>', 'The plan'],
    ['The plan', '<h1>One</h1><h1>Two</h1>', 'The plan'],
  ])('titled %j, with %s, is called %s', async (title, headings, expected) => {
    const article = await readOne('a.html', page(`<title>${title}</title>`, `<main>${headings}<p>${sentences(9)}</p></main>`));
    expect(article.title).toBe(expected);
  });

  test.each([
    {
      name: 'without words',
      content: '<html><body><div id="root"></div><script src="app.js"></script></body></html>',
      reason: /holds no text/,
    },
    {
      name: 'in another encoding than it says',
      content: Buffer.from([0x3c, 0x70, 0x3e, 0xff, 0xfe, 0xff]),
      reason: /not in the encoding that it names \(utf-8\)/,
    },
    { name: 'of ten thousand nested elements', content: `${'<div>'.repeat(10_000)}x`, reason: /nested too deeply/ },
  ])('$name is named with its reason', async ({ content, reason }) => {
    expect(await reasonFor('bad.html', content)).toMatch(reason);
  });
});

describe('a Word document', () => {
  test('gives headings and paragraphs; its first heading is the title', async () => {
    const article = await readOne(
      'plan.docx',
      makeDocx([
        { style: 'Heading1', words: '鷹架策略' },
        { words: '第一段。' },
        { style: 'Heading2', words: '第二節' },
        { words: '第二段。' },
      ]),
    );
    expect([article.title, article.language, article.text]).toEqual([
      '鷹架策略',
      'zh-Hant',
      '# 鷹架策略\n\n第一段。\n\n## 第二節\n\n第二段。',
    ]);
  });

  test.each([
    { name: 'no ZIP file', content: Buffer.from('hello'), reason: /is no Word document/ },
    { name: 'a ZIP file of something else', content: makeZip({ 'a.txt': 'hello' }), reason: /could not be read/ },
    { name: 'cut off', content: makeDocx([{ words: 'x' }]).slice(0, -30), reason: /is no Word document/ },
    { name: 'a bomb', content: makeZip({ 'word/document.xml': Buffer.alloc(200 * 1024 * 1024) }), reason: /unpacks to more than 128 MB/ },
    { name: 'empty', content: makeDocx([]), reason: /holds no text/ },
  ])('that is $name is named with its reason', async ({ content, reason }) => {
    expect(await reasonFor('bad.docx', content)).toMatch(reason);
  });
});

const hex = (text: string) => `<${Array.from(text, (character) => character.charCodeAt(0).toString(16).padStart(4, '0')).join('')}>`;

describe('a PDF file', () => {
  test('gives paragraphs, headings and the offset of each page', async () => {
    const article = await readOne(
      'plan.pdf',
      makePdf([
        [
          { words: 'The Pause', size: 24, y: 780 },
          { words: 'Microsoft paused its data center expan-', y: 740 },
          { words: 'sion while all of its rivals went on. The', y: 726 },
          { words: 'second sentence goes over to the next', y: 712 },
        ],
        [
          { words: 'page and ends there.', y: 780 },
          { words: 'A new paragraph (with brackets).', y: 740 },
        ],
      ]),
    );
    expect(article.title).toBe('The Pause');
    expect(article.text).toBe(
      '## The Pause\n\nMicrosoft paused its data center expansion while all of its rivals went on. The second sentence goes over to the next page and ends there.\n\nA new paragraph (with brackets).',
    );
    expect(article.pageStarts).toHaveLength(2);
    expect(article.text.slice(article.pageStarts![1])).toMatch(/^page and ends there\./);
  });

  test('loses the lines that stand on every page, and keeps lists', async () => {
    const names = ['one', 'two', 'three', 'four'];
    const page = (number: number) => [
      { words: 'Annual report', y: 820 },
      { words: `Text of page number ${names[number]} of it.`, y: 780 },
      { words: `1. first of ${names[number]}`, y: 766 },
      { words: `2. second of ${names[number]}`, y: 752 },
      { words: `Page ${number + 1} of 4`, y: 20 },
    ];
    const article = await readOne('report.pdf', makePdf([0, 1, 2, 3].map(page)));
    expect(article.text).not.toMatch(/Annual report|Page \d/);
    expect(article.text).toContain('of it.\n1. first of one\n2. second of one');
    expect(article.pageStarts!.map((start) => article.text.slice(start, start + 30))).toEqual([
      'Text of page number one of it.',
      'Text of page number two of it.',
      'Text of page number three of i',
      'Text of page number four of it',
    ]);
  });

  test.each([
    ['UniCNS-UCS2-H', 'CNS1', hex('微軟暫停'), '微軟暫停'],
    ['UniCNS-UTF16-V', 'CNS1', hex('微軟暫停'), '微軟暫停'],
    ['UniGB-UCS2-H', 'GB1', hex('微软暂停'), '微软暂停'],
    ['UniJIS-UTF16-H', 'Japan1', hex('一時停止した'), '一時停止した'],
    ['ETen-B5-H', 'CNS1', '<b74cb36e>', '微軟'],
    ['GBK-EUC-H', 'GB1', '<cea2c8ed>', '微软'],
    ['90ms-RKSJ-H', 'Japan1', '<88ea8e9e>', '一時'],
  ])('with a font that is not embedded, by %s of %s', async (encoding, ordering, words, text) => {
    const article = await readOne('cjk.pdf', makePdf([[{ words, y: 700 }]], { font: chineseFont(encoding, ordering) }));
    expect(article.text).toBe(text);
  });

  test('whose glyphs are named as radicals gives the characters that they are', async () => {
    const words = hex('⾃動⾞的⻑處⼀覽');
    const article = await readOne('radicals.pdf', makePdf([[{ words, y: 700 }]], { font: chineseFont('UniCNS-UCS2-H', 'CNS1') }));
    expect(article.text).toBe('自動車的長處一覽');
  });

  test('joins Chinese lines without a space, also after narrow marks, and keeps hyphens of names', async () => {
    const font = chineseFont('UniCNS-UCS2-H', 'CNS1');
    const lines = [
      '微軟為了這個裸機租賃(Bare-',
      'Metal)的計畫花了許多年的時間,',
      '後來又停了下來,因為只有一個客戶',
      '(OpenAI),風險太大了。',
    ];
    const article = await readOne(
      'lines.pdf',
      makePdf([lines.map((words, line) => ({ words: hex(words), y: 700 - 14 * line }))], { font }),
    );
    expect(article.text).toBe(
      '微軟為了這個裸機租賃(Bare-Metal)的計畫花了許多年的時間,後來又停了下來,因為只有一個客戶 (OpenAI),風險太大了。',
    );
  });

  test('takes its title, date and sources from a file beside it', async () => {
    const pdf = makePdf([[{ words: 'Text of the page.', y: 700 }]], { title: 'Microsoft Word - draft.doc' });
    expect((await readOne('plan.pdf', pdf)).title).toBe('plan');
    const article = await readOne('plan.pdf', pdf, {
      'plan.pdf.yaml': 'title: The plan\ndate: 2024-05\nurl: https://example.org/plan.pdf\n',
    });
    expect(article).toMatchObject({ title: 'The plan', date: '2024-05', sources: [{ url: 'https://example.org/plan.pdf' }] });
  });

  test('counts as changed when the file beside it changes', async () => {
    const directory = makeFolder({ 'a.pdf': 'x', 'a.pdf.yaml': 'title: One' });
    const before = await openCorpus({ directory, maxFileBytes: 1e6 });
    writeFileSync(join(directory, 'a.pdf.yaml'), 'title: Another');
    const after = await openCorpus({ directory, maxFileBytes: 1e6 });
    expect(after.files[0]).not.toEqual(before.files[0]);
  });

  test.each([
    { name: 'without a text layer', content: makePdf([[], []]), reason: /has no text layer \(scanned pages\?\); run OCR/ },
    { name: 'of something else', content: Buffer.from('hello'), reason: /is no PDF file, or a broken one/ },
    { name: 'cut off', content: makePdf([[{ words: 'x', y: 1 }]]).slice(0, 60), reason: /is no PDF file, or a broken one/ },
  ])('$name is named with its reason, never indexed', async ({ content, reason }) => {
    expect(await reasonFor('bad.pdf', content)).toMatch(reason);
  });
});

describe('the limits of a document', () => {
  const spinning = new URL(
    `data:text/javascript,${encodeURIComponent("import('node:worker_threads').then(({ parentPort }) => parentPort.on('message', ({ bytes }) => { while (bytes.length > 1); parentPort.postMessage({ result: { drafts: [], problems: [] } }); }))")}`,
  );

  test('a parser that spins is ended, and the next document is read', async () => {
    const documents = createDocumentReader({ timeoutMs: 300 }, spinning);
    const first = documents.parse({ kind: 'pdf', bytes: Buffer.from('spin') });
    const second = documents.parse({ kind: 'pdf', bytes: Buffer.from('1') });
    await expect(first).rejects.toThrow('takes longer than 1 seconds to read');
    await expect(second).resolves.toEqual({ drafts: [], problems: [] });
  });

  test('a parser that fills the memory is ended, and the next document is read', async () => {
    const filling = new URL(
      `data:text/javascript,${encodeURIComponent("import('node:worker_threads').then(({ parentPort }) => parentPort.on('message', ({ bytes }) => { const all = []; while (bytes.length > 1) all.push(Array.from({ length: 1e5 }, () => ({}))); parentPort.postMessage({ result: { drafts: [], problems: [] } }); }))")}`,
    );
    const documents = createDocumentReader({ memoryMb: 32 }, filling);
    await expect(documents.parse({ kind: 'pdf', bytes: Buffer.from('fill') })).rejects.toThrow('takes too much memory to read');
    await expect(documents.parse({ kind: 'pdf', bytes: Buffer.from('1') })).resolves.toEqual({ drafts: [], problems: [] });
  });

  test('a real PDF whose page unpacks to a hundred million operators is given up', async () => {
    const documents = createDocumentReader({ timeoutMs: 2_000 });
    const bomb = makePdfOfStreams([makePackedStream(400_000_000)], { compressed: true });
    expect(bomb.length).toBeLessThan(2_000_000);
    await expect(documents.parse({ kind: 'pdf', bytes: bomb })).rejects.toThrow(/takes longer than 2 seconds|takes too much memory/);
    const { drafts } = await documents.parse({ kind: 'pdf', bytes: makePdf([[{ words: 'Still here.', y: 700 }]]) });
    expect(drafts[0]!.text).toBe('Still here.');
  });
});
