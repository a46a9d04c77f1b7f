/**
 * Text -> search terms, as numbers. Han, kana and hangul give single characters and neighbouring pairs (no dictionary beats them on
 * Chinese: README, quality); Latin letters and digits give stemmed words. A number identifies a term for good: it is stored in the index.
 */
import { fold } from './fold.js';
import { stem } from './stem.js';

/** Bumped when a text would give other terms than before: part of every index. */
export const TERMS_VERSION = 2;

/** Single characters are numbered below, by their code points; pairs and words from here on. */
export const PAIR_FROM = 2 ** 21;
/** Words are numbered from here on, above all pairs (< 2^42). */
export const WORD_FROM = 2 ** 43;

/** Han with extensions, kana, bopomofo, hangul: written without spaces, or with particles stuck to words. */
export function isIdeographic(code: number): boolean {
  return (
    (code >= 0x3400 && code <= 0x9fff) ||
    (code >= 0x3040 && code <= 0x312f) ||
    (code >= 0xac00 && code <= 0xd7af) ||
    (code >= 0xf900 && code <= 0xfaff) ||
    (code >= 0x20000 && code <= 0x3ffff) ||
    code === 0x3007
  );
}

const wordPattern = /[\p{L}\p{M}\p{N}]/u;
const asciiWord = new Uint8Array(128);
for (let code = 0; code < 128; code++) asciiWord[code] = wordPattern.test(String.fromCharCode(code)) ? 1 : 0;
const isWordCode = (code: number) => (code < 128 ? asciiWord[code] === 1 : wordPattern.test(String.fromCodePoint(code)));

/** 52-bit hash of a word (two FNV-1a halves), moved above characters and pairs. */
export function wordTerm(word: string): number {
  let high = 0x811c9dc5;
  let low = 0x1b873593;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index);
    high = Math.imul(high ^ code, 0x01000193);
    low = Math.imul(low ^ (code + 0x9e37), 0x85ebca6b) ^ (low >>> 13);
  }
  return WORD_FROM + (high >>> 0) * 2 ** 18 + ((low >>> 0) & 0x3ffff);
}

export const characterTerm = (code: number) => code;
export const pairTerm = (first: number, second: number) => first * PAIR_FROM + second;
export const isPair = (term: number) => term >= PAIR_FROM && term < WORD_FROM;
/** Code points of a pair's two characters. */
export const charactersOf = (pair: number): [number, number] => [Math.floor(pair / PAIR_FROM), pair % PAIR_FROM];

/** Visits the terms of a text in order; a pair comes right after its second character. `folded` is what `fold` returned. */
export function visitTerms(folded: string, visit: (term: number) => void): void {
  let previous = 0;
  let wordStart = -1;
  const length = folded.length;
  for (let index = 0; index <= length; ) {
    const code = index < length ? folded.codePointAt(index)! : 0;
    const width = code > 0xffff ? 2 : 1;
    const ideographic = code >= 0x3000 && isIdeographic(code);
    const inWord = !ideographic && index < length && isWordCode(code);
    if (wordStart >= 0 && !inWord) {
      visit(wordTerm(stem(folded.slice(wordStart, index))));
      wordStart = -1;
    }
    if (ideographic) {
      visit(code);
      if (previous !== 0) visit(previous * PAIR_FROM + code);
      previous = code;
    } else {
      previous = 0;
      if (inWord && wordStart < 0) wordStart = index;
    }
    index += width;
  }
}

/** All terms of a text, in order, repeated as often as they stand. */
export function termsOf(text: string): Float64Array {
  const folded = fold(text);
  const terms = new Float64Array(folded.length * 2);
  let count = 0;
  visitTerms(folded, (term) => {
    terms[count++] = term;
  });
  return terms.subarray(0, count);
}
