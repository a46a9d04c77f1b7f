/** What goes wrong on disks, in folders and with readers: a line that says what to do, and never a stack trace. */

import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Answer } from '../../src/types.js';
import { makeHome, makeHomeWith, makeShippedHome, root, runProgram, stackTrace, startProgram } from './run-program.js';

const question = 'Why is the lighthouse red?';
const lighthouse = { 'harbour/lighthouse.md': '---\nid: lighthouse\n---\nThe lighthouse is red because white cannot be seen in snow.' };
const ask = (cwd: string, ...more: string[]) => runProgram(['ask', '--json', question, ...more], { cwd });

const isRoot = process.getuid?.() === 0;
/** Somebody who owns nothing here. */
const NOBODY = 65_534;
const asNobody = isRoot ? { uid: NOBODY } : {};
const mayRead = isRoot ? (statSync(join(root, 'dist')).mode & 0o005) === 0o005 : true;

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/** Keeps size and times, as rot on a disk does. */
function flipMiddle(path: string): void {
  const { atime, mtime } = statSync(path);
  const bytes = readFileSync(path);
  if (bytes.length > 0) bytes[bytes.length >> 1]! ^= 0x41;
  writeFileSync(path, bytes);
  utimesSync(path, atime, mtime);
}

describe('a damaged index is recovered, and the question answered', () => {
  test.each([
    { how: 'with one byte that is another', damage: flipMiddle },
    { how: 'cut in half', damage: (path: string) => truncateSync(path, statSync(path).size >> 1) },
    { how: 'gone', damage: (path: string) => rmSync(path) },
  ])('whichever file is $how', async ({ damage }) => {
    const home = makeHomeWith(lighthouse);
    await ask(home);
    cpSync(join(home, 'index'), join(home, 'whole'), { recursive: true, preserveTimestamps: true });
    const paths = filesBelow(join(home, 'index'));
    expect(paths.length).toBeGreaterThan(6);
    for (const path of paths) {
      rmSync(join(home, 'index'), { recursive: true });
      cpSync(join(home, 'whole'), join(home, 'index'), { recursive: true, preserveTimestamps: true });
      damage(path);
      const { code, stdout, stderr } = await ask(home);
      expect({ path, code, stderr }).toMatchObject({ code: 0 });
      expect(stderr).not.toMatch(stackTrace);
      expect((JSON.parse(stdout) as Answer).citations[0]!.quote).toContain('cannot be seen in snow');
    }
  });

  test('also where every file is damaged at once', async () => {
    const home = makeHomeWith(lighthouse);
    await ask(home);
    for (const path of filesBelow(join(home, 'index'))) writeFileSync(path, 'not an index');
    const { code, stdout, stderr } = await ask(home);
    expect([code, (JSON.parse(stdout) as Answer).status]).toEqual([0, 'answered']);
    expect(stderr).toContain('rebuilt');
    expect(stderr).not.toMatch(stackTrace);
    expect(await ask(home)).toMatchObject({ code: 0, stderr: '' });
  });
});

test('an index of another embedder is rebuilt, with a line that says so', async () => {
  const home = makeHomeWith(lighthouse);
  await ask(home);
  const { createHash } = await import('node:crypto');
  const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
  const path = join(home, 'index/generations/1.json');
  const { manifest } = JSON.parse(readFileSync(path, 'utf8')) as { manifest: { embedder: { name: string } } };
  manifest.embedder.name = 'another-model';
  const text = `${JSON.stringify({ sha256: sha256(JSON.stringify(manifest)), manifest })}\n`;
  writeFileSync(path, text);
  writeFileSync(join(home, 'index/CURRENT'), `1\n${sha256(text)}\n`);
  const { code, stdout, stderr } = await ask(home);
  expect([code, (JSON.parse(stdout) as Answer).generation]).toEqual([0, 2]);
  expect(stderr).toMatch(/^The index is rebuilt: .*"another-model"/);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
});

