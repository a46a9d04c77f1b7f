/**
 * The local embedder: stateless, no download, no key. Folded characters, pairs and words are hashed into a fixed number of signed
 * buckets. It sees the same words as the lexical search, blurred: it serves the vector path offline, it is no model of meaning.
 */

import { backgroundIdf } from '../text/background.js';
import { fold } from '../text/fold.js';
import { TERMS_VERSION, visitTerms } from '../text/terms.js';
import type { Embedder } from '../types.js';

const DIMENSION = 1024;
/** Several signed buckets a term make collisions cancel: feature hashing, Weinberger et al. 2009 (arXiv:0902.2206). */
const BUCKETS = 4;

export function createLocalEmbedder(): Embedder {
  return {
    fingerprint: { name: 'local', dimension: DIMENSION, version: `${TERMS_VERSION}.1` },
    embedTexts: async (texts) => texts.map(embedLocally),
    embedQuestion: async (text) => embedLocally(text),
  };
}

/** Pure. A unit vector; a text without any term gives the first axis, since zero has no direction. */
export function embedLocally(text: string): Float32Array {
  const frequencies = new Map<number, number>();
  visitTerms(fold(text), (term) => {
    frequencies.set(term, (frequencies.get(term) ?? 0) + 1);
  });
  const vector = new Float32Array(DIMENSION);
  for (const [term, frequency] of frequencies) {
    const weight = (1 + Math.log(frequency)) * backgroundIdf(term);
    let hash = Math.imul(term >>> 0, 0x9e3779b1) ^ Math.imul((term / 2 ** 32) >>> 0, 0x85ebca6b);
    for (let bucket = 0; bucket < BUCKETS; bucket++) {
      hash = scramble(hash + bucket * 0x7f4a7c15);
      vector[hash & (DIMENSION - 1)]! += hash & 0x40000000 ? weight : -weight;
    }
  }
  return unit(vector);
}

/** Finaliser of MurmurHash3 (public domain). */
function scramble(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

function unit(vector: Float32Array): Float32Array {
  let sum = 0;
  for (const value of vector) sum += value * value;
  if (sum === 0) vector[0] = 1;
  else {
    const scale = 1 / Math.sqrt(sum);
    for (let index = 0; index < vector.length; index++) vector[index]! *= scale;
  }
  return vector;
}
