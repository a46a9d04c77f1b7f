/** Which segments the next generation is made of: those of the base with their new deletions, and those just written. */
import { archiveVersions } from './archive.js';
import { type Base, type BaseRow, type BaseSegment, readColumns } from './base.js';
import type { GenerationWriter } from './generation-writer.js';
import { rangeOf } from './ledger.js';
import { bitAt, type Manifest, renderDeleted, type SegmentEntry } from './manifest.js';

/**
 * @param replacesAll nothing of the base stays: it was chunked or embedded in another way
 * @param rebuildsGraphs damaged graphs are built again, which takes time
 */
export async function createNextSegments(
  writer: GenerationWriter,
  base: Base,
  leaving: readonly BaseRow[],
  { replacesAll, rebuildsGraphs }: { replacesAll: boolean; rebuildsGraphs: boolean },
): Promise<Pick<Manifest, 'segments' | 'archives'>> {
  const written = await writer.finishSegments();
  const staying: SegmentEntry[] = [];
  const dropped: BaseSegment[] = [];
  for (const segment of base.segments) {
    const next = await withDeletions(
      segment,
      leaving.filter((row) => row.segment === segment).map(({ ordinal }) => ordinal),
    );
    if (replacesAll || segment.textsOnly || next.deletedArticles === next.articles) dropped.push(segment);
    else staying.push(segment.graphLost && rebuildsGraphs ? await writer.rebuildGraph(next, base.manifest!.embedder.dimension) : next);
  }
  const segments = [...staying, ...written];
  const archives = base.manifest?.archives ?? [];
  if (dropped.length === 0) return { segments, archives };
  const archived = await archiveVersions(writer.files, writer.directory, base.nextGeneration, dropped, [...segments, ...archives]);
  return { segments, archives: archived === undefined ? archives : [...archives, archived] };
}

async function withDeletions(segment: BaseSegment, ordinals: readonly number[]): Promise<SegmentEntry> {
  const { entry } = segment;
  if (ordinals.length === 0) return entry;
  const { passageEnds } = await readColumns(segment);
  const isDeleted = Uint8Array.from({ length: entry.articles }, (_, ordinal) => bitAt(segment.deleted, ordinal));
  let deletedPassages = entry.deletedPassages;
  for (const ordinal of ordinals) {
    const [start, end] = rangeOf(passageEnds, ordinal);
    isDeleted[ordinal] = 1;
    deletedPassages += end - start;
  }
  return { ...entry, deleted: renderDeleted(isDeleted), deletedArticles: entry.deletedArticles + ordinals.length, deletedPassages };
}
