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
import { fold } from '../text/fold.js';
import { TermNumbers } from '../text/term-numbers.js';
import { termsOf, visitTerms } from '../text/terms.js';
import type { TermIndex } from '../types.js';

const MAGIC = 0x59_4a_54_31;
const VERSION = 1;
const HEADER_BYTES = 24;

export type TermDocument = { title: string; body: string };

/** Body frequency + 256 * title frequency, each at most 255. */
const TITLE = 256;

/** Postings in the order of the documents, collected in millions: typed arrays that grow together. */
class Postings {
  length = 0;
  terms = new Uint32Array(1 << 14);
  ordinals = new Uint32Array(1 << 14);
  frequencies = new Uint16Array(1 << 14);

  push(term: number, ordinal: number, frequency: number): void {
    if (this.length === this.terms.length) {
      this.terms = grown(this.terms);
      this.ordinals = grown(this.ordinals);
      this.frequencies = grown(this.frequencies);
    }
    this.terms[this.length] = term;
    this.ordinals[this.length] = ordinal;
    this.frequencies[this.length] = frequency;
    this.length++;
  }
}

function grown<A extends Uint32Array | Uint16Array>(array: A): A {
  const larger = new (array.constructor as new (length: number) => A)(array.length * 2);
  larger.set(array);
  return larger;
}

/** Collects documents one by one, so that none of their texts need be kept. */
export class TermsBuilder {
  private readonly numbers = new TermNumbers(1 << 14);
  private readonly postings = new Postings();
  /** For each term, where its newest posting stands: of the document at hand when it is not before that document's first. */
  private newest = new Uint32Array(1 << 14);
  private readonly bodyLengths: number[] = [];
  private readonly titleLengths: number[] = [];
  private title: string | undefined;
  private titleTerms: Float64Array = new Float64Array();

  add({ title, body }: TermDocument): void {
    const ordinal = this.bodyLengths.length;
    const first = this.postings.length;
    let length = 0;
    visitTerms(fold(body), (term) => {
      length++;
      this.count(term, ordinal, first, 1, 255);
    });
    if (title !== this.title) {
      this.title = title;
      this.titleTerms = termsOf(title);
    }
    for (const term of this.titleTerms) this.count(term, ordinal, first, TITLE, 255 * TITLE);
    this.bodyLengths.push(Math.min(length, 65_535));
    this.titleLengths.push(Math.min(this.titleTerms.length, 65_535));
  }

  private count(term: number, ordinal: number, first: number, step: number, most: number): void {
    const number = this.numbers.add(term);
    if (number >= this.newest.length) this.newest = grown(this.newest);
    const place = this.newest[number]! - 1;
    if (place < first) {
      this.newest[number] = this.postings.length + 1;
      this.postings.push(number, ordinal, step);
      return;
    }
    const before = this.postings.frequencies[place]!;
    if ((step === TITLE ? before : before & 0xff) < most) this.postings.frequencies[place] = before + step;
  }

  /** Equal documents give equal bytes. */
  finish(): Uint8Array {
    return packTerms(this.bodyLengths, this.titleLengths, this.numbers, this.postings);
  }
}

/** Pure: equal documents give equal bytes. */
export function buildTerms(documents: readonly TermDocument[]): Uint8Array {
  const builder = new TermsBuilder();
  for (const document of documents) builder.add(document);
  return builder.finish();
}

function packTerms(bodyLengths: readonly number[], titleLengths: readonly number[], numbers: TermNumbers, postings: Postings): Uint8Array {
  const counts = new Uint32Array(numbers.size);
  for (let index = 0; index < postings.length; index++) counts[postings.terms[index]!]!++;
  const sorted = numbers.list().slice().sort();
  const rank = new Uint32Array(numbers.size);
  const starts = new Uint32Array(numbers.size + 1);
  for (let position = 0; position < numbers.size; position++) {
    const number = numbers.find(sorted[position]!);
    rank[number] = position;
    starts[position + 1] = starts[position]! + counts[number]!;
  }
  const layout = layoutOf(bodyLengths.length, numbers.size, postings.length);
  const buffer = new ArrayBuffer(layout.bytes);
  new Uint32Array(buffer, 0, 6).set([MAGIC, VERSION, bodyLengths.length, numbers.size, postings.length, 0]);
  const view = viewOf(buffer, 0, layout);
  view.bodyLengths.set(bodyLengths);
  view.titleLengths.set(titleLengths);
  view.terms.set(sorted);
  view.starts.set(starts);
  const next = starts.slice(0, numbers.size);
  for (let index = 0; index < postings.length; index++) {
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
