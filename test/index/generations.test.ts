import { appendFile, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readHistory, readStatus } from '../../src/index/describe.js';
import { pruneIndex } from '../../src/index/prune.js';
import { rollBack } from '../../src/index/rollback.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { verifyIndex } from '../../src/index/verify.js';
import { filesBelow } from './faults.js';
import { article, request, temporaryFolder } from './sample.js';

const fox = article('fox', 'The fox waits by the river.\nIt is red.');
const brownFox = article('fox', 'The fox waits by the river.\nIt is brown.');
const owl = article('owl', 'The owl flies at night.');

/** Generations 1 (fox), 2 (brown fox), 3 (brown fox and owl). */
async function threeGenerations(): Promise<{ folder: string; directory: string }> {
  const folder = await temporaryFolder();
  for (const articles of [[fox], [brownFox], [brownFox, owl]]) await updateIndex(request(folder, articles));
  return { folder, directory: join(folder, 'index') };
}

const openLive = async (directory: string) => (await (await openIndex(directory)).snapshot())!;

describe('a rollback', () => {
  test('makes the content before live again, as a new generation', async () => {
    const { directory } = await threeGenerations();
    expect(await rollBack({ directory, keepGenerations: 5 })).toEqual({ generation: 4, restores: 2 });
    const snapshot = await openLive(directory);
    expect(snapshot).toMatchObject({ generation: 4, articleCount: 1 });
    expect(await snapshot.readArticle('fox')).toEqual(brownFox);
    expect(await snapshot.readArticle('owl')).toBeUndefined();
    expect(await rollBack({ directory, to: 1, keepGenerations: 5 })).toEqual({ generation: 5, restores: 1 });
    expect(await (await openLive(directory)).readArticle('fox')).toEqual(fox);
    expect(await verifyIndex(directory)).toMatchObject({ problems: [] });
  });

  test('holds until an update is asked for, which then takes in everything', async () => {
    const { folder, directory } = await threeGenerations();
    await rollBack({ directory, keepGenerations: 5 });
    const held = await updateIndex(request(folder, [brownFox, owl]));
    expect(held).toMatchObject({ generation: 4, articles: { kept: 1 }, notices: [expect.stringContaining('rolled back to generation 2')] });
    const resumed = await updateIndex(request(folder, [brownFox, owl], { resume: true }));
    expect(resumed).toMatchObject({ generation: 5, articles: { added: 1, kept: 1 }, embedded: { passages: 1 } });
  });

  test('keeps every version readable that was live once, also when its generation is gone', async () => {
    const { directory } = await threeGenerations();
    await rollBack({ directory, to: 1, keepGenerations: 5 });
    await pruneIndex({ directory, keep: 1 });
    const snapshot = await openLive(directory);
    expect((await readStatus(directory))!.generations).toEqual([4]);
    for (const each of [fox, brownFox, owl]) expect(await snapshot.readArticle(each.id, each.version)).toEqual(each);
  });

  test.each([
    { name: 'of a generation that is not kept', to: 17, message: /Generation 17 is not kept.*2, 1/ },
    { name: 'to the live generation', to: 3, message: /Generation 3 is not kept/ },
  ])('$name is refused, with those that are', async ({ to, message }) => {
    const { directory } = await threeGenerations();
    await expect(rollBack({ directory, to, keepGenerations: 5 })).rejects.toThrow(message);
    expect(await openLive(directory)).toMatchObject({ generation: 3 });
  });

  test('to a damaged generation is refused', async () => {
    const { directory } = await threeGenerations();
    const history = JSON.parse(await readFile(join(directory, 'generations/1.json'), 'utf8'));
    await rm(join(directory, 'segments', history.manifest.segments[0].id, 'terms.bin'));
    await expect(rollBack({ directory, to: 1, keepGenerations: 5 })).rejects.toThrow(/Generation 1 is damaged: .*terms.bin: is missing/);
    expect(await openLive(directory)).toMatchObject({ generation: 3 });
  });
});

test('the history tells what each generation changed', async () => {
  const { directory } = await threeGenerations();
  await rollBack({ directory, keepGenerations: 5 });
  expect(await readHistory(directory)).toMatchObject([
    { generation: 4, reason: 'rollback', restores: 2, isLive: true, articles: 1, changes: { articles: { kept: 1, removed: 1 } } },
    { generation: 3, reason: 'update', isLive: false, articles: 2, changes: { articles: { added: 1, kept: 1 }, embeddedPassages: 1 } },
    { generation: 2, reason: 'update', articles: 1, changes: { articles: { changed: 1 }, passages: { added: 1, kept: 1, removed: 1 } } },
    { generation: 1, reason: 'update', articles: 1, changes: { articles: { added: 1 }, passages: { added: 2 } } },
  ]);
});

test('only the newest generations are kept, and nothing that only older ones needed', async () => {
  const folder = await temporaryFolder();
  const directory = join(folder, 'index');
  for (let round = 0; round < 12; round++) await updateIndex(request(folder, [article('fox', `Round ${round}.`)]));
  const { generations, generation } = (await readStatus(directory))!;
  expect(generations).toEqual([generation, generation - 1, generation - 2]);
  const named = new Set<string>();
  for (const number of generations) {
    const { manifest } = JSON.parse(await readFile(join(directory, `generations/${number}.json`), 'utf8'));
    for (const { id } of [...manifest.segments, ...manifest.archives]) named.add(id);
  }
  const folders = new Set(filesBelow(join(directory, 'segments')).map((path) => path.split('/').at(-2)!));
  expect([...folders].sort()).toEqual([...named].sort());
});

describe('verify', () => {
  test('finds a whole index whole', async () => {
    const { directory } = await threeGenerations();
    expect(await verifyIndex(directory)).toMatchObject({ generation: 3, passages: 3, selfQueries: { asked: 3, found: 3 }, problems: [] });
  });

  test('names every damaged file of the live generation', async () => {
    const { directory } = await threeGenerations();
    const paths = filesBelow(join(directory, 'segments'));
    for (const path of paths) await appendFile(path, 'x');
    const { problems } = (await verifyIndex(directory))!;
    for (const path of paths) if (problems.some((line) => line.startsWith(path))) expect(path).toMatch(/segments/);
    expect(problems.length).toBeGreaterThanOrEqual(12);
    await writeFile(join(directory, 'CURRENT'), 'x');
    expect((await verifyIndex(directory))!.problems).toEqual(['CURRENT is damaged']);
  });

  test('knows nothing where there is no index', async () => {
    expect(await verifyIndex(join(await temporaryFolder(), 'nothing'))).toBeUndefined();
  });
});
