/**
 * The read side: follows CURRENT and opens the live generation, each segment once. A snapshot is whole in memory: it needs no lock, and a
 * writer may merge or prune beneath it. Damage falls back to the newest generation that is whole.
 */
import { setTimeout as delay } from 'node:timers/promises';
import type { Article, IndexSnapshot } from '../types.js';
import { readArchived } from './archive.js';
import { explainDiskError } from './disk-errors.js';
import { GRAPH_FILE } from './graph.js';
import {
  type ArchiveEntry,
  bitAt,
  listGenerations,
  type Manifest,
  parseDeleted,
  readCurrent,
  readManifest,
  readWholeManifest,
} from './manifest.js';
import { articleAt, createSegmentReader, type OpenSegment, openSegment } from './segment-reader.js';
import { DamagedFile } from './verified-read.js';

export type OpenIndex = {
  /**
   * The live generation; a small read where nothing changed. While a new generation is being read, the one before goes on serving.
   * @returns undefined when no generation can be read: build one. @throws YingjiaError INDEX when the folder cannot be read.
   */
  snapshot(): Promise<OpenSnapshot | undefined>;
  /** Whether the last snapshot could not be of the live generation because that is damaged: an update that verifies all repairs it. */
  isDamaged(): boolean;
};

export type OpenSnapshot = IndexSnapshot & {
  /** false: what is live is damaged, and this is an older generation. */
  isLive: boolean;
  termsVersion: number;
  chunkerVersion: string;
};

/** How long a question waits for a new generation before it is answered from the one before. */
const SWITCH_WAIT_MS = 250;

export async function openIndex(
  directory: string,
  { onNotice = () => {} }: { onNotice?: (line: string) => void } = {},
): Promise<OpenIndex> {
  const reader = new GenerationReader(directory, onNotice);
  return {
    isDamaged: () => reader.isDamaged,
    snapshot: () =>
      reader.snapshot().catch((cause: unknown) => {
        throw explainDiskError(directory, 'read', cause);
      }),
  };
}

class GenerationReader {
  isDamaged = false;
  private segments = new Map<string, OpenSegment>();
  /** Text of CURRENT, and what was opened because of it. */
  private opened: { current: string | undefined; snapshot: OpenSnapshot | undefined } | undefined;
  private opening: { current: string | undefined; snapshot: Promise<OpenSnapshot | undefined> } | undefined;

  constructor(
    private readonly directory: string,
    private readonly onNotice: (line: string) => void,
  ) {}

  async snapshot(): Promise<OpenSnapshot | undefined> {
    const current = (await readCurrent(this.directory))?.text;
    if (this.opened !== undefined && this.opened.current === current && this.opened.snapshot !== undefined) return this.opened.snapshot;
    if (this.opening?.current !== current || this.opening === undefined) {
      this.opening = { current, snapshot: this.open(current) };
      // Whoever awaits it is told what failed.
      this.opening.snapshot.catch(() => {}).finally(() => this.settle(current));
    }
    const before = this.opened?.snapshot;
    if (before === undefined) return this.opening.snapshot;
    return Promise.race([this.opening.snapshot, delay(SWITCH_WAIT_MS, before, { ref: false })]);
  }

  private settle(current: string | undefined): void {
    if (this.opening?.current === current) this.opening = undefined;
  }

  private async open(current: string | undefined): Promise<OpenSnapshot | undefined> {
    const found = await readCurrent(this.directory);
    const live = found?.live;
    const generations = await listGenerations(this.directory);
    const candidates = live === undefined ? generations : [live.generation, ...generations.filter((number) => number < live.generation)];
    for (const generation of candidates) {
      const checksum = generation === live?.generation ? live.checksum : undefined;
      try {
        const manifest = await readManifest(this.directory, generation, checksum);
        const snapshot = await this.openGeneration(manifest, checksum !== undefined);
        this.opened = { current: found?.text, snapshot };
        this.isDamaged = !snapshot.isLive;
        return snapshot;
      } catch (cause) {
        if (!(cause instanceof DamagedFile)) throw cause;
        if ((await readCurrent(this.directory))?.text !== found?.text) return this.open(current);
        this.onNotice(`Generation ${generation} of the index is damaged: ${cause.message}.`);
      }
    }
    this.isDamaged = found !== undefined || candidates.length > 0;
    return undefined;
  }

