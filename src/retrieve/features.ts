/**
 * What is measured of each sentence of the candidate sections, for the ranker. All features are shares, logarithms or flags, so that
 * they mean the same in a collection of one article and of thousands. Pure.
 */
import { countAnswerWords, MOST_ANSWER_WORDS } from './answer-type.js';
import { type AskedValue, holdsValue } from './asked-value.js';
import { bitsOf, heaviestMissing, type QueryWeights, shareOf, sharesOf, union } from './coverage.js';
import type { AnswerType } from './query.js';
import type { SectionView, SentenceView } from './section-view.js';

/** A section as the search found it; scores are BM25, `rank` from 0. */
export type CandidateSection = {
  view: SectionView;
  sectionScore: number;
  passageScores: ReadonlyMap<number, number>;
  similarity: number;
  rank: number;
};

/** What the features of one question share. */
export type RankerQuery = QueryWeights & {
  indexOf: ReadonlyMap<number, number>;
  units: Float64Array;
  /** What finds a value of the kind asked for. */
  value: AskedValue | undefined;
};

export const askedTypes: readonly AnswerType[] = [
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

/** Names of what `sectionValues`, `sentenceValues` and `askedValues` give, in their order. */
export const featureNames = [
  ...['bias', 'title', 'section', 'sectionScore', 'sectionMargin', 'lexicalMargin', 'similarity', 'rank'],
  ...['sentence', 'sentence+title', 'window', 'pairs', 'run', 'trigrams', 'previous', 'next', 'beforePrevious', 'density', 'sentenceBm25'],
  ...['passageScore', 'answerWords', 'answerWordsNext', 'answerWordsBefore', 'length', 'firstOfSection', 'firstOfArticle', 'quotable'],
  ...['rarest', 'rarestWindow', 'missing', 'lead', 'leadWindow', 'middle', 'tail', 'names', 'namesWindow'],
  ...['valueAsked', 'value', 'valueNext', 'valueBefore'],
  ...askedTypes.map((type) => `asks:${type}`),
];

/** The two highest section scores of the search. */
export type BestScores = { first: number; second: number };

const K1 = 0.9;
const B = 0.4;
/** Terms of a middling sentence, of about 40 characters. */
const SENTENCE_TERMS = 70;

/** What a sentence covers, how dense it is with the question's words, and its BM25 as a share of the most there can be. */
type Cover = { bits: Uint8Array; all: number; pairs: number; density: number; bm25: number };

function coverOf(sentence: SentenceView, weights: RankerQuery): Cover {
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
  const { all, pairs } = sharesOf(bits, weights);
  return { bits, all, pairs, density: matched / (sentence.terms.length + 4), bm25: bm25 / ((K1 + 1) * weights.total) };
}

/** Length of the longest run of words or characters that stands in both, as a share of the query's. */
function longestCommonRun(query: Float64Array, sentence: Float64Array): number {
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

/** What a section is to all its sentences alike. */
type SectionMeasures = {
  title: { bits: Uint8Array; all: number };
  covers: readonly Cover[];
  answerWords: readonly number[];
  /** 1 for each sentence that holds a value of the kind asked for. */
  values: readonly number[];
  share: number;
  rarest: number;
  heaviest: number;
};

function measureSection({ view }: CandidateSection, question: RankerQuery): SectionMeasures {
  const covers = view.sentences.map((sentence) => coverOf(sentence, question));
  const titleBits = bitsOf(view.titleTerms, question.indexOf);
  const title = { bits: titleBits, all: shareOf(titleBits, question) };
  const { asks, folded } = question.query;
  let rarest = 0;
  for (let index = 1; index < question.idf.length; index++) if (question.idf[index]! > question.idf[rarest]!) rarest = index;
  return {
    title,
    covers,
    answerWords: view.sentences.map((sentence) => countAnswerWords(asks, sentence.folded, folded) / MOST_ANSWER_WORDS),
    values: view.sentences.map((sentence) => (question.value !== undefined && holdsValue(sentence.folded, question.value, folded) ? 1 : 0)),
    share: shareOf(union(titleBits, ...covers.map((cover) => cover.bits)), question),
    rarest,
    heaviest: question.idf[rarest] || 1e-9,
  };
}

/** One row for each sentence of the section, in the order of `featureNames`. */
export function sentenceFeatures(candidate: CandidateSection, question: RankerQuery, best: BestScores): Float64Array[] {
  const section = measureSection(candidate, question);
  const shared = sectionValues(candidate, question, best, section);
  const asked = askedTypes.map((type) => (type === question.query.asks ? 1 : 0));
  return candidate.view.sentences.map((_, index) => {
    const row = new Float64Array(featureNames.length);
    row.set(shared);
    row.set(sentenceValues(candidate, question, section, index), shared.length);
    row.set(asked, row.length - asked.length);
    return row;
  });
}

function sectionValues(
  { sectionScore, similarity, rank }: CandidateSection,
  { total }: RankerQuery,
  best: BestScores,
  section: SectionMeasures,
): number[] {
  const next = sectionScore === best.first ? best.second : best.first;
  return [
    1,
    section.title.all,
    section.share,
    sectionScore / ((K1 + 1) * total),
    (best.first - sectionScore) / (best.first + 1e-9),
    (sectionScore - next) / (best.first + 1e-9),
    similarity,
    1 / (1 + rank),
  ];
}

function sentenceValues(
  { view, passageScores }: CandidateSection,
  question: RankerQuery,
  section: SectionMeasures,
  index: number,
): number[] {
  const { covers, title, answerWords, values, rarest } = section;
  const sentence = view.sentences[index]!;
  const [cover, before, after] = [covers[index]!, covers[index - 1], covers[index + 1]];
  const windowBits = union(cover.bits, before?.bits, after?.bits);
  const window = sharesOf(union(windowBits, title.bits), question);
  const titled = sharesOf(union(cover.bits, title.bits), question);
  return [
    cover.all,
    titled.all,
    shareOf(windowBits, question),
    cover.pairs,
    longestCommonRun(question.units, sentence.units),
    commonTrigrams(question.units, sentence.units),
    before?.all ?? 0,
    after?.all ?? 0,
    covers[index - 2]?.all ?? 0,
    cover.density,
    cover.bm25,
    (passageScores.get(sentence.ordinal) ?? 0) / ((K1 + 1) * question.total),
    answerWords[index]!,
    answerWords[index + 1] ?? 0,
    answerWords[index - 1] ?? 0,
    Math.log(1 + sentence.units.length) / 4,
    index === 0 ? 1 : 0,
    sentence.start === 0 ? 1 : 0,
    sentence.quotable ? 1 : 0,
    cover.bits[rarest] ?? 0,
    windowBits[rarest] ?? 0,
    heaviestMissing(union(cover.bits, before?.bits, title.bits), question) / section.heaviest,
    titled.lead,
    window.lead,
    titled.middle,
    titled.tail,
    titled.names,
    window.names,
    question.value === undefined ? 0 : 1,
    values[index]!,
    values[index + 1] ?? 0,
    values[index - 1] ?? 0,
  ];
}
