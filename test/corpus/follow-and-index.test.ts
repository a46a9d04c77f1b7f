/** From a feed on the web to an answer that cites its page: sources, folder, index and answerer together. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { parseFrontMatter } from '../../src/corpus/front-matter.js';
import { updateSources } from '../../src/corpus/sources.js';
import { openAnswerer, refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { makeFolder, readAll } from './folder.js';
import { openWeb, serve, status, type Web } from './web.js';

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const page = (title: string, paragraphs: readonly string[]) =>
  `<!doctype html><html lang="zh-TW"><head><title>${title}</title></head><body><article><h1>${title}</h1>${paragraphs.map((words) => `<p>${words}</p>`).join('')}</article></body></html>`;
const feed = (web: Web, paths: readonly string[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>F</title>${paths.map((path) => `<item><link>${web.origin}${path}</link></item>`).join('')}</channel></rss>`;

test('a feed is followed into the index: added, unchanged, changed, kept on errors, told when gone, and then removed', async () => {
  const lighthouse = ['港口的燈塔在一九一二年落成,由本地的石匠建造。', '燈塔高二十八公尺,夜裡每十秒閃光一次。'];
  const ferry = ['渡輪每天開三班,第一班在早上七點離港。', '渡輪的票價是一百二十元,孩童半價。'];
  const web = await openWeb();
  Object.assign(web.routes, {
    '/feed': serve(feed(web, ['/lighthouse', '/ferry']), 'application/rss+xml'),
    '/lighthouse': serve(page('港口的燈塔', lighthouse)),
    '/ferry': serve(page('渡輪', ferry)),
  });
  const directory = makeFolder({ 'sources.yaml': `sources:\n  - url: ${web.origin}/feed\n    collection: port\n` });
  const settings = parseSettings({ YINGJIA_FETCH_ALLOW: web.host }, { corpus: directory, index: makeFolder() });
  const run = async (now: Date) => {
    const followed = await updateSources(settings.corpus, { now });
    return { followed, report: await refreshIndex(settings) };
  };

  expect((await run(day(1))).report.articles).toEqual({ added: 2, changed: 0, kept: 0, removed: 0 });
  const answerer = await openAnswerer(settings);
  const answer = await answerer.answer({ text: '燈塔有多高?' });
  expect(answer.status).toBe('answered');
  expect(answer.citations[0]).toMatchObject({
    articleId: `${web.origin}/lighthouse`,
    title: '港口的燈塔',
    sources: [{ url: `${web.origin}/lighthouse` }],
  });
  await answerer.close();

  const unchanged = await run(day(2));
  expect([unchanged.report.articles.kept, unchanged.report.embedded.passages]).toEqual([2, 0]);

  web.routes['/ferry'] = serve(page('渡輪', [...ferry, '冬天只開兩班。']));
  web.routes['/lighthouse'] = status(500);
  const changed = await run(day(3));
  expect(changed.report.articles).toEqual({ added: 0, changed: 1, kept: 1, removed: 0 });
  expect(changed.followed.problems).toEqual([{ path: `${web.origin}/lighthouse`, reason: 'answers 500 Internal Server Error' }]);

  web.routes['/lighthouse'] = status(410);
  const told = await run(day(4));
  expect([told.followed.vanished.length, told.report.articles]).toEqual([1, { added: 0, changed: 0, kept: 2, removed: 0 }]);
  const removed = await run(day(6));
  expect([removed.followed.removed.length, removed.report.articles.removed]).toEqual([1, 1]);

  const [ferryFile] = readdirSync(join(directory, 'port'));
  writeFileSync(join(directory, 'port', ferryFile!), Buffer.from([0xff, 0xfe, 0x41]));
  const unreadable = await refreshIndex(settings);
  expect([unreadable.articles.removed, unreadable.problems.map(({ path }) => path)]).toEqual([0, [`port/${ferryFile}`]]);
});

test('a follower that is killed at any moment leaves whole files, and the next one finishes its work', async () => {
  const web = await openWeb();
  const paths = Array.from({ length: 30 }, (_, number) => `/page-${number}`);
  for (const path of paths) web.routes[path] = serve(page(`Page ${path}`, [`The words of ${path}, which end here.`]));
  web.routes['/feed'] = serve(feed(web, paths), 'application/rss+xml');
  const directory = makeFolder({ 'sources.yaml': `sources:\n  - url: ${web.origin}/feed\n` });
  mkdirSync(join(directory, 'web'));
  const module = pathToFileURL(join(import.meta.dirname, '../../dist/corpus/sources.js')).href;
  const script = `const { updateSources } = await import(${JSON.stringify(module)});
    await updateSources({ directory: ${JSON.stringify(directory)}, maxFileBytes: 1e6, fetchAllow: [${JSON.stringify(web.host)}] });`;
  const stored = () => readdirSync(join(directory, 'web')).filter((name) => name.endsWith('.md') && !name.startsWith('.'));

  let kills = 0;
  for (const [turn, path] of paths.entries()) {
    if (turn % 3 !== 0) continue;
    const follower = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: 'ignore' });
    const ended = once(follower, 'exit');
    const handler = web.routes[path]!;
    // Killed as the server is asked for this page: the page before it is being written about then.
    web.routes[path] = (request, response) => {
      setTimeout(() => follower.kill('SIGKILL'), turn % 5);
      handler(request, response);
    };
    if ((await ended)[1] === 'SIGKILL') kills++;
    web.routes[path] = handler;
    for (const name of stored())
      expect(parseFrontMatter(readFileSync(join(directory, 'web', name), 'utf8'))).toMatchObject({
        kind: 'read',
        body: expect.stringMatching(/which end here\.\n$/),
      });
  }
  expect(kills).toBeGreaterThan(5);
  await updateSources({ directory, maxFileBytes: 1e6, fetchAllow: [web.host] });
  const { articles, problems } = await readAll(directory);
  expect([articles.length, problems]).toEqual([paths.length, []]);
  expect(readdirSync(join(directory, 'web')).filter((name) => name.startsWith('.'))).toEqual([]);
});
