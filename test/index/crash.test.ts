/** The program stops at any operation on the disk: the index is the old one or the new one, and the next run goes on. */
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/random.js';
import { type UpdateRequest, updateIndex } from '../../src/index/update.js';
import type { Article } from '../../src/types.js';
import { buryLockOwner, FailingDisk, filesBelow, isLong, Stopped } from './faults.js';
import { article, countingEmbedder, request, temporaryFolder } from './sample.js';
import { stateOf, versionsOf } from './state.js';

const fox = article('fox', 'The fox waits by the river.\nIt is red.\nIt sleeps at noon.');
const owl = article('owl', '貓頭鷹在夜裡飛行。\n牠們的眼睛很大。');
const hen = article('hen', 'A hen.\nAnother hen.');
const pig = article('pig', 'A pig.');
const herd = Array.from({ length: 8 }, (_, number) => article(`cow-${number}`, `Cow ${number}.\nIt eats.`));
const brownFox = article('fox', fox.text.replace('red', 'brown'));

const scenarios: {
  name: string;
  before: readonly Article[];
  after: readonly Article[];
  more?: Partial<UpdateRequest>;
  inSteps?: boolean;
}[] = [
  { name: 'the first build', before: [], after: [fox, owl] },
  { name: 'an addition', before: [fox, owl], after: [fox, owl, hen] },
  { name: 'a change and a removal', before: [fox, owl, hen], after: [brownFox, owl] },
  { name: 'a whole segment that goes', before: [fox], after: [owl] },
  { name: 'a merge', before: herd.slice(0, 7), after: herd, inSteps: true },
  { name: 'another embedder', before: [fox, owl], after: [fox, owl, hen], more: { embedder: countingEmbedder('paid', 16) } },
];

/** Eight small segments: the next update merges them. */
async function buildSegments(folder: string, articles: readonly Article[]): Promise<void> {
  for (let count = 1; count <= articles.length; count++) await updateIndex(request(folder, articles.slice(0, count)));
}

let stops = 0;
afterAll(() => console.log(`crashes: ${stops} stops survived`));

describe.each(scenarios)('a stop during $name', ({ before, after, more = {}, inSteps = false }) => {
  test.each(['a process that dies', 'a power cut'])('leaves the old or the new index: %s', { timeout: 900_000 }, async (kind) => {
    const folder = await temporaryFolder();
    const base = join(folder, 'base');
    if (inSteps) await buildSegments(base, before);
    else if (before.length > 0) await updateIndex(request(base, before));
    const measured = new FailingDisk(Number.POSITIVE_INFINITY);
    mkdirSync(base, { recursive: true });
    cpSync(base, join(folder, 'measured'), { recursive: true, preserveTimestamps: true });
    await updateIndex(request(join(folder, 'measured'), after, { ...more, files: measured.files }));

    for (let stopAt = 0; stopAt < measured.operations; stopAt++) {
      for (let seed = 0; seed < (kind === 'a power cut' && isLong ? 10 : 1); seed++) {
        const run = join(folder, `run-${stopAt}-${seed}`);
        cpSync(base, run, { recursive: true, preserveTimestamps: true });
        const disk = new FailingDisk(stopAt);
        const failed = await updateIndex(request(run, after, { ...more, files: disk.files })).catch((cause: unknown) => cause);
        if (failed instanceof Error) expect(failed).toBeInstanceOf(Stopped);
        if (kind === 'a power cut') disk.losePower(createRandom(stopAt * 100 + seed));
        buryLockOwner(join(run, 'index'));
        expect([before.length > 0 ? versionsOf(before) : undefined, versionsOf(after)]).toContainEqual(await stateOf(run));
        await updateIndex(request(run, after, more));
        expect(await stateOf(run)).toEqual(versionsOf(after));
        await updateIndex(request(run, [...after, pig], more));
        expect(filesBelow(run).filter((path) => /tmp$|lock$/.test(path))).toEqual([]);
        rmSync(run, { recursive: true });
        stops++;
      }
    }
  });
});

describe.each(['ENOSPC', 'EIO'])('a disk that answers %s', (code) => {
  test('gives problem and fix, and leaves the index as it was', { timeout: 900_000 }, async () => {
    const folder = await temporaryFolder();
    await updateIndex(request(join(folder, 'base'), [fox, owl]));
    for (let stopAt = 0; ; stopAt++) {
      const run = join(folder, `run-${stopAt}`);
      cpSync(join(folder, 'base'), run, { recursive: true, preserveTimestamps: true });
      const disk = new FailingDisk(stopAt, () => Object.assign(new Error(`${code}: as asked`), { code }), false);
      const outcome = await updateIndex(request(run, [fox, hen], { files: disk.files })).catch((cause: unknown) => cause);
      if (outcome instanceof Error)
        expect(outcome).toMatchObject({ code: 'INDEX', problem: expect.stringContaining(code), fix: expect.any(String) });
      expect([versionsOf([fox, owl]), versionsOf([fox, hen])]).toContainEqual(await stateOf(run));
      buryLockOwner(join(run, 'index'));
      await updateIndex(request(run, [fox, hen]));
      expect(await stateOf(run)).toEqual(versionsOf([fox, hen]));
      rmSync(run, { recursive: true });
      stops++;
      if (disk.operations <= stopAt) break;
    }
  });
});
