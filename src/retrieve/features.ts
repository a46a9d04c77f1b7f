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
  'lead',
  'leadWindow',
  'middle',
  'tail',
  'names',
  'namesWindow',
  'trigrams',
  'answerWordsBefore',
  'lexicalMargin',
  ...asked.map((type) => `asks:${type}`),
] as const;

const K1 = 0.9;
const B = 0.4;
/** Terms of a middling sentence, of about 40 characters. */
const SENTENCE_TERMS = 70;

/** Shares of the query's weight that a sentence covers: all terms, and pairs and words alone. */
type Shares = { all: number; pairs: number; lead: number; middle: number; tail: number; names: number };
type Cover = Shares & { bits: Uint8Array; density: number; bm25: number };

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

/** Where in the question the words stand: its subject leads, what is asked of it trails. */
const LEAD = 0.34;
const TAIL = 0.67;

function sharesOf(bits: Uint8Array, weights: QueryWeights): Shares {
  const { terms, places, names } = weights.query;
  const have = { all: 0, pairs: 0, lead: 0, middle: 0, tail: 0, names: 0 };
  const whole = { ...have };
  for (let index = 0; index < bits.length; index++) {
    const idf = weights.idf[index]!;
    const present = bits[index] === 1 ? idf : 0;
    const part = places[index]! < LEAD ? 'lead' : places[index]! > TAIL ? 'tail' : 'middle';
    whole.all += idf;
    have.all += present;
    whole[part] += idf;
    have[part] += present;
    if (terms[index]! >= PAIR_FROM) {
      whole.pairs += idf;
      have.pairs += present;
    }
    if (names[index] === 1) {
      whole.names += idf;
      have.names += present;
    }
  }
  const share = (part: keyof Shares, otherwise: number) => (whole[part] === 0 ? otherwise : have[part] / whole[part]);
  const all = share('all', 0);
  return {
    all,
    pairs: share('pairs', all),
    lead: share('lead', all),
    middle: share('middle', all),
    tail: share('tail', all),
    names: share('names', 1),
  };
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

/** Share of the query's runs of three words or characters that stand in the sentence. */
function commonTrigrams(query: Float64Array, sentence: Float64Array): number {
  if (query.length < 3) return 0;
  let common = 0;
  for (let from = 0; from + 2 < query.length; from++) {
    for (let at = 0; at + 2 < sentence.length; at++) {
      if (sentence[at] === query[from] && sentence[at + 1] === query[from + 1] && sentence[at + 2] === query[from + 2]) {
        common += 1;
        break;
      }
    }
  }
  return common / (query.length - 2);
}

/** One row of `featureNames.length` for each sentence of the section. */
export function sentenceFeatures(
  candidate: CandidateSection,
  weights: QueryWeights,
  best: { sectionScore: number; next: number },
): Float64Array[] {
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
    const window = sharesOf(union(cover, before, after, titleCover), weights);
    const titled = sharesOf(union(cover, titleCover), weights);
    const passageScore = candidate.passageScores.get(sentence.ordinal) ?? 0;
    const row = new Float64Array(featureNames.length);
    row.set([
      1,
      cover.all,
      titled.all,
      sharesOf(windowBits, weights).all,
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
      titled.lead,
      window.lead,
      titled.middle,
      titled.tail,
      titled.names,
      window.names,
      commonTrigrams(weights.units, sentence.units),
      (answerWords[index - 1] ?? 0) / 3,
      (candidate.sectionScore - best.next) / (best.sectionScore + 1e-9),
    ]);
    row[featureNames.length - asked.length + asked.indexOf(weights.query.asks)] = 1;
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
