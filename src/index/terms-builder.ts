/** Terms of passages -> the postings of one segment (terms.ts), and along with them the vectors that follow from their terms. */
import type { CountedTerms, TermEmbedder } from '../types.js';
import { type TermBatch, TermBatchBuilder, type TermDocument } from './term-batch.js';
import { COUNT, FLOATS, NEWEST, PLACES, TermRecords, WEIGHT, WORDS } from './term-records.js';
import { packTerms, TITLE } from './terms.js';
import { grown } from './typed-arrays.js';

/** Takes documents batch by batch, so that none of their terms need be kept. */
export class TermsBuilder {
  private readonly records: TermRecords;
  /** Postings in the order of the documents: number of the term, frequencies (terms.ts). */
  private numbers: Uint32Array;
  private frequencies: Uint16Array;
  private length = 0;
  /** Where the postings of each document end. */
  private readonly ends: number[] = [];
  private readonly bodyLengths: number[] = [];
  private readonly titleLengths: number[] = [];
  /** Of the document at hand: the numbers of all its terms, and what an embedder wants of each that is new in it. */
  private termNumbers = new Uint32Array(1 << 10);
  private readonly counted: CountedTerms;

  /**
   * @param embedder makes vectors of what is counted
   * @param expected postings and different terms, a hint: memory that is not reached is not taken
   */
  constructor(
    private readonly embedder?: TermEmbedder,
    expected = { postings: 1 << 13, terms: 1 << 12 },
  ) {
    this.records = new TermRecords(embedder, expected.terms);
    this.numbers = new Uint32Array(expected.postings);
    this.frequencies = new Uint16Array(expected.postings);
    this.counted = {
      weights: new Float64Array(1 << 10),
      places: new Float64Array(1 << 10),
      frequencies: new Uint32Array(1 << 10),
      size: 0,
    };
  }

  /** @param memory for the rows, with whatever it holds. @returns rows of the vectors that are asked for. */
  addBatch({ terms, titleLengths, bodyLengths, asked }: TermBatch, memory?: Float32Array): Float32Array {
    const dimension = this.embedder?.dimension ?? 0;
    const wanted = asked.reduce((sum, each) => sum + each, 0) * dimension;
    // Fresh memory too is better written first (term-records.ts).
    const rows = (memory !== undefined && memory.length >= wanted ? memory.subarray(0, wanted) : new Float32Array(wanted)).fill(0);
    let row = 0;
    let start = 0;
    for (let index = 0; index < asked.length; index++) {
      const bodyStart = start + titleLengths[index]!;
      const end = bodyStart + bodyLengths[index]!;
      this.add(terms.subarray(start, end), titleLengths[index]!);
      if (asked[index] === 1) this.embedder!.embedTerms(this.counted, rows.subarray(row * dimension, ++row * dimension));
      start = end;
    }
    return rows;
  }

  /** @param terms of the title, then of the body */
  private add(terms: Float64Array, titleLength: number): void {
    this.makeRoom(terms.length);
    this.records.number(terms, this.termNumbers);
    const first = this.length;
    this.count(0, titleLength, first, TITLE, 255 * TITLE);
    this.count(titleLength, terms.length, first, 1, 255);
    this.counted.size = this.length - first;
    this.ends.push(this.length);
    this.titleLengths.push(Math.min(titleLength, 65_535));
    this.bodyLengths.push(Math.min(terms.length - titleLength, 65_535));
  }

  private makeRoom(count: number): void {
    while (this.termNumbers.length < count) {
      this.termNumbers = grown(this.termNumbers);
      this.counted.weights = grown(this.counted.weights);
      this.counted.places = grown(this.counted.places);
      this.counted.frequencies = grown(this.counted.frequencies);
    }
    while (this.length + count > this.numbers.length) {
      this.numbers = grown(this.numbers);
      this.frequencies = grown(this.frequencies);
    }
  }

  /** @param first posting of the document. `step`, `most`: what a term counts, and at most counts, where it stands */
  private count(from: number, to: number, first: number, step: number, most: number): void {
    const { counted, frequencies, numbers, termNumbers } = this;
    const { floats, words } = this.records;
    let { length } = this;
    for (let index = from; index < to; index++) {
      const number = termNumbers[index]!;
      const place = words[WORDS * number + NEWEST]! - 1;
      if (place >= first) {
        counted.frequencies[place - first]!++;
        const before = frequencies[place]!;
        if ((step === TITLE ? before : before & 0xff) < most) frequencies[place] = before + step;
        continue;
      }
      words[WORDS * number + NEWEST] = length + 1;
      words[WORDS * number + COUNT]!++;
      numbers[length] = number;
      frequencies[length] = step;
      counted.weights[length - first] = floats[FLOATS * number + WEIGHT]!;
      counted.places[length - first] = floats[FLOATS * number + PLACES]!;
      counted.frequencies[length - first] = 1;
      length++;
    }
    this.length = length;
  }

  /** Equal documents give equal bytes, in pieces of their own memory. */
  finish(): Iterable<Uint8Array> {
    const { bodyLengths, titleLengths, ends, numbers, frequencies, records } = this;
    return packTerms({ bodyLengths, titleLengths, ends, numbers, frequencies, records });
  }
}

/** Pure: equal documents give equal bytes. */
export function buildTerms(documents: readonly TermDocument[]): Uint8Array {
  const batch = new TermBatchBuilder();
  for (const document of documents) batch.add(document, false);
  const builder = new TermsBuilder();
  builder.addBatch(batch.take());
  return Uint8Array.from(Buffer.concat([...builder.finish()]));
}
