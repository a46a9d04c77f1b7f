/** The terms of one document, title first, with their whole frequencies, as an embedder wants them. */
import type { CountedTerms, TermEmbedder } from '../types.js';
import { grown } from './typed-arrays.js';

export class DocumentTerms implements CountedTerms {
  terms = new Float64Array(1 << 10);
  weights = new Float64Array(1 << 10);
  frequencies = new Uint32Array(1 << 10);
  size = 0;
  /** Weight of each term by its number in the segment: asked for once. */
  private known = new Float64Array(1 << 14);
  private knownSize = 0;

  constructor(private readonly embedder: TermEmbedder) {}

  clear(): void {
    this.size = 0;
  }

  /** A term that is new in this document; numbers come in ascending order when they are new in the segment. */
  push(term: number, number: number): void {
    if (number === this.knownSize) {
      if (number === this.known.length) this.known = grown(this.known);
      this.known[number] = this.embedder.weigh(term);
      this.knownSize++;
    }
    if (this.size === this.terms.length) {
      this.terms = grown(this.terms);
      this.weights = grown(this.weights);
      this.frequencies = grown(this.frequencies);
    }
    this.terms[this.size] = term;
    this.weights[this.size] = this.known[number]!;
    this.frequencies[this.size] = 1;
    this.size++;
  }

  /** @param index place of the term among the document's */
  repeat(index: number): void {
    this.frequencies[index]!++;
  }

  embed(vector: Float32Array): void {
    this.embedder.embedTerms(this, vector);
  }
}
