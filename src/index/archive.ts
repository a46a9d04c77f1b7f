/**
 * Article versions that no segment holds any more, but that an answer may have cited: their texts alone, in segments without passages.
 * Whenever segments leave the index for good, what only they held is archived first.
 */
import { join } from 'node:path';
import type { Article } from '../types.js';
import { type BaseSegment, readArticles } from './base.js';
import type { IndexFiles } from './files.js';
import { type Ledger, parseColumns, parseLedger, rangeOf } from './ledger.js';
import { type ArchiveEntry, pathsOf } from './manifest.js';
import { createSegmentId, SegmentWriter } from './segment-writer.js';
import { DamagedFile, readVerified } from './verified-read.js';

const nameOf = (id: string, version: string) => `${version} ${id}`;

export async function readLedger(directory: string, { id, files }: ArchiveEntry): Promise<Ledger> {
  return parseLedger(await readVerified(join(pathsOf(directory).segment(id), 'ledger.json'), files['ledger.json']!));
}

/**
 * @param leaving segments that the next generation does not name
 * @param staying segments and archives that it does
 * @returns undefined when the staying ones hold every version
 */
export async function archiveVersions(
  files: IndexFiles,
  directory: string,
  generation: number,
  leaving: readonly BaseSegment[],
  staying: readonly ArchiveEntry[],
): Promise<ArchiveEntry | undefined> {
  const held = new Set<string>();
  for (const entry of staying) {
    const { ids, versions } = await readLedger(directory, entry);
    for (const [ordinal, id] of ids.entries()) held.add(nameOf(id, versions[ordinal]!));
  }
  let writer: SegmentWriter | undefined;
  try {
    for (const segment of leaving) {
      const { ids, versions } = segment.ledger;
      const ordinals = [...ids.keys()].filter((ordinal) => !held.has(nameOf(ids[ordinal]!, versions[ordinal]!)));
      for (const article of await readArticles(segment, ordinals)) {
        held.add(nameOf(article.id, article.version));
        writer ??= await SegmentWriter.open(files, directory, createSegmentId(generation));
        await writer.append(article, '', []);
      }
    }
    if (writer === undefined) return undefined;
    const { id, articles, files: records } = await writer.finish();
    return { id, articles, files: records };
  } finally {
    await writer?.abandon();
  }
}

/** @returns undefined when the entry does not hold that version, or is damaged: it is then as if it were gone. */
export async function readArchived(directory: string, entry: ArchiveEntry, id: string, version: string): Promise<Article | undefined> {
  try {
    const { ids, versions } = await readLedger(directory, entry);
    const ordinal = ids.findIndex((each, index) => each === id && versions[index] === version);
    if (ordinal < 0) return undefined;
    const folder = pathsOf(directory).segment(entry.id);
    const [columns, lines] = await Promise.all([
      readVerified(join(folder, 'columns.bin'), entry.files['columns.bin']!),
      readVerified(join(folder, 'articles.jsonl'), entry.files['articles.jsonl']!),
    ]);
    const line = lines.subarray(...rangeOf(parseColumns(columns).articleEnds, ordinal));
    return JSON.parse(new TextDecoder().decode(line)) as Article;
  } catch (cause) {
    if (cause instanceof DamagedFile) return undefined;
    throw cause;
  }
}
