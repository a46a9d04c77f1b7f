/**
 * Article -> passages: cut by headings, paragraphs and sentences, exact to the UTF-16 offset. Pure; called by the write path.
 * Passages stand in order and only white space lies between them: joined with it they are the text again.
 */
import { hash } from 'node:crypto';
import { type Heading, parseHeading } from './text/headings.js';
import { type Span, sentencesOf, trimSpan } from './text/sentences.js';
import type { Article, Passage } from './types.js';

/** Bumped when an article would be cut another way than before: part of every index. */
export const CHUNKER_VERSION = '2';

/**
 * Sizes in thirds of a Chinese character: one says about as much as three Latin letters. 450 is 150 characters or 450 letters:
 * sentence-aligned chunks of that size, with their title, lead to the right sentence best (README, quality).
 */
const CHUNK_SIZE = 450;
/** UTF-16 units of several pieces with what lies between them. */
const LONGEST_PASSAGE = 3 * CHUNK_SIZE;
/** A section is what is scored as a chunk's surroundings: about three chunks. */
const SECTION_SIZE = 1800;

/** Pieces are never cut between, blocks are where a cut reads best. */
type Piece = Span & { size: number; opensBlock: boolean; heading: boolean };
/** What stands under one heading, the heading's own lines included. */
type Group = { headings: readonly string[]; pieces: Piece[] };
type BlockKind = 'heading' | 'fence' | 'table' | 'list' | 'paragraph';

