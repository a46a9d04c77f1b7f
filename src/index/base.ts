/**
 * What the index holds before an update, read as cheaply as an update allows: manifests and ledgers, no texts, no vectors. Damaged parts are
 * left out, with a notice; what they held comes back from the collection.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Article } from '../types.js';
import { GRAPH_FILE } from './graph.js';
import { type Columns, keyName, type Ledger, parseColumns, parseLedger, rangeOf } from './ledger.js';
import { bitAt, listGenerations, type Manifest, parseDeleted, pathsOf, readCurrent, readManifest, type SegmentEntry } from './manifest.js';
import { checkUntouched, DamagedFile, readVerified, verifyFile } from './verified-read.js';

export type SegmentOutline = {
  entry: SegmentEntry;
  deleted: Uint8Array;
  folder: string;
  /** Its texts are whole, but what searches them is damaged: its articles are to be written again. */
  textsOnly: boolean;
  /** Its graph alone is damaged: it is searched without, and the graph is to be built again. */
  graphLost: boolean;
};
export type BaseSegment = SegmentOutline & { ledger: Ledger };

/** A live article: its version, the corpus's file it came from, and where it stands. */
export type BaseRow = { version: string; path: string; segment: BaseSegment; ordinal: number };

/** What a manifest alone tells, and whether its files were touched: enough to see that there is nothing to do. */
export type Outline = {
  /** Text of CURRENT when this was read: tells whether another writer came in between. */
  current: string | undefined;
  /** Higher than every number ever given that is still on disk. */
  nextGeneration: number;
  /** The newest usable generation; undefined where there is none. */
  manifest?: Manifest;
  /** Its segments whose texts are whole. */
  segments: readonly SegmentOutline[];
  /** Whether anything had to be left out. */
  damaged: boolean;
};

export type Base = Omit<Outline, 'segments'> & {
  segments: readonly BaseSegment[];
  /** Its live articles, or those of the files that were asked for. */
  rows: ReadonlyMap<string, BaseRow>;
  /** How many others are live. */
  others: number;
};

export type BaseOptions = {
  /** Check every checksum, also of files that were not touched since they were written. */
  verifyAll: boolean;
  onNotice(line: string): void;
};

export async function readBase(directory: string, options: BaseOptions): Promise<Base> {
  return completeBase(await readOutline(directory, options), options);
}

export async function readOutline(directory: string, options: BaseOptions): Promise<Outline> {
  const current = await readCurrent(directory);
  const generations = await listGenerations(directory);
  const nextGeneration = Math.max(current?.live?.generation ?? 0, ...generations.slice(0, 1)) + 1;
  const manifest = await newestManifest(directory, current?.live, generations, options);
  const outline = { current: current?.text, nextGeneration };
  if (manifest === undefined) return { ...outline, segments: [], damaged: current !== undefined || generations.length > 0 };

  const segments: SegmentOutline[] = [];
  for (const entry of manifest.segments) {
    const segment = await outlineSegment(directory, entry, options);
    if (segment !== undefined) segments.push(segment);
  }
  const lost = segments.length < manifest.segments.length || segments.some(({ textsOnly }) => textsOnly);
  return { ...outline, manifest, segments, damaged: lost || manifest.generation !== current?.live?.generation };
}

/** Reads the ledgers. @param paths of the files whose articles are asked for; default: all */
export async function completeBase(outline: Outline, { onNotice }: BaseOptions, paths?: ReadonlySet<string>): Promise<Base> {
  const segments: BaseSegment[] = [];
  for (const segment of outline.segments) {
    try {
      segments.push({ ...segment, ledger: await readLedgerOf(segment) });
    } catch (cause) {
      if (!(cause instanceof DamagedFile)) throw cause;
      onNotice(describeDamage(cause, segment.entry));
    }
  }
  const damaged = outline.damaged || segments.length < outline.segments.length;
  const rows = liveRows(segments, paths);
  const live = segments.reduce((sum, { entry }) => sum + entry.articles - entry.deletedArticles, 0);
  return { ...outline, segments, rows, others: paths === undefined ? 0 : live - rows.size, damaged };
}

async function readLedgerOf({ entry, folder }: SegmentOutline): Promise<Ledger> {
  return parseLedger(await readVerified(join(folder, 'ledger.json'), entry.files['ledger.json']!));
}

function liveRows(segments: readonly BaseSegment[], only?: ReadonlySet<string>): Map<string, BaseRow> {
  const rows = new Map<string, BaseRow>();
  for (const segment of segments) {
    const { ids, versions, paths, pathOf } = segment.ledger;
    for (const [ordinal, id] of ids.entries()) {
      if (bitAt(segment.deleted, ordinal) === 1 || only?.has(paths[pathOf[ordinal]!]!) === false) continue;
      rows.set(id, { version: versions[ordinal]!, path: paths[pathOf[ordinal]!]!, segment, ordinal });
    }
  }
  return rows;
}

