/**
 * What is measured of each sentence of the candidate sections, for the ranker. All features are shares, logarithms or flags, so that
 * they mean the same in a collection of one article and of thousands. Pure.
 */
import { countAnswerWords } from './answer-type.js';
import type { AnswerType, Query } from './query.js';
import type { SectionView, SentenceView } from './section-view.js';

/** A section as the search found it; scores are BM25, `rank` from 0. */
export type CandidateSection = {
  view: SectionView;
  sectionScore: number;
  passageScores: ReadonlyMap<number, number>;
  similarity: number;
  rank: number;
};

export type QueryWeights = {
  query: Query;
  /** Idf of each query term, in the order of `query.terms`. */
  idf: Float64Array;
  indexOf: ReadonlyMap<number, number>;
  total: number;
  units: Float64Array;
  folded: string;
};

const asked: readonly AnswerType[] = [
  'time',
  'number',
  'person',
  'place',
  'organisation',
  'reason',
  'manner',
  'definition',
  'yes-no',
  'other',
];
const PAIR_FROM = 2 ** 21;

export const featureNames = [
  'bias',
  'sentence',
  'sentence+title',
  'window',
  'pairs',
  'run',
  'previous',
  'next',
  'beforePrevious',
  'density',
  'answerWords',
  'answerWordsNext',
  'length',
  'firstOfSection',
  'firstOfArticle',
  'quotable',
  'rarest',
  'rarestWindow',
  'missing',
  'title',
  'section',
  'sentenceBm25',
  'sectionScore',
  'passageScore',
  'sectionMargin',
  'similarity',
  'rank',
  ...asked.map((type) => `asks:${type}`),
] as const;

const K1 = 0.9;
const B = 0.4;
/** Terms of a middling sentence, of about 40 characters. */
const SENTENCE_TERMS = 70;

/** Shares of the query's weight that a sentence covers: all terms, and pairs and words alone. */
type Cover = { bits: Uint8Array; all: number; pairs: number; density: number; bm25: number };

function coverOf(sentence: SentenceView, weights: QueryWeights): Cover {
  const counts = new Uint8Array(weights.idf.length);
  let matched = 0;
  for (const term of sentence.terms) {
    const index = weights.indexOf.get(term);
    if (index === undefined) continue;
    counts[index]! += 1;
    matched += 1;
  }
  let bm25 = 0;
  const norm = K1 * (1 - B + (B * sentence.terms.length) / SENTENCE_TERMS);
  for (let index = 0; index < counts.length; index++) bm25 += (weights.idf[index]! * counts[index]! * (K1 + 1)) / (counts[index]! + norm);
  const bits = counts.map((count) => (count > 0 ? 1 : 0));
  return { bits, ...sharesOf(bits, weights), density: matched / (sentence.terms.length + 4), bm25: bm25 / ((K1 + 1) * weights.total) };
}

function sharesOf(bits: Uint8Array, weights: QueryWeights): { all: number; pairs: number } {
  let all = 0;
  let pairs = 0;
  let pairTotal = 0;
  for (let index = 0; index < bits.length; index++) {
    const idf = weights.idf[index]!;
    const pair = weights.query.terms[index]! >= PAIR_FROM;
    if (pair) pairTotal += idf;
    if (bits[index] === 0) continue;
    all += idf;
    if (pair) pairs += idf;
  }
  return { all: all / weights.total, pairs: pairTotal === 0 ? all / weights.total : pairs / pairTotal };
}

const union = (...covers: (Cover | undefined)[]): Uint8Array => {
  const bits = new Uint8Array(covers.find((cover) => cover !== undefined)!.bits.length);
  for (const cover of covers) if (cover !== undefined) for (let index = 0; index < bits.length; index++) bits[index]! |= cover.bits[index]!;
  return bits;
};

/** Length of the longest run of words or characters that stands in both, as a share of the query's. */
function longestRun(query: Float64Array, sentence: Float64Array): number {
  let best = 0;
  let previous = new Uint16Array(sentence.length + 1);
  let current = new Uint16Array(sentence.length + 1);
  for (const unit of query) {
    for (let index = 0; index < sentence.length; index++) {
      const run = unit === sentence[index] ? previous[index]! + 1 : 0;
      current[index + 1] = run;
      if (run > best) best = run;
    }
    [previous, current] = [current, previous];
  }
  return query.length === 0 ? 0 : best / query.length;
}

/** One row of `featureNames.length` for each sentence of the section. */
export function sentenceFeatures(candidate: CandidateSection, weights: QueryWeights, best: { sectionScore: number }): Float64Array[] {
  const { view } = candidate;
  const covers = view.sentences.map((sentence) => coverOf(sentence, weights));
  const titleBits = Uint8Array.from(weights.query.terms, (term) => (view.titleTerms.has(term) ? 1 : 0));
  const titleCover: Cover = { bits: titleBits, ...sharesOf(titleBits, weights), density: 0, bm25: 0 };
  const sectionShare = covers.length === 0 ? 0 : sharesOf(union(...covers, titleCover), weights).all;
  const answerWords = view.sentences.map((sentence) => countAnswerWords(weights.query.asks, sentence.folded, weights.folded));
  const rarest = rarestTerm(weights);
  return view.sentences.map((sentence, index) => {
    const [cover, before, after] = [covers[index]!, covers[index - 1], covers[index + 1]];
    const windowBits = union(cover, before, after);
    const window = sharesOf(windowBits, weights).all;
    const passageScore = candidate.passageScores.get(sentence.ordinal) ?? 0;
    const row = new Float64Array(featureNames.length);
    row.set([
      1,
      cover.all,
      sharesOf(union(cover, titleCover), weights).all,
      window,
      cover.pairs,
      longestRun(weights.units, sentence.units),
      before?.all ?? 0,
      after?.all ?? 0,
      covers[index - 2]?.all ?? 0,
      cover.density,
      answerWords[index]! / 3,
      (answerWords[index + 1] ?? 0) / 3,
      Math.log(1 + sentence.units.length) / 4,
      index === 0 ? 1 : 0,
      index === 0 && view.firstOrdinal === 0 ? 1 : 0,
      sentence.quotable ? 1 : 0,
      cover.bits[rarest] ?? 0,
      windowBits[rarest] ?? 0,
      largestMissing(union(cover, before, titleCover), weights),
      titleCover.all,
      sectionShare,
      cover.bm25,
      candidate.sectionScore / ((K1 + 1) * weights.total),
      passageScore / ((K1 + 1) * weights.total),
      (best.sectionScore - candidate.sectionScore) / (best.sectionScore + 1e-9),
      candidate.similarity,
      1 / (1 + candidate.rank),
    ]);
    row[27 + asked.indexOf(weights.query.asks)] = 1;
    return row;
  });
}

function rarestTerm(weights: QueryWeights): number {
  let rarest = 0;
  for (let index = 1; index < weights.idf.length; index++) if (weights.idf[index]! > weights.idf[rarest]!) rarest = index;
  return rarest;
}

/** Weight of the heaviest query term that is missing, as a share of the heaviest of all. */
function largestMissing(bits: Uint8Array, weights: QueryWeights): number {
  let missing = 0;
  let heaviest = 1e-9;
  for (let index = 0; index < bits.length; index++) {
    heaviest = Math.max(heaviest, weights.idf[index]!);
    if (bits[index] === 0) missing = Math.max(missing, weights.idf[index]!);
  }
  return missing / heaviest;
}
