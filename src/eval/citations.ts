/**
 * Scores of the citations of one answer. In: the answer, its case, where the evidence stands, and the articles that the citations name.
 * Out: numbers from 0 to 1.
 */
import type { Answer, Citation, Claim, TestCase } from '../types.js';
import { entails } from './entailment.js';
import { type EvidenceRange, evidenceCited } from './evidence.js';

/** At most so many citations of a sentence are considered, as in ALCE's reference code. */
const CONSIDERED = 3;

/** Reads an article's text as cited: @returns undefined when there is no such article version. */
export type ArticleText = (articleId: string, articleVersion: string) => string | undefined;

/** The promise that comes before all others: the quote is exactly what stands there. */
export const isExactSlice = ({ articleId, articleVersion, start, end, quote }: Citation, textOf: ArticleText): boolean =>
  quote !== '' && textOf(articleId, articleVersion)?.slice(start, end) === quote;

/** What a citation shows to a reader: the words, and whose they are. */
const premiseOf = ({ quote, title, headings, sources }: Citation): string =>
  [quote, title, ...headings, ...sources.flatMap((source) => [source.publisher ?? '', source.title, source.date ?? ''])].join('\n');

export type ClaimCitations = { recall: number; relevant: number; cited: number };

/**
 * Citation recall and precision of one sentence (Gao et al., EMNLP 2023, "ALCE"), with the entailment proxy in place of a model: recall 1
 * where the cited quotes together entail the sentence. Of several, one is irrelevant that alone does not entail it while the others still do without it.
 */
export function scoreClaim(claim: Claim, citationByMarker: ReadonlyMap<number, Citation>): ClaimCitations {
  const cited = claim.citations.slice(0, CONSIDERED).map((marker) => citationByMarker.get(marker));
  if (cited.length === 0 || cited.includes(undefined)) return { recall: 0, relevant: 0, cited: cited.filter(Boolean).length };
  const premises = cited.map((citation) => premiseOf(citation!));
  if (!entails(premises, claim.text)) return { recall: 0, relevant: 0, cited: cited.length };
  if (premises.length === 1) return { recall: 1, relevant: 1, cited: 1 };
  const relevant = premises.filter((premise, index) => {
    const others = premises.filter((_, other) => other !== index);
    return entails([premise], claim.text) || !entails(others, claim.text);
  });
  return { recall: 1, relevant: relevant.length, cited: cited.length };
}

export type AnswerCitations = {
  /** Share of exact slices; undefined without citations. */
  validity?: number;
  /** ALCE with the proxy; undefined without claims. */
  recall?: number;
  precision?: number;
};

export function scoreCitations(answer: Answer, textOf: ArticleText): AnswerCitations {
  const { citations, claims } = answer;
  const validity = citations.length === 0 ? undefined : citations.filter((each) => isExactSlice(each, textOf)).length / citations.length;
  if (claims.length === 0) return { validity };
  const citationByMarker = new Map(citations.map((citation) => [citation.marker, citation]));
  const scored = claims.map((claim) => scoreClaim(claim, citationByMarker));
  const cited = scored.reduce((sum, claim) => sum + claim.cited, 0);
  return {
    validity,
    recall: scored.reduce((sum, claim) => sum + claim.recall, 0) / claims.length,
    precision: cited === 0 ? 0 : scored.reduce((sum, claim) => sum + claim.relevant, 0) / cited,
  };
}

export type EvidenceScores = { hit1: number; hit3: number; recall: number };

/** hit@k: one of the first k citations overlaps evidence. A citation that is no exact slice hits nothing. */
export function scoreEvidence(answer: Answer, testCase: TestCase, ranges: readonly EvidenceRange[], textOf: ArticleText): EvidenceScores {
  const hits = answer.citations.map((citation) => (isExactSlice(citation, textOf) ? evidenceCited(citation, testCase, ranges) : []));
  const wanted = testCase.evidence.filter(({ grade = 1 }) => grade > 0).length;
  return {
    hit1: (hits[0]?.length ?? 0) > 0 ? 1 : 0,
    hit3: hits.slice(0, 3).some((items) => items.length > 0) ? 1 : 0,
    recall: wanted === 0 ? 0 : new Set(hits.flat()).size / wanted,
  };
}