describe('articles that cannot be read', () => {
  test.each([
    { name: 'broken front matter', path: 'harbour/bad.md', content: '---\ntitle: [\n---\nText.', reason: /line/ },
    { name: 'not UTF-8', path: 'harbour/bad.txt', content: Uint8Array.of(0xb7, 0x4c, 0xb3, 0x6e), reason: /UTF-8/ },
    { name: 'a broken PDF', path: 'harbour/bad.pdf', content: '%PDF-1.7 nothing', reason: /./ },
    { name: 'a broken line', path: 'harbour/bad.jsonl', content: '{"id": 1,\n', reason: /./ },
    { name: 'empty', path: 'harbour/bad.md', content: '', reason: /no text/ },
  ])('$name: named with path and reason, the rest is answered from', async ({ path, content, reason }) => {
    const { code, stdout, stderr } = await ask(makeHomeWith({ ...lighthouse, [path]: content }));
    expect([code, (JSON.parse(stdout) as Answer).status]).toEqual([0, 'answered']);
    expect(stderr).toContain(`Not read: ${path}`);
    expect(stderr).toMatch(reason);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each([
    { name: 'nothing is left', files: { 'a.md': '---\ntitle: [\n---\nx' } as Record<string, string>, says: /No article could be read/ },
    { name: 'there is nothing', files: {} as Record<string, string>, says: /No article could be read/ },
  ])('where $name, exit code 1 with problem and fix', async ({ files, says }) => {
    const { code, stdout, stderr } = await ask(makeHomeWith(files));
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(stackTrace);
  });

  test('an index whose articles all went away is kept, and the fix named', async () => {
    const home = makeHomeWith(lighthouse);
    await ask(home);
    rmSync(join(home, 'corpus/harbour'), { recursive: true });
    expect(await ask(home)).toMatchObject({ code: 1, stderr: expect.stringContaining('--allow-empty') });
    expect(JSON.parse((await ask(home, '--no-refresh')).stdout)).toMatchObject({ status: 'answered' });
  });
});

describe('folders', () => {
  test.each([
    { name: 'a corpus that is not there', args: ['--corpus', 'nowhere'], says: /nowhere[\s\S]*--corpus/ },
    { name: 'no index, and none to be made', args: ['--no-refresh'], says: /no index in "index"[\s\S]*npx yingjia index/i },
    { name: 'a collection that is not there', args: ['--collection', 'ferry'], says: /"ferry"[\s\S]*harbour/ },
  ])('$name: exit code 1 with problem and fix', async ({ args, says }) => {
    const { code, stdout, stderr } = await ask(makeHomeWith(lighthouse), ...args);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(says);
    expect(stderr).not.toMatch(stackTrace);
  });

  test('another corpus gets an index of its own', async () => {
    const home = makeHomeWith(lighthouse);
    mkdirSync(join(home, 'other'));
    writeFileSync(join(home, 'other/ferry.md'), 'The ferry is blue because its owner likes the sea.');
    await ask(home);
    const { stdout } = await runProgram(['ask', '--json', '--corpus', 'other', 'Why is the ferry blue?'], { cwd: home });
    expect(JSON.parse(stdout)).toMatchObject({ status: 'answered', generation: 1 });
    expect(readdirSync(join(home, 'index/corpora'))).toHaveLength(1);
    expect(await ask(home)).toMatchObject({ code: 0, stderr: '' });
  });

  test('an index of another corpus is never overwritten', async () => {
    const home = makeHomeWith(lighthouse);
    mkdirSync(join(home, 'other'));
    writeFileSync(join(home, 'other/ferry.md'), 'The ferry is blue.');
    await ask(home);
    const { code, stderr } = await ask(home, '--corpus', 'other', '--index', 'index');
    expect(code).toBe(1);
    expect(stderr).toMatch(/belongs to the collections in/);
    expect(await ask(home)).toMatchObject({ code: 0, stderr: '' });
  });

  test.skipIf(!mayRead)(
    'an index folder that cannot be written: exit code 1 with problem and fix (needs a user who may not write)',
    async () => {
      const home = makeHomeWith(lighthouse);
      chmodSync(home, 0o755);
      mkdirSync(join(home, 'index'));
      chmodSync(join(home, 'index'), 0o555);
      const { code, stdout, stderr } = await runProgram(['ask', question], { cwd: home, ...asNobody });
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/"index" could not be written[\s\S]*--index/);
      expect(stderr).not.toMatch(stackTrace);
    },
  );

  test.skipIf(!mayRead)('a finished index in a folder that cannot be written answers (needs a user who may not write)', async () => {
    const home = makeHomeWith(lighthouse);
    await ask(home);
    chmodSync(home, 0o755);
    for (const path of [join(home, 'index'), join(home, 'index/segments'), join(home, 'index/generations'), join(home, 'index/cache')])
      chmodSync(path, 0o555);
    const { code, stdout } = await runProgram(['ask', '--json', question], { cwd: home, ...asNobody });
    expect([code, (JSON.parse(stdout) as Answer).status]).toEqual([0, 'answered']);
  });

  test('.env that cannot be read is named', async () => {
    const home = makeHomeWith(lighthouse);
    mkdirSync(join(home, '.env'));
    expect(await ask(home)).toMatchObject({ code: 1, stderr: expect.stringContaining('.env cannot be read') });
  });
});

describe('readers and signals', () => {
  test.each(['stdout', 'stderr'] as const)('a %s that is closed early is no failure', async (stream) => {
    const home = makeShippedHome();
    const child = startProgram(['ask', 'What is fungibility?', '--corpus', stream === 'stdout' ? 'corpus' : 'nowhere'], { cwd: home });
    let stderr = '';
    child.stderr!.on('data', (text) => {
      stderr += text;
    });
    child.stdin!.end();
    child[stream]!.destroy();
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
    expect({ code, signal, stderr }).toEqual({ code: stream === 'stdout' ? 0 : 1, signal: null, stderr: '' });
  });

  test.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends a question that is still being typed, with its own code', async (signal, expected) => {
    const child = startProgram(['ask', '--lines'], { cwd: makeHomeWith(lighthouse) });
    child.stdin!.write(`${question}\n`);
    await once(child.stdout!, 'data');
    child.kill(signal);
    const [code] = (await once(child, 'exit')) as [number | null];
    expect(code).toBe(expected);
  });
});

test('a home without anything says what is missing', async () => {
  const { code, stderr } = await runProgram(['ask', question], { cwd: makeHome() });
  expect(code).toBe(1);
  expect(stderr).toMatch(/corpus[\s\S]*--corpus/);
});
