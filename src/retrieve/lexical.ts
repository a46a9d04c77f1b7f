/**
 * BM25 over passages and over the sections around them, in one pass over the postings of each query term.
 * BM25 as in Robertson & Zaragoza 2009 with the idf of Lucene; k1 0.9 and b 0.4 as in Anserini's defaults (and README, quality).
 */

import { backgroundShare } from '../text/background.js';
import type { IndexSnapshot, SegmentReader } from '../types.js';
import { addPostings, type Concept, conceptShare, FormCounter, type Postings } from './concepts.js';
import { type CollectionStatistics, statisticsOf } from './statistics.js';

const K1 = 0.9;
const B = 0.4;
/** A small collection borrows document frequencies from text at large, as if it held this many more sections. */
const BACKGROUND_SECTIONS = 100;

export type SegmentScores = { segment: SegmentReader; passages: Float32Array; sections: Float32Array };

/** Occurrence of one query term over the generation. */
export type TermWeight = { term: number; passageIdf: number; sectionIdf: number; documentFrequency: number };

export type LexicalScores = { segments: SegmentScores[]; weights: TermWeight[] };

/** @param share of sections in text at large that hold the term */
export function idfOf(documents: number, frequency: number, share: number): number {
  const count = documents + BACKGROUND_SECTIONS;
  const withBackground = Math.min(count, frequency + BACKGROUND_SECTIONS * share);
  return Math.log(1 + (count - withBackground + 0.5) / (withBackground + 0.5));
}

/**
 * Where a query term stands, segment by segment, with what stands for it; where it counts for its rarity; and how common it is in text at
 * large. A term that stands in the articles is as rare as it is there; one that does not, as rare as what stands for it.
 */
type Occurrence = { term: number; postings: (Postings | undefined)[]; counted: (Postings | undefined)[]; share: number };

export function scoreLexically(
  snapshot: IndexSnapshot,
  terms: readonly number[],
  boosts: readonly number[],
  concepts: readonly Concept[] = [],
): LexicalScores {
  const statistics = statisticsOf(snapshot);
  const segments = snapshot.segments.map((segment) => ({
    segment,
    passages: new Float32Array(segment.passageCount),
    sections: new Float32Array(segment.sectionCount),
  }));
  const occurrences = terms.map((term) => {
    const postings = snapshot.segments.map((segment): Postings | undefined => segment.terms.find(term));
    return { term, postings, counted: postings, share: backgroundShare(term) };
  });
  if (concepts.length > 0) addConcepts(occurrences, snapshot, concepts);
  const weights = occurrences.map((occurrence) => weigh(snapshot, statistics, occurrence));
  occurrences.forEach(({ postings }, index) => {
    segments.forEach((scores, at) => {
      if (postings[at] !== undefined) addTerm(scores, statistics, postings[at], weights[index]!, boosts[index]!);
    });
  });
  return { segments, weights };
}

function addConcepts(occurrences: readonly Occurrence[], snapshot: IndexSnapshot, concepts: readonly Concept[]): void {
  const counters = snapshot.segments.map((segment) => new FormCounter(segment));
  const written = occurrences.map(({ postings }) => postings.some((each) => each !== undefined));
  const shares = new Map<number, number>();
  for (const concept of concepts) {
    const found = counters.map((counter) => counter.count(concept));
    for (const index of concept.of) {
      const occurrence = occurrences[index]!;
      occurrence.postings = occurrence.postings.map((postings, at) => addPostings(postings, found[at]!));
      if (written[index]) continue;
      occurrence.counted = occurrence.postings;
      shares.set(index, Math.max(shares.get(index) ?? 0, conceptShare(concept)));
      occurrence.share = shares.get(index)!;
    }
  }
}

/** What stands in part, or by a doubtful form, counts in part. */
function weigh(snapshot: IndexSnapshot, statistics: CollectionStatistics, { term, counted, share }: Occurrence): TermWeight {
  let passages = 0;
  let sections = 0;
  snapshot.segments.forEach((segment, at) => {
    const found = counted[at];
    if (found === undefined) return;
    let section = -1;
    let ofSection = 0;
    for (let index = 0; index < found.ordinals.length; index++) {
      if (segment.live[found.ordinals[index]!] === 0) continue;
      const part = Math.min(1, found.body[index]! + found.title[index]!);
      passages += part;
      if (segment.sectionOf[found.ordinals[index]!] !== section) {
        section = segment.sectionOf[found.ordinals[index]!]!;
        ofSection = 0;
      }
      sections += Math.max(0, part - ofSection);
      ofSection = Math.max(ofSection, part);
    }
  });
  return {
    term,
    documentFrequency: sections,
    passageIdf: idfOf(statistics.passages, passages, share),
    sectionIdf: idfOf(statistics.sections, sections, share),
  };
}

const saturate = (frequency: number, length: number, average: number) =>
  (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / average));

function addTerm(
  { segment, passages, sections }: SegmentScores,
  statistics: CollectionStatistics,
  postings: Postings,
  weight: TermWeight,
  boost: number,
): void {
  const { bodyLengths, titleLengths } = segment.terms;
  const sectionLengths = statistics.lengths.get(segment)!.sections;
  const { ordinals, body, title } = postings;
  let section = -1;
  let sectionBody = 0;
  let sectionTitle = 0;
  const close = () => {
    if (section < 0) return;
    sections[section]! +=
      boost * weight.sectionIdf * saturate(sectionBody + sectionTitle, sectionLengths[section]!, statistics.averageSectionLength);
  };
  for (let index = 0; index < ordinals.length; index++) {
    const ordinal = ordinals[index]!;
    const length = bodyLengths[ordinal]! + titleLengths[ordinal]!;
    passages[ordinal]! += boost * weight.passageIdf * saturate(body[index]! + title[index]!, length, statistics.averagePassageLength);
    if (segment.sectionOf[ordinal] !== section) {
      close();
      section = segment.sectionOf[ordinal]!;
      sectionBody = 0;
    }
    sectionBody += body[index]!;
    sectionTitle = title[index]!;
  }
  close();
}
