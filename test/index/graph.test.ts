import { existsSync, readdirSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { createRandom } from '../../bench/random.js';
import { buildGraph, openGraph, searchNearest } from '../../src/index/graph.js';
import { loadHnsw } from '../../src/index/hnsw.js';

import { temporaryFolder } from './sample.js';

const script = resolve(import.meta.dirname, '../../dist/index/graph-worker.js');
const hnsw = await loadHnsw();
const isRunnable = (hnsw !== undefined && existsSync(script)) || process.env.YINGJIA_REQUIRE_ALL !== undefined;

const COUNT = 5_000;
const DIMENSION = 24;

/** Unit vectors in twenty clusters. */
function createVectors(seed: number, count: number): Float32Array {
  const random = createRandom(seed);
  const place = createRandom(99);
  const centres = Array.from({ length: 20 }, () => Array.from({ length: DIMENSION }, () => place() - 0.5));
  const rows = new Float32Array(count * DIMENSION);
  for (let row = 0; row < count; row++) {
    const vector = centres[row % 20]!.map((value) => value + 0.4 * (random() - 0.5));
    const length = Math.hypot(...vector);
    rows.set(
      vector.map((value) => value / length),
      row * DIMENSION,
    );
  }
  return rows;
}

describe.skipIf(!isRunnable)('a graph (needs hnswlib-node and dist/)', () => {
  test('finds what an exact search finds, also among those that are allowed', { timeout: 240_000 }, async () => {
    const folder = join(await temporaryFolder(), 'segment');
    await mkdir(folder);
    const vectors = createVectors(1, COUNT);
    await writeFile(join(folder, 'vectors.f32'), new Uint8Array(vectors.buffer));
    const tuning = (await buildGraph({ folder, count: COUNT, dimension: DIMENSION }, pathToFileURL(script)))!;
    expect(tuning.recall).toBeGreaterThanOrEqual(0.99);
    expect(readdirSync(folder).sort()).toEqual(['graph.hnsw', 'vectors.f32']);
    const graph = (await openGraph(join(folder, 'graph.hnsw'), COUNT, DIMENSION, tuning.searchWidth))!;
    const questions = createVectors(2, 50);
    for (const [name, allowed] of [
      ['all', new Uint8Array(COUNT).fill(1)],
      ['most', Uint8Array.from({ length: COUNT }, (_, row) => (row % 7 === 0 ? 0 : 1))],
      ['few', Uint8Array.from({ length: COUNT }, (_, row) => (row % 50 === 0 ? 1 : 0))],
    ] as const) {
      const allowedCount = allowed.reduce((sum, each) => sum + each, 0);
      let found = 0;
      for (let row = 0; row < 50; row++) {
        const question = questions.subarray(row * DIMENSION, (row + 1) * DIMENSION);
        const exact = searchNearest(undefined, vectors, question, 10, allowed, allowedCount);
        const fast = searchNearest(graph, vectors, question, 10, allowed, allowedCount);
        expect(fast.every(({ ordinal }) => allowed[ordinal] === 1)).toBe(true);
        found += exact.filter(({ ordinal }) => fast.some((each) => each.ordinal === ordinal)).length;
      }
      expect({ name, good: found / 500 >= 0.97 }).toEqual({ name, good: true });
    }
  });
});

test('a question that is not finite never reaches native code', () => {
  const untouchable = { searchKnn: () => expect.unreachable() } as never;
  const vectors = createVectors(1, 8);
  const question = new Float32Array(DIMENSION).fill(Number.NaN);
  expect(searchNearest(untouchable, vectors, question, 3, new Uint8Array(8).fill(1), 8)).toHaveLength(3);
});