  private async openGeneration(manifest: Manifest, isLive: boolean): Promise<OpenSnapshot> {
    const segments = new Map<string, OpenSegment>();
    for (const entry of manifest.segments) {
      // A graph may have been built again since the segment was opened.
      const key = `${entry.id} ${entry.files[GRAPH_FILE]?.sha256}`;
      const open = () => openSegment(this.directory, entry, manifest.embedder.dimension, this.onNotice);
      segments.set(key, this.segments.get(key) ?? (await open()));
    }
    this.segments = segments;
    return createSnapshot(this.directory, manifest, [...segments.values()], isLive);
  }
}

function createSnapshot(directory: string, manifest: Manifest, segments: readonly OpenSegment[], isLive: boolean): OpenSnapshot {
  const readers = segments.map((segment, index) => createSegmentReader(segment, manifest.segments[index]!));
  const sum = (count: (entry: Manifest['segments'][number]) => number) =>
    manifest.segments.reduce((total, entry) => total + count(entry), 0);
  const places = findArticles(manifest, segments);
  return {
    generation: manifest.generation,
    embedder: manifest.embedder,
    termsVersion: manifest.termsVersion,
    chunkerVersion: manifest.chunkerVersion,
    isLive,
    segments: readers,
    passageCount: sum((entry) => entry.passages - entry.deletedPassages),
    articleCount: sum((entry) => entry.articles - entry.deletedArticles),
    async readArticle(id, version) {
      const held = (places().get(id) ?? []).find((place) => (version === undefined ? place.isLive : place.version === version));
      if (held !== undefined) return articleAt(segments[held.segment]!, held.ordinal);
      return version === undefined ? undefined : readPastVersion(directory, manifest, id, version);
    },
  };
}

type Place = { segment: number; ordinal: number; version: string; isLive: boolean };

/** Article id -> where its versions stand, built on first use. */
function findArticles(manifest: Manifest, segments: readonly OpenSegment[]): () => Map<string, Place[]> {
  let places: Map<string, Place[]> | undefined;
  return () => {
    if (places !== undefined) return places;
    places = new Map();
    for (const [segment, { ledger }] of segments.entries()) {
      const deleted = parseDeleted(manifest.segments[segment]!);
      for (const [ordinal, id] of ledger.ids.entries()) {
        const place = { segment, ordinal, version: ledger.versions[ordinal]!, isLive: bitAt(deleted, ordinal) === 0 };
        places.set(id, [...(places.get(id) ?? []), place]);
      }
    }
    return places;
  };
}

/** Looks into the archives, then into the older generations that are kept. */
async function readPastVersion(directory: string, manifest: Manifest, id: string, version: string): Promise<Article | undefined> {
  const looked = new Set(manifest.segments.map((segment) => segment.id));
  const look = async (entries: readonly ArchiveEntry[]) => {
    for (const entry of entries) {
      if (looked.has(entry.id)) continue;
      looked.add(entry.id);
      const article = await readArchived(directory, entry, id, version);
      if (article !== undefined) return article;
    }
    return undefined;
  };
  const archived = await look(manifest.archives);
  if (archived !== undefined) return archived;
  for (const generation of await listGenerations(directory)) {
    if (generation === manifest.generation) continue;
    const older = await readWholeManifest(directory, generation);
    const found = older === undefined ? undefined : await look([...older.segments, ...older.archives]);
    if (found !== undefined) return found;
  }
  return undefined;
}
