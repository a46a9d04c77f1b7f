/**
 * Postings of one segment in typed arrays. In: what terms-builder.ts counted. Out: bytes for `terms.bin`, and a `TermIndex` that reads them
 * in place. Terms are numbers (text/terms.ts), so that neither build nor search makes a string a term.
 *
 * Layout, little endian, each part padded to 8 bytes:
 *   Uint32 magic, version, passages, terms, postings, reserved
 *   Uint16 bodyLengths[passages], Uint16 titleLengths[passages]
 *   Float64 terms[terms] ascending, Uint32 starts[terms + 1]
 *   Uint32 ordinals[postings], Uint8 body[postings], Uint8 title[postings]
 */
import type { TermIndex } from '../types.js';
import { COUNT, FLOATS, type TermRecords, WORDS } from './term-records.js';

const MAGIC = 0x59_4a_54_31;
const VERSION = 1;
const HEADER_BYTES = 24;

/** A term's frequencies in one document: in the body, plus TITLE times those in the title, each at most 255. */
export const TITLE = 256;

/** Postings document by document, `ends` says where each document's end; `numbers` are of the terms' records. */
export type Postings = {
  bodyLengths: readonly number[];
  titleLengths: readonly number[];
  ends: readonly number[];
  numbers: Uint32Array;
  frequencies: Uint16Array;
  records: TermRecords;
};

/** Postings in a piece: each is on its way to the disk while the next one is made. */
const PIECE = 1 << 20;

/** Postings in the order of documents -> in the order of terms: the bytes of `terms.bin`, piece by piece. */
export function* packTerms({ bodyLengths, titleLengths, ends, numbers, frequencies, records }: Postings): Generator<Uint8Array> {
  const length = ends.at(-1) ?? 0;
  const layout = layoutOf(bodyLengths.length, records.size, length);
  const head = new ArrayBuffer(layout.ordinals);
  new Uint32Array(head, 0, 6).set([MAGIC, VERSION, bodyLengths.length, records.size, length, 0]);
  const view = headOf(head, 0, layout);
  view.bodyLengths.set(bodyLengths);
  view.titleLengths.set(titleLengths);
  const next = placeTerms(records, view);
  yield new Uint8Array(head);
  // First to their places as pairs, then apart: places are far from each other, and each touch of the memory counts.
  const pairs = new Uint32Array(2 * length);
  let index = 0;
  for (let ordinal = 0; ordinal < ends.length; ordinal++) {
    for (const end = ends[ordinal]!; index < end; index++) {
      const place = 2 * next[numbers[index]!]!++;
      pairs[place] = ordinal;
      pairs[place + 1] = frequencies[index]!;
    }
  }
  const body = new Uint8Array(padded(length));
  const title = new Uint8Array(padded(length));
  for (let start = 0; start < length; start += PIECE) {
    const end = Math.min(start + PIECE, length);
    const ordinals = new Uint32Array(padded(4 * (end - start)) / 4);
    for (let place = start; place < end; place++) {
      const frequency = pairs[2 * place + 1]!;
      ordinals[place - start] = pairs[2 * place]!;
      body[place] = frequency & 0xff;
      title[place] = frequency >> 8;
    }
    yield new Uint8Array(ordinals.buffer);
  }
  yield body;
  yield title;
}

/** Writes the terms in ascending order and where their postings start. @returns the same by the terms' numbers */
function placeTerms(records: TermRecords, { terms, starts }: Pick<ReturnType<typeof headOf>, 'terms' | 'starts'>): Uint32Array {
  const { floats, words } = records;
  const next = new Uint32Array(records.size);
  let start = 0;
  records.sorted().forEach((number, position) => {
    terms[position] = floats[FLOATS * number]!;
    starts[position] = start;
    next[number] = start;
    start += words[WORDS * number + COUNT]!;
  });
  starts[records.size] = start;
  return next;
}

const padded = (bytes: number) => (bytes + 7) & ~7;

function layoutOf(passages: number, terms: number, postings: number) {
  const bodyLengths = HEADER_BYTES;
  const titleLengths = bodyLengths + padded(passages * 2);
  const termsAt = titleLengths + padded(passages * 2);
  const starts = termsAt + terms * 8;
  const ordinals = starts + padded((terms + 1) * 4);
  const body = ordinals + padded(postings * 4);
  const title = body + padded(postings);
  return { passages, terms, postings, bodyLengths, titleLengths, termsAt, starts, ordinals, body, title, bytes: title + padded(postings) };
}

/** What stands before the postings. */
function headOf(buffer: ArrayBufferLike, offset: number, layout: ReturnType<typeof layoutOf>) {
  return {
    bodyLengths: new Uint16Array(buffer, offset + layout.bodyLengths, layout.passages),
    titleLengths: new Uint16Array(buffer, offset + layout.titleLengths, layout.passages),
    terms: new Float64Array(buffer, offset + layout.termsAt, layout.terms),
    starts: new Uint32Array(buffer, offset + layout.starts, layout.terms + 1),
  };
}

function viewOf(buffer: ArrayBufferLike, offset: number, layout: ReturnType<typeof layoutOf>) {
  return {
    ...headOf(buffer, offset, layout),
    ordinals: new Uint32Array(buffer, offset + layout.ordinals, layout.postings),
    body: new Uint8Array(buffer, offset + layout.body, layout.postings),
    title: new Uint8Array(buffer, offset + layout.title, layout.postings),
  };
}

/**
 * Reads the bytes in place (they must stay unchanged).
 * @returns undefined when they are no postings of this version; a checksum over them is the caller's business.
 */
export function openTerms(bytes: Uint8Array): TermIndex | undefined {
  const aligned = bytes.byteOffset % 8 === 0 ? bytes : bytes.slice();
  if (aligned.byteLength < HEADER_BYTES) return undefined;
  const [magic, version, passages, terms, postings] = new Uint32Array(aligned.buffer, aligned.byteOffset, 6);
  if (magic !== MAGIC || version !== VERSION) return undefined;
  const layout = layoutOf(passages!, terms!, postings!);
  if (layout.bytes !== aligned.byteLength) return undefined;
  const view = viewOf(aligned.buffer, aligned.byteOffset, layout);
  return {
    bodyLengths: view.bodyLengths,
    titleLengths: view.titleLengths,
    find(term) {
      const place = positionOf(view.terms, term);
      if (place < 0) return undefined;
      const [from, to] = [view.starts[place]!, view.starts[place + 1]!];
      return { ordinals: view.ordinals.subarray(from, to), body: view.body.subarray(from, to), title: view.title.subarray(from, to) };
    },
  };
}

/** Binary search in an ascending array; -1 when absent. */
function positionOf(terms: Float64Array, term: number): number {
  let low = 0;
  let high = terms.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = terms[middle]!;
    if (found === term) return middle;
    if (found < term) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
