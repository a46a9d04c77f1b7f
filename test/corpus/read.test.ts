import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openCorpus } from '../../src/corpus/read.js';
import { YingjiaError } from '../../src/errors.js';
import { makeFolder, readAll } from './folder.js';

const maxFileBytes = 1024 * 1024;
const read = (directory: string) => readAll(directory, maxFileBytes);
const failure = async (promise: Promise<unknown>) => {
  const thrown = await promise.then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(thrown).toBeInstanceOf(YingjiaError);
  return thrown as YingjiaError;
};

describe('a folder of articles', () => {
  test('a sub-folder is a collection, files beside it are the collection "default", in order of path', async () => {
    const directory = makeFolder({
      'b.txt': '一篇文章的內容。',
      'a/deep/er.md': '# Deep\n\nText.',
      'a/one.md': 'One.',
      'z.jsonl': '{"id":"x/1","title":"","text":"Line."}\n',
    });
    const { articles, problems } = await read(directory);
    expect(problems).toEqual([]);
    expect(articles.map(({ article, path }) => [path, article.collection, article.id, article.title])).toEqual([
      ['a/deep/er.md', 'a', 'deep/er', 'Deep'],
      ['a/one.md', 'a', 'one', 'one'],
      ['b.txt', 'default', 'b', 'b'],
      ['z.jsonl', 'default', 'x/1', 'x/1'],
    ]);
  });

  test('one file is a corpus too', async () => {
    const directory = makeFolder({ 'a.md': 'A.', 'b.md': 'B.' });
    const { articles } = await read(join(directory, 'b.md'));
    expect(articles.map(({ article }) => article.text)).toEqual(['B.']);
  });

  test('hidden files, the glossary, the list of sources and unknown kinds are passed over', async () => {
    const directory = makeFolder({
      'a.md': 'A.',
      '.hidden.md': 'x',
      '.git/b.md': 'x',
      'glossary.tsv': 'x\ty',
      'sources.yaml': 'x: y',
      'picture.png': Uint8Array.of(0),
    });
    const { articles, problems } = await read(directory);
    expect([articles.length, problems]).toEqual([1, []]);
  });

  test('file names may be in any script; an id is in composed form', async () => {
    const directory = makeFolder({
      '集合/微軟 為何暫停?.md': '因為。',
      'عربي/مقال.txt': 'نص.',
      'e/cafe\u0301.md': 'Coffee.',
      'e/🙂.md': 'Smile.',
    });
    const { articles, problems } = await read(directory);
    expect(problems).toEqual([]);
    expect(new Set(articles.map(({ article }) => `${article.collection}:${article.id}`))).toEqual(
      new Set(['集合:微軟 為何暫停?', 'عربي:مقال', 'e:caf\u00e9', 'e:🙂']),
    );
  });

  test.each([
    { name: 'not UTF-8', content: Buffer.from([0xb7, 0x4c, 0xb3, 0x6e]), reason: /is not UTF-8; save it as UTF-8/ },
    { name: 'UTF-16', content: Buffer.from('\ufeffhello', 'utf16le'), reason: /zero bytes; UTF-16 text must be saved as UTF-8/ },
    { name: 'binary', content: Buffer.from([0x50, 0x4b, 0, 0]), reason: /is no text/ },
    { name: 'too large', content: Buffer.alloc(maxFileBytes + 1, 'a'), reason: /more than the 1\.0 MB/ },
    { name: 'empty', content: Buffer.alloc(0), reason: /holds no text/ },
    { name: 'only blanks', content: Buffer.from(' \n\n'), reason: /holds no text/ },
  ])('a file that is $name is named with its reason, and the rest is read', async ({ content, reason }) => {
    const { articles, problems } = await read(makeFolder({ 'bad.txt': content, 'good.txt': 'Good.' }));
    expect(articles.map(({ path }) => path)).toEqual(['good.txt']);
    expect(problems.map(({ path }) => path)).toEqual(['bad.txt']);
    expect(problems[0]!.reason).toMatch(reason);
  });

  test('a byte order mark and Windows line ends do not reach the text', async () => {
    const { articles } = await read(
      makeFolder({ 'a.txt': '\ufeffA title\r\n\r\nText.\rMore.', 'b.md': '\ufeff---\r\ntitle: T\r\n---\r\n\r\nBody.\r\n' }),
    );
    expect(articles.map(({ article }) => [article.title, article.text])).toEqual([
      ['A title', 'A title\n\nText.\nMore.'],
      ['T', 'Body.\n'],
    ]);
  });

  test('the version changes with any field and with nothing else', async () => {
    const version = async (files: Record<string, string>) => (await read(makeFolder(files))).articles[0]!.article.version;
    const first = await version({ 'a.md': '---\ntitle: T\n---\nBody.' });
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    expect(await version({ 'a.md': '---\nunknown: 1\ntitle: "T"\n---\n\n\nBody.' })).toBe(first);
    expect(await version({ 'a.md': '---\ntitle: T\ndate: 2024-06\n---\nBody.' })).not.toBe(first);
    expect(await version({ 'c/a.md': '---\ntitle: T\n---\nBody.' })).not.toBe(first);
  });
});

