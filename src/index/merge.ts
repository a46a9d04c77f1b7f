/**
 * Small segments -> one larger: search visits each segment, so their number must stay small however often the index is updated. Vectors are
 * copied, never embedded again. A merge is a generation of its own with the same content.
 */
import type { Passage } from '../types.js';
import { archiveVersions } from './archive.js';
import { type Base, type BaseSegment, readBase } from './base.js';
import type { GenerationWriter } from './generation-writer.js';
import { keyName, rangeOf } from './ledger.js';
import { bitAt, type Manifest, type SegmentEntry } from './manifest.js';
import { createSegmentReader, openSegment, vectorAt } from './segment-reader.js';
import { type EmbeddedPassage, SEGMENT_MAX_PASSAGES, SEGMENT_MAX_TEXT_BYTES } from './segment-writer.js';
import { DamagedFile } from './verified-read.js';

/** Segments of one size class that are merged together, and the growth from class to class: as in Lucene's tiered policy, but fixed. */
const FAN_IN = 8;
const SMALLEST_CLASS = 512;
/** Share of deleted passages from which on a segment is written anew: they cost search time. */
const MOST_DELETED = 0.3;

const liveOf = ({ passages, deletedPassages }: SegmentEntry) => passages - deletedPassages;

const isLarge = (segment: SegmentEntry) =>
  liveOf(segment) > SEGMENT_MAX_PASSAGES / 2 || (segment.files['articles.jsonl']?.size ?? 0) > SEGMENT_MAX_TEXT_BYTES / 2;

const classOf = (segment: SegmentEntry) => Math.max(0, Math.floor(Math.log(liveOf(segment) / SMALLEST_CLASS) / Math.log(FAN_IN)) + 1);

/** Pure. @returns ids of the segments to be merged into one, or undefined when all is well. Repeated until undefined. */
export function planMerge(segments: readonly SegmentEntry[]): readonly string[] | undefined {
  const worn = segments.find((entry) => entry.passages >= SMALLEST_CLASS && entry.deletedPassages > MOST_DELETED * entry.passages);
  if (worn !== undefined) return [worn.id];
  const classes = new Map<number, SegmentEntry[]>();
  for (const segment of segments) {
    if (isLarge(segment)) continue;
    const size = classOf(segment);
    classes.set(size, [...(classes.get(size) ?? []), segment]);
  }
  for (const [, members] of [...classes].sort(([left], [right]) => left - right)) {
    if (members.length < FAN_IN) continue;
    let total = 0;
    const fitting = members.filter((segment) => {
      total += liveOf(segment);
      return total <= SEGMENT_MAX_PASSAGES;
    });
    if (fitting.length > 1) return fitting.map(({ id }) => id);
  }
  return undefined;
}

/**
 * Merges until nothing is left to merge, under the lock that `writer` holds.
 * @returns the live generation; what cannot be read is left to the next update, which repairs it.
 */
export async function mergeSegments(writer: GenerationWriter, manifest: Manifest, onNotice: (line: string) => void): Promise<Manifest> {
  let live = manifest;
  for (let group = planMerge(live.segments); group !== undefined; group = planMerge(live.segments)) {
    const base = await readBase(writer.directory, { verifyAll: false, onNotice });
    if (base.manifest?.generation !== live.generation || base.damaged || !(await writer.begin(base))) return live;
    try {
      live = await mergeGroup(writer, base, base.manifest, new Set(group));
    } catch (cause) {
      if (!(cause instanceof DamagedFile)) throw cause;
      onNotice(`Segments were not merged: ${cause.message}.`);
      return live;
    }
  }
  return live;
}

async function mergeGroup(writer: GenerationWriter, base: Base, manifest: Manifest, group: ReadonlySet<string>): Promise<Manifest> {
  const leaving = base.segments.filter(({ entry }) => group.has(entry.id));
  for (const segment of leaving) await copyLive(writer, segment, manifest.embedder.dimension);
  const merged = await writer.finishSegments();
  const segments = [...manifest.segments.filter(({ id }) => !group.has(id)), ...merged];
  const archived = await archiveVersions(writer.files, writer.directory, base.nextGeneration, leaving, [...segments, ...manifest.archives]);
  const passages = segments.reduce((sum, entry) => sum + liveOf(entry), 0);
  const next: Manifest = {
    ...manifest,
    generation: base.nextGeneration,
    createdAt: new Date().toISOString(),
    reason: 'merge',
    segments,
    archives: archived === undefined ? manifest.archives : [...manifest.archives, archived],
    changes: {
      articles: { added: 0, changed: 0, kept: base.rows.size, removed: 0 },
      passages: { added: 0, kept: passages, removed: 0 },
      embeddedPassages: 0,
    },
  };
  await writer.commit(next);
  return next;
}

/** @throws DamagedFile */
async function copyLive(writer: GenerationWriter, { entry, deleted, ledger }: BaseSegment, dimension: number): Promise<void> {
  const segment = await openSegment(writer.directory, entry, dimension);
  const reader = createSegmentReader(segment, entry);
  const { keys, passageEnds } = segment.columns;
  const embedded = (ordinal: number, passage: Passage): EmbeddedPassage => ({
    passage,
    keyName: keyName(keys, ordinal),
    vector: vectorAt(segment, ordinal),
  });
  for (let article = 0; article < entry.articles; article++) {
    if (bitAt(deleted, article) === 1) continue;
    const [start, end] = rangeOf(passageEnds, article);
    const passages = Array.from({ length: end - start }, (_, index) => embedded(start + index, reader.passage(start + index)));
    await writer.append(reader.article(article), ledger.paths[ledger.pathOf[article]!]!, passages);
  }
}
