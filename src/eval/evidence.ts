/**
 * Where evidence stands now. Test sets quote articles; this finds the quotes again in the articles of today, and says whether a citation or
 * a passage overlaps one. Marks that are not shown (footnotes, emphasis), white space and width do not count.
 */
import type { Article, Citation, TestCase } from '../types.js';

/** Half open, UTF-16, into the text of the article. `item` is the position in the case's evidence. */
export type EvidenceRange = { item: number; articleId: string; start: number; end: number; grade: number };

const hidden = /\[\^[^\]\s]+\]|[\s*_`~#>|]+/gu;

/** The text without what is not shown, and for each of its characters the offset it came from; the last entry is the end. */
function stripHidden(text: string): { stripped: string; offsets: number[] } {
  const offsets: number[] = [];
  let stripped = '';
  let position = 0;
  const keep = (until: number) => {
    for (; position < until; position++) {
      stripped += text[position]!;
      offsets.push(position);
    }
  };
  for (const match of text.matchAll(hidden)) {
    keep(match.index);
    position = match.index + match[0].length;
  }
  keep(text.length);
  offsets.push(text.length);
  return { stripped, offsets };
}

const comparable = (text: string) => stripHidden(text.normalize('NFC')).stripped;

/** All places of a quote in a text, exact ones if there are any. Empty where it does not stand there. */
export function locateQuote(text: string, quote: string): { start: number; end: number }[] {
  const wanted = quote.normalize('NFC').trim();
  if (wanted === '') return [{ start: 0, end: text.length }];
  const exact = placesOf(text, wanted).map((start) => ({ start, end: start + wanted.length }));
  if (exact.length > 0) return exact;
  const needle = comparable(wanted);
  if (needle === '') return [];
  const { stripped, offsets } = stripHidden(text);
  return placesOf(stripped, needle).map((start) => ({ start: offsets[start]!, end: offsets[start + needle.length - 1]! + 1 }));
}

function placesOf(text: string, wanted: string): number[] {
  const places: number[] = [];
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) places.push(at);
  return places;
}

/** `articles` are all of the collection, or at least those that the evidence names. */
export function locateEvidence(testCase: TestCase, articles: ReadonlyMap<string, Article>): EvidenceRange[] {
  return testCase.evidence.flatMap(({ articleId, quote, grade = 1 }, item) => {
    const named = articleId === undefined ? [...articles.values()] : [articles.get(articleId)].filter((article) => article !== undefined);
    return named.flatMap((article) => locateQuote(article.text, quote).map((place) => ({ item, articleId: article.id, ...place, grade })));
  });
}

/** Positions of the evidence that a piece of an article overlaps, leaving out what was judged as no help. */
export function evidenceOverlapped(piece: { articleId: string; start: number; end: number }, ranges: readonly EvidenceRange[]): number[] {
  const items = ranges
    .filter(({ articleId, start, end, grade }) => grade > 0 && articleId === piece.articleId && start < piece.end && piece.start < end)
    .map(({ item }) => item);
  return [...new Set(items)];
}

/**
 * Evidence that a citation stands on: by place, and where the evidence names no article, or the article has changed since, by words.
 */
export function evidenceCited(
  citation: Pick<Citation, 'articleId' | 'start' | 'end' | 'quote'>,
  testCase: TestCase,
  ranges: readonly EvidenceRange[],
): number[] {
  const items = new Set(evidenceOverlapped(citation, ranges));
  const located = new Set(ranges.map(({ item }) => item));
  const cited = comparable(citation.quote);
  testCase.evidence.forEach(({ articleId, quote, grade = 1 }, item) => {
    const wanted = comparable(quote);
    if (grade <= 0 || wanted === '' || (articleId !== undefined && (articleId !== citation.articleId || located.has(item)))) return;
    if (cited !== '' && (cited.includes(wanted) || wanted.includes(cited))) items.add(item);
  });
  return [...items];
}
