/** How much of a question's weight some words cover: all of it, and its parts. Pure. */
import type { Query } from './query.js';

export type QueryWeights = {
  query: Query;
  /** Weight of each query term, in the order of `query.terms`. */
  idf: Float64Array;
  total: number;
};

/** Shares of the weight of: all terms; pairs and words; the question's beginning, middle and end; names, numbers and quoted words. */
export type Shares = { all: number; pairs: number; lead: number; middle: number; tail: number; names: number };

/** Terms from here on are pairs and words, below are single characters. */
const PAIR_FROM = 2 ** 21;
/** Where in the question the words stand: its subject leads, what is asked of it trails. */
const LEAD = 0.34;
const TAIL = 0.67;

export const createWeights = (query: Query, idf: Float64Array): QueryWeights => ({
  query,
  idf,
  total: idf.reduce((sum, value) => sum + value, 0) || 1,
});

/** One bit for each query term: whether it is among `terms`. */
export function bitsOf(terms: Iterable<number>, indexOf: ReadonlyMap<number, number>): Uint8Array {
  const bits = new Uint8Array(indexOf.size);
  for (const term of terms) {
    const index = indexOf.get(term);
    if (index !== undefined) bits[index] = 1;
  }
  return bits;
}

export function union(first: Uint8Array, ...others: (Uint8Array | undefined)[]): Uint8Array {
  const bits = first.slice();
  for (const other of others) if (other !== undefined) for (let index = 0; index < bits.length; index++) bits[index]! |= other[index]!;
  return bits;
}

/** A part that the question does not have counts as covered like the whole; names that it does not have, as covered. */
export function sharesOf(bits: Uint8Array, weights: QueryWeights): Shares {
  const { terms, places, names } = weights.query;
  const have = { all: 0, pairs: 0, lead: 0, middle: 0, tail: 0, names: 0 };
  const whole = { ...have };
  for (let index = 0; index < bits.length; index++) {
    const idf = weights.idf[index]!;
    const present = bits[index] === 1 ? idf : 0;
    const part = places[index]! < LEAD ? 'lead' : places[index]! > TAIL ? 'tail' : 'middle';
    whole.all += idf;
    have.all += present;
    whole[part] += idf;
    have[part] += present;
    if (terms[index]! >= PAIR_FROM) {
      whole.pairs += idf;
      have.pairs += present;
    }
    if (names[index] === 1) {
      whole.names += idf;
      have.names += present;
    }
  }
  const share = (part: keyof Shares, otherwise: number) => (whole[part] === 0 ? otherwise : have[part] / whole[part]);
  const all = share('all', 0);
  return {
    all,
    pairs: share('pairs', all),
    lead: share('lead', all),
    middle: share('middle', all),
    tail: share('tail', all),
    names: share('names', 1),
  };
}

/** Weight of the heaviest term that is missing. */
export function heaviestMissing(bits: Uint8Array, { idf }: QueryWeights): number {
  let missing = 0;
  for (let index = 0; index < bits.length; index++) if (bits[index] === 0) missing = Math.max(missing, idf[index]!);
  return missing;
}

/** Longest run of neighbouring terms that are all there, as a share of the terms. */
export function longestRun(bits: Uint8Array): number {
  let run = 0;
  let best = 0;
  for (const bit of bits) {
    run = bit === 1 ? run + 1 : 0;
    best = Math.max(best, run);
  }
  return best / Math.max(1, bits.length);
}
