/** Any file of the index is cut, flipped, zeroed or lost: never a crash, always an index that was committed, and the next run repairs it. */
import { appendFileSync, cpSync, readFileSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/random.js';
import { IndexFiles } from '../../src/index/files.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { verifyIndex } from '../../src/index/verify.js';
import { filesBelow, isLong } from './faults.js';
import { article, request, temporaryFolder } from './sample.js';
import { stateOf, versionsOf } from './state.js';

const fox = article('fox', 'The fox waits by the river.\nIt is red.\nIt sleeps at noon.');
const brownFox = article('fox', fox.text.replace('red', 'brown'));
const owl = article('owl', '貓頭鷹在夜裡飛行。\n牠們的眼睛很大。');
const hen = article('hen', 'A hen.\nAnother hen.');
const generations = [
  [fox, owl],
  [brownFox, owl],
  [brownFox, owl, hen],
];

type Mutation = { name: string; apply(path: string, random: () => number): void };

const rewrite = (path: string, change: (bytes: Buffer) => void) => {
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
};

const mutations: Mutation[] = [
  { name: 'cut', apply: (path, random) => truncateSync(path, Math.floor(random() * statSync(path).size)) },
  { name: 'emptied', apply: (path) => truncateSync(path, 0) },
  { name: 'zeroed', apply: (path) => rewrite(path, (bytes) => bytes.fill(0)) },
  { name: 'with a zeroed part', apply: (path, random) => rewrite(path, (bytes) => bytes.fill(0, Math.floor(random() * bytes.length))) },
  {
    name: 'with a flipped bit',
    apply: (path, random) =>
      rewrite(path, (bytes) => {
        if (bytes.length > 0) bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      }),
  },
  {
    name: 'with fifty flipped bits',
    apply: (path, random) =>
      rewrite(path, (bytes) => {
        for (let flip = 0; flip < 50 && bytes.length > 0; flip++)
          bytes[Math.floor(random() * bytes.length)]! ^= 1 << Math.floor(random() * 8);
      }),
  },
  { name: 'made longer', apply: (path) => appendFileSync(path, 'longer') },
  { name: 'lost', apply: (path) => rmSync(path) },
];

let mutated = 0;
afterAll(() => console.log(`mutations: ${mutated} survived`));

describe.each(mutations)('a file that is $name', ({ name, apply }) => {
  test('costs at most the newest generation, and the next run repairs it', { timeout: 900_000 }, async () => {
    const folder = await temporaryFolder();
    const base = join(folder, 'base');
    for (const articles of generations) await updateIndex(request(base, articles));
    const allowed = [undefined, ...generations.map(versionsOf)];
    const paths = filesBelow(join(base, 'index')).map((path) => path.slice(base.length + 1));
    for (const [number, path] of paths.entries()) {
      for (let seed = 0; seed < (isLong ? 6 : 1); seed++) {
        const random = createRandom(seed * 1000 + number);
        const run = join(folder, 'run');
        cpSync(base, run, { recursive: true, preserveTimestamps: true });
        const { atime, mtime } = statSync(join(run, path));
        apply(join(run, path), random);
        const keepsTime = random() < 0.5 && name !== 'lost';
        if (keepsTime) utimesSync(join(run, path), atime, mtime);
        await checkSurvival(run, allowed);
        rmSync(run, { recursive: true });
        mutated++;
      }
    }
  });
});

async function checkSurvival(run: string, allowed: readonly unknown[]): Promise<void> {
  const directory = join(run, 'index');
  expect(allowed).toContainEqual(await stateOf(run));
  const last = generations.at(-1)!;
  const reader = await openIndex(directory);
  await reader.snapshot();
  await updateIndex(request(run, last, { verifyAll: reader.isDamaged() }));
  expect(await stateOf(run)).toEqual(versionsOf(last));
  expect(await verifyIndex(directory)).toMatchObject({ problems: [] });
}

test('damage is told in one line for each thing lost, with the file and what follows', async () => {
  const folder = await temporaryFolder();
  const directory = join(folder, 'index');
  for (const articles of generations) await updateIndex(request(folder, articles));
  const newest = filesBelow(join(directory, 'segments')).findLast((path) => path.includes('/g3-') && path.endsWith('terms.bin'))!;
  appendFileSync(newest, 'x');
  const told: string[] = [];
  const index = await openIndex(directory, { onNotice: (line) => told.push(line) });
  expect(await index.snapshot()).toMatchObject({ generation: 2, isLive: false });
  expect(told).toEqual([expect.stringMatching(/^Generation 3 of the index is damaged: .*terms\.bin: \d+ bytes where \d+ were written\.$/)]);
  const { notices, embedded } = await updateIndex(request(folder, generations.at(-1)!));
  expect(notices).toEqual([expect.stringMatching(/^Damaged: .*terms\.bin: .*\. Its 1 articles are indexed again\.$/)]);
  expect(embedded.passages).toBe(2);
  expect(await index.snapshot()).toMatchObject({ generation: 4, isLive: true });
});

test.each(['articles.jsonl', 'passages.jsonl', 'vectors.f32', 'terms.bin', 'ledger.json', 'columns.bin'])(
  '%s that the disk does not give back as it was written never becomes live',
  async (name) => {
    const folder = await temporaryFolder();
    await updateIndex(request(folder, [fox]));
    const files = new IndexFiles((operation, path) => {
      if (operation !== 'sync-directory' || !/\/g2-[^/]*$/.test(path)) return;
      rewrite(join(path, name), (bytes) => {
        bytes[bytes.length >> 1]! ^= 1;
      });
    });
    await expect(updateIndex(request(folder, [fox, owl], { files }))).rejects.toMatchObject({
      code: 'INDEX',
      problem: expect.stringMatching(new RegExp(`was not made live: .*${name}: its checksum does not hold`)),
    });
    expect(await stateOf(folder)).toEqual(versionsOf([fox]));
    expect(await updateIndex(request(folder, [fox, owl]))).toMatchObject({ generation: 2 });
  },
);
