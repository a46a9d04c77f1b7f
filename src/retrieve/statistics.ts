/**
 * What BM25 needs to know of a whole generation: counts and lengths of what is live, summed over its segments, so that scores do not
 * depend on how the index came about. Computed once a generation.
 */
import type { IndexSnapshot, SegmentReader } from '../types.js';

/** Terms of each section: its passages' bodies, and its title once. */
export type SegmentLengths = { sections: Float32Array; titles: Float32Array };

export type CollectionStatistics = {
  passages: number;
  sections: number;
  averagePassageLength: number;
  averageSectionLength: number;
  lengths: ReadonlyMap<SegmentReader, SegmentLengths>;
};

const cache = new WeakMap<IndexSnapshot, CollectionStatistics>();

export function statisticsOf(snapshot: IndexSnapshot): CollectionStatistics {
  const known = cache.get(snapshot);
  if (known !== undefined) return known;
  const statistics = computeStatistics(snapshot);
  cache.set(snapshot, statistics);
  return statistics;
}

function computeStatistics(snapshot: IndexSnapshot): CollectionStatistics {
  const lengths = new Map<SegmentReader, SegmentLengths>();
  let passages = 0;
  let sections = 0;
  let passageLength = 0;
  let sectionLength = 0;
  for (const segment of snapshot.segments) {
    const own = { sections: new Float32Array(segment.sectionCount), titles: new Float32Array(segment.sectionCount) };
    let last = -1;
    for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
      if (segment.live[ordinal] === 0) continue;
      const section = segment.sectionOf[ordinal]!;
      const body = segment.terms.bodyLengths[ordinal]!;
      const title = segment.terms.titleLengths[ordinal]!;
      own.sections[section]! += body;
      own.titles[section] = title;
      passages += 1;
      passageLength += body + title;
      if (section !== last) sections += 1;
      last = section;
    }
    for (let section = 0; section < segment.sectionCount; section++) {
      own.sections[section]! += own.titles[section]!;
      sectionLength += own.sections[section]!;
    }
    lengths.set(segment, own);
  }
  return {
    passages,
    sections,
    averagePassageLength: passageLength / Math.max(1, passages),
    averageSectionLength: sectionLength / Math.max(1, sections),
    lengths,
  };
}
