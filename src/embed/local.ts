/**
 * The local embedder: no download, no key. Folded characters, pairs and words are hashed into a fixed number of signed buckets. It sees the
 * same words as the lexical search, blurred: it serves the vector path offline, it is no model of meaning.
 */
import { fold } from '../text/fold.js';
import { TermNumbers } from '../text/term-numbers.js';
import { TERMS_VERSION, visitTerms } from '../text/terms.js';
import type { CountedTerms, Embedder } from '../types.js';
import { DIMENSION, termEmbedder } from './term-vectors.js';

export function createLocalEmbedder(): Embedder {
  const counter = new TermCounter();
  const embed = (text: string, vector: Float32Array) => {
    termEmbedder.embedTerms(counter.count(text), vector);
    return vector;
  };
  return {
    fingerprint: { name: 'local', dimension: DIMENSION, version: `${TERMS_VERSION}.1` },
    embedTexts: async (texts) => {
      const rows = new Float32Array(texts.length * DIMENSION);
      return texts.map((text, row) => embed(text, rows.subarray(row * DIMENSION, (row + 1) * DIMENSION)));
    },
    embedQuestion: async (text) => embed(text, new Float32Array(DIMENSION)),
    byTerms: { termEmbedder, module: new URL('./term-vectors.js', import.meta.url) },
  };
}

/** How often each term stands in one text. Kept from text to text: a small table stays in the processor's cache. */
class TermCounter {
  private readonly terms = new TermNumbers(1 << 9);
  private frequencies = new Uint32Array(1 << 9);

  /** @returns what holds until the next call. */
  count(text: string): CountedTerms {
    this.frequencies.fill(0, 0, this.terms.size);
    this.terms.clear();
    visitTerms(fold(text), (term) => {
      const number = this.terms.add(term);
      if (number === this.frequencies.length) {
        const larger = new Uint32Array(number * 2);
        larger.set(this.frequencies);
        this.frequencies = larger;
      }
      this.frequencies[number]!++;
    });
    const terms = this.terms.list();
    const { weigh, place } = termEmbedder;
    return { weights: terms.map(weigh), places: terms.map(place), frequencies: this.frequencies, size: terms.length };
  }
}
