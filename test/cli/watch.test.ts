import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchCorpus } from '../../src/cli/watch.js';
import { refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { makeFolder } from '../corpus/folder.js';
import { openWeb, serve, status } from '../corpus/web.js';
import { harbour, openMadeCollection } from '../made-collection.js';

test('articles that come and go while the folder is followed are in the next answer', async () => {
  const collection = await openMadeCollection(harbour);
  const settings = parseSettings({}, { corpus: collection.corpus, index: join(collection.directory, 'index') });
  const stop = new AbortController();
  const reports: { added: number; changed: number; removed: number }[] = [];
  let updated = () => {};
  const update = async () => {
    const { articles } = await refreshIndex(settings);
    // The first one looks for what changed before the watcher was ready.
    if (articles.added + articles.changed + articles.removed === 0) return;
    reports.push(articles);
    updated();
  };
  const told: string[] = [];
  const watching = watchCorpus({ settings, update, tell: (line) => told.push(line), signal: stop.signal });
  const nextUpdate = () =>
    new Promise<void>((resolve) => {
      updated = resolve;
    });
  const path = join(collection.corpus, 'harbour/bridge.md');
  // The watcher needs a moment until it sees changes: the file is written again until it does.
  const writing = setInterval(
    () => writeFileSync(path, '# The bridge\n\nThe bridge at Gull Point was opened in 1931 by the mayor.\n'),
    200,
  );
  await nextUpdate();
  clearInterval(writing);
  const answer = await collection.answerer.answer({ text: 'When was the bridge at Gull Point opened?' });
  expect(answer.citations[0]).toMatchObject({ articleId: 'bridge', quote: expect.stringContaining('1931') });
  const gone = nextUpdate();
  rmSync(path);
  await gone;
  expect((await collection.answerer.overview()).articles.map(({ id }) => id)).not.toContain('bridge');
  stop.abort();
  await watching;
  expect(reports[0]).toMatchObject({ added: 1 });
  expect(told).toEqual([]);
  await collection.close();
});

test('sources with a schedule are followed at their times: an error is told and tried again, a change of sources.yaml is heard', async () => {
  const page = (words: string) => serve(`<!doctype html><title>Tides</title><article><h1>Tides</h1><p>${words}</p></article>`);
  const web = await openWeb({ '/tides': status(500), '/winds': page('The wind blows from the west in winter.') });
  const corpus = makeFolder({ 'a.md': 'The lighthouse is red.' });
  const sources = (...paths: string[]) =>
    writeFileSync(
      join(corpus, 'sources.yaml'),
      `sources:\n${paths.map((path) => `  - url: ${web.origin}${path}\n    schedule: "* * * * * *"\n`).join('')}`,
    );
  sources('/tides');
  const settings = parseSettings({ YINGJIA_FETCH_ALLOW: web.host }, { corpus, index: join(makeFolder(), 'index') });
  await refreshIndex(settings);
  const stop = new AbortController();
  const told: string[] = [];
  let look = () => {};
  const tell = (line: string) => {
    told.push(line);
    look();
  };
  /** Resolves once such a line comes. */
  const next = (pattern: RegExp) =>
    new Promise<void>((resolve) => {
      const from = told.length;
      look = () => {
        if (told.slice(from).some((line) => pattern.test(line))) resolve();
      };
    });
  const update = async () => {
    const { articles } = await refreshIndex(settings);
    tell(`indexed ${articles.added} ${articles.changed}`);
  };
  const watching = watchCorpus({ settings, update, tell, signal: stop.signal });
  await next(/^Not followed: .*\/tides answers 500/);
  await next(/^Not followed: .*\/tides answers 500/);
  web.routes['/tides'] = page('The tide rises by four metres.');
  await next(/^indexed 1 0$/);
  web.routes['/tides'] = page('The tide rises by five metres at most.');
  await next(/^indexed 0 1$/);
  expect(told.filter((line) => /^(Added|Changed):/.test(line)).map((line) => line.split(':')[0])).toEqual(['Added', 'Changed']);

  writeFileSync(join(corpus, 'sources.yaml'), 'sources: [');
  await next(/sources\.yaml, line 1: .*No source is followed until then\.$/);
  sources('/winds');
  await next(/^Added: .*\/winds/);
  stop.abort();
  await watching;
});