const fenceLine = /^ {0,3}(`{3,}|~{3,})/u;
const tableLine = /^\s*\|/u;
const listLine = /^\s*(?:[-*+•]|\d{1,3}[.)、])[ \t]*\S/u;

/** Size of a text in thirds of a Chinese character. */
export function sizeOf(text: string): number {
  let size = 0;
  for (let index = 0; index < text.length; index++) size += text.charCodeAt(index) >= 0x2e80 ? 3 : 1;
  return size;
}

/** Sizes of all parts of a text, from one pass over it. */
type Measured = { text: string; sizeOf(start: number, end: number): number };

function measure(text: string): Measured {
  const sizes = new Uint32Array(text.length + 1);
  let size = 0;
  for (let index = 0; index < text.length; index++) {
    size += text.charCodeAt(index) >= 0x2e80 ? 3 : 1;
    sizes[index + 1] = size;
  }
  return { text, sizeOf: (start, end) => sizes[end]! - sizes[start]! };
}

export function chunkArticle(article: Article): Passage[] {
  const passages: Passage[] = [];
  const occurrences = new Map<string, number>();
  let section = 0;
  for (const group of groupsOf(article.text)) {
    const chunks = packPieces(group.pieces);
    const sectionOfChunk = sectionsOf(chunks.map((chunk) => chunk.size));
    chunks.forEach(({ start, end }, index) => {
      const text = article.text.slice(start, end);
      const embedded = embeddedText(article.title, { headings: group.headings, text });
      const occurrence = occurrences.get(embedded) ?? 0;
      occurrences.set(embedded, occurrence + 1);
      passages.push({
        id: hash('sha256', `${article.id}\0${occurrence}\0${embedded}`).slice(0, 24),
        articleId: article.id,
        articleVersion: article.version,
        headings: group.headings,
        text,
        start,
        end,
        section: section + sectionOfChunk[index]!,
      });
    });
    section += (sectionOfChunk.at(-1) ?? -1) + 1;
  }
  return passages;
}

/** The exact text that a passage's vector is made from; equal texts share a vector. */
export function embeddedText(title: string, passage: Pick<Passage, 'headings' | 'text'>): string {
  return `${[title, ...passage.headings].filter((part) => part !== '').join(' > ')}\n${passage.text}`;
}

/** Lines -> blocks -> pieces, gathered under their headings. Headings with nothing below them open the next group. */
function groupsOf(text: string): Group[] {
  let open: Group = { headings: [], pieces: [] };
  const groups = [open];
  const path: Heading[] = [];
  const measured = measure(text);
  for (const block of blocksOf(text)) {
    if (block.kind === 'heading') {
      const heading = parseHeading(text.slice(block.start, block.end))!;
      while (path.length > 0 && path.at(-1)!.depth >= heading.depth) path.pop();
      path.push(heading);
      const headings = path.map((each) => each.title);
      if (open.pieces.at(-1)?.heading === false) {
        open = { headings, pieces: [] };
        groups.push(open);
      }
      open.headings = headings;
    }
    open.pieces.push(...piecesOf(measured, block));
  }
  return groups;
}

function blocksOf(text: string): (Span & { kind: BlockKind })[] {
  const blocks: (Span & { kind: BlockKind })[] = [];
  let fence: string | undefined;
  let blank = true;
  for (let start = 0; start < text.length; ) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(start, end);
    const last = blocks.at(-1);
    const mark = fenceLine.exec(line)?.[1];
    if (fence !== undefined) {
      last!.end = end;
      if (mark?.startsWith(fence) && line.trim() === mark) fence = undefined;
    } else if (line.trim() === '') blank = true;
    else {
      const kind = mark !== undefined ? 'fence' : kindOf(line);
      fence = mark;
      const goesOn = !blank && last?.kind === kind && kind !== 'heading' && kind !== 'list';
      const wrapsItem = !blank && last?.kind === 'list' && kind === 'paragraph';
      if (goesOn || wrapsItem) last!.end = end;
      else blocks.push({ start, end, kind });
      blank = false;
    }
    start = end + 1;
  }
  return blocks;
}

function kindOf(line: string): BlockKind {
  if (parseHeading(line) !== undefined) return 'heading';
  if (tableLine.test(line)) return 'table';
  return listLine.test(line) ? 'list' : 'paragraph';
}

/** Sentences of a paragraph; a fence, a table or a list item whole where it fits a chunk, else its lines; nothing above a chunk's size. */
function piecesOf(measured: Measured, block: Span & { kind: BlockKind }): Piece[] {
  const { text, sizeOf } = measured;
  const span = trimSpan(text, block);
  const whole = block.kind !== 'paragraph' && sizeOf(span.start, span.end) <= CHUNK_SIZE;
  const spans = whole
    ? [span]
    : block.kind === 'fence' || block.kind === 'table'
      ? linesOf(text, span)
      : within(sentencesOf(text.slice(span.start, span.end)), span.start);
  return spans
    .flatMap((each) => fitting(measured, each))
    .map(({ start, end }, index) => ({
      start,
      end,
      size: sizeOf(start, end),
      opensBlock: index === 0,
      heading: block.kind === 'heading',
    }));
}

const within = (spans: readonly Span[], offset: number): Span[] =>
  spans.map(({ start, end }) => ({ start: start + offset, end: end + offset }));

function linesOf(text: string, { start, end }: Span): Span[] {
  const spans: Span[] = [];
  for (let from = start; from < end; ) {
    const newline = text.indexOf('\n', from);
    const to = newline < 0 || newline > end ? end : newline;
    const line = trimSpan(text, { start: from, end: to });
    if (line.end > line.start) spans.push(line);
    from = to + 1;
  }
  return spans;
}

/** An overlong run is cut behind ；;，,、 or a space, and where it has none, between graphemes. */
function fitting({ text, sizeOf }: Measured, span: Span): Span[] {
  const parts: Span[] = [];
  let { start } = span;
  while (sizeOf(start, span.end) > CHUNK_SIZE) {
    const cut = cutOf(text, start, span.end);
    const part = trimSpan(text, { start, end: cut });
    if (part.end > part.start) parts.push(part);
    start = cut;
  }
  const rest = trimSpan(text, { start, end: span.end });
  return rest.end > rest.start ? [...parts, rest] : parts;
}

let graphemes: Intl.Segmenter | undefined;

/** Best first: a cut is made behind the last of them that leaves a third of a chunk. */
const cutMarks = [/^[；;]/u, /^[，,、]/u, /^\s/u];

function cutOf(text: string, start: number, end: number): number {
  const preferred = cutMarks.map(() => start);
  let size = 0;
  let farthest = start;
  for (const { segment, index } of firstGraphemes(text, start, end)) {
    size += sizeOf(segment);
    if (size > CHUNK_SIZE && farthest > start) break;
    farthest = start + index + segment.length;
    const mark = cutMarks.findIndex((each) => each.test(segment));
    if (mark >= 0) preferred[mark] = farthest;
  }
  return preferred.find((cut) => cut - start > (farthest - start) / 3) ?? farthest;
}

/** Whole graphemes, at least one and at least a chunk's size of them where there are as many; the last one may be cut off. */
function firstGraphemes(text: string, start: number, end: number): Intl.SegmentData[] {
  graphemes ??= new Intl.Segmenter('und', { granularity: 'grapheme' });
  for (let width = CHUNK_SIZE + 64; ; width *= 4) {
    const segments = [...graphemes.segment(text.slice(start, Math.min(end, start + width)))];
    // One grapheme can be longer than the window: letters with towers of accents.
    if (segments.length > 1 || start + width >= end) return segments;
  }
}

/**
 * Fills chunks in order; a block that no longer fits starts a new chunk once the last is more than half full. A heading stays with what
 * follows, unless headings alone fill half a chunk.
 */
function packPieces(pieces: readonly Piece[]): (Span & { size: number })[] {
  const chunks: (Span & { size: number })[] = [];
  let headingOpen = false;
  pieces.forEach((piece, index) => {
    const last = chunks.at(-1);
    if (last === undefined || breaksBefore(piece, last, headingOpen, () => blockSize(pieces, index)))
      chunks.push({ start: piece.start, end: piece.end, size: piece.size });
    else {
      last.end = piece.end;
      last.size += piece.size;
    }
    headingOpen = piece.heading;
  });
  return chunks;
}

function breaksBefore(piece: Piece, last: Span & { size: number }, headingOpen: boolean, block: () => number): boolean {
  // White space counts for nothing in a size, but there may be pages of it.
  if (piece.end - last.start > LONGEST_PASSAGE) return true;
  const halfFull = last.size > CHUNK_SIZE / 2;
  if (headingOpen && !halfFull) return false;
  return last.size + piece.size > CHUNK_SIZE || (piece.opensBlock && halfFull && !headingOpen && last.size + block() > CHUNK_SIZE);
}

function blockSize(pieces: readonly Piece[], from: number): number {
  let size = pieces[from]!.size;
  for (let index = from + 1; index < pieces.length && !pieces[index]!.opensBlock; index++) size += pieces[index]!.size;
  return size;
}

/** Section number of each chunk, without gaps: as few sections as their size allows, of about equal size. */
function sectionsOf(sizes: readonly number[]): number[] {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  const count = Math.max(1, Math.round(total / SECTION_SIZE));
  let before = 0;
  let part = -1;
  let section = -1;
  return sizes.map((size) => {
    const own = Math.min(count - 1, Math.floor(((before + size / 2) / total) * count));
    before += size;
    if (own > part) section++;
    part = own;
    return section;
  });
}
