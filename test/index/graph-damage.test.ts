/** A damaged graph costs nothing but time: the segment is searched exactly, and the next update builds the graph again. */
import { existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { loadHnsw } from '../../src/index/hnsw.js';
import type { Manifest } from '../../src/index/manifest.js';
import { filesBelow } from './faults.js';
import { article, countingEmbedder, DIMENSION, request, temporaryFolder, vectorOf } from './sample.js';

const dist = resolve(import.meta.dirname, '../../dist/index');
const isRunnable =
  ((await loadHnsw()) !== undefined && existsSync(join(dist, 'graph-worker.js'))) || process.env.YINGJIA_REQUIRE_ALL !== undefined;
/** Graphs are built in a thread, which needs the built program. */
const load = (name: string) => import(/* @vite-ignore */ pathToFileURL(join(dist, `${name}.js`)).href);

const articles = Array.from({ length: 12 }, (_, number) => article(`a${number}`, `Words of article ${number}.\nIts second paragraph.`));
const settings = { graphMinPassages: 10, keepGenerations: 3 };

async function openGraphs() {
  const [{ updateIndex }, { openIndex }, { verifyIndex }, { rollBack }] = (await Promise.all(
    ['update', 'snapshot', 'verify', 'rollback'].map(load),
  )) as [
    typeof import('../../src/index/update.js'),
    typeof import('../../src/index/snapshot.js'),
    typeof import('../../src/index/verify.js'),
    typeof import('../../src/index/rollback.js'),
  ];
  const folder = await temporaryFolder();
  const directory = join(folder, 'index');
  const embedder = countingEmbedder();
  const update = (more = {}) => updateIndex(request(folder, articles, { settings, embedder, ...more }));
  await update();
  embedder.texts.length = 0;
  const graph = filesBelow(directory).find((path) => path.endsWith('graph.hnsw'))!;
  const manifestOf = (generation: number) =>
    (JSON.parse(readFileSync(join(directory, `generations/${generation}.json`), 'utf8')) as { manifest: Manifest }).manifest;
  return { directory, embedder, update, graph, manifestOf, openIndex, verifyIndex, rollBack };
}

describe.skipIf(!isRunnable)('a graph (needs hnswlib-node and dist/)', () => {
  test.each<[string, (path: string) => void]>([
    ['cut', (path) => truncateSync(path, 100)],
    ['emptied', (path) => truncateSync(path, 0)],
    ['lost', (path) => rmSync(path)],
    [
      'flipped',
      (path) =>
        writeFileSync(
          path,
          readFileSync(path).map((byte, at) => (at === 200 ? byte ^ 1 : byte)),
        ),
    ],
  ])('that is %s leaves search exact, and is built again without embedding anything', async (_name, damage) => {
    const { directory, embedder, update, graph, manifestOf, openIndex, verifyIndex, rollBack } = await openGraphs();
    damage(graph);
    const told: string[] = [];
    const index = await openIndex(directory, { onNotice: (line) => told.push(line) });
    const snapshot = (await index.snapshot())!;
    expect([snapshot.isLive, index.isDamaged()]).toEqual([true, false]);
    expect(told).toEqual([
      expect.stringMatching(/^Damaged: .*graph\.hnsw: .*\. Its 24 passages are looked at one by one until "npx yingjia index --verify"/),
    ]);
    expect(snapshot.segments[0]!.nearest(vectorOf('Its second paragraph.', DIMENSION), 3)).toHaveLength(3);

    const asked = await update({ deferMerges: true });
    expect([asked.generation, asked.embedded.passages]).toEqual([1, 0]);
    const repaired = await update();
    expect(repaired).toMatchObject({ generation: 2, articles: { kept: 12 }, embedded: { passages: 0 }, changes: [] });
    expect(embedder.texts).toEqual([]);
    const [before, after] = [manifestOf(1).segments[0]!, manifestOf(2).segments[0]!];
    expect(after).toEqual({ ...before, graph: after.graph, files: { ...before.files, 'graph.hnsw': after.files['graph.hnsw'] } });
    expect(await verifyIndex(directory)).toMatchObject({ problems: [] });
    expect(await index.snapshot()).toMatchObject({ generation: 2, isLive: true });
    expect(told).toHaveLength(1);
    expect(await update()).toMatchObject({ generation: 2 });

    expect(await rollBack({ directory, to: 1, keepGenerations: 3 })).toEqual({ generation: 3, restores: 1 });
    expect(await verifyIndex(directory)).toMatchObject({ problems: [] });
  });

  test('of a segment that is too small by now is left out', async () => {
    const { directory, update, graph, manifestOf, verifyIndex } = await openGraphs();
    rmSync(graph);
    expect(await update({ settings: { ...settings, graphMinPassages: 1000 } })).toMatchObject({ generation: 2 });
    expect(manifestOf(2).segments[0]!.graph).toBeUndefined();
    expect(await verifyIndex(directory)).toMatchObject({ problems: [] });
  });
});
