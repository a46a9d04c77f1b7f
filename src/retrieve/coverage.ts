/** How much of a question's weight some words cover: all of it, and its parts. Pure. */
import { PAIR_FROM } from '../text/terms.js';
import type { Query } from './query.js';

export type QueryWeights = {
  query: Query;
  /** Weight of each query term, in the order of `query.terms`. */
  idf: Float64Array;
  total: number;
  /** Which parts of the question each term belongs to, as bits, and what each part weighs. */
  parts: Uint8Array;
  whole: Shares;
};

/** Shares of the weight of: all terms; pairs and words; the question's beginning, middle and end; names, numbers and quoted words. */
export type Shares = { all: number; pairs: number; lead: number; middle: number; tail: number; names: number };

/** Where in the question the words stand: its subject leads, what is asked of it trails. */
const LEAD = 0.34;
const TAIL = 0.67;

const PAIRS = 1;
const LEADS = 2;
const TRAILS = 4;
const NAMES = 8;

export function createWeights(query: Query, idf: Float64Array): QueryWeights {
  const parts = Uint8Array.from(query.terms, (term, index) => {
    const place = query.places[index]!;
    return (
      (term >= PAIR_FROM ? PAIRS : 0) | (place < LEAD ? LEADS : 0) | (place > TAIL ? TRAILS : 0) | (query.names[index] === 1 ? NAMES : 0)
    );
  });
  const whole = sumParts(undefined, idf, parts);
  return { query, idf, total: whole.all || 1, parts, whole };
}

/** Weight of the terms whose bit is set (of all without bits), by part. */
function sumParts(bits: Uint8Array | undefined, idf: Float64Array, parts: Uint8Array): Shares {
  let [all, pairs, lead, middle, tail, names] = [0, 0, 0, 0, 0, 0];
  for (let index = 0; index < idf.length; index++) {
    if (bits !== undefined && bits[index] === 0) continue;
    const weight = idf[index]!;
    const part = parts[index]!;
    all += weight;
    if ((part & PAIRS) !== 0) pairs += weight;
    if ((part & LEADS) !== 0) lead += weight;
    else if ((part & TRAILS) !== 0) tail += weight;
    else middle += weight;
    if ((part & NAMES) !== 0) names += weight;
  }
  return { all, pairs, lead, middle, tail, names };
}

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
export function sharesOf(bits: Uint8Array, { idf, parts, whole }: QueryWeights): Shares {
  const have = sumParts(bits, idf, parts);
  const all = whole.all === 0 ? 0 : have.all / whole.all;
  const share = (part: number, of: number) => (of === 0 ? all : part / of);
  return {
    all,
    pairs: share(have.pairs, whole.pairs),
    lead: share(have.lead, whole.lead),
    middle: share(have.middle, whole.middle),
    tail: share(have.tail, whole.tail),
    names: whole.names === 0 ? 1 : have.names / whole.names,
  };
}

/** Share of the weight alone, where the parts do not matter. */
export function shareOf(bits: Uint8Array, { idf, total }: QueryWeights): number {
  let have = 0;
  for (let index = 0; index < idf.length; index++) if (bits[index] === 1) have += idf[index]!;
  return have / total;
}

/** Pairs and words behind this place in the question say what is asked of its subject. */
const ASKED = 0.5;

/** Share of what is asked, beside the subject, that the words cover; 1 where the question is nothing but its subject. */
export function askedShare(bits: Uint8Array, { query: { terms, places }, idf }: QueryWeights): number {
  let whole = 0;
  let have = 0;
  for (let index = 0; index < idf.length; index++) {
    if (terms[index]! < PAIR_FROM || places[index]! <= ASKED) continue;
    whole += idf[index]!;
    if (bits[index] === 1) have += idf[index]!;
  }
  return whole === 0 ? 1 : have / whole;
}

/** Weight of the heaviest run of neighbouring terms that are all missing, as a share: a name that is not there is such a run. */
export function heaviestGap(bits: Uint8Array, { idf, total }: QueryWeights): number {
  let gap = 0;
  let heaviest = 0;
  for (let index = 0; index < bits.length; index++) {
    gap = bits[index] === 1 ? 0 : gap + idf[index]!;
    heaviest = Math.max(heaviest, gap);
  }
  return heaviest / total;
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
