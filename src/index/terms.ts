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
import { TermNumbers } from '../text/term-numbers.js';
import type { TermEmbedder, TermIndex } from '../types.js';
import { DocumentTerms } from './document-terms.js';
import { type TermBatch, TermBatchBuilder, type TermDocument } from './term-batch.js';
import { grown } from './typed-arrays.js';

const MAGIC = 0x59_4a_54_31;
const VERSION = 1;
const HEADER_BYTES = 24;

/** Body frequency + 256 * title frequency, each at most 255. */
const TITLE = 256;

/** Terms below are single characters (text/terms.ts). */
const CHARACTERS = 1 << 16;

/** Postings in the order of the documents, collected in millions: typed arrays that grow together. */
class Postings {
  length = 0;
  terms: Uint32Array;
  ordinals: Uint32Array;
  frequencies: Uint16Array;

  constructor(expected: number) {
    this.terms = new Uint32Array(expected);
    this.ordinals = new Uint32Array(expected);
    this.frequencies = new Uint16Array(expected);
  }

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

/** Collects documents batch by batch, so that none of their texts need be kept. */
export class TermsBuilder {
  private readonly numbers: TermNumbers;
  /** Numbers of the terms below CHARACTERS plus 1: half of all terms need not be hashed. */
  private readonly characters = new Int32Array(CHARACTERS);
  private readonly postings: Postings;
  /** For each term, where its newest posting stands: of the document at hand when it is not before that document's first. */
  private newest = new Uint32Array(1 << 14);
  private readonly bodyLengths: number[] = [];
  private readonly titleLengths: number[] = [];
  private first = 0;
  private termNumbers = new Uint32Array(1 << 12);
  private readonly counted: DocumentTerms | undefined;

  /**
   * @param embedder makes vectors of what is counted
   * @param expected postings, a hint: memory that is not reached is not taken
   */
  constructor(
    private readonly embedder?: TermEmbedder,
    expected = 1 << 14,
  ) {
    this.numbers = new TermNumbers(expected >> 3);
    this.postings = new Postings(expected);
    this.counted = embedder === undefined ? undefined : new DocumentTerms(embedder);
  }

  /** @param vector zeros, to be filled with the vector of title and body; only with an embedder */
  private add(titleTerms: Float64Array, bodyTerms: Float64Array, vector: Float32Array | undefined): void {
    const ordinal = this.bodyLengths.length;
    this.first = this.postings.length;
    this.counted?.clear();
    this.countAll(titleTerms, ordinal, TITLE, 255 * TITLE);
    this.countAll(bodyTerms, ordinal, 1, 255);
    this.bodyLengths.push(Math.min(bodyTerms.length, 65_535));
    this.titleLengths.push(Math.min(titleTerms.length, 65_535));
    if (vector !== undefined) this.counted!.embed(vector);
  }

  /** @returns rows of the vectors that are asked for. */
  addBatch({ terms, titleLengths, bodyLengths, asked }: TermBatch): Float32Array {
    const dimension = this.embedder?.dimension ?? 0;
    const rows = new Float32Array(asked.reduce((sum, each) => sum + each, 0) * dimension);
    let row = 0;
    let start = 0;
    for (let index = 0; index < asked.length; index++) {
      const bodyStart = start + titleLengths[index]!;
      const end = bodyStart + bodyLengths[index]!;
      const vector = asked[index] === 1 ? rows.subarray(row * dimension, ++row * dimension) : undefined;
      this.add(terms.subarray(start, bodyStart), terms.subarray(bodyStart, end), vector);
      start = end;
    }
    return rows;
  }

  /** Numbers first: the processor then looks up several terms at a time, whose places in memory are far from each other. */
  private countAll(terms: Float64Array, ordinal: number, step: number, most: number): void {
    if (this.termNumbers.length < terms.length) this.termNumbers = new Uint32Array(2 * terms.length);
    const { termNumbers } = this;
    for (let index = 0; index < terms.length; index++) {
      const term = terms[index]!;
      termNumbers[index] = term < CHARACTERS ? this.numberOfCharacter(term) : this.numbers.add(term);
    }
    while (this.numbers.size > this.newest.length) this.newest = grown(this.newest);
    for (let index = 0; index < terms.length; index++) this.count(terms[index]!, termNumbers[index]!, ordinal, step, most);
  }

  private count(term: number, number: number, ordinal: number, step: number, most: number): void {
    const place = this.newest[number]! - 1;
    if (place < this.first) {
      this.newest[number] = this.postings.length + 1;
      this.postings.push(number, ordinal, step);
      this.counted?.push(term, number);
      return;
    }
    this.counted?.repeat(place - this.first);
    const before = this.postings.frequencies[place]!;
    if ((step === TITLE ? before : before & 0xff) < most) this.postings.frequencies[place] = before + step;
  }

  private numberOfCharacter(code: number): number {
    const known = this.characters[code]!;
    if (known !== 0) return known - 1;
    const number = this.numbers.add(code);
    this.characters[code] = number + 1;
    return number;
  }

  /** Equal documents give equal bytes. */
  finish(): Uint8Array {
    return packTerms(this.bodyLengths, this.titleLengths, this.numbers, this.postings);
  }
}

/** Pure: equal documents give equal bytes. */
export function buildTerms(documents: readonly TermDocument[]): Uint8Array {
  const batch = new TermBatchBuilder();
  for (const document of documents) batch.add(document, false);
  const builder = new TermsBuilder();
  builder.addBatch(batch.take());
  return builder.finish();
}

function packTerms(bodyLengths: readonly number[], titleLengths: readonly number[], numbers: TermNumbers, postings: Postings): Uint8Array {
  const { length } = postings;
  const { sorted, starts, next } = placeTerms(numbers, postings);
  const layout = layoutOf(bodyLengths.length, numbers.size, length);
  const buffer = new ArrayBuffer(layout.bytes);
  new Uint32Array(buffer, 0, 6).set([MAGIC, VERSION, bodyLengths.length, numbers.size, length, 0]);
  const view = viewOf(buffer, 0, layout);
  view.bodyLengths.set(bodyLengths);
  view.titleLengths.set(titleLengths);
  view.terms.set(sorted);
  view.starts.set(starts);
  // First to their places as pairs, then apart: places are far from each other, and each touch of the memory counts.
  const pairs = new Uint32Array(2 * length);
  const { terms, ordinals, frequencies } = postings;
  for (let index = 0; index < length; index++) {
    const place = 2 * next[terms[index]!]!++;
    pairs[place] = ordinals[index]!;
    pairs[place + 1] = frequencies[index]!;
  }
  for (let place = 0; place < length; place++) {
    const frequency = pairs[2 * place + 1]!;
    view.ordinals[place] = pairs[2 * place]!;
    view.body[place] = frequency & 0xff;
    view.title[place] = frequency >> 8;
  }
  return new Uint8Array(buffer);
}

/** Terms in ascending order, where their postings start, and the same by the terms' numbers. */
function placeTerms(numbers: TermNumbers, postings: Postings) {
  const counts = new Uint32Array(numbers.size);
  for (let index = 0; index < postings.length; index++) counts[postings.terms[index]!]!++;
  const sorted = numbers.list().slice().sort();
  const starts = new Uint32Array(numbers.size + 1);
  const next = new Uint32Array(numbers.size);
  for (let position = 0; position < numbers.size; position++) {
    const number = numbers.find(sorted[position]!);
    next[number] = starts[position]!;
    starts[position + 1] = starts[position]! + counts[number]!;
  }
  return { sorted, starts, next };
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
