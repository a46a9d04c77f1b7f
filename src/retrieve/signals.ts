/**
 * Measures of how well what was found fits what was asked, for deciding whether the articles answer at all. Words are weighed by
 * their rarity in text at large, so that the measures mean the same in a collection of one article and of thousands. Pure.
 */
import { backgroundIdf } from '../text/background.js';
import type { RankedSection } from '../types.js';
import { countAnswerWords } from './answer-type.js';
import type { CandidateSection } from './features.js';
import type { LexicalScores } from './lexical.js';
import type { Query } from './query.js';
import type { SectionView } from './section-view.js';

const PAIR_FROM = 2 ** 21;

export const signalNames = [
  'sentence',
  'window',
  'section',
  'pairs',
  'sectionPairs',
  'run',
  'missingWindow',
  'missingSection',
  'unknown',
  'bound',
  'margin',
  'share',
  'windowShare',
  'answerWords',
  'similarity',
  'terms',
  'passages',
] as const;

type Found = { view: SectionView; ranked: RankedSection };
type Weights = { terms: readonly number[]; idf: Float64Array; total: number; pairTotal: number };

export function measureSignals({
  query,
  candidates,
  sections,
  passages,
  lexical,
}: {
  query: Query;
  candidates: readonly CandidateSection[];
  sections: readonly Found[];
  passages: number;
  lexical: LexicalScores;
}): Record<string, number> {
  const idf = Float64Array.from(query.terms, (term, index) => backgroundIdf(term) * query.boosts[index]!);
  const weights = {
    terms: query.terms,
    idf,
    total: sum(idf) || 1,
    pairTotal: sum(idf.filter((_, index) => query.terms[index]! >= PAIR_FROM)) || 1,
  };
  const unknown = sum(idf.filter((_, index) => lexical.weights[index]!.documentFrequency === 0)) / weights.total;
  const measured = sections.slice(0, 3).map((found) => measureSection(found, query, weights));
  const best = measured.reduce(
    (most, each) => (each.window + each.sentence > most.window + most.sentence ? each : most),
    measured[0] ?? nothing,
  );
  const scores = candidates.map((candidate) => candidate.sectionScore).sort((a, b) => b - a);
  const bound = 2 * 1.9 * lexical.weights.reduce((total, weight, index) => total + weight.sectionIdf * query.boosts[index]!, 0);
  return {
    ...best,
    unknown,
    bound: (scores[0] ?? 0) / (bound || 1),
    margin: scores[0] === undefined || scores[0] === 0 ? 0 : (scores[0] - (scores[1] ?? 0)) / scores[0],
    terms: Math.log(1 + query.terms.length),
    passages: Math.log(1 + passages),
  };
}

const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);

const nothing = {
  sentence: 0,
  window: 0,
  section: 0,
  pairs: 0,
  sectionPairs: 0,
  run: 0,
  missingWindow: 1,
  missingSection: 1,
  share: 0,
  windowShare: 0,
  answerWords: 0,
  similarity: 0,
};

function measureSection({ view, ranked }: Found, query: Query, weights: Weights): typeof nothing {
  const bits = view.sentences.map((sentence) => bitsOf(sentence.terms, weights.terms));
  const title = bitsOf(Float64Array.from(view.titleTerms), weights.terms);
  let at = 0;
  ranked.sentences.forEach((sentence, index) => {
    if (sentence.share > ranked.sentences[at]!.share) at = index;
  });
  if (bits.length === 0) return nothing;
  const sentence = either(bits[at]!, title);
  const window = either(sentence, bits[at - 1], bits[at + 1]);
  const section = either(title, ...bits);
  const sentences = [at - 1, at, at + 1].flatMap((index) => view.sentences[index] ?? []);
  return {
    sentence: shareOf(bits[at]!, weights),
    window: shareOf(window, weights),
    section: shareOf(section, weights),
    pairs: pairShareOf(window, weights),
    sectionPairs: pairShareOf(section, weights),
    run: longestPairRun(query, window),
    missingWindow: largestMissing(window, weights),
    missingSection: largestMissing(section, weights),
    share: ranked.sentences[at]!.share,
    windowShare: [at - 1, at, at + 1].reduce((total, index) => total + (ranked.sentences[index]?.share ?? 0), 0),
    answerWords: Math.min(
      1,
      sentences.reduce((total, each) => total + countAnswerWords(query.asks, each.folded, query.folded), 0),
    ),
    similarity: ranked.hit.similarity,
  };
}

function bitsOf(found: Float64Array, terms: readonly number[]): Uint8Array {
  const present = new Set(found);
  return Uint8Array.from(terms, (term) => (present.has(term) ? 1 : 0));
}

function either(first: Uint8Array, ...others: (Uint8Array | undefined)[]): Uint8Array {
  return first.map((bit, index) => (bit === 1 || others.some((other) => other?.[index] === 1) ? 1 : 0));
}

const shareOf = (bits: Uint8Array, { idf, total }: Weights) => sum(idf.filter((_, index) => bits[index] === 1)) / total;
const pairShareOf = (bits: Uint8Array, { terms, idf, pairTotal }: Weights) =>
  sum(idf.filter((_, index) => bits[index] === 1 && terms[index]! >= PAIR_FROM)) / pairTotal;

/** Weight of the heaviest missing term, as a share of the heaviest term that there can be. */
function largestMissing(bits: Uint8Array, { idf }: Weights): number {
  let missing = 0;
  for (let index = 0; index < bits.length; index++) if (bits[index] === 0) missing = Math.max(missing, idf[index]!);
  return missing / HEAVIEST;
}
const HEAVIEST = 13 * Math.LN2;

/** Longest run of neighbouring query terms that are all present, as a share of the query. */
function longestPairRun(query: Query, bits: Uint8Array): number {
  let run = 0;
  let best = 0;
  for (let index = 0; index < bits.length; index++) {
    run = bits[index] === 1 ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best / Math.max(1, query.terms.length);
}
