import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { watchCorpus } from '../../src/cli/watch.js';
import { refreshIndex } from '../../src/pipeline.js';
import { parseSettings } from '../../src/settings.js';
import { harbour, openMadeCollection } from '../made-collection.js';

test('articles that come and go while the folder is followed are in the next answer', async () => {
  const collection = await openMadeCollection(harbour);
  const settings = parseSettings({}, { corpus: collection.corpus, index: join(collection.directory, 'index') });
  const stop = new AbortController();
  const reports: { added: number; changed: number; removed: number }[] = [];
  let updated = () => {};
  const update = async () => {
    const { articles } = await refreshIndex(settings);
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
