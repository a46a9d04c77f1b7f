/**
 * Measures of how well what was found fits what was asked, for deciding whether the articles answer at all. Words are weighed by
 * their rarity in text at large, so that the measures mean the same in a collection of one article and of thousands. Pure.
 */
import { backgroundIdf } from '../text/background.js';
import { WORD_FROM } from '../text/terms.js';
import type { RankedSection } from '../types.js';
import { countAnswerWords } from './answer-type.js';
import { askedValueOf } from './asked-value.js';
import {
  askedShare,
  bitsOf,
  createWeights,
  heaviestGap,
  heaviestMissing,
  longestRun,
  type QueryWeights,
  shareOf,
  sharesOf,
  union,
} from './coverage.js';
import { askedTypes, featureNames } from './features.js';
import type { LexicalScores } from './lexical.js';
import type { Query } from './query.js';
import type { SectionView } from './section-view.js';

/** Idf of the rarest term that there can be, in text at large. */
const HEAVIEST = 13 * Math.LN2;
/** BM25's bound for a section and its best passage, a unit of idf each: 2 (k1 + 1). */
const SCORE_BOUND = 2 * 1.9;
/** Idf of a term that stands in less than a twentieth of all sections. */
const OF_SOME_WEIGHT = 3;
/** Chance of holding the answer that makes a section one of several likely ones. */
const LIKELY = 0.05;
/** Sections that are looked at: the best fit need not be the best ranked. */
const LOOKED_AT = 3;

/** `rows`: what the ranker measured of each sentence, in the order of `featureNames`. */
export type FoundSection = { view: SectionView; ranked: RankedSection; logit: number; rows: readonly Float64Array[] };
type SectionSignals = ReturnType<typeof measureSection>;

export function measureSignals(request: {
  query: Query;
  /** Best first. */
  sections: readonly FoundSection[];
  /** BM25 scores of all candidates. */
  scores: readonly number[];
  passages: number;
  articles: number;
  lexical: LexicalScores;
}): Record<string, number> {
  const { query, lexical } = request;
  const weights = createWeights(
    query,
    Float64Array.from(query.terms, (term, index) => backgroundIdf(term) * query.boosts[index]!),
  );
  const indexOf = new Map(query.terms.map((term, index) => [term, index]));
  const unknown = Uint8Array.from(lexical.weights, (weight) => (weight.documentFrequency === 0 ? 1 : 0));
  const [first = 0, second = 0] = [...request.scores].sort((a, b) => b - a);
  const bound = SCORE_BOUND * lexical.weights.reduce((sum, weight, index) => sum + weight.sectionIdf * query.boosts[index]!, 0);
  let best: SectionSignals | undefined;
  for (const found of request.sections.slice(0, LOOKED_AT)) {
    const measured = measureSection(found, { query, weights, indexOf });
    if (best === undefined || fitOf(measured) > fitOf(best)) best = measured;
  }
  const evidence = evidenceByArticle(request.sections);
  // The two languages' words are not alike: a Chinese question has more terms, an English one words that stand in other forms.
  const chinese = query.terms.filter((term) => term < WORD_FROM).length / Math.max(1, query.terms.length);
  return {
    ...best,
    ...evidence,
    chinese,
    articles: Math.log(1 + request.articles),
    similarity: Math.max(0, ...request.sections.map(({ ranked }) => ranked.hit.similarity)),
    unknown: shareOf(unknown, weights),
    bound: first / (bound || 1),
    margin: first === 0 ? 0 : (first - second) / first,
    terms: Math.log(1 + query.terms.length),
    passages: Math.log(1 + request.passages),
    ...Object.fromEntries(askedTypes.map((type) => [`asks:${type}`, query.asks === type ? 1 : 0])),
    'value:asked': askedValueOf(query.folded) === undefined ? 0 : 1,
    'relation:asked': query.relation < 0 ? 0 : 1,
    'asks:value': ['time', 'number', 'person', 'place', 'organisation'].includes(query.asks) ? 1 : 0,
  };
}

/** A title covers a question for all sections of its article alike: the chance of holding the answer tells these apart. */
const fitOf = ({ window, sentence, windowShare }: SectionSignals) => window + sentence + windowShare / 2;

