/**
 * What is measured of each sentence of the candidate sections, for the ranker. All features are shares, logarithms or flags, so that
 * they mean the same in a collection of one article and of thousands. Pure.
 */
import { countAnswerWords, MOST_ANSWER_WORDS } from './answer-type.js';
import { bitsOf, heaviestMissing, type QueryWeights, type Shares, sharesOf, union } from './coverage.js';
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
export type RankerQuery = QueryWeights & { indexOf: ReadonlyMap<number, number>; units: Float64Array };

const askedTypes: readonly AnswerType[] = [
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
  ...askedTypes.map((type) => `asks:${type}` as const),
] as const;

type FeatureName = (typeof featureNames)[number];

/** The two highest section scores of the search. */
export type BestScores = { first: number; second: number };

const K1 = 0.9;
const B = 0.4;
/** Terms of a middling sentence, of about 40 characters. */
const SENTENCE_TERMS = 70;

/** What a sentence covers, how dense it is with the question's words, and its BM25 as a share of the most there can be. */
type Cover = Shares & { bits: Uint8Array; density: number; bm25: number };

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
  return { bits, ...sharesOf(bits, weights), density: matched / (sentence.terms.length + 4), bm25: bm25 / ((K1 + 1) * weights.total) };
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
  title: Cover;
  covers: readonly Cover[];
  answerWords: readonly number[];
  share: number;
  rarest: number;
  heaviest: number;
};

function measureSection({ view }: CandidateSection, question: RankerQuery): SectionMeasures {
  const covers = view.sentences.map((sentence) => coverOf(sentence, question));
  const titleBits = bitsOf(view.titleTerms, question.indexOf);
  const title = { bits: titleBits, ...sharesOf(titleBits, question), density: 0, bm25: 0 };
  const { asks, folded } = question.query;
  let rarest = 0;
  for (let index = 1; index < question.idf.length; index++) if (question.idf[index]! > question.idf[rarest]!) rarest = index;
  return {
    title,
    covers,
    answerWords: view.sentences.map((sentence) => countAnswerWords(asks, sentence.folded, folded) / MOST_ANSWER_WORDS),
    share: sharesOf(union(titleBits, ...covers.map((cover) => cover.bits)), question).all,
    rarest,
    heaviest: question.idf[rarest] || 1e-9,
  };
}

/** One row for each sentence of the section, in the order of `featureNames`. */
export function sentenceFeatures(candidate: CandidateSection, question: RankerQuery, best: BestScores): Float64Array[] {
  const section = measureSection(candidate, question);
  const asks = Object.fromEntries(askedTypes.map((type) => [`asks:${type}`, type === question.query.asks ? 1 : 0])) as Record<
    `asks:${AnswerType}`,
    number
  >;
  const shared = { ...sectionFeatures(candidate, question, best, section), ...asks };
  return candidate.view.sentences.map((_, index) => {
    const values: Record<FeatureName, number> = { ...shared, ...ownFeatures(candidate, question, section, index) };
    return Float64Array.from(featureNames, (name) => values[name]);
  });
}

function sectionFeatures(
  { sectionScore, similarity, rank }: CandidateSection,
  { total }: RankerQuery,
  best: BestScores,
  section: SectionMeasures,
) {
  const next = sectionScore === best.first ? best.second : best.first;
  return {
    bias: 1,
    title: section.title.all,
    section: section.share,
    sectionScore: sectionScore / ((K1 + 1) * total),
    sectionMargin: (best.first - sectionScore) / (best.first + 1e-9),
    lexicalMargin: (sectionScore - next) / (best.first + 1e-9),
    similarity,
    rank: 1 / (1 + rank),
  };
}

function ownFeatures({ view, passageScores }: CandidateSection, question: RankerQuery, section: SectionMeasures, index: number) {
  const { covers, title, answerWords, rarest } = section;
  const sentence = view.sentences[index]!;
  const [cover, before, after] = [covers[index]!, covers[index - 1], covers[index + 1]];
  const windowBits = union(cover.bits, before?.bits, after?.bits);
  const window = sharesOf(union(windowBits, title.bits), question);
  const titled = sharesOf(union(cover.bits, title.bits), question);
  return {
    sentence: cover.all,
    'sentence+title': titled.all,
    window: sharesOf(windowBits, question).all,
    pairs: cover.pairs,
    run: longestCommonRun(question.units, sentence.units),
    trigrams: commonTrigrams(question.units, sentence.units),
    previous: before?.all ?? 0,
    next: after?.all ?? 0,
    beforePrevious: covers[index - 2]?.all ?? 0,
    density: cover.density,
    sentenceBm25: cover.bm25,
    passageScore: (passageScores.get(sentence.ordinal) ?? 0) / ((K1 + 1) * question.total),
    answerWords: answerWords[index]!,
    answerWordsNext: answerWords[index + 1] ?? 0,
    answerWordsBefore: answerWords[index - 1] ?? 0,
    length: Math.log(1 + sentence.units.length) / 4,
    firstOfSection: index === 0 ? 1 : 0,
    firstOfArticle: sentence.start === 0 ? 1 : 0,
    quotable: sentence.quotable ? 1 : 0,
    rarest: cover.bits[rarest] ?? 0,
    rarestWindow: windowBits[rarest] ?? 0,
    missing: heaviestMissing(union(cover.bits, before?.bits, title.bits), question) / section.heaviest,
    lead: titled.lead,
    leadWindow: window.lead,
    middle: titled.middle,
    tail: titled.tail,
    names: titled.names,
    namesWindow: window.names,
  };
}
