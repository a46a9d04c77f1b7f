/** Passages -> their terms, many passages in one array: what a thread can be handed without copying. */
import { fold } from '../text/fold.js';
import { termsOf, visitTerms } from '../text/terms.js';

export type TermDocument = { title: string; body: string };

/**
 * `terms`: of each document its title's, then its body's, repeated as often as they stand; what follows them is of no meaning. `asked`: 1
 * where the document's vector is to be made.
 */
export type TermBatch = { terms: Float64Array; titleLengths: Uint32Array; bodyLengths: Uint32Array; asked: Uint8Array };

export class TermBatchBuilder {
  private terms: Float64Array = new Float64Array(1 << 10);
  private used = 0;
  private titleLengths: number[] = [];
  private bodyLengths: number[] = [];
  private asked: number[] = [];
  private title: string | undefined;
  private titleTerms: Float64Array = new Float64Array();
  private readonly free: Float64Array[] = [];

  get documents(): number {
    return this.asked.length;
  }

  add({ title, body }: TermDocument, isAsked: boolean): void {
    if (title !== this.title) {
      this.title = title;
      this.titleTerms = termsOf(title);
    }
    const folded = fold(body);
    const bodyStart = this.used + this.titleTerms.length;
    // A code unit ends at most one character and one pair.
    this.makeRoom(bodyStart + 2 * folded.length + 2);
    const { terms } = this;
    terms.set(this.titleTerms, this.used);
    let end = bodyStart;
    visitTerms(folded, (term) => {
      terms[end++] = term;
    });
    this.used = end;
    this.titleLengths.push(this.titleTerms.length);
    this.bodyLengths.push(end - bodyStart);
    this.asked.push(isAsked ? 1 : 0);
  }

  private makeRoom(needed: number): void {
    if (needed <= this.terms.length) return;
    const larger = new Float64Array(2 * needed);
    larger.set(this.terms.subarray(0, this.used));
    this.terms = larger;
  }

  /** What was added since the last time, in memory of its own. */
  take(): TermBatch {
    const batch = {
      terms: this.terms,
      titleLengths: Uint32Array.from(this.titleLengths),
      bodyLengths: Uint32Array.from(this.bodyLengths),
      asked: Uint8Array.from(this.asked),
    };
    this.terms = this.free.pop() ?? new Float64Array(this.terms.length);
    this.used = 0;
    this.titleLengths = [];
    this.bodyLengths = [];
    this.asked = [];
    return batch;
  }

  /** @param terms of a batch that nobody needs any more: fresh memory costs both threads a halt for each of its pages. */
  reuse(terms: Float64Array): void {
    this.free.push(terms);
  }
}
