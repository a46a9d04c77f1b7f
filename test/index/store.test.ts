import { join } from 'node:path';
import { Document } from '@langchain/core/documents';
import { Embeddings } from '@langchain/core/embeddings';
import { index, RecordManager } from '@langchain/core/indexing';
import { expect, test } from 'vitest';
import { IndexStore } from '../../src/index/store.js';
import { temporaryFolder, vectorOf } from './sample.js';

class PairEmbeddings extends Embeddings {
  embedQuery = async (text: string) => Array.from(vectorOf(text));
  embedDocuments = async (texts: string[]) => texts.map((text) => Array.from(vectorOf(text)));
}

/** As LangChain's contract asks, in memory. */
class MemoryRecords extends RecordManager {
  override lc_namespace = ['test'];
  private readonly records = new Map<string, { group: string | null; at: number }>();
  private now = 0;
  createSchema = async () => {};
  getTime = async () => ++this.now;
  exists = async (keys: string[]) => keys.map((key) => this.records.has(key));
  update = async (keys: string[], { groupIds }: { groupIds?: (string | null)[] } = {}) => {
    for (const [at, key] of keys.entries()) this.records.set(key, { group: groupIds?.[at] ?? null, at: ++this.now });
  };
  listKeys = async ({ before, groupIds }: { before?: number; groupIds?: (string | null)[] } = {}) =>
    [...this.records]
      .filter(([, { at, group }]) => (before === undefined || at < before) && (!groupIds || groupIds.includes(group)))
      .map(([key]) => key);
  deleteKeys = async (keys: string[]) => {
    for (const key of keys) this.records.delete(key);
  };
}

const page = (pageContent: string, source: string) => new Document({ pageContent, metadata: { source } });

test("LangChain's index() adds, skips, replaces and deletes through the store", async () => {
  const folder = join(await temporaryFolder(), 'store');
  const store = new IndexStore(new PairEmbeddings({}), folder);
  const recordManager = new MemoryRecords();
  const run = (docsSource: Document[], cleanup: 'full' | 'incremental' = 'full') =>
    index({ docsSource, recordManager, vectorStore: store, options: { cleanup, sourceIdKey: 'source' } });
  const [fox, owl] = [page('The fox waits by the river.', 'fox.md'), page('An owl flies at night.', 'owl.md')];
  expect(await run([fox, owl])).toMatchObject({ numAdded: 2, numSkipped: 0, numDeleted: 0 });
  expect(await run([fox, owl])).toMatchObject({ numAdded: 0, numSkipped: 2, numDeleted: 0 });
  const [[nearest, similarity]] = (await store.similaritySearchWithScore('An owl flies at night.', 1)) as [[Document, number]];
  expect(nearest).toMatchObject({ pageContent: owl.pageContent, metadata: { source: 'owl.md' } });
  expect(similarity).toBeCloseTo(1, 4);
  expect(await run([page('The fox sleeps.', 'fox.md'), owl])).toMatchObject({ numAdded: 1, numSkipped: 1, numDeleted: 1 });
  const reopened = new IndexStore(new PairEmbeddings({}), folder);
  const all = await reopened.similaritySearch('fox', 10);
  expect(all.map(({ pageContent }) => pageContent).sort()).toEqual(['An owl flies at night.', 'The fox sleeps.']);
  expect(await reopened.similaritySearch('fox', 10, ({ metadata }) => metadata.source === 'owl.md')).toHaveLength(1);
  await reopened.delete({ ids: all.map(({ id }) => id!) });
  expect(await store.similaritySearch('fox', 10)).toEqual([]);
});
