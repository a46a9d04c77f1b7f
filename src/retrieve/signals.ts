/**
 * Measures of how well what was found fits what was asked, for deciding whether the articles answer at all. Words are weighed by
 * their rarity in text at large, so that the measures mean the same in a collection of one article and of thousands. Pure.
 */
import { backgroundIdf } from '../text/background.js';
import type { RankedSection } from '../types.js';
import { countAnswerWords } from './answer-type.js';
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
import type { LexicalScores } from './lexical.js';
import type { Query } from './query.js';
import type { SectionView } from './section-view.js';

/** Idf of the rarest term that there can be, in text at large. */
const HEAVIEST = 13 * Math.LN2;
/** BM25's bound for a section and its best passage, a unit of idf each: 2 (k1 + 1). */
const SCORE_BOUND = 2 * 1.9;
/** Sections that are looked at: the best fit need not be the best ranked. */
const LOOKED_AT = 3;

export type FoundSection = { view: SectionView; ranked: RankedSection; logit: number };
type SectionSignals = ReturnType<typeof measureSection>;

export function measureSignals(request: {
  query: Query;
  /** Best first. */
  sections: readonly FoundSection[];
  /** BM25 scores of all candidates. */
  scores: readonly number[];
  passages: number;
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
    const measured = measureSection(found, query, weights, indexOf);
    if (best === undefined || measured.window + measured.sentence > best.window + best.sentence) best = measured;
  }
  return {
    ...best,
    unknown: shareOf(unknown, weights),
    bound: first / (bound || 1),
    margin: first === 0 ? 0 : (first - second) / first,
    terms: Math.log(1 + query.terms.length),
    passages: Math.log(1 + request.passages),
    'asks:reason': query.asks === 'reason' ? 1 : 0,
    'asks:value': ['time', 'number', 'person', 'place', 'organisation'].includes(query.asks) ? 1 : 0,
  };
}

function measureSection({ view, ranked, logit }: FoundSection, query: Query, weights: QueryWeights, indexOf: ReadonlyMap<number, number>) {
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
    answerWords: Math.min(
      1,
      around.reduce((sum, index) => sum + countAnswerWords(query.asks, view.sentences[index]!.folded, query.folded), 0),
    ),
  };
}
