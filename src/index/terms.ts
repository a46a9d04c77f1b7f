/**
 * Postings of one segment in typed arrays. In: titles and bodies of its passages. Out: bytes for `terms.bin`, and a `TermIndex`
 * that reads them in place. Terms are numbers (text/terms.ts), so that neither build nor search makes a string a term.
 *
 * Layout, little endian, each part padded to 8 bytes:
 *   Uint32 magic, version, passages, terms, postings, reserved
 *   Uint16 bodyLengths[passages], Uint16 titleLengths[passages]
 *   Float64 terms[terms] ascending, Uint32 starts[terms + 1]
 *   Uint32 ordinals[postings], Uint8 body[postings], Uint8 title[postings]
 */
import { termsOf } from '../text/terms.js';
import type { TermIndex } from '../types.js';

const MAGIC = 0x59_4a_54_31;
const VERSION = 1;
const HEADER_BYTES = 24;

export type TermDocument = { title: string; body: string };

/** A growable typed array: postings are collected in millions. */
class Column<A extends Float64Array | Uint32Array> {
  length = 0;
  constructor(private array: A) {}
  push(value: number): void {
    if (this.length === this.array.length) {
      const grown = new (this.array.constructor as new (length: number) => A)(this.array.length * 2);
      grown.set(this.array);
      this.array = grown;
    }
    this.array[this.length++] = value;
  }
  view(): A {
    return this.array.subarray(0, this.length) as A;
  }
}

/** Pure: equal documents give equal bytes. */
export function buildTerms(documents: readonly TermDocument[]): Uint8Array {
  const bodyLengths = new Uint16Array(documents.length);
  const titleLengths = new Uint16Array(documents.length);
  // Each distinct term gets a number on first sight; postings are counting-sorted by it, then terms are put in order.
  const numberOf = new Map<number, number>();
  const counts = new Column(new Uint32Array(1 << 12));
  const termColumn = new Column(new Uint32Array(1 << 14));
  const ordinalColumn = new Column(new Uint32Array(1 << 14));
  const frequencyColumn = new Column(new Uint32Array(1 << 14));
  let cachedTitle: string | undefined;
  let cachedTitleTerms: Float64Array = new Float64Array();

  documents.forEach((document, ordinal) => {
    if (document.title !== cachedTitle) {
      cachedTitle = document.title;
      cachedTitleTerms = termsOf(document.title);
    }
    const bodyTerms = termsOf(document.body);
    bodyLengths[ordinal] = Math.min(bodyTerms.length, 65_535);
    titleLengths[ordinal] = Math.min(cachedTitleTerms.length, 65_535);
    for (const [term, frequency] of frequencies(bodyTerms, cachedTitleTerms)) {
      let number = numberOf.get(term);
      if (number === undefined) {
        number = numberOf.size;
        numberOf.set(term, number);
        counts.push(0);
      }
      counts.view()[number]! += 1;
      termColumn.push(number);
      ordinalColumn.push(ordinal);
      frequencyColumn.push(frequency);
    }
  });
  return packTerms(
    { bodyLengths, titleLengths, numberOf, counts: counts.view() },
    { terms: termColumn.view(), ordinals: ordinalColumn.view(), frequencies: frequencyColumn.view() },
  );
}

/** term -> body frequency + 256 * title frequency, each at most 255. */
function frequencies(body: Float64Array, title: Float64Array): Map<number, number> {
  const packed = new Map<number, number>();
  for (const term of body) {
    const before = packed.get(term) ?? 0;
    if (before < 255) packed.set(term, before + 1);
  }
  for (const term of title) {
    const before = packed.get(term) ?? 0;
    if (before < 255 * 256) packed.set(term, before + 256);
  }
  return packed;
}

function packTerms(
  lengths: { bodyLengths: Uint16Array; titleLengths: Uint16Array; numberOf: ReadonlyMap<number, number>; counts: Uint32Array },
  postings: { terms: Uint32Array; ordinals: Uint32Array; frequencies: Uint32Array },
): Uint8Array {
  const termCount = lengths.numberOf.size;
  const sorted = Float64Array.from(lengths.numberOf.keys()).sort();
  const rank = new Uint32Array(termCount);
  const starts = new Uint32Array(termCount + 1);
  for (let position = 0; position < termCount; position++) {
    const number = lengths.numberOf.get(sorted[position]!)!;
    rank[number] = position;
    starts[position + 1] = starts[position]! + lengths.counts[number]!;
  }
  const total = postings.ordinals.length;
  const layout = layoutOf(lengths.bodyLengths.length, termCount, total);
  const buffer = new ArrayBuffer(layout.bytes);
  new Uint32Array(buffer, 0, 6).set([MAGIC, VERSION, lengths.bodyLengths.length, termCount, total, 0]);
  const view = viewOf(buffer, 0, layout);
  view.bodyLengths.set(lengths.bodyLengths);
  view.titleLengths.set(lengths.titleLengths);
  view.terms.set(sorted);
  view.starts.set(starts);
  const next = starts.slice(0, termCount);
  for (let index = 0; index < total; index++) {
    const place = next[rank[postings.terms[index]!]!]!++;
    view.ordinals[place] = postings.ordinals[index]!;
    view.body[place] = postings.frequencies[index]! & 0xff;
    view.title[place] = postings.frequencies[index]! >> 8;
  }
  return new Uint8Array(buffer);
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

function viewOf(buffer: ArrayBufferLike, offset: number, layout: ReturnType<typeof layoutOf>) {
  return {
    bodyLengths: new Uint16Array(buffer, offset + layout.bodyLengths, layout.passages),
    titleLengths: new Uint16Array(buffer, offset + layout.titleLengths, layout.passages),
    terms: new Float64Array(buffer, offset + layout.termsAt, layout.terms),
    starts: new Uint32Array(buffer, offset + layout.starts, layout.terms + 1),
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
