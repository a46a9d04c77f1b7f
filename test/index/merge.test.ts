import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SegmentEntry } from '../../src/index/manifest.js';
import { planMerge } from '../../src/index/merge.js';
import { SEGMENT_MAX_PASSAGES } from '../../src/index/segment-writer.js';
import { openIndex } from '../../src/index/snapshot.js';
import { updateIndex } from '../../src/index/update.js';
import { verifyIndex } from '../../src/index/verify.js';
import { article, corpusOf, countingEmbedder, request, temporaryFolder } from './sample.js';

const segment = (id: number, passages: number, deletedPassages = 0): SegmentEntry => ({
  id: `g1-${id.toString(16).padStart(8, '0')}`,
  articles: passages,
  passages,
  deleted: '',
  deletedArticles: deletedPassages,
  deletedPassages,
  files: {},
});

describe('a merge is planned', () => {
  test.each([
    { name: 'not for seven small segments', sizes: Array(7).fill(10), merged: undefined },
    { name: 'for eight small segments', sizes: Array(8).fill(10), merged: 8 },
    { name: 'not for eight segments of different sizes', sizes: [1, 600, 5_000, 40_000, 1, 600, 5_000, 40_000], merged: undefined },
    { name: 'not for large segments', sizes: Array(20).fill(60_000), merged: undefined },
    { name: 'only as far as one segment can hold', sizes: Array(10).fill(12_000), merged: 5 },
  ])('$name', ({ sizes, merged }) => {
    expect(planMerge(sizes.map((passages, id) => segment(id, passages)))?.length).toBe(merged);
  });

  test('for a segment of which a third was deleted, unless it is small', () => {
    expect(planMerge([segment(1, 3_000, 1_000), segment(2, 3_000, 800)])).toEqual([segment(1, 1).id]);
    expect(planMerge([segment(1, 30, 10)])).toBeUndefined();
  });

  test('so that their number stays small, whatever is added and deleted', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 3_000 }), fc.nat(2_999)), { maxLength: 300 }), (updates) => {
        let segments: SegmentEntry[] = [];
        let passages = 0;
        for (const [id, [added, deleted]] of updates.entries()) {
          segments.push(segment(id, added, Math.min(deleted, added - 1)));
          for (let group = planMerge(segments), merges = 0; group !== undefined; group = planMerge(segments), merges++) {
            expect(merges).toBeLessThan(5);
            const leaving = segments.filter((each) => group!.includes(each.id));
            const live = leaving.reduce((sum, each) => sum + each.passages - each.deletedPassages, 0);
            expect(live).toBeLessThanOrEqual(SEGMENT_MAX_PASSAGES);
            segments = [...segments.filter((each) => !leaving.includes(each)), segment(100_000 + id * 10 + merges, live)];
          }
          passages += added;
          expect(segments.length).toBeLessThanOrEqual(7 * 4 + passages / (SEGMENT_MAX_PASSAGES / 2));
        }
      }),
      { numRuns: 30 },
    );
  });
});

test('many small updates end in few segments, with nothing embedded twice, nothing lost, and every version readable', async () => {
  const folder = await temporaryFolder();
  const embedder = countingEmbedder();
  const versions = [];
  let articles = [article('base', 'The base.\nOf it all.')];
  for (let round = 0; round < 20; round++) {
    const changing = article('changing', `Round ${round}.\nWhat stays.`);
    versions.push(changing);
    articles = [...articles.filter(({ id }) => id !== 'changing'), changing, article(`new-${round}`, `News ${round}.`)];
    const current = articles;
    await updateIndex(request(folder, [], { embedder, openCorpus: async () => corpusOf(current) }));
  }
  // One text of "base" twice, "changing" once a round and "what stays" once in all, the news once each.
  expect(embedder.texts.length).toBe(2 + 20 + 1 + 20);
  const snapshot = (await (await openIndex(join(folder, 'index'))).snapshot())!;
  expect(snapshot.segments.length).toBeLessThan(8);
  expect(snapshot).toMatchObject({ articleCount: 22, passageCount: 2 + 2 + 20 });
  for (const each of articles) expect(await snapshot.readArticle(each.id)).toEqual(each);
  for (const each of versions) expect(await snapshot.readArticle('changing', each.version)).toEqual(each);
  expect(await verifyIndex(join(folder, 'index'))).toMatchObject({ problems: [], selfQueries: { asked: 24, found: 24 } });
  const corpus = corpusOf(articles);
  await updateIndex(request(folder, [], { openCorpus: async () => corpus }));
  expect(corpus.reads).toEqual([]);
});
