/**
 * The local embedder: no download, no key. Folded characters, pairs and words are hashed into a fixed number of signed buckets. It sees the
 * same words as the lexical search, blurred: it serves the vector path offline, it is no model of meaning.
 */

import { backgroundIdf } from '../text/background.js';
import { fold } from '../text/fold.js';
import { TermNumbers } from '../text/term-numbers.js';
import { TERMS_VERSION, visitTerms } from '../text/terms.js';
import type { Embedder } from '../types.js';

const DIMENSION = 1024;
/** Several signed buckets a term make collisions cancel: feature hashing, Weinberger et al. 2009 (arXiv:0902.2206). */
const BUCKETS = 4;

export function createLocalEmbedder(): Embedder {
  const counter = new TermCounter();
  return {
    fingerprint: { name: 'local', dimension: DIMENSION, version: `${TERMS_VERSION}.1` },
    embedTexts: async (texts) => {
      const rows = new Float32Array(texts.length * DIMENSION);
      return texts.map((text, row) => embed(counter, text, rows.subarray(row * DIMENSION, (row + 1) * DIMENSION)));
    },
    embedQuestion: async (text) => embed(counter, text, new Float32Array(DIMENSION)),
  };
}

/** How often each term stands in one text. Kept from text to text: a small table stays in the processor's cache. */
class TermCounter {
  readonly terms = new TermNumbers(1 << 9);
  frequencies = new Uint32Array(1 << 9);

  count(text: string): void {
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
  }
}

/** Fills a zero vector; a text without any term gives the first axis, since zero has no direction. */
function embed(counter: TermCounter, text: string, vector: Float32Array): Float32Array {
  counter.count(text);
  const terms = counter.terms.list();
  for (let number = 0; number < terms.length; number++) {
    const term = terms[number]!;
    const frequency = counter.frequencies[number]!;
    const weight = (frequency === 1 ? 1 : 1 + Math.log(frequency)) * backgroundIdf(term);
    let hash = Math.imul(term >>> 0, 0x9e3779b1) ^ Math.imul((term / 2 ** 32) >>> 0, 0x85ebca6b);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      hash = scramble((hash + Math.imul(bucket, 0x7f4a7c15)) | 0);
      vector[hash & (DIMENSION - 1)]! += hash & 0x40000000 ? weight : -weight;
    }
  }
  return unit(vector);
}

/** Finaliser of MurmurHash3 (public domain), on 32-bit integers. */
function scramble(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (let index = 0; index < DIMENSION; index++) sum += vector[index]! * vector[index]!;
  if (sum === 0) vector[0] = 1;
  else {
    const scale = 1 / Math.sqrt(sum);
    for (let index = 0; index < DIMENSION; index++) vector[index]! *= scale;
  }
  return vector;
}
