/**
 * Terms -> dense numbers from 0, in the order in which they were first seen, and what a segment's builder remembers of each. All of it lies side
 * by side in memory: every character of every article is looked up here, and a touch of far memory costs more than the counting.
 */
import type { TermEmbedder } from '../types.js';

/** A record: Float64 term, weight, places (types.ts, TermEmbedder), then Uint32 newest, postings. */
export const FLOATS = 4;
export const WORDS = 8;
export const WEIGHT = 1;
export const PLACES = 2;
/** Where the term's newest posting stands, plus 1. */
export const NEWEST = 6;
/** How many postings it has. */
export const COUNT = 7;

/** Terms below are single characters (text/terms.ts): half of all terms need not be hashed. */
const CHARACTERS = 1 << 16;

export class TermRecords {
  size = 0;
  floats: Float64Array;
  /** The same memory. */
  words: Uint32Array;
  /** Number of the term in that slot plus 1; 0 where it is free. Open addressing, at most half full. */
  private slots: Int32Array;
  private readonly characters = touched(new Int32Array(CHARACTERS));

  /** @param expected terms, a hint */
  constructor(
    private readonly embedder: TermEmbedder | undefined,
    expected: number,
  ) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(expected, 4)));
    this.slots = touched(new Int32Array(2 * capacity));
    this.floats = new Float64Array(FLOATS * capacity);
    this.words = new Uint32Array(this.floats.buffer);
  }

  /**
   * Writes the numbers of these terms; new terms get a record. Slots are fetched for all of them first: nothing in that loop waits
   * for anything, so that the processor fetches many at a time.
   */
  number(terms: Float64Array, numbers: Uint32Array): void {
    const count = terms.length;
    while (2 * (this.size + count) > this.slots.length) this.grow();
    const { characters, floats, slots } = this;
    const mask = slots.length - 1;
    for (let index = 0; index < count; index++) {
      const term = terms[index]!;
      numbers[index] = term < CHARACTERS ? characters[term]! : slots[hashOf(term) & mask]!;
    }
    for (let index = 0; index < count; index++) {
      const found = numbers[index]!;
      const term = terms[index]!;
      numbers[index] = (found !== 0 && floats[FLOATS * (found - 1)] === term ? found : this.find(term)) - 1;
    }
  }

  /** @returns the number plus 1 */
  private find(term: number): number {
    const { characters, floats, slots } = this;
    if (term < CHARACTERS) {
      if (characters[term] === 0) characters[term] = this.create(term);
      return characters[term]!;
    }
    const mask = slots.length - 1;
    let slot = hashOf(term) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      if (floats[FLOATS * (slots[slot]! - 1)] === term) return slots[slot]!;
    }
    slots[slot] = this.create(term);
    return slots[slot]!;
  }

  /** @returns the number plus 1 */
  private create(term: number): number {
    const at = FLOATS * this.size;
    this.floats[at] = term;
    if (this.embedder !== undefined) {
      this.floats[at + WEIGHT] = this.embedder.weigh(term);
      this.floats[at + PLACES] = this.embedder.place(term);
    }
    this.size++;
    return this.size;
  }

  private grow(): void {
    const before = this.floats;
    this.floats = new Float64Array(2 * before.length);
    this.floats.set(before);
    this.words = new Uint32Array(this.floats.buffer);
    this.slots = touched(new Int32Array(2 * this.slots.length));
    const mask = this.slots.length - 1;
    for (let number = 0; number < this.size; number++) {
      const term = this.floats[FLOATS * number]!;
      if (term < CHARACTERS) continue;
      let slot = hashOf(term) & mask;
      while (this.slots[slot] !== 0) slot = (slot + 1) & mask;
      this.slots[slot] = number + 1;
    }
  }

  /** Numbers of all terms, in ascending order of the terms. */
  sorted(): Uint32Array {
    const { floats, size } = this;
    if (size >= RADIX_FROM) return this.sortByDigits();
    const terms = Float64Array.from({ length: size }, (_, number) => floats[FLOATS * number]!).sort();
    return Uint32Array.from(terms, (term) => this.find(term) - 1);
  }

  /** By their digits, the last one first (radix sort): a million numbers in a fifth of the time that comparing takes. */
  private sortByDigits(): Uint32Array {
    const { floats, size } = this;
    let from = { numbers: new Uint32Array(size), low: new Uint32Array(size), high: new Uint32Array(size) };
    let to = { numbers: new Uint32Array(size), low: new Uint32Array(size), high: new Uint32Array(size) };
    const counts = Array.from({ length: DIGITS }, () => new Uint32Array(1 << DIGIT_BITS));
    for (let number = 0; number < size; number++) {
      const term = floats[FLOATS * number]!;
      from.numbers[number] = number;
      from.low[number] = term >>> 0;
      from.high[number] = (term / 2 ** 32) >>> 0;
      for (let digit = 0; digit < DIGITS; digit++) counts[digit]![digitOf(from.low[number]!, from.high[number]!, digit)]!++;
    }
    for (let digit = 0; digit < DIGITS; digit++) {
      const places = counts[digit]!;
      if (places.includes(size)) continue;
      let place = 0;
      for (let value = 0; value < places.length; value++) {
        const count = places[value]!;
        places[value] = place;
        place += count;
      }
      for (let index = 0; index < size; index++) {
        const [low, high] = [from.low[index]!, from.high[index]!];
        const at = places[digitOf(low, high, digit)]!++;
        to.numbers[at] = from.numbers[index]!;
        to.low[at] = low;
        to.high[at] = high;
      }
      [from, to] = [to, from];
    }
    return from.numbers;
  }
}

/**
 * Zeros, written: memory that is read before it is written is mapped twice by the system, and the second time every other thread is halted.
 */
const touched = (zeros: Int32Array): Int32Array => zeros.fill(0);

/** From so many terms on, sorting by digits is worth its setting up. */
const RADIX_FROM = 1 << 15;

/** Digits of a term of at most 53 bits, in two halves of 32: three of eleven bits lie in the lower half, the third one partly. */
const DIGIT_BITS = 11;
const DIGITS = 5;
const LAST = (1 << DIGIT_BITS) - 1;

function digitOf(low: number, high: number, digit: number): number {
  if (digit < 2) return (low >>> (DIGIT_BITS * digit)) & LAST;
  if (digit === 2) return (low >>> 22) | ((high & 1) << 10);
  return (high >>> (DIGIT_BITS * (digit - 3) + 1)) & LAST;
}

function hashOf(term: number): number {
  const hash = Math.imul(term >>> 0, 0x9e3779b1) ^ Math.imul((term / 2 ** 32) >>> 0, 0x85ebca6b);
  return hash ^ (hash >>> 15);
}
