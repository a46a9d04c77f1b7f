/**
 * Words of a question that may stand in other forms: by another name, in the other language. How much of such a form stands in a text, and
 * where. After structured queries (Pirkola, SIGIR 1998; weighted as in Darwish & Oard, SIGIR 2003): all forms of a concept count as
 * one word. Pure.
 */
import { backgroundShare } from '../text/background.js';
import type { SegmentReader } from '../types.js';

/** A form is found by its terms; where a share of them stands, the form counts by that share squared. Weights are 0 to 1. */
export type Form = { terms: readonly number[]; weight: number };

/** `of`: indexes of the query's terms that count as found where a form is. */
export type Concept = { of: readonly number[]; forms: readonly Form[] };

/** Where a term, or what stands for it, is found in a segment: parallel arrays, ordinals ascend. */
export type Postings = { ordinals: Uint32Array; body: ArrayLike<number>; title: ArrayLike<number> };

/** One form a set of terms, the heaviest; without terms none. */
export function distinctForms(forms: readonly Form[]): Form[] {
  const byTerms = new Map<string, Form>();
  for (const form of forms) {
    if (form.terms.length === 0) continue;
    const key = [...form.terms].sort((a, b) => a - b).join(' ');
    if ((byTerms.get(key)?.weight ?? 0) < form.weight) byTerms.set(key, form);
  }
  return [...byTerms.values()];
}

/** Share of sections in text at large that hold a concept: that of its commonest form, which is as common as its rarest term. */
export function conceptShare({ forms }: Concept): number {
  return forms.reduce((most, form) => Math.max(most, form.weight * Math.min(...form.terms.map(backgroundShare))), 0);
}

/** Counts forms in the passages of one segment. Its arrays are as long as the segment: one for all concepts of a question. */
export class FormCounter {
  private readonly body: Float32Array;
  private readonly title: Float32Array;
  private readonly matched: Uint8Array;
  private readonly formBody: Float32Array;
  private readonly formTitle: Float32Array;

  constructor(private readonly segment: SegmentReader) {
    const length = segment.passageCount;
    this.body = new Float32Array(length);
    this.title = new Float32Array(length);
    this.matched = new Uint8Array(length);
    this.formBody = new Float32Array(length);
    this.formTitle = new Float32Array(length);
  }

  /** Frequencies of a concept: the sum of its forms', weighted. */
  count({ forms }: Concept): Postings {
    const touched = new Set<number>();
    for (const form of forms) this.addForm(form, touched);
    const ordinals = Uint32Array.from(touched).sort();
    const postings = {
      ordinals,
      body: Float32Array.from(ordinals, (ordinal) => this.body[ordinal]!),
      title: Float32Array.from(ordinals, (ordinal) => this.title[ordinal]!),
    };
    for (const ordinal of ordinals) {
      this.body[ordinal] = 0;
      this.title[ordinal] = 0;
    }
    return postings;
  }

  private addForm({ terms, weight }: Form, touched: Set<number>): void {
    const ofForm: number[] = [];
    for (const term of terms) {
      const postings = this.segment.terms.find(term);
      if (postings === undefined) continue;
      for (let index = 0; index < postings.ordinals.length; index++) {
        const ordinal = postings.ordinals[index]!;
        if (this.matched[ordinal] === 0) ofForm.push(ordinal);
        this.matched[ordinal]! += 1;
        this.formBody[ordinal]! += postings.body[index]!;
        this.formTitle[ordinal]! += postings.title[index]!;
      }
    }
    for (const ordinal of ofForm) {
      const matched = this.matched[ordinal]!;
      // The mean frequency of the terms that stand there, times the share of terms, squared.
      const credit = (weight * matched) / (terms.length * terms.length);
      this.body[ordinal]! += credit * this.formBody[ordinal]!;
      this.title[ordinal]! += credit * this.formTitle[ordinal]!;
      this.matched[ordinal] = 0;
      this.formBody[ordinal] = 0;
      this.formTitle[ordinal] = 0;
      touched.add(ordinal);
    }
  }
}

/** Both, added where they meet. */
export function addPostings(one: Postings | undefined, other: Postings): Postings {
  if (one === undefined || one.ordinals.length === 0) return other;
  const ordinals = Uint32Array.from(new Set([...one.ordinals, ...other.ordinals])).sort();
  const body = new Float32Array(ordinals.length);
  const title = new Float32Array(ordinals.length);
  for (const each of [one, other]) {
    let at = 0;
    each.ordinals.forEach((ordinal, index) => {
      while (ordinals[at]! < ordinal) at++;
      body[at]! += each.body[index]!;
      title[at]! += each.title[index]!;
    });
  }
  return { ordinals, body, title };
}
