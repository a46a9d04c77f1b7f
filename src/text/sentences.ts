/**
 * Where sentences stand in a text: spans of UTF-16 offsets, in order, with only white space between them.
 * Chinese ends at 。！？!?… with the quotes and brackets that close there; Latin text by `Intl.Segmenter` (UAX 29); a line break ends
 * a sentence except where a paragraph of words is only wrapped. Footnote marks such as [^S4] belong to the sentence before them.
 */

/** Half open, into the text that was given. */
export type Span = { start: number; end: number };

const CLOSERS = '」』”’）)】》〉〕］]"\'';
const closer = `[${CLOSERS.replace(/[\]\\]/g, '\\$&')}]`;
const footnote = '\\[\\^[^\\]\\s]{1,40}\\]';
/** What joins the character before it: no cut may fall in front of it. */
const joining = '[\\p{Grapheme_Extend}\\p{M}\\p{Emoji_Modifier}\\u200d\\u0e33\\u0eb3]';
const joins = new RegExp(`^${joining}`, 'u');
/**
 * End marks that need no space behind them, then what closes there, then footnote marks. "!" and "?" before Latin text are left to UAX 29.
 * Every look ahead is bounded: a text may be a million exclamation marks.
 */
const ideographicEnd = new RegExp(
  `(?:[。！？｡]|[!?](?=[^\\w]|$)(?![!?]{0,4}${closer}{0,4}\\s{0,4}[\\w\u00c0-\u024f])|……|…(?!…))+${joining}*(?:${closer}${joining}*)*(?:${footnote}${joining}*)*`,
  'gu',
);
/** Lines that begin something new: headings, list items, quotes, tables, fences. */
const lineOpens = /^[ \t]*(?:#{1,6}[ \t]|[-*+•][ \t]|\d{1,3}[.)、][ \t]?|>|\||```|~~~|(?:[-*_][ \t]*){3,}$)/u;
const latinEnd = new RegExp(`[.!?]["'”’)\\]]*(?:${footnote})*\\s`, 'u');
const footnoteMark = new RegExp(footnote, 'gu');
const footnoteEnd = new RegExp(`[.!?]["'”’)\\]]*(?:${footnote})+(?=\\s)`, 'gu');
const latinLetter = /[A-Za-z\u00c0-\u024f]/u;
const abbreviation =
  /(?:^|[\s("'“])(?:[A-Z]|Mr|Mrs|Ms|Dr|Prof|St|Mt|Jr|Sr|Inc|Ltd|Co|Corp|vs|etc|e\.g|i\.e|cf|No|Nos|Vol|Fig|pp?|approx|est|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Gen|Col|Lt|Sgt|Capt|Gov|Sen|Rep|Rev|(?:[A-Za-z]\.)+[A-Za-z])\.["'”’)\]]*\s*$/u;

let segmenter: Intl.Segmenter | undefined;

/** Pure. The spans are trimmed; a text of white space has none. */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = [];
  for (const line of linesOf(text)) {
    for (const piece of ideographicPieces(text, line)) {
      for (const span of latinPieces(text, piece)) {
        const trimmed = trimSpan(text, span);
        if (trimmed.end > trimmed.start) spans.push(trimmed);
      }
    }
  }
  return spans;
}

export function trimSpan(text: string, { start, end }: Span): Span {
  while (start < end && /\s/u.test(text[start]!) && !joins.test(text.slice(start + 1, start + 3))) start++;
  while (end > start && /\s/u.test(text[end - 1]!)) end--;
  return { start, end };
}

/** Lines, but a line that only wraps a paragraph of words goes on in the next. */
function linesOf(text: string): Span[] {
  const lines: Span[] = [];
  let start = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (!isWrap(text, start, at)) {
      lines.push({ start, end: at });
      start = at + 1;
    }
  }
  lines.push({ start, end: text.length });
  return lines;
}

function isWrap(text: string, start: number, at: number): boolean {
  const before = text[at - 1];
  const after = text[at + 1];
  if (before === undefined || after === undefined || /\s/u.test(after)) return false;
  if (!/[\w,;:\-–—)"'”’\u00c0-\u024f.]/u.test(before)) return false;
  const nextEnd = text.indexOf('\n', at + 1);
  const next = text.slice(at + 1, nextEnd < 0 ? text.length : nextEnd);
  if (!latinLetter.test(next.slice(0, 12)) || lineOpens.test(next)) return false;
  // A short line is a title or verse, not the inside of a wrapped paragraph; headings never go on.
  const lineStart = Math.max(start, text.lastIndexOf('\n', at - 1) + 1);
  return at - lineStart >= 40 && !/^\s*(?:#{1,6}\s|\||```|~~~)/u.test(text.slice(lineStart, at));
}

function ideographicPieces(text: string, { start, end }: Span): Span[] {
  const line = text.slice(start, end);
  const pieces: Span[] = [];
  let from = 0;
  for (const match of line.matchAll(ideographicEnd)) {
    const to = match.index + match[0].length;
    pieces.push({ start: start + from, end: start + to });
    from = to;
  }
  if (from < line.length) pieces.push({ start: start + from, end });
  return pieces;
}

/** Splits at ". " and the like, where the piece is written in words. */
function latinPieces(text: string, piece: Span): Span[] {
  const words = text.slice(piece.start, piece.end);
  if (!latinEnd.test(words)) return [piece];
  segmenter ??= new Intl.Segmenter('en', { granularity: 'sentence' });
  // UAX 29 knows no footnote marks and ends at every line: both are hidden from it, and a sentence that ends in a mark is ended here.
  const masked = words.replace(footnoteMark, (mark) => 'x'.repeat(mark.length)).replaceAll('\n', ' ');
  const ends = new Set([...words.matchAll(footnoteEnd)].map((match) => match.index + match[0].length));
  for (const { segment, index } of segmenter.segment(masked)) {
    const end = index + segment.length;
    if (!abbreviation.test(words.slice(Math.max(0, end - 24), end)) && !speechGoesOn(words, end)) ends.add(end);
  }
  ends.add(words.length);
  let from = 0;
  return [...ends]
    .filter((to) => !joins.test(words.slice(to, to + 2)))
    .sort((a, b) => a - b)
    .map((to) => {
      const span = { start: piece.start + from, end: piece.start + to };
      from = to;
      return span;
    });
}

/** “Why?” he asked: a quote that ends like a sentence within one. */
function speechGoesOn(words: string, end: number): boolean {
  return /[!?]["'”’]\s+$/u.test(words.slice(Math.max(0, end - 8), end)) && /^\p{Ll}/u.test(words.slice(end, end + 2));
}