describe('links and strange files', () => {
  test('a symbolic link out of the folder is refused, one within it is followed', async () => {
    const outside = makeFolder({ 'secret.md': 'Secret.', 'folder/x.md': 'X.' });
    const directory = makeFolder({ 'a/real.md': 'Real.' });
    symlinkSync(join(outside, 'secret.md'), join(directory, 'out.md'));
    symlinkSync(join(outside, 'folder'), join(directory, 'folder'));
    symlinkSync('/nowhere/at/all.md', join(directory, 'broken.md'));
    symlinkSync(join(directory, 'a/real.md'), join(directory, 'in.md'));
    symlinkSync(directory, join(directory, 'a/loop'));
    const { articles, problems } = await read(directory);
    expect(articles.map(({ path }) => path)).toEqual(['a/real.md', 'in.md']);
    expect(problems.map(({ path }) => path)).toEqual(['broken.md', 'folder', 'out.md']);
    expect(problems[2]!.reason).toContain('out of the folder');
  });

  test('a file that became a link out of the folder after it was listed is refused', async () => {
    const outside = makeFolder({ 'secret.md': 'Secret.' });
    const directory = makeFolder({ 'a.md': 'A.' });
    const corpus = await openCorpus({ directory, maxFileBytes });
    rmSync(join(directory, 'a.md'));
    symlinkSync(join(outside, 'secret.md'), join(directory, 'a.md'));
    const { articles, problems } = await corpus.read('a.md');
    expect(articles).toEqual([]);
    expect(problems[0]!.reason).toContain('out of the folder');
  });

  test('a file that went away after it was listed is a problem, not a crash', async () => {
    const directory = makeFolder({ 'a.md': 'A.' });
    const corpus = await openCorpus({ directory, maxFileBytes });
    rmSync(join(directory, 'a.md'));
    expect(await corpus.read('a.md')).toMatchObject({
      articles: [],
      problems: [{ path: 'a.md', reason: expect.stringMatching(/is not there/) }],
    });
  });

  test('a pipe does not hold the reader up', async () => {
    const directory = makeFolder({ 'a.md': 'A.' });
    execFileSync('sh', ['-c', 'mkfifo "$0"', join(directory, 'pipe.md')]);
    const { problems } = await read(directory);
    expect(problems).toEqual([{ path: 'pipe.md', reason: 'is no regular file' }]);
  });
});

describe('a corpus that cannot be used says what to do', () => {
  test('a missing folder', async () => {
    const error = await failure(read('/nowhere/at/all'));
    expect(error.code).toBe('CORPUS');
    expect(error.problem).toContain('/nowhere/at/all is not there');
    expect(error.fix).toContain('--corpus');
  });

  test('a file that is no article', async () => {
    const directory = makeFolder({ 'a.png': 'x' });
    expect((await failure(read(join(directory, 'a.png')))).problem).toContain('neither a folder nor a file of articles');
  });
});

test('an empty folder is a corpus of no files', async () => {
  const directory = makeFolder({ 'a.png': 'x' });
  mkdirSync(join(directory, 'empty'));
  expect(await read(directory)).toEqual({ articles: [], problems: [] });
});

test('listing tells size and time, so that a file which did not change need not be read', async () => {
  const directory = makeFolder({ 'a.md': 'A.', 'c/b.md': 'BB.' });
  const before = await openCorpus({ directory, maxFileBytes });
  expect(before.files.map(({ path, size }) => [path, size])).toEqual([
    ['a.md', 2],
    ['c/b.md', 3],
  ]);
  writeFileSync(join(directory, 'a.md'), 'AAAA.');
  const after = await openCorpus({ directory, maxFileBytes });
  expect(after.files[0]).not.toEqual(before.files[0]);
  expect(after.files[1]).toEqual(before.files[1]);
});

test('what will not be read next time either is told from what may', async () => {
  const corpus = await openCorpus({
    directory: makeFolder({ 'a.pdf': 'no PDF', 'b.md': Buffer.from([0xff, 0x41]), 'c.md': ' \n', 'd.md': 'x'.repeat(101), 'e.md': 'A.' }),
    maxFileBytes: 100,
  });
  const readings = await Promise.all([...corpus.files.map(({ path }) => path), 'gone.md'].map(corpus.read));
  expect(
    readings.map(({ problems, isLasting }) => (problems.length === 0 ? 'read' : isLasting === true ? 'lasting' : 'not this time')),
  ).toEqual(['lasting', 'lasting', 'lasting', 'not this time', 'read', 'not this time']);
});
