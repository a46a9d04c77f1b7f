/**
 * Counted terms -> vector: each term is hashed into a few signed buckets out of a fixed number. Apart from local.ts, so that a thread which
 * counts terms for the index anyway makes the vectors along with them.
 */
import { backgroundIdf } from '../text/background.js';
import type { CountedTerms, TermEmbedder } from '../types.js';

export const DIMENSION = 1024;
/** Several signed buckets a term make collisions cancel: feature hashing, Weinberger et al. 2009 (arXiv:0902.2206). */
const BUCKETS = 4;

export const termEmbedder: TermEmbedder = { dimension: DIMENSION, weigh: backgroundIdf, place, embedTerms };

/** Bits of a bucket's number and of its sign; four of both fit in the 53 bits of a number. */
const PLACE_BITS = 11;
const SIGN = 1 << 10;
const TWO_PLACES = 2 ** (2 * PLACE_BITS);

/** Buckets with their signs, the first one in the highest bits. */
function place(term: number): number {
  let places = 0;
  let hash = Math.imul(term >>> 0, 0x9e3779b1) ^ Math.imul((term / 2 ** 32) >>> 0, 0x85ebca6b);
  for (let bucket = 0; bucket < BUCKETS; bucket++) {
    hash = scramble((hash + Math.imul(bucket, 0x7f4a7c15)) | 0);
    places = places * 2 ** PLACE_BITS + (hash & (DIMENSION - 1)) + ((hash >>> 30) & 1) * SIGN;
  }
  return places;
}

/** A text without any term gives the first axis, since zero has no direction. */
function embedTerms({ weights, places, frequencies, size }: CountedTerms, vector: Float32Array): void {
  // Chosen by index: half of the signs would be mispredicted as branches.
  const signed = new Float64Array(2);
  for (let index = 0; index < size; index++) {
    const frequency = frequencies[index]!;
    const weight = (frequency === 1 ? 1 : 1 + Math.log(frequency)) * weights[index]!;
    signed[0] = -weight;
    signed[1] = weight;
    const high = Math.floor(places[index]! / TWO_PLACES) | 0;
    const low = (places[index]! - high * TWO_PLACES) | 0;
    vector[(high >>> PLACE_BITS) & (DIMENSION - 1)]! += signed[high >>> (2 * PLACE_BITS - 1)]!;
    vector[high & (DIMENSION - 1)]! += signed[(high >>> (PLACE_BITS - 1)) & 1]!;
    vector[(low >>> PLACE_BITS) & (DIMENSION - 1)]! += signed[low >>> (2 * PLACE_BITS - 1)]!;
    vector[low & (DIMENSION - 1)]! += signed[(low >>> (PLACE_BITS - 1)) & 1]!;
  }
  scaleToUnit(vector);
}

/** Finaliser of MurmurHash3 (public domain), on 32-bit integers. */
function scramble(value: number): number {
  let hash = value ^ (value >>> 16);
  hash = Math.imul(hash, 0x85ebca6b);
  hash ^= hash >>> 13;
  hash = Math.imul(hash, 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function scaleToUnit(vector: Float32Array): void {
  let sum = 0;
  for (let index = 0; index < DIMENSION; index++) sum += vector[index]! * vector[index]!;
  if (sum === 0) vector[0] = 1;
  else {
    const scale = 1 / Math.sqrt(sum);
    for (let index = 0; index < DIMENSION; index++) vector[index]! *= scale;
  }
}
