/**
 * One generation of the index: which segments it is made of, what was deleted from them since, and the size and SHA-256 of each file.
 * A manifest carries its own checksum; CURRENT names the live generation and the checksum of its manifest.
 */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { DamagedFile, isMissing } from './verified-read.js';

export const FORMAT_VERSION = 1;

const count = z.number().int().min(0);
const file = z.object({ size: count, sha256: z.string().regex(/^[0-9a-f]{64}$/), modifiedMs: z.number() });
const segmentId = z.string().regex(/^g\d+-[0-9a-f]{8}$/);

const segment = z.object({
  id: segmentId,
  articles: count,
  passages: count,
  /** Bit i set: article i of the segment was deleted. Base64 of the bytes up to the last that is not zero. */
  deleted: z.string(),
  deletedArticles: count,
  deletedPassages: count,
  /** Search width at which the graph's recall@10 reached 0.99 on a sample; only where the segment has a graph. */
  graph: z.object({ searchWidth: count, recall: z.number() }).optional(),
  files: z.record(z.string(), file),
});

/** Article versions that are no longer live but may have been cited: a segment's articles and ledger alone. */
const archive = z.object({ id: segmentId, articles: count, files: z.record(z.string(), file) });

const manifest = z.object({
  format: z.literal(FORMAT_VERSION),
  generation: count,
  /** ISO 8601; for people: order comes from the number, so a clock that goes back changes nothing. */
  createdAt: z.string(),
  /** Why there is this generation. */
  reason: z.enum(['update', 'rebuild', 'merge', 'rollback']),
  /** For a rollback, the generation whose content this is. */
  restores: count.optional(),
  corpus: z.object({ path: z.string(), relative: z.string() }),
  embedder: z.object({ name: z.string(), dimension: z.number().int().min(1).max(65_536), version: z.string() }),
  termsVersion: count,
  chunkerVersion: z.string(),
  segments: z.array(segment),
  archives: z.array(archive),
  changes: z.object({
    articles: z.object({ added: count, changed: count, kept: count, removed: count }),
    passages: z.object({ added: count, kept: count, removed: count }),
    embeddedPassages: count,
  }),
});

export type Manifest = z.infer<typeof manifest>;
export type SegmentEntry = Manifest['segments'][number];
export type ArchiveEntry = Manifest['archives'][number];

export const pathsOf = (directory: string) => ({
  current: join(directory, 'CURRENT'),
  generations: join(directory, 'generations'),
  manifest: (generation: number) => join(directory, 'generations', `${generation}.json`),
  segments: join(directory, 'segments'),
  segment: (id: string) => join(directory, 'segments', id),
  lock: join(directory, 'writer.lock'),
  cache: join(directory, 'cache'),
});

export const sha256 = (bytes: string | Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Pure. The checksum covers the manifest as JSON, whose key order survives parsing. */
export function renderManifest(content: Manifest): string {
  return `${JSON.stringify({ sha256: sha256(JSON.stringify(content)), manifest: content })}\n`;
}

/** @returns undefined when the text is no whole manifest of this format. */
export function parseManifest(text: string): Manifest | undefined {
  try {
    const outer = z.object({ sha256: z.string(), manifest: z.unknown() }).parse(JSON.parse(text));
    if (sha256(JSON.stringify(outer.manifest)) !== outer.sha256) return undefined;
    return manifest.parse(outer.manifest);
  } catch (cause) {
    if (cause instanceof SyntaxError || cause instanceof z.ZodError) return undefined;
    throw cause;
  }
}

/** @returns undefined where it is missing or damaged. */
export async function readWholeManifest(directory: string, generation: number): Promise<Manifest | undefined> {
  try {
    return await readManifest(directory, generation);
  } catch (cause) {
    if (cause instanceof DamagedFile) return undefined;
    throw cause;
  }
}

export const renderCurrent = (generation: number, manifestText: string) => `${generation}\n${sha256(manifestText)}\n`;

/** @throws DamagedFile */
export async function readManifest(directory: string, generation: number, checksum?: string): Promise<Manifest> {
  const path = pathsOf(directory).manifest(generation);
  const text = readIfThere(path);
  if (text === undefined) throw new DamagedFile(path, 'is missing');
  if (checksum !== undefined && sha256(text) !== checksum) throw new DamagedFile(path, 'is not the manifest that was committed');
  const parsed = parseManifest(text);
  if (parsed === undefined || parsed.generation !== generation) throw new DamagedFile(path, 'is damaged or of another format');
  return parsed;
}

/** The commit point. `text` tells two commits apart; `undefined` where there never was one. */
export type Current = { text: string; live?: { generation: number; checksum: string } };

export async function readCurrent(directory: string): Promise<Current | undefined> {
  const text = readIfThere(pathsOf(directory).current);
  if (text === undefined) return undefined;
  const [, generation, checksum] = /^(\d{1,15})\n([0-9a-f]{64})\n$/.exec(text) ?? [];
  return generation === undefined ? { text } : { text, live: { generation: Number(generation), checksum: checksum! } };
}

/** Numbers of the generations whose manifest is there, newest first. */
export async function listGenerations(directory: string): Promise<number[]> {
  try {
    const names = readdirSync(pathsOf(directory).generations);
    return names
      .flatMap((name) => /^(\d{1,15})\.json$/.exec(name)?.[1] ?? [])
      .map(Number)
      .sort((left, right) => right - left);
  } catch (cause) {
    if (isMissing(cause)) return [];
    throw cause;
  }
}

/** At once: a file this small is read faster than a thread is asked for it, and an update reads a dozen of them one after the other. */
function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

export function parseDeleted(entry: Pick<SegmentEntry, 'deleted'>): Uint8Array {
  return Buffer.from(entry.deleted, 'base64');
}

/** @param isDeleted 1 where article i was deleted. */
export function renderDeleted(isDeleted: Uint8Array): string {
  const bits = Buffer.alloc(Math.ceil(isDeleted.length / 8));
  let last = 0;
  for (let ordinal = 0; ordinal < isDeleted.length; ordinal++) {
    if (isDeleted[ordinal] === 0) continue;
    bits[ordinal >> 3]! |= 1 << (ordinal & 7);
    last = (ordinal >> 3) + 1;
  }
  return bits.subarray(0, last).toString('base64');
}

export const bitAt = (bits: Uint8Array, position: number) => ((bits[position >> 3] ?? 0) >> (position & 7)) & 1;
