/** What a person asks of an index: what is live, what it is made of, and how it came about. Reads manifests only. */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { listGenerations, type Manifest, pathsOf, readCurrent, readWholeManifest } from './manifest.js';
import { isMissing } from './verified-read.js';

export type IndexStatus = {
  directory: string;
  corpus: string;
  generation: number;
  createdAt: string;
  reason: Manifest['reason'];
  restores?: number;
  embedder: Manifest['embedder'];
  articles: number;
  passages: number;
  /** Share of the stored passages that were deleted and await a merge. */
  deletedShare: number;
  segments: readonly {
    id: string;
    articles: number;
    passages: number;
    deletedPassages: number;
    bytes: number;
    graph?: { searchWidth: number; recall: number };
  }[];
  archivedArticles: number;
  generations: readonly number[];
  /** Of the live generation's files, and of everything in the index's folder. */
  bytes: { live: number; all: number };
  /** Who is writing now, as written in the lock. */
  writer?: string;
};

export type HistoryEntry = Pick<Manifest, 'generation' | 'createdAt' | 'reason' | 'restores' | 'changes'> & {
  isLive: boolean;
  articles: number;
  passages: number;
};

/** @returns undefined when there is no index, or what is live cannot be read (see verify). */
export async function readStatus(directory: string): Promise<IndexStatus | undefined> {
  const live = (await readCurrent(directory))?.live;
  const manifest = live === undefined ? undefined : await readWholeManifest(directory, live.generation);
  if (manifest === undefined) return undefined;
  const segments = manifest.segments.map(({ id, articles, passages, deletedArticles, deletedPassages, files, graph }) => ({
    id,
    articles: articles - deletedArticles,
    passages: passages - deletedPassages,
    deletedPassages,
    bytes: sizeOf(files),
    ...(graph === undefined ? {} : { graph }),
  }));
  const stored = sum(manifest.segments, ({ passages }) => passages);
  const writer = await readFile(pathsOf(directory).lock, 'utf8').catch(absent);
  return {
    directory,
    corpus: manifest.corpus.path,
    generation: manifest.generation,
    createdAt: manifest.createdAt,
    reason: manifest.reason,
    ...(manifest.restores === undefined ? {} : { restores: manifest.restores }),
    embedder: manifest.embedder,
    articles: sum(segments, ({ articles }) => articles),
    passages: sum(segments, ({ passages }) => passages),
    deletedShare: stored === 0 ? 0 : sum(segments, ({ deletedPassages }) => deletedPassages) / stored,
    segments,
    archivedArticles: sum(manifest.archives, ({ articles }) => articles),
    generations: await listGenerations(directory),
    bytes: { live: sum([...manifest.segments, ...manifest.archives], ({ files }) => sizeOf(files)), all: await bytesBelow(directory) },
    ...(writer === undefined ? {} : { writer: writer.trim() }),
  };
}

/** Newest first. */
export async function readHistory(directory: string): Promise<HistoryEntry[]> {
  const live = (await readCurrent(directory))?.live?.generation;
  const entries: HistoryEntry[] = [];
  for (const number of await listGenerations(directory)) {
    const manifest = await readWholeManifest(directory, number);
    if (manifest === undefined) continue;
    const { generation, createdAt, reason, restores, changes, segments } = manifest;
    entries.push({
      generation,
      createdAt,
      reason,
      ...(restores === undefined ? {} : { restores }),
      changes,
      isLive: generation === live,
      articles: sum(segments, ({ articles, deletedArticles }) => articles - deletedArticles),
      passages: sum(segments, ({ passages, deletedPassages }) => passages - deletedPassages),
    });
  }
  return entries;
}

const sum = <Item>(items: readonly Item[], of: (item: Item) => number) => items.reduce((total, item) => total + of(item), 0);
const sizeOf = (files: Record<string, { size: number }>) => sum(Object.values(files), ({ size }) => size);

/** Only the index's own folders: the indexes of other corpora live below this one. */
async function bytesBelow(directory: string): Promise<number> {
  const { generations, segments, cache } = pathsOf(directory);
  let bytes = 0;
  for (const folder of [generations, segments, cache]) {
    for (const entry of (await readdir(folder, { recursive: true, withFileTypes: true }).catch(absent)) ?? []) {
      if (entry.isFile()) bytes += (await stat(join(entry.parentPath, entry.name)).catch(absent))?.size ?? 0;
    }
  }
  return bytes;
}

/** A writer may remove a file while it is looked at. */
function absent(cause: unknown): undefined {
  if (!isMissing(cause)) throw cause;
  return undefined;
}
