/**
 * Terms -> dense numbers from 0, in the order in which they were first seen. Open addressing in typed arrays: a `Map` with doubles as keys
 * keeps each of them as an object and takes five times as long, and every character of every article passes through here.
 */
export class TermNumbers {
  /** Number of the term in that slot plus 1; 0 where it is free. */
  private slots: Int32Array;
  private terms: Float64Array;
  size = 0;

  /** @param expected terms, a hint */
  constructor(expected = 1 << 10) {
    const capacity = 2 ** Math.ceil(Math.log2(Math.max(expected, 4) * 2));
    this.slots = new Int32Array(capacity);
    this.terms = new Float64Array(capacity >> 1);
  }

  /** The term's number; a new one where the term is new. */
  add(term: number): number {
    const slot = this.slotOf(term);
    const found = this.slots[slot]!;
    if (found !== 0) return found - 1;
    this.terms[this.size] = term;
    this.size++;
    this.slots[slot] = this.size;
    if (this.size === this.terms.length) this.grow();
    return this.size - 1;
  }

  /** @returns -1 for a term that was never added. */
  find(term: number): number {
    return this.slots[this.slotOf(term)]! - 1;
  }

  /** Forgets every term; the memory stays. */
  clear(): void {
    this.slots.fill(0);
    this.size = 0;
  }

  /** All terms, by number. */
  list(): Float64Array {
    return this.terms.subarray(0, this.size);
  }

  private slotOf(term: number): number {
    const { slots, terms } = this;
    const mask = slots.length - 1;
    let hash = Math.imul(term >>> 0, 0x9e3779b1) ^ Math.imul((term / 4294967296) >>> 0, 0x85ebca6b);
    hash ^= hash >>> 15;
    for (let slot = hash & mask; ; slot = (slot + 1) & mask) {
      const found = slots[slot]!;
      if (found === 0 || terms[found - 1] === term) return slot;
    }
  }

  private grow(): void {
    const terms = this.list();
    this.slots = new Int32Array(this.slots.length * 2);
    this.terms = new Float64Array(terms.length * 2);
    this.terms.set(terms);
    for (let number = 0; number < this.size; number++) this.slots[this.slotOf(terms[number]!)] = number + 1;
  }
}
