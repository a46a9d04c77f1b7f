/**
 * BM25 over passages and over the sections around them, in one pass over the postings of each query term.
 * BM25 as in Robertson & Zaragoza 2009 with the idf of Lucene; k1 0.9 and b 0.4 as in Anserini's defaults (and README, quality).
 */

import { backgroundShare } from '../text/background.js';
import type { IndexSnapshot, SegmentReader } from '../types.js';
import { type CollectionStatistics, statisticsOf } from './statistics.js';

const K1 = 0.9;
const B = 0.4;
/** A small collection borrows document frequencies from text at large, as if it held this many more sections. */
const BACKGROUND_SECTIONS = 100;

export type SegmentScores = { segment: SegmentReader; passages: Float32Array; sections: Float32Array };

/** Occurrence of one query term over the generation. */
export type TermWeight = { term: number; passageIdf: number; sectionIdf: number; documentFrequency: number };

export type LexicalScores = { segments: SegmentScores[]; weights: TermWeight[] };

export function idfOf(documents: number, frequency: number, term: number): number {
  const count = documents + BACKGROUND_SECTIONS;
  const withBackground = Math.min(count, frequency + BACKGROUND_SECTIONS * backgroundShare(term));
  return Math.log(1 + (count - withBackground + 0.5) / (withBackground + 0.5));
}

export function scoreLexically(snapshot: IndexSnapshot, terms: readonly number[], boosts: readonly number[]): LexicalScores {
  const statistics = statisticsOf(snapshot);
  const segments = snapshot.segments.map((segment) => ({
    segment,
    passages: new Float32Array(segment.passageCount),
    sections: new Float32Array(segment.sectionCount),
  }));
  const weights = terms.map((term) => weigh(snapshot, statistics, term));
  weights.forEach((weight, index) => {
    for (const scores of segments) addTerm(scores, statistics, weight, boosts[index]!);
  });
  return { segments, weights };
}

function weigh(snapshot: IndexSnapshot, statistics: CollectionStatistics, term: number): TermWeight {
  let passages = 0;
  let sections = 0;
  for (const segment of snapshot.segments) {
    const postings = segment.terms.find(term);
    if (postings === undefined) continue;
    let last = -1;
    for (const ordinal of postings.ordinals) {
      if (segment.live[ordinal] === 0) continue;
      passages += 1;
      const section = segment.sectionOf[ordinal]!;
      if (section !== last) sections += 1;
      last = section;
    }
  }
  return {
    term,
    documentFrequency: sections,
    passageIdf: idfOf(statistics.passages, passages, term),
    sectionIdf: idfOf(statistics.sections, sections, term),
  };
}

const saturate = (frequency: number, length: number, average: number) =>
  (frequency * (K1 + 1)) / (frequency + K1 * (1 - B + (B * length) / average));

function addTerm(
  { segment, passages, sections }: SegmentScores,
  statistics: CollectionStatistics,
  weight: TermWeight,
  boost: number,
): void {
  const postings = segment.terms.find(weight.term);
  if (postings === undefined) return;
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
