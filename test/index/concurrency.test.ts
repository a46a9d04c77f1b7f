/** Several writers and readers at once: no reader sees a mix, no writer waits for a reader, no article is lost. */
import { chmodSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { IndexFiles } from '../../src/index/files.js';
import { WriterLock } from '../../src/index/lock.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { isLong } from './faults.js';
import { article, corpusOf, request, temporaryFolder } from './sample.js';
import { stateOf, versionsOf } from './state.js';

let reads = 0;
afterAll(() => console.log(`concurrency: ${reads} reads beside writers, none of a mix`));

test('readers beside two writers see one committed state after another, each whole', async () => {
  const folder = await temporaryFolder();
  const rounds = isLong ? 60 : 12;
  const states = Array.from({ length: rounds + 1 }, (_, round) =>
    Array.from({ length: 5 }, (_, number) => article(`a${number}`, `Round ${round}.\nArticle ${number} of it.`)),
  );
  const corpus = { now: states[0]! };
  const openCorpus = async () => corpusOf(corpus.now);
  await updateIndex(request(folder, [], { openCorpus }));
  let writing = true;
  const index = await openIndex(join(folder, 'index'));
  const readAlong = async () => {
    while (writing) {
      const snapshot = (await index.snapshot())!;
      const rounds = new Set<string>();
      for (const segment of snapshot.segments) {
        for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
          if (segment.live[ordinal] === 1) rounds.add(segment.article(segment.articleOf[ordinal]!).text.split('\n')[0]!);
        }
      }
      expect([...rounds]).toHaveLength(1);
      reads++;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  const reader = readAlong();
  for (let round = 1; round <= rounds; round++) {
    corpus.now = states[round]!;
    const reports = await Promise.all([updateIndex(request(folder, [], { openCorpus })), updateIndex(request(folder, [], { openCorpus }))]);
    expect(reports.reduce((sum, { articles }) => sum + articles.changed, 0)).toBe(5);
  }
  writing = false;
  await reader;
  expect(await stateOf(folder)).toEqual(versionsOf(states.at(-1)!));
});

describe('a lock', () => {
  const take = (path: string, more = {}) => WriterLock.tryTake(new IndexFiles(), path, { waitMs: 0, ...more });

  test('names its owner to whoever waits, and is free once released', async () => {
    const path = join(await temporaryFolder(), 'writer.lock');
    const lock = (await take(path)) as WriterLock;
    expect(await take(path)).toMatch(new RegExp(`process ${process.pid} on ${hostname()}, since `));
    await lock.release();
    const next = (await take(path)) as WriterLock;
    expect(next).toBeInstanceOf(WriterLock);
    await next.release();
  });

  test.each([
    { name: 'of a process that is gone', content: { pid: 4_194_305, host: hostname() } },
    { name: 'of another process with the same number', content: { pid: process.pid, host: hostname(), born: '1' } },
  ])('$name is taken over at once', async ({ content }) => {
    const path = join(await temporaryFolder(), 'writer.lock');
    writeFileSync(path, JSON.stringify({ since: '2020-01-01', token: 'other', ...content }));
    const lock = await take(path);
    expect(lock).toBeInstanceOf(WriterLock);
    await (lock as WriterLock).release();
  });

  test.each([
    { name: 'of another machine', content: JSON.stringify({ pid: 1, host: 'elsewhere', since: '2020', token: 'other' }) },
    { name: 'that is damaged', content: '\0\0\0' },
  ])('$name is taken over after its silence, also when the clock went back', async ({ content }) => {
    const path = join(await temporaryFolder(), 'writer.lock');
    writeFileSync(path, content);
    utimesSync(path, new Date('2099-01-01'), new Date('2099-01-01'));
    expect(typeof (await take(path))).toBe('string');
    const lock = await take(path, { waitMs: 60_000, silenceMs: 150 });
    expect(lock).toBeInstanceOf(WriterLock);
    await (lock as WriterLock).release();
  });

  test('that was taken over while its owner was halted stops the owner from committing', async () => {
    const path = join(await temporaryFolder(), 'writer.lock');
    const lock = (await take(path)) as WriterLock;
    writeFileSync(path, JSON.stringify({ pid: 1, host: 'elsewhere', since: '2020', token: 'other' }));
    await expect(lock.confirm()).rejects.toThrow(/taken over by another writer/);
    await lock.release();
  });
});

test('a clock that goes back changes nothing: generations are ordered by number', async () => {
  const folder = await temporaryFolder();
  await updateIndex(request(folder, [article('fox', 'A fox.')]));
  utimesSync(join(folder, 'index/generations/1.json'), new Date('2099-01-01'), new Date('2099-01-01'));
  utimesSync(join(folder, 'index/CURRENT'), new Date('2099-01-01'), new Date('2099-01-01'));
  const fox = article('fox', 'A brown fox.');
  expect(await updateIndex(request(folder, [fox]))).toMatchObject({ generation: 2 });
  expect(await stateOf(folder)).toEqual(versionsOf([fox]));
});

test('a folder that cannot be made is told with a fix', async () => {
  const folder = await temporaryFolder();
  writeFileSync(join(folder, 'index'), 'a file');
  await expect(updateIndex(request(folder, [article('fox', 'A fox.')]))).rejects.toMatchObject({
    code: 'INDEX',
    fix: expect.stringContaining('--index'),
  });
});

/** Somebody who is not root, who may write anywhere: permissions count for whom they are tested with. */
const NOBODY = 65_534;

test('a read-only folder is told with a fix, and goes on serving', async () => {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid!(NOBODY);
  onTestFinished(() => {
    if (isRoot) process.seteuid!(0);
  });
  const folder = await temporaryFolder();
  const fox = article('fox', 'A fox.');
  await updateIndex(request(folder, [fox]));
  for (const path of ['index', 'index/segments', 'index/generations', 'index/cache']) chmodSync(join(folder, path), 0o555);
  await expect(updateIndex(request(folder, [article('fox', 'A brown fox.')]))).rejects.toMatchObject({ code: 'INDEX' });
  expect(await updateIndex(request(folder, [fox]))).toMatchObject({ generation: 1 });
  expect(await stateOf(folder)).toEqual(versionsOf([fox]));
  for (const path of ['index', 'index/segments', 'index/generations', 'index/cache']) chmodSync(join(folder, path), 0o755);
});
