/** Titles and bodies of passages -> the postings of one segment (terms.ts), and along with them the vectors that follow from their terms. */
import { fold } from '../text/fold.js';
import { termsOf, visitTerms } from '../text/terms.js';
import type { CountedTerms, TermEmbedder } from '../types.js';
import { COUNT, FLOATS, NEWEST, PLACES, TermRecords, WEIGHT, WORDS } from './term-records.js';
import { packTerms, TITLE } from './terms.js';
import { grown } from './typed-arrays.js';

export type TermDocument = { title: string; body: string };

/** `asked`: 1 where the vector of that document is to be made. */
export type TermBatch = { documents: readonly TermDocument[]; asked: Uint8Array };

/** Takes documents batch by batch, so that none of their texts need be kept. */
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
  private title = '';
  private titleTerms: Float64Array = new Float64Array();
  /** Of the document at hand: all its terms with their numbers, and what an embedder wants of each that is new in it. */
  private terms = new Float64Array(1 << 12);
  private termNumbers = new Uint32Array(1 << 12);
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
      weights: new Float64Array(1 << 12),
      places: new Float64Array(1 << 12),
      frequencies: new Uint32Array(1 << 12),
      size: 0,
    };
  }

  /** @param memory for the rows, with whatever it holds. @returns rows of the vectors that are asked for. */
  addBatch({ documents, asked }: TermBatch, memory?: Float32Array): Float32Array {
    const dimension = this.embedder?.dimension ?? 0;
    const wanted = asked.reduce((sum, each) => sum + each, 0) * dimension;
    const rows = memory !== undefined && memory.length >= wanted ? memory.subarray(0, wanted).fill(0) : new Float32Array(wanted);
    let row = 0;
    documents.forEach((document, index) => {
      this.add(document);
      if (asked[index] === 1) this.embedder!.embedTerms(this.counted, rows.subarray(row * dimension, ++row * dimension));
    });
    return rows;
  }

  private add({ title, body }: TermDocument): void {
    if (title !== this.title) {
      this.title = title;
      this.titleTerms = termsOf(title);
    }
    const titleLength = this.titleTerms.length;
    const count = this.takeTerms(fold(body));
    this.records.number(this.terms, count, this.termNumbers);
    this.makeRoom(count);
    const first = this.length;
    this.count(0, titleLength, first, TITLE, 255 * TITLE);
    this.count(titleLength, count, first, 1, 255);
    this.counted.size = this.length - first;
    this.ends.push(this.length);
    this.titleLengths.push(Math.min(titleLength, 65_535));
    this.bodyLengths.push(Math.min(count - titleLength, 65_535));
  }

  /** Title first. @returns how many there are */
  private takeTerms(folded: string): number {
    let end = this.titleTerms.length;
    // A code unit ends at most one character and one pair.
    const most = end + 2 * folded.length + 2;
    while (this.terms.length < most) {
      this.terms = grown(this.terms);
      this.termNumbers = grown(this.termNumbers);
      this.counted.weights = grown(this.counted.weights);
      this.counted.places = grown(this.counted.places);
      this.counted.frequencies = grown(this.counted.frequencies);
    }
    const { terms } = this;
    terms.set(this.titleTerms);
    visitTerms(folded, (term) => {
      terms[end++] = term;
    });
    return end;
  }

  private makeRoom(count: number): void {
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

  /** Equal documents give equal bytes. */
  finish(): Uint8Array {
    const { bodyLengths, titleLengths, ends, numbers, frequencies, records } = this;
    return packTerms({ bodyLengths, titleLengths, ends, numbers, frequencies, records });
  }
}

/** Pure: equal documents give equal bytes. */
export function buildTerms(documents: readonly TermDocument[]): Uint8Array {
  const builder = new TermsBuilder();
  builder.addBatch({ documents, asked: new Uint8Array(documents.length) });
  return builder.finish();
}
