/**
 * Pieces of text with their places on PDF pages -> text with paragraphs and headings, and where each page begins in it. Pure.
 *
 * Lines of a paragraph are joined, also over a page break: a sentence that is broken by a line end could neither be found nor quoted.
 */
import { cleanText } from './article.js';
import { replaceRadicals } from './pdf-radicals.js';

/** As pdf.js gives them, in reading order. Units: points, y upwards from the bottom of the page. */
export type Piece = { text: string; x: number; y: number; width: number; height: number; endsLine: boolean };

type Line = { text: string; y: number; right: number; height: number; page: number };

/** A line of this many times the usual height is a heading; more than this many usual line distances below is a new paragraph. */
const HEADING_RATIO = 1.15;
const PARAGRAPH_RATIO = 1.45;
/** A line that reaches this share of the right edge is full: its end says nothing about the paragraph's. */
const FULL_RATIO = 0.85;
const MAX_HEADING = 120;
const CJK = '[\\u2e80-\\u9fff\\uf900-\\ufaff\\uff00-\\uffef]';
/** Also with a narrow mark after it, as much of Taiwan's press writes. */
const cjkEnd = new RegExp(`${CJK}[,.;:!?)]?$`, 'u');
const cjkStart = new RegExp(`^[(]?${CJK}`, 'u');
const sentenceEnd = /[.!?。!?…][\p{Pe}\p{Pf}"'”’]*$/u;
const listItem = /^(?:[•‣▪◦–—·*-]\s|\(?\d{1,3}[.)、]\s?\S|[（(]?[一二三四五六七八九十]{1,3}[）)、])/u;

/** @returns text that is clean (NFC), the offset of each page's first character, and the first heading of the first page. */
export function layOutPages(pages: readonly (readonly Piece[])[]): { text: string; pageStarts: number[]; title?: string } {
  const lines = dropRunningLines(pages.map((pieces, page) => collectLines(pieces, page)));
  const usual = usualSizes(lines);
  const isHeading = (line: Line) => line.height >= usual.height * HEADING_RATIO && line.text.length <= MAX_HEADING;
  const parts: string[] = [];
  const pageStarts = [0];
  let length = 0;
  for (const [index, line] of lines.entries()) {
    const previous = lines[index - 1];
    const heading = isHeading(line);
    const continues = previous !== undefined && heading === isHeading(previous) && !isBreak(previous, line, usual, heading);
    const joint = previous === undefined ? '' : continues ? jointOf(previous.text, line.text) : listItem.test(line.text) ? '\n' : '\n\n';
    if (joint === '-') {
      parts.push(parts.pop()!.slice(0, -1));
      length -= 1;
    } else {
      parts.push(joint);
      length += joint.length;
    }
    while (pageStarts.length <= line.page) pageStarts.push(length);
    const words = heading && !continues ? `## ${line.text}` : line.text;
    parts.push(words);
    length += words.length;
  }
  while (pageStarts.length < pages.length) pageStarts.push(length);
  const text = parts.join('');
  return { text, pageStarts, title: /^## (.+)$/m.exec(text.slice(0, pageStarts[1]))?.[1] };
}

/** Pieces -> lines of text, cleaned; those without a letter, digit or mark are dropped. */
function collectLines(pieces: readonly Piece[], page: number): Line[] {
  const lines: Line[] = [];
  let open: Line | undefined;
  const close = () => {
    if (open === undefined) return;
    const text = cleanText(replaceRadicals(open.text).replace(/[\u0000-\u001f\u007f\s]+/g, ' '))
      .replace(/^[\s\p{M}]+/u, '')
      .trim();
    if (text !== '') lines.push({ ...open, text });
    open = undefined;
  };
  for (const piece of pieces) {
    if (open !== undefined && piece.text !== '' && Math.abs(piece.y - open.y) > Math.max(piece.height, open.height) * 0.7) close();
    if (piece.text !== '') {
      open ??= { text: '', y: piece.y, right: 0, height: 0, page };
      open.text += piece.text;
      open.right = Math.max(open.right, piece.x + piece.width);
      if (piece.text.trim() !== '') open.height = Math.max(open.height, piece.height);
    }
    if (piece.endsLine) close();
  }
  close();
  return lines;
}

/** Heads and feet: a first or last line that stands, but for its digits, on at least three pages and on half of them. */
function dropRunningLines(pages: readonly Line[][]): Line[] {
  const shape = (line: Line) => line.text.replace(/\d+/g, '#');
  const edges = (lines: readonly Line[]) => new Set([lines[0], lines[1], lines.at(-2), lines.at(-1)].filter((line) => line !== undefined));
  const counts = new Map<string, number>();
  for (const lines of pages) for (const key of new Set([...edges(lines)].map(shape))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return pages.flatMap((lines) => {
    const edge = edges(lines);
    return lines.filter((line) => !(edge.has(line) && counts.get(shape(line))! >= Math.max(3, pages.length / 2)));
  });
}

type Usual = { height: number; gap: number; right: number };

/** Of the text at large: the height of most characters, the distance of most lines, the right edge of the longest lines. */
function usualSizes(lines: readonly Line[]): Usual {
  const heights = new Map<number, number>();
  const gaps: number[] = [];
  for (const [index, line] of lines.entries()) {
    const height = Math.round(line.height * 2) / 2;
    heights.set(height, (heights.get(height) ?? 0) + line.text.length);
    const gap = (lines[index - 1]?.y ?? 0) - line.y;
    if (lines[index - 1]?.page === line.page && gap > 0) gaps.push(gap);
  }
  gaps.sort((a, b) => a - b);
  const rights = lines.map(({ right }) => right).sort((a, b) => a - b);
  return {
    height: [...heights].reduce((most, each) => (each[1] > most[1] ? each : most), [1, -1])[0],
    gap: gaps[Math.floor(gaps.length / 3)] ?? Number.POSITIVE_INFINITY,
    right: rights[Math.floor(rights.length * 0.9)] ?? 0,
  };
}

function isBreak(previous: Line, line: Line, usual: Usual, heading: boolean): boolean {
  if (heading) return Math.abs(line.height - previous.height) > 0.5 || previous.y - line.y > line.height * 2 || line.page !== previous.page;
  if (listItem.test(line.text)) return true;
  const full = previous.right >= usual.right * FULL_RATIO;
  const ended = sentenceEnd.test(previous.text) && !full;
  if (previous.page !== line.page || line.y > previous.y) return ended;
  return ended || previous.y - line.y > usual.gap * PARAGRAPH_RATIO;
}

/** What joins two lines of a paragraph: nothing between Chinese characters, "-" for a hyphen to take away, else a space. */
function jointOf(text: string, next: string): string {
  if (/\p{L}-$/u.test(text)) return /\p{Ll}-$/u.test(text) && /^\p{Ll}/u.test(next) ? '-' : '';
  return cjkEnd.test(text) && cjkStart.test(next) ? '' : ' ';
}
