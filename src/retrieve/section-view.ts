/** A section opened for ranking: its sentences, where they stand in the article, and their terms. */
import { fold } from '../text/fold.js';
import { sentencesOf } from '../text/sentences.js';
import { isPair, visitTerms } from '../text/terms.js';
import type { Article, SegmentReader } from '../types.js';

export type SentenceView = {
  /** Offsets into the article's text, footnote marks and list marks included. */
  start: number;
  end: number;
  folded: string;
  /** All terms, repeated as they stand. */
  terms: Float64Array;
  /** Single characters and words in order, for runs of equal words. */
  units: Float64Array;
  /** Passage ordinal that holds the sentence's beginning. */
  ordinal: number;
  /** Headings and rules are context, never quoted. */
  quotable: boolean;
};

export type SectionView = {
  segment: SegmentReader;
  section: number;
  article: Article;
  headings: readonly string[];
  titleTerms: ReadonlySet<number>;
  sentences: readonly SentenceView[];
  firstOrdinal: number;
  lastOrdinal: number;
};

const unquotable = /^\s{0,3}(?:#{1,6}\s|(?:[-*_]\s*){3,}$|```|~~~|\|?\s*:?-{2,})/u;

/** First ordinal of each section; sections are runs of neighbours. */
export function sectionStarts(segment: SegmentReader): Uint32Array {
  const starts = new Uint32Array(segment.sectionCount + 1);
  let section = -1;
  for (let ordinal = 0; ordinal < segment.passageCount; ordinal++) {
    while (section < segment.sectionOf[ordinal]!) starts[++section] = ordinal;
  }
  while (section < segment.sectionCount) starts[++section] = segment.passageCount;
  return starts;
}

export function openSection(segment: SegmentReader, section: number, firstOrdinal: number, lastOrdinal: number): SectionView {
  const article = segment.article(segment.articleOf[firstOrdinal]!);
  const passages = Array.from({ length: lastOrdinal - firstOrdinal + 1 }, (_, index) => segment.passage(firstOrdinal + index));
  const [start, end] = [passages[0]!.start, passages.at(-1)!.end];
  const { headings } = passages[0]!;
  const titleTerms = new Set<number>();
  visitTerms(fold([article.title, ...headings].join(' ')), (term) => {
    titleTerms.add(term);
  });
  const sentences = sentencesOf(article.text.slice(start, end)).map((span) => {
    const from = start + span.start;
    const offset = passages.findLastIndex((passage) => passage.start <= from);
    return viewSentence(article.text, { start: from, end: start + span.end }, firstOrdinal + Math.max(0, offset));
  });
  return { segment, section, article, headings, titleTerms, sentences, firstOrdinal, lastOrdinal };
}

const footnotes = /\[\^[^\]\s]+\]/gu;

function viewSentence(text: string, span: { start: number; end: number }, ordinal: number): SentenceView {
  const written = text.slice(span.start, span.end);
  const folded = fold(written.replace(footnotes, ''));
  const terms = new Float64Array(folded.length * 2);
  const units = new Float64Array(folded.length);
  let termCount = 0;
  let unitCount = 0;
  visitTerms(folded, (term) => {
    terms[termCount++] = term;
    if (!isPair(term)) units[unitCount++] = term;
  });
  return {
    ...span,
    folded,
    terms: terms.slice(0, termCount),
    units: units.slice(0, unitCount),
    ordinal,
    quotable: unitCount > 0 && !unquotable.test(written),
  };
}
