/** Feeds, sitemaps and pages, followed from a real server on loopback through the product's own path. */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type SourcesOptions, updateSources } from '../../src/corpus/sources.js';
import { readSources } from '../../src/corpus/sources-file.js';
import { YingjiaError } from '../../src/errors.js';
import { makeFolder, readAll } from './folder.js';
import { makePdf } from './made-documents.js';
import { openWeb, redirect, serve, status, type Web } from './web.js';

const page = (title: string, body: string, head = '') =>
  `<!doctype html><html lang="zh-TW"><head><title>${title}</title>${head}</head><body><nav>選單</nav><article><h1>${title}</h1><p>${body.repeat(12)}</p></article></body></html>`;
const rss = (web: Web, paths: readonly string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>${paths.map((path) => `<item><title>From the feed</title><link>${web.origin}${path}</link><pubDate>Wed, 12 Nov 2025 08:00:00 GMT</pubDate></item>`).join('')}</channel></rss>`;
const day = (number: number) => new Date(Date.UTC(2026, 0, number));

/** A folder that follows what `sources` says of the web, and a way to follow it on some day. */
function follow(web: Web, directory: string, options: SourcesOptions = {}) {
  return updateSources({ directory, maxFileBytes: 4 * 1024 * 1024, fetchAllow: [web.host] }, { now: day(1), ...options });
}
const folderFollowing = (sources: string) => makeFolder({ 'sources.yaml': `sources:\n${sources}` });
const filesOf = (directory: string, collection: string) =>
  readdirSync(join(directory, collection))
    .filter((name) => !name.startsWith('.'))
    .sort();

describe('a feed', () => {
  test('gives files of its collection that are articles by themselves, and costs nothing when nothing changed', async () => {
    const web = await openWeb();
    Object.assign(web.routes, {
      '/feed': serve(rss(web, ['/a', '/新聞/暫停', '/gone', '/broken', '/moved']), 'application/rss+xml'),
      '/a': serve(page('微軟暫停擴建', '微軟,在二〇二四年暫停了資料中心的擴建。')),
      '/新聞/暫停': serve(page('原因', '原因是硬體世代,也是單一客戶。', '<meta property="article:published_time" content="2025-10-01">')),
      '/gone': status(404),
      '/broken': status(500),
      '/moved': redirect('/here', 301),
      '/here': serve(page('搬家', '這一頁搬了家,內容還在。')),
    });
    const directory = folderFollowing(`  - url: ${web.origin}/feed\n    collection: news\n`);

    const first = await follow(web, directory);
    expect(first.added.map(({ title }) => title).sort()).toEqual(['原因', '微軟暫停擴建', '搬家']);
    expect(first.problems).toEqual([
      { path: `${web.origin}/gone`, reason: 'is not there (404)' },
      { path: `${web.origin}/broken`, reason: 'answers 500 Internal Server Error' },
    ]);
    const { articles, problems } = await readAll(directory);
    expect(problems).toEqual([]);
    const pause = articles.find(({ article }) => article.title === '微軟暫停擴建')!.article;
    expect(pause).toMatchObject({
      id: `${web.origin}/a`,
      collection: 'news',
      language: 'zh-Hant',
      date: '2025-11-12',
      sources: [{ url: `${web.origin}/a`, publisher: '127.0.0.1' }],
    });
    expect(pause.text).not.toContain('選單');
    expect(articles.find(({ article }) => article.title === '原因')!.article.date).toBe('2025-10-01');
    expect(articles.find(({ article }) => article.title === '搬家')!.article.id).toBe(`${web.origin}/here`);

    web.requests.length = 0;
    const second = await follow(web, directory, { now: day(2) });
    expect([second.added, second.changed, second.removed, second.vanished]).toEqual([[], [], [], []]);
    expect(second.unchanged).toBe(3);
    const conditional = web.requests.filter(({ path }) => ['/feed', '/a', '/here'].includes(path));
    expect(conditional.every(({ headers }) => headers['if-none-match'] !== undefined)).toBe(true);
    expect((await readAll(directory)).articles).toEqual(articles);
  });

  test('brings new pages and changed pages; a page that left the feed stays', async () => {
    const web = await openWeb();
    Object.assign(web.routes, {
      '/feed': serve(rss(web, ['/a', '/b']), 'text/xml'),
      '/a': serve(page('A', '第一版,內容。')),
      '/b': serve(page('B', '內容,第二頁。')),
    });
    const directory = folderFollowing(`  - url: ${web.origin}/feed\n    collection: news\n`);
    await follow(web, directory);
    Object.assign(web.routes, {
      '/feed': serve(rss(web, ['/a', '/c']), 'text/xml'),
      '/a': serve(page('A', '第二版,內容。')),
      '/c': serve(page('C', '內容,第三頁。')),
    });
    const report = await follow(web, directory, { now: day(2) });
    expect([report.added.map(({ title }) => title), report.changed.map(({ title }) => title)]).toEqual([['C'], ['A']]);
    expect(filesOf(directory, 'news')).toHaveLength(3);
    const { articles } = await readAll(directory);
    expect(articles.map(({ article }) => article.title).sort()).toEqual(['A', 'B', 'C']);
  });

  test('that fails, hangs up or turns into something else loses nothing', async () => {
    const web = await openWeb();
    Object.assign(web.routes, { '/feed': serve(rss(web, ['/a']), 'application/xml'), '/a': serve(page('A', '內容,第一頁。')) });
    const directory = folderFollowing(`  - url: ${web.origin}/feed\n    collection: news\n`);
    await follow(web, directory);
    const before = filesOf(directory, 'news');
    for (const [handler, reason] of [
      [status(500), /answers 500/],
      [status(404), /is not there \(404\)/],
      [serve('<html><body>Under repair</body></html>'), /is no feed any more/],
      [serve('<?xml version="1.0"?><rss version="2.0"><channel><item', 'application/xml'), /./],
      [redirect('/feed'), /redirects more than 5 times/],
      [redirect('http://127.0.0.1:9/'), /redirects to http:\/\/127\.0\.0\.1:9\//],
    ] as const) {
      web.routes['/feed'] = handler;
      const report = await follow(web, directory, { now: day(3) });
      expect([report.added, report.changed, report.removed]).toEqual([[], [], []]);
      if (report.problems.length > 0) expect(report.problems[0]!.reason).toMatch(reason);
      expect(filesOf(directory, 'news')).toEqual(before);
    }
  });

  test('is followed up to its limit, and a page whose entry is unchanged is not asked for', async () => {
    const web = await openWeb();
    const entry = (path: string, updated: string) =>
      `<entry><title>T</title><link href="${web.origin}${path}"/><id>${path}</id><updated>${updated}</updated></entry>`;
    const atom = (entries: string) =>
      serve(`<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${entries}</feed>`, 'application/atom+xml');
    Object.assign(web.routes, {
      '/feed': atom(entry('/a', '2025-01-01T00:00:00Z') + entry('/b', '2025-01-01T00:00:00Z') + entry('/c', '2025-01-01T00:00:00Z')),
      '/a': serve(page('A', '內容,甲。')),
      '/b': serve(page('B', '內容,乙。')),
      '/c': serve(page('C', '內容,丙。')),
    });
    const directory = folderFollowing(`  - url: ${web.origin}/feed\n    collection: news\n    limit: 2\n`);
    expect((await follow(web, directory)).added.map(({ title }) => title)).toEqual(['A', 'B']);
    web.requests.length = 0;
    web.routes['/feed'] = atom(entry('/a', '2025-01-01T00:00:00Z') + entry('/b', '2025-02-02T00:00:00Z'));
    await follow(web, directory, { now: day(2) });
    expect(web.requests.map(({ path }) => path)).not.toContain('/a');
    expect(web.requests.map(({ path }) => path)).toContain('/b');
    web.requests.length = 0;
    await follow(web, directory, { now: day(20) });
    expect(web.requests.map(({ path }) => path)).toContain('/a');
  });
});

describe('a page that is gone', () => {
  const open = async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = folderFollowing(`  - url: ${web.origin}/a\n    collection: pages\n`);
    await follow(web, directory);
    web.routes['/a'] = status(410);
    return { web, directory };
  };

  test('is told first, and removed when a run a day later finds it gone still', async () => {
    const { web, directory } = await open();
    const told = await follow(web, directory, { now: day(2) });
    expect(told.vanished).toMatchObject([{ url: `${web.origin}/a`, title: 'A', since: day(2).toISOString() }]);
    expect((await follow(web, directory, { now: day(2) })).removed).toEqual([]);
    expect(filesOf(directory, 'pages')).toHaveLength(1);
    const removed = await follow(web, directory, { now: day(3) });
    expect(removed.removed).toMatchObject([{ title: 'A' }]);
    expect(filesOf(directory, 'pages')).toEqual([]);
  });

  test('and comes back is as if nothing had been', async () => {
    const { web, directory } = await open();
    await follow(web, directory, { now: day(2) });
    web.routes['/a'] = serve(page('A', '內容,甲。'));
    expect(await follow(web, directory, { now: day(3) })).toMatchObject({ unchanged: 1, removed: [], vanished: [] });
    web.routes['/a'] = status(404);
    expect((await follow(web, directory, { now: day(4) })).vanished).toMatchObject([{ since: day(4).toISOString() }]);
  });

  test('is not removed early because the clock went back', async () => {
    const { web, directory } = await open();
    await follow(web, directory, { now: day(20) });
    const report = await follow(web, directory, { now: day(2) });
    expect([report.removed, report.vanished.length]).toEqual([[], 1]);
  });

  test('for a while with errors is kept', async () => {
    const { web, directory } = await open();
    web.routes['/a'] = status(503);
    const report = await follow(web, directory, { now: day(30) });
    expect(report).toMatchObject({
      removed: [],
      vanished: [],
      problems: [{ path: `${web.origin}/a`, reason: 'answers 503 Service Unavailable' }],
    });
    expect(filesOf(directory, 'pages')).toHaveLength(1);
  });
});

describe('a sitemap', () => {
  test('leads to its pages, also through other sitemaps and packed ones', async () => {
    const web = await openWeb();
    const urls = (...paths: string[]) => `<urlset>${paths.map((path) => `<url><loc>${web.origin}${path}</loc></url>`).join('')}</urlset>`;
    Object.assign(web.routes, {
      '/sitemap.xml': serve(
        `<?xml version="1.0"?><sitemapindex><sitemap><loc>${web.origin}/one.xml</loc></sitemap><sitemap><loc>${web.origin}/two.xml.gz</loc></sitemap><sitemap><loc>${web.origin}/three.xml</loc></sitemap></sitemapindex>`,
        'application/xml',
      ),
      '/one.xml': serve(urls('/a'), 'text/xml'),
      '/two.xml.gz': serve(gzipSync(urls('/b')), 'application/gzip'),
      '/a': serve(page('A', '內容,甲。')),
      '/b': serve(page('B', '內容,乙。')),
    });
    const directory = folderFollowing(`  - url: ${web.origin}/sitemap.xml\n`);
    const report = await follow(web, directory);
    expect(report.added.map(({ title }) => title)).toEqual(['A', 'B']);
    expect(report.problems).toEqual([{ path: `${web.origin}/three.xml`, reason: 'is not there (404)' }]);
    expect(filesOf(directory, 'web')).toHaveLength(2);
  });
});

describe('addresses that are given', () => {
  test('are told apart by what they answer, stored, and followed from then on', async () => {
    const web = await openWeb();
    Object.assign(web.routes, {
      '/feed': serve(rss(web, ['/a']), 'text/html'),
      '/a': serve(page('A', '內容,甲。')),
      '/plan.pdf': serve(
        makePdf([[{ words: 'The plan of the company.', y: 700 }], [{ words: 'Its second page.', y: 700 }]]),
        'application/pdf',
      ),
      '/notes.txt': serve('Notes\n\nPlain words.', 'text/plain; charset=utf-8'),
      '/readme.md': serve('---\nid: the-pause-en\ntitle: Stolen\n---\n# Hello\n', 'text/markdown'),
      '/video': serve('x', 'video/mp4'),
    });
    const directory = makeFolder({ 'sources.yaml': '# what we follow\nsources: [] # none yet\n' });
    const urls = ['/feed', '/plan.pdf', '/notes.txt', '/readme.md', '/video', '/nowhere'].map((path) => web.origin + path);
    const report = await follow(web, directory, { urls: [...urls, 'no address', 'http://10.0.0.1/'], collection: '雜記' });
    expect(report.added.map(({ title }) => title)).toEqual(['A', 'plan', 'Notes', 'Stolen']);
    expect(Object.fromEntries(report.problems.map(({ path, reason }) => [path, reason]))).toMatchObject({
      [`${web.origin}/video`]: 'is of type video/mp4, which is not read',
      [`${web.origin}/nowhere`]: 'is not there (404)',
      'no address': 'is no address',
      'http://10.0.0.1/': expect.stringContaining('no public address'),
    });
    const { articles } = await readAll(directory);
    expect(articles.map(({ article }) => [article.collection, article.id])).toEqual(
      expect.arrayContaining([['雜記', `${web.origin}/readme.md`]]),
    );
    const plan = articles.find(({ article }) => article.id.endsWith('plan.pdf'))!.article;
    expect([plan.pageStarts?.length, plan.sources[0]?.url]).toEqual([2, `${web.origin}/plan.pdf`]);
    const file = readFileSync(join(directory, 'sources.yaml'), 'utf8');
    expect(file).toContain('# what we follow');
    expect(readSources(directory).map(({ url }) => url)).toEqual(urls.slice(0, 4));
    expect(await follow(web, directory, { now: day(2) })).toMatchObject({ added: [], changed: [], problems: [], unchanged: 4 });
  });

  test('that name one canonical page for all of a site stay apart', async () => {
    const canonical = '<link rel="canonical" href="/">';
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。', canonical)), '/b': serve(page('B', '內容,乙。', canonical)) });
    const directory = makeFolder({});
    await follow(web, directory, { urls: [`${web.origin}/a`, `${web.origin}/b`] });
    expect((await readAll(directory)).articles.map(({ article }) => article.title).sort()).toEqual(['A', 'B']);
    expect(await follow(web, directory, { now: day(2) })).toMatchObject({ added: [], changed: [], unchanged: 2 });
  });
});

describe('two sources', () => {
  test('that name the same page leave it in the collection of the first', async () => {
    const web = await openWeb();
    Object.assign(web.routes, {
      '/one': serve(rss(web, ['/a']), 'text/xml'),
      '/two': serve(rss(web, ['/a', '/b']), 'text/xml'),
      '/a': serve(page('A', '內容,甲。')),
      '/b': serve(page('B', '內容,乙。')),
    });
    const directory = folderFollowing(`  - url: ${web.origin}/one\n    collection: one\n  - url: ${web.origin}/two\n    collection: two\n`);
    await follow(web, directory);
    expect(await follow(web, directory, { now: day(2) })).toMatchObject({ added: [], changed: [], unchanged: 2 });
    expect([filesOf(directory, 'one').length, filesOf(directory, 'two').length]).toEqual([1, 1]);
  });

  test('of which one is given again is followed as the file says', async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = folderFollowing(`  - url: ${web.origin}/a\n    collection: kept\n`);
    await follow(web, directory, { urls: [`${web.origin}/a`] });
    expect(filesOf(directory, 'kept')).toHaveLength(1);
    expect(readSources(directory)).toHaveLength(1);
  });

  test.each(['../out', '.git', 'a/b', '', 'a\\b'])('may not be put into the collection %j', async (collection) => {
    const web = await openWeb();
    await expect(follow(web, makeFolder({}), { urls: [`${web.origin}/a`], collection })).rejects.toMatchObject({ code: 'USAGE' });
    expect(web.connections).toBe(0);
  });
});

describe('what a host does not want', () => {
  test('is not fetched, and what it held is kept', async () => {
    const web = await openWeb({
      '/robots.txt': serve('User-agent: *\nDisallow: /private\n', 'text/plain'),
      '/private/a': serve(page('A', '內容。')),
      '/b': serve(page('B', '內容,乙。')),
    });
    const report = await follow(web, makeFolder({}), { urls: [`${web.origin}/private/a`, `${web.origin}/b`] });
    expect(report.added.map(({ title }) => title)).toEqual(['B']);
    expect(report.problems).toEqual([{ path: `${web.origin}/private/a`, reason: 'is closed to programs (robots.txt)' }]);
    expect(web.requests.map(({ path }) => path)).toEqual(['/robots.txt', '/b']);
  });

  test('is not known while its robots.txt fails, and nothing is fetched then', async () => {
    const web = await openWeb({ '/robots.txt': status(500), '/a': serve(page('A', '內容。')) });
    const report = await follow(web, makeFolder({}), { urls: [`${web.origin}/a`] });
    expect(report.problems[0]!.reason).toBe('its robots.txt answers 500 Internal Server Error');
    expect(web.requests.map(({ path }) => path)).toEqual(['/robots.txt']);
  });
});

describe('the folder', () => {
  test('is rid of what a writer that was killed left half-written', async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = makeFolder({ 'web/.a.md.999999999.part': 'half', [`web/.b.md.${process.pid}.part`]: 'of a writer that runs' });
    await follow(web, directory, { urls: [`${web.origin}/a`] });
    expect(readdirSync(join(directory, 'web')).filter((name) => name.startsWith('.'))).toEqual([`.b.md.${process.pid}.part`]);
  });

  test('is enough: without what is known of the sources the same files come of them', async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = folderFollowing(`  - url: ${web.origin}/a\n`);
    await follow(web, directory);
    for (const content of ['', '{', '{"version":9}', undefined]) {
      if (content === undefined) rmSync(join(directory, '.sources-state.json'));
      else writeFileSync(join(directory, '.sources-state.json'), content);
      expect(await follow(web, directory, { now: day(2) })).toMatchObject({ added: [], changed: [], unchanged: 1, problems: [] });
    }
    rmSync(join(directory, 'web'), { recursive: true });
    expect((await follow(web, directory, { now: day(3) })).changed).toHaveLength(1);
    expect(filesOf(directory, 'web')).toHaveLength(1);
  });

  test('gets a page in its new collection when the source moves to one', async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = folderFollowing(`  - url: ${web.origin}/a\n    collection: old\n`);
    await follow(web, directory);
    writeFileSync(join(directory, 'sources.yaml'), `sources:\n  - url: ${web.origin}/a\n    collection: new\n`);
    await follow(web, directory, { now: day(2) });
    expect([filesOf(directory, 'new').length, filesOf(directory, 'old').length]).toEqual([1, 0]);
  });

  test('without sources.yaml follows nothing and touches nothing', async () => {
    const web = await openWeb();
    const directory = makeFolder({ 'a.md': 'A.' });
    expect(await follow(web, directory)).toMatchObject({ added: [], problems: [] });
    expect(existsSync(join(directory, '.sources-state.json'))).toBe(false);
  });

  test('that cannot be written says so', async () => {
    const web = await openWeb({ '/a': serve(page('A', '內容,甲。')) });
    const directory = makeFolder({ web: 'a file where the folder must be' });
    await expect(follow(web, directory, { urls: [`${web.origin}/a`] })).rejects.toMatchObject({
      code: 'CORPUS',
      problem: expect.stringContaining('could not be written'),
    });
  });

  test('stops when it is told to', async () => {
    const web = await openWeb({ '/a': () => {} });
    const stop = new AbortController();
    const directory = makeFolder({});
    mkdirSync(join(directory, 'web'));
    const following = follow(web, directory, { urls: [`${web.origin}/a`], signal: stop.signal });
    stop.abort(new Error('stopped'));
    await expect(following).rejects.toThrow('stopped');
  });
});

describe('sources.yaml', () => {
  test('says what is followed, where its pages go, and when', () => {
    const directory = folderFollowing(
      '  - url: https://example.org/feed\n    collection: 新聞\n    kind: feed\n    schedule: "0 6 * * *"\n    limit: 20\n  - url: https://example.org/page\n',
    );
    expect(readSources(directory)).toEqual([
      { url: 'https://example.org/feed', collection: '新聞', kind: 'feed', schedule: '0 6 * * *', limit: 20 },
      { url: 'https://example.org/page', collection: 'web', limit: 100 },
    ]);
  });

  test.each([
    { name: 'a broken line', text: 'sources:\n  - url: [', problem: /sources\.yaml, line [23]: / },
    { name: 'no address', text: 'sources:\n  - url: nonsense\n', problem: /line 2: sources\.0\.url: must be an http or https address/ },
    {
      name: 'another protocol',
      text: 'sources:\n  - url: file:///etc/passwd\n',
      problem: /line 2: sources\.0\.url: must be an http or https address/,
    },
    {
      name: 'a collection that leads out',
      text: 'sources:\n  - url: https://example.org/\n    collection: ../out\n',
      problem: /line 3: sources\.0\.collection: must be the name of a folder/,
    },
    { name: 'a hidden collection', text: 'sources:\n  - url: https://example.org/\n    collection: .git\n', problem: /line 3: / },
    {
      name: 'a schedule that is none',
      text: 'sources:\n  - url: https://example.org/\n    schedule: often\n',
      problem: /line 3: sources\.0\.schedule: must be a cron expression/,
    },
    {
      name: 'a word that is misspelt',
      text: 'sources:\n  - url: https://example.org/\n    colection: x\n',
      problem: /line 2: sources\.0: .*colection/,
    },
    { name: 'a list', text: '- https://example.org/\n', problem: /line 1: / },
  ])('with $name is refused, naming the line', ({ text, problem }) => {
    const directory = makeFolder({ 'sources.yaml': text });
    expect(() => readSources(directory)).toThrow(YingjiaError);
    expect(() => readSources(directory)).toThrow(problem);
  });

  test('that is missing or empty follows nothing', () => {
    expect(readSources(makeFolder({}))).toEqual([]);
    expect(readSources(makeFolder({ 'sources.yaml': '# nothing\n' }))).toEqual([]);
  });
});