/** How the chance of holding the answer is spread over articles and sections. */
function evidenceByArticle(sections: readonly FoundSection[]) {
  const byArticle = new Map<string, number>();
  let [section, likely] = [0, 0];
  for (const { ranked } of sections) {
    const share = ranked.sentences.reduce((sum, sentence) => sum + sentence.share, 0);
    byArticle.set(ranked.article.id, (byArticle.get(ranked.article.id) ?? 0) + share);
    section = Math.max(section, share);
    if (share > LIKELY) likely += 1;
  }
  const id = sections[0]?.ranked.article.id;
  return {
    articleEvidence: Math.max(0, ...byArticle.values()),
    sectionEvidence: section,
    likelySections: Math.log(1 + likely),
    sameArticle: sections.filter(({ ranked }) => ranked.article.id === id).length / Math.max(1, sections.length),
    found: Math.log(1 + sections.length),
  };
}

/** Features of the best sentence that the ranker has measured, by the rarity of words in this collection. */
const OF_SENTENCE = [
  'sentence',
  'sentence+title',
  'window',
  'section',
  'pairs',
  'run',
  'trigrams',
  'density',
  'sentenceBm25',
  'passageScore',
  'answerWords',
  'answerWordsNext',
  'answerWordsBefore',
  'rarest',
  'rarestWindow',
  'missing',
  'middle',
  'tail',
].map((name) => ({ name: `own:${name}`, at: featureNames.indexOf(name) }));

/** The feature that says whether a sentence holds a value of the kind asked for. */
const VALUE = featureNames.indexOf('value');

type Asked = { query: Query; weights: QueryWeights; indexOf: ReadonlyMap<number, number> };

function measureSection({ view, ranked, logit, rows }: FoundSection, { query, weights, indexOf }: Asked) {
  const bits = view.sentences.map((sentence) => bitsOf(sentence.terms, indexOf));
  const title = bitsOf(view.titleTerms, indexOf);
  let at = 0;
  ranked.sentences.forEach((sentence, index) => {
    if (sentence.share > ranked.sentences[at]!.share) at = index;
  });
  const around = [at - 1, at, at + 1].filter((index) => index >= 0 && index < bits.length);
  const windowBits = union(title, ...around.map((index) => bits[index]));
  const sectionBits = union(title, ...bits);
  const sentence = sharesOf(bits[at] ?? title, weights);
  const titled = sharesOf(union(title, bits[at]), weights);
  const window = sharesOf(windowBits, weights);
  const section = sharesOf(sectionBits, weights);
  return {
    sentence: sentence.all,
    titled: titled.all,
    window: window.all,
    section: section.all,
    sentencePairs: sentence.pairs,
    pairs: window.pairs,
    sectionPairs: section.pairs,
    lead: window.lead,
    middle: window.middle,
    tail: window.tail,
    sentenceLead: titled.lead,
    sentenceTail: titled.tail,
    names: titled.names,
    namesWindow: window.names,
    namesSection: section.names,
    gap: heaviestGap(union(title, bits[at]), weights),
    gapWindow: heaviestGap(windowBits, weights),
    gapSection: heaviestGap(sectionBits, weights),
    asked: askedShare(sectionBits, weights),
    run: longestRun(windowBits),
    missingWindow: heaviestMissing(windowBits, weights) / HEAVIEST,
    missingSection: heaviestMissing(sectionBits, weights) / HEAVIEST,
    share: ranked.sentences[at]?.share ?? 0,
    windowShare: around.reduce((sum, index) => sum + ranked.sentences[index]!.share, 0),
    logit,
    ...Object.fromEntries(OF_SENTENCE.map(({ name, at: feature }) => [name, rows[at]?.[feature] ?? 0])),
    'relation:sentence': bits[at]?.[query.relation] ?? 0,
    'relation:window': windowBits[query.relation] ?? 0,
    'relation:section': sectionBits[query.relation] ?? 0,
    ...valueSignals(rows, around, at),
    missingTerms: missingCount(windowBits, weights),
    missingTermsSection: missingCount(sectionBits, weights),
    answerWords: Math.min(
      1,
      around.reduce((sum, index) => sum + countAnswerWords(query.asks, view.sentences[index]!.folded, query.folded), 0),
    ),
  };
}

/** Whether a value of the kind asked for stands in the best sentence, beside it, and in its section. */
function valueSignals(rows: readonly Float64Array[], around: readonly number[], at: number) {
  const held = rows.map((row) => row[VALUE]!);
  return {
    'value:sentence': held[at] ?? 0,
    'value:window': Math.max(0, ...around.map((index) => held[index]!)),
    'value:section': Math.max(0, ...held),
  };
}

/** Number of terms of some weight that are missing, as a logarithm. */
const missingCount = (bits: Uint8Array, { idf }: QueryWeights) => {
  let count = 0;
  for (let index = 0; index < bits.length; index++) if (bits[index] === 0 && idf[index]! > OF_SOME_WEIGHT) count += 1;
  return Math.log(1 + count);
};
