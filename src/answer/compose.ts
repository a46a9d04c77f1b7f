/** Retrieval -> claims and citations in the asker's language, without a model. Pure. */
import { renderBody, renderLine } from '../render.js';
import { fold } from '../text/fold.js';
import { termsOf } from '../text/terms.js';
import type { Answer, Citation, Claim, Retrieval } from '../types.js';
import { findSpan } from './answer-span.js';
import { createCitation, type QuotedSpan, sourcesOf } from './cite.js';
import { type Disagreement, findDisagreement } from './disagree.js';
import { type Extract, type ExtractSettings, extractAnswers, quoteLengths } from './extract.js';
import { type Phrases, phrasesFor } from './phrases.js';

export type Composed = Pick<Answer, 'claims' | 'citations' | 'conflicts'> & { lead?: string; notices: string[] };

export function composeExtractive(
  retrieval: Retrieval,
  question: string,
  language: string,
  settings: ExtractSettings = quoteLengths.medium,
): Composed {
  const phrases = phrasesFor(language);
  const draft = new Draft(phrases);
  const disagreement = findDisagreement(retrieval, question);
  const extracts = sortForQuestion(extractAnswers(retrieval, settings), question);
  if (disagreement !== undefined) addSides(draft, disagreement);
  const fresh = extracts.filter((extract) => !draft.quotes(extract));
  // Beside a disagreement only what fits best of all is added: the sides are the answer.
  for (const extract of disagreement === undefined ? fresh : fresh.slice(0, 1).filter((each) => each.share >= 0.5))
    addExtract(draft, extract, retrieval.asks, question);
  const notices = [...latestNotice(draft.citations, question, phrases), ...languageNotice(extracts, language)];
  return {
    claims: draft.claims,
    citations: draft.citations,
    conflicts: draft.conflicts,
    notices,
    ...(disagreement === undefined ? {} : { lead: phrases.disagreement }),
  };
}

/** Claims with their citations, numbered as they come. */
class Draft {
  readonly claims: Claim[] = [];
  readonly citations: Citation[] = [];
  readonly conflicts: { claims: readonly number[] }[] = [];

  constructor(readonly phrases: Phrases) {}

  cite(span: QuotedSpan): Citation {
    const citation = createCitation(this.citations.length + 1, span);
    this.citations.push(citation);
    return citation;
  }

  /** Whether most of these words are quoted already. */
  quotes({ article, start, end }: QuotedSpan): boolean {
    const overlap = this.citations
      .filter((citation) => citation.articleId === article.id)
      .reduce((sum, citation) => sum + Math.max(0, Math.min(end, citation.end) - Math.max(start, citation.start)), 0);
    return overlap > (end - start) / 2;
  }
}

function addSides(draft: Draft, sides: Disagreement): void {
  const claims = sides.map((side) => {
    const citations = side.map((report) => draft.cite(report));
    const [first] = side as [(typeof side)[number]];
    draft.claims.push({
      text: draft.phrases.reported(renderLine(first.source), first.date, shown(citations[0]!)),
      citations: citations.map((each) => each.marker),
    });
    return draft.claims.length - 1;
  });
  draft.conflicts.push({ claims });
}

/** Share of terms that two quotes must have in common to say the same. */
const SAME = 0.6;

function addExtract(draft: Draft, extract: Extract, asks: string, question: string): void {
  const words = extract.article.text.slice(extract.start, extract.end);
  const twin = draft.claims.findIndex((claim) => claim.citations.some((marker) => isSame(draft.citations[marker - 1]!.quote, words)));
  if (twin >= 0) {
    // The same fact in two articles is one claim that stands on both.
    const citation = draft.cite(extract);
    draft.claims[twin] = { ...draft.claims[twin]!, citations: [...draft.claims[twin]!.citations, citation.marker] };
    return;
  }
  const span = draft.claims.length === 0 ? findSpan(extract, asks, question) : undefined;
  const citation = draft.cite(span === undefined ? extract : { ...extract, span });
  if (span !== undefined) draft.claims.push({ text: extract.article.text.slice(span.start, span.end), citations: [citation.marker] });
  draft.claims.push({ text: draft.phrases.quoted(renderLine(extract.article.title), shown(citation)), citations: [citation.marker] });
}

function isSame(one: string, other: string): boolean {
  const [ones, others] = [new Set(termsOf(one)), new Set(termsOf(other))];
  let common = 0;
  for (const term of ones) if (others.has(term)) common += 1;
  return common >= SAME * (ones.size + others.size - common);
}

/** A quote as it is read: without footnote marks and marks for display. */
const shown = (citation: Citation) => renderLine(renderBody(citation.quote)).replace(/(?<=[。！？」』])\s+/gu, '');

const asksForLatest =
  /最新|最近|现在|目前|现今|如今|当前|\b(?:latest|newest|most recent|currently|current|right now|at present|nowadays)\b/u;

/** "The latest": of what is likely enough, what the newest source says comes first. */
function sortForQuestion(extracts: Extract[], question: string): Extract[] {
  if (!asksForLatest.test(fold(question))) return extracts;
  const best = extracts[0]?.share ?? 0;
  return [...extracts].sort(
    (a, b) => Number(b.share >= best / 4) - Number(a.share >= best / 4) || compareDates(newestDate(b), newestDate(a)),
  );
}

const compareDates = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
const newestDate = ({ article, start, end }: Extract) => datesOfSources(sourcesOf(article, start, end), article.date).at(-1) ?? '';
const datesOfSources = (sources: Citation['sources'], otherwise: string | undefined): string[] => {
  const dates = sources.flatMap((source) => source.date ?? []);
  return (dates.length > 0 ? dates : otherwise === undefined ? [] : [otherwise]).sort();
};

function latestNotice(citations: readonly Citation[], question: string, phrases: Phrases): string[] {
  if (!asksForLatest.test(fold(question))) return [];
  const newest = citations
    .flatMap((citation) => datesOfSources(citation.sources, undefined))
    .sort()
    .at(-1);
  return newest === undefined ? [] : [phrases.asOf(newest)];
}

function languageNotice(extracts: readonly Extract[], language: string): string[] {
  const base = language.split('-')[0];
  const other = extracts[0]?.article.language.split('-')[0];
  const foreign = extracts.length > 0 && extracts.every((extract) => extract.article.language.split('-')[0] !== base);
  return foreign && (other === 'en' || other === 'zh') && (base === 'en' || base === 'zh')
    ? [phrasesFor(language).otherLanguage(other)]
    : [];
}
