import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { takeFiles } from '../../src/corpus/take-files.js';
import { makeFolder, readAll } from './folder.js';

const settings = (directory: string) => ({ directory, maxFileBytes: 1000 });
const below = (folder: string) => readdirSync(folder, { recursive: true }).map(String).sort();

describe('files that are named', () => {
  test('are copied into their collection, with the file beside them, and are articles there', async () => {
    const given = makeFolder({ '渡輪.md': 'The ferry.', 'plan.html': '<p>Words of the plan.</p>', 'plan.html.yaml': 'title: The plan' });
    const corpus = join(makeFolder(), 'corpus');
    const taken = takeFiles(settings(corpus), [join(given, '渡輪.md'), join(given, 'plan.html')], { collection: 'harbour' });
    expect(taken.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['harbour/渡輪.md', 'copied'],
      ['harbour/plan.html', 'copied'],
      ['harbour/plan.html.yaml', 'copied'],
    ]);
    expect((await readAll(corpus)).articles.map(({ article }) => article.title)).toEqual(['The plan', '渡輪']);
    takeFiles(settings(corpus), [join(given, '渡輪.md')]);
    expect(existsSync(join(corpus, '渡輪.md'))).toBe(true);
  });

  test('that are there already, or lie in the folder itself, stay as they are', () => {
    const corpus = makeFolder({ 'a.md': 'A.', 'notes/b.md': 'B.' });
    const given = makeFolder({ 'a.md': 'A.' });
    const taken = takeFiles(settings(corpus), [join(given, 'a.md'), join(corpus, 'notes/b.md')]);
    expect(taken.map(({ path, outcome }) => [path, outcome])).toEqual([
      ['a.md', 'present'],
      ['notes/b.md', 'present'],
    ]);
    expect(below(corpus)).toEqual(['a.md', 'notes', 'notes/b.md']);
  });

  test('never take the place of other content unasked', () => {
    const corpus = makeFolder({ 'a.md': 'Old.' });
    const given = makeFolder({ 'a.md': 'New.', 'b.md': 'B.' });
    const files = [join(given, 'b.md'), join(given, 'a.md')];
    expect(() => takeFiles(settings(corpus), files)).toThrow(/Nothing was copied: .*a\.md is not copied over .*--replace/);
    expect([below(corpus), readFileSync(join(corpus, 'a.md'), 'utf8')]).toEqual([['a.md'], 'Old.']);
    expect(takeFiles(settings(corpus), files, { replace: true }).map(({ outcome }) => outcome)).toEqual(['copied', 'replaced']);
    expect(readFileSync(join(corpus, 'a.md'), 'utf8')).toBe('New.');
  });
});

test.each([
  ['none.md', 'is neither a file that is there nor a web address'],
  ['folder', 'is a folder; name the files in it, or the whole folder with --corpus'],
  ['picture.png', 'is of a format that is not read'],
  ['a.md.yaml', 'is of a format that is not read'],
  ['.hidden.md', 'is a hidden file'],
  ['large.txt', 'is larger than the'],
  ['loop.md', 'could not be read'],
  ['other/same.md', 'has the name of'],
])('%s is refused: it %s, and nothing is copied', (name, reason) => {
  const given = makeFolder({
    'good.md': 'Good.',
    'picture.png': 'x',
    'a.md.yaml': 'title: A',
    '.hidden.md': 'x',
    'large.txt': 'x'.repeat(1001),
    'same.md': '1',
    'other/same.md': '2',
  });
  mkdirSync(join(given, 'folder'));
  symlinkSync('loop.md', join(given, 'loop.md'));
  const corpus = makeFolder();
  const files = ['good.md', 'same.md', name].map((each) => join(given, each));
  expect(() => takeFiles(settings(corpus), files)).toThrow(
    expect.objectContaining({ code: 'CORPUS', problem: expect.stringContaining(reason) }),
  );
  expect(below(corpus)).toEqual([]);
});
