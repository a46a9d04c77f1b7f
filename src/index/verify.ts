/** Is the index whole, and does it find what it holds? Checksums of every file, counts, and self-queries. Reads only. */
import { join } from 'node:path';
import type { FileRecord } from './files.js';
import { GRAPH_FILE } from './graph.js';
import { type Manifest, pathsOf, readCurrent, readManifest, type SegmentEntry } from './manifest.js';
import { createSegmentReader, openSegment, vectorAt } from './segment-reader.js';
import { dotProduct } from './similarity.js';
import { DamagedFile, verifyFile } from './verified-read.js';

export type VerifyReport = {
  generation: number;
  files: number;
  bytes: number;
  passages: number;
  /** Passages whose own vector was looked for, and those that were found first. */
  selfQueries: { asked: number; found: number };
  /** What is wrong; empty when the index is whole. */
  problems: readonly string[];
};

const SELF_QUERIES = 100;

/** @returns undefined when there is no index. */
export async function verifyIndex(directory: string): Promise<VerifyReport | undefined> {
  const current = await readCurrent(directory);
  if (current === undefined) return undefined;
  const report = { generation: 0, files: 0, bytes: 0, passages: 0, selfQueries: { asked: 0, found: 0 } };
  if (current.live === undefined) return { ...report, problems: ['CURRENT is damaged'] };
  try {
    const manifest = await readManifest(directory, current.live.generation, current.live.checksum);
    const entries = [...manifest.segments, ...manifest.archives].flatMap(({ files }) => Object.values(files));
    const problems = await verifyGeneration(directory, manifest);
    const selfQueries = problems.length > 0 ? report.selfQueries : await querySelves(directory, manifest, problems);
    return {
      generation: manifest.generation,
      files: entries.length,
      bytes: entries.reduce((sum, { size }) => sum + size, 0),
      passages: manifest.segments.reduce((sum, entry) => sum + entry.passages - entry.deletedPassages, 0),
      selfQueries,
      problems,
    };
  } catch (cause) {
    if (!(cause instanceof DamagedFile)) throw cause;
    return { ...report, generation: current.live.generation, problems: [cause.message] };
  }
}

/** @returns what is damaged of a generation's files, of those that `counts`. */
export async function verifyGeneration(
  directory: string,
  manifest: Manifest,
  counts: (name: string) => boolean = () => true,
): Promise<string[]> {
  const problems: string[] = [];
  for (const entry of [...manifest.segments, ...manifest.archives]) problems.push(...(await verifyFiles(directory, entry, counts)));
  return problems;
}

async function verifyFiles(
  directory: string,
  { id, files }: Pick<SegmentEntry, 'id' | 'files'>,
  counts: (name: string) => boolean = () => true,
): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, record] of Object.entries(files)) {
    if (!counts(name)) continue;
    try {
      await verifyFile(join(pathsOf(directory).segment(id), name), record);
    } catch (cause) {
      if (!(cause instanceof DamagedFile)) throw cause;
      problems.push(cause.message);
    }
  }
  return problems;
}

async function querySelves(directory: string, manifest: Manifest, problems: string[]): Promise<VerifyReport['selfQueries']> {
  const total = manifest.segments.reduce((sum, { passages }) => sum + passages, 0);
  const step = Math.max(1, Math.floor(total / SELF_QUERIES));
  const sum = { asked: 0, found: 0 };
  for (const entry of manifest.segments) {
    const counted = await checkSegment(directory, entry, manifest.embedder.dimension, step, problems);
    sum.asked += counted.asked;
    sum.found += counted.found;
  }
  if (sum.found < sum.asked) problems.push(`${sum.asked - sum.found} of ${sum.asked} passages do not find themselves`);
  return sum;
}

/** Passages up to which a segment that was just written is also searched: a larger one would have to be read into memory for it. */
const SEARCHED_PASSAGES = 4_096;

/** Which of the two below is to read back a segment that was just written, before it can become live. */
export const isSearchable = (passages: number) => passages > 0 && passages <= SEARCHED_PASSAGES;

/** Reads back one file, by its checksum. @returns what is wrong */
export async function readBackFile(directory: string, id: string, name: string, record: FileRecord): Promise<string[]> {
  return verifyFiles(directory, { id, files: { [name]: record } });
}

/** Reads back all of a segment: every checksum, counts, places and self-queries. @returns what is wrong */
export async function readBackSegment(directory: string, entry: SegmentEntry): Promise<string[]> {
  // Opening checks all the others, and would do without it.
  const problems = await verifyFiles(directory, entry, (name) => name === GRAPH_FILE);
  const dimension = entry.files['vectors.f32']!.size / entry.passages / Float32Array.BYTES_PER_ELEMENT;
  const step = Math.max(1, Math.floor(entry.passages / SELF_QUERIES));
  try {
    const { asked, found } = await checkSegment(directory, entry, dimension, step, problems);
    return found < asked ? [...problems, `${asked - found} of ${asked} passages do not find themselves`] : problems;
  } catch (cause) {
    if (!(cause instanceof DamagedFile)) throw cause;
    return [cause.message];
  }
}

async function checkSegment(
  directory: string,
  entry: SegmentEntry,
  dimension: number,
  step: number,
  problems: string[],
): Promise<VerifyReport['selfQueries']> {
  const segment = await openSegment(directory, entry, dimension);
  const reader = createSegmentReader(segment, entry);
  const counted = { asked: 0, found: 0 };
  if (segment.ledger.ids.length !== entry.articles)
    problems.push(`${entry.id}: ${segment.ledger.ids.length} articles, not ${entry.articles}`);
  for (let ordinal = 0; ordinal < entry.passages; ordinal += step) {
    if (reader.live[ordinal] === 0) continue;
    const passage = reader.passage(ordinal);
    const article = reader.article(segment.articleOf[ordinal]!);
    if (passage.text === '' || article.text.slice(passage.start, passage.end) !== passage.text || passage.end > article.text.length) {
      problems.push(`${entry.id}: passage ${passage.id} is not where it says`);
    }
    const vector = vectorAt(segment, ordinal);
    // A text without a word that the embedder knows has no direction: nothing is near to it.
    if (dotProduct(vector, vector, 0) < 0.5) continue;
    const [nearest] = reader.nearest(vector, 1);
    counted.asked++;
    // Another passage with the same text is as near: the similarity tells.
    if (nearest !== undefined && nearest.similarity > 1 - 1e-4) counted.found++;
  }
  return counted;
}