/** Whether a live article has this id, among all of them. */
export const isLiveId = (segments: readonly BaseSegment[], id: string) =>
  segments.some(({ ledger, deleted }) => {
    for (let ordinal = ledger.ids.indexOf(id); ordinal >= 0; ordinal = ledger.ids.indexOf(id, ordinal + 1)) {
      if (bitAt(deleted, ordinal) === 0) return true;
    }
    return false;
  });

/** An older generation, as a base to go back to. @throws DamagedFile */
export async function readGeneration(directory: string, manifest: Manifest): Promise<Pick<Base, 'segments' | 'rows'>> {
  const segments: BaseSegment[] = [];
  for (const entry of manifest.segments) {
    const folder = pathsOf(directory).segment(entry.id);
    const outline = { entry, deleted: parseDeleted(entry), folder, textsOnly: false, graphLost: false };
    segments.push({ ...outline, ledger: await readLedgerOf(outline) });
  }
  return { segments, rows: liveRows(segments) };
}

async function newestManifest(
  directory: string,
  live: { generation: number; checksum: string } | undefined,
  generations: readonly number[],
  { onNotice }: BaseOptions,
): Promise<Manifest | undefined> {
  const candidates = live === undefined ? generations : [live.generation, ...generations.filter((number) => number < live.generation)];
  for (const generation of candidates) {
    try {
      const manifest = await readManifest(directory, generation, generation === live?.generation ? live.checksum : undefined);
      if (generation !== live?.generation) onNotice(`The live generation could not be read; going on from generation ${generation}.`);
      return manifest;
    } catch (cause) {
      if (!(cause instanceof DamagedFile)) throw cause;
    }
  }
  if (candidates.length > 0) onNotice('No generation of the index could be read: it is rebuilt.');
  return undefined;
}

/** What must be whole for the articles of a segment to be read. */
const TEXT_FILES = ['ledger.json', 'columns.bin', 'articles.jsonl'];

async function outlineSegment(
  directory: string,
  entry: SegmentEntry,
  { verifyAll, onNotice }: BaseOptions,
): Promise<SegmentOutline | undefined> {
  const folder = pathsOf(directory).segment(entry.id);
  const damaged = new Map<string, DamagedFile>();
  const check = async (name: string) => {
    const path = join(folder, name);
    await (verifyAll ? verifyFile(path, entry.files[name]!) : checkUntouched(path, entry.files[name]!)).catch((cause: unknown) => {
      if (!(cause instanceof DamagedFile)) throw cause;
      damaged.set(name, cause);
    });
  };
  await Promise.all(Object.keys(entry.files).map(check));
  for (const [name, cause] of damaged) {
    if (name !== GRAPH_FILE) onNotice(describeDamage(cause, entry));
    else onNotice(`Damaged: ${cause.message}. Search is exact there until "npx yingjia index" has built it again.`);
  }
  if (TEXT_FILES.some((name) => damaged.has(name))) return undefined;
  const textsOnly = [...damaged.keys()].some((name) => name !== GRAPH_FILE);
  return { entry, deleted: parseDeleted(entry), folder, textsOnly, graphLost: damaged.has(GRAPH_FILE) };
}

const describeDamage = ({ message }: DamagedFile, { articles, deletedArticles }: SegmentEntry) =>
  `Damaged: ${message}. Its ${articles - deletedArticles} articles are indexed again.`;

export async function readColumns({ folder, entry }: BaseSegment): Promise<Columns> {
  return parseColumns(await readVerified(join(folder, 'columns.bin'), entry.files['columns.bin']!));
}

/** Names of the embedded texts of some articles of a segment. */
export function* keyNamesOf(columns: Columns, ordinals: Iterable<number>): Generator<string> {
  for (const ordinal of ordinals) {
    const [start, end] = rangeOf(columns.passageEnds, ordinal);
    for (let passage = start; passage < end; passage++) yield keyName(columns.keys, passage);
  }
}

/** Some articles of one segment, in the order asked. */
export async function readArticles(segment: BaseSegment, ordinals: readonly number[]): Promise<Article[]> {
  const { articleEnds } = await readColumns(segment);
  const handle = await open(join(segment.folder, 'articles.jsonl'), 'r');
  try {
    const articles: Article[] = [];
    for (const ordinal of ordinals) {
      const [start, end] = rangeOf(articleEnds, ordinal);
      const bytes = Buffer.alloc(end - start);
      await handle.read(bytes, 0, bytes.length, start);
      articles.push(JSON.parse(bytes.toString('utf8')) as Article);
    }
    return articles;
  } finally {
    await handle.close();
  }
}

export function groupBySegment(rows: readonly BaseRow[]): Map<BaseSegment, number[]> {
  const groups = new Map<BaseSegment, number[]>();
  for (const { segment, ordinal } of rows) {
    const group = groups.get(segment);
    if (group === undefined) groups.set(segment, [ordinal]);
    else group.push(ordinal);
  }
  return groups;
}
