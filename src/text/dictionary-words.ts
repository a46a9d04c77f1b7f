/**
 * English word -> the dictionary's meanings that hold it. Half a million words are read byte by byte and kept in typed arrays, so that
 * this takes a tenth of a second. Pure.
 */
import type { Entries } from './dictionary-entries.js';
import { fold } from './fold.js';
import { stem } from './stem.js';
import { isStopWord } from './stop-words.js';
import { TermNumbers } from './term-numbers.js';
import { wordTerm } from './terms.js';

/** A meaning of an entry that holds the word, among `words` distinct words that are no stop words; `rank` meanings stand before it. */
export type WordMeaning = { entry: number; words: number; rank: number };

export type WordIndex = { find(term: number): WordMeaning[] };

/** Longer meanings explain rather than translate. */
const MAX_WORDS = 3;
const MAX_RANK = 255;

export function createWordIndex(entries: Entries): WordIndex {
  const scan = new MeaningScan(entries);
  for (let entry = 0; entry < entries.count; entry++) scan.readEntry(entry);
  const { terms, size, found } = scan;
  const ends = new Uint32Array(terms.size);
  for (let index = 0; index < size; index++) ends[found.terms[index]!]!++;
  for (let number = 1; number < ends.length; number++) ends[number]! += ends[number - 1]!;
  const order = new Uint32Array(size);
  const filled = ends.slice();
  for (let index = size - 1; index >= 0; index--) order[--filled[found.terms[index]!]!] = index;
  const entryOf = Uint32Array.from(order, (index) => found.entries[index]!);
  const wordsOf = Uint8Array.from(order, (index) => found.words[index]!);
  const rankOf = Uint8Array.from(order, (index) => found.ranks[index]!);
  return {
    find(term) {
      const number = terms.find(term);
      if (number < 0) return [];
      const start = number === 0 ? 0 : ends[number - 1]!;
      return Array.from({ length: ends[number]! - start }, (_, index) => ({
        entry: entryOf[start + index]!,
        words: wordsOf[start + index]!,
        rank: rankOf[start + index]!,
      }));
    },
  };
}

/** What a byte is to the reader of meanings; 0 for a space and everything else that only parts words. */
const [WORD, OPEN, CLOSE, MEANING] = [1, 2, 3, 4];
const kinds = createKinds();

function createKinds(): Uint8Array {
  const table = new Uint8Array(256);
  for (const [from, to] of ['09', 'AZ', 'az']) table.fill(WORD!, from!.charCodeAt(0), to!.charCodeAt(0) + 1);
  // Letters with accents: two bytes in UTF-8. Chinese takes three, beginning with 0xe0 and above.
  table.fill(WORD!, 0xc3, 0xcb);
  for (const byte of '([') table[byte.charCodeAt(0)] = OPEN!;
  for (const byte of ')]') table[byte.charCodeAt(0)] = CLOSE!;
  for (const byte of '/;,') table[byte.charCodeAt(0)] = MEANING!;
  return table;
}

class MeaningScan {
  readonly terms = new TermNumbers(1 << 15);
  /** By number of the word as written: the number of its term plus 1, 0 for a stop word. */
  private readonly written = new TermNumbers(1 << 16);
  private readonly termOfWritten: number[] = [];
  private readonly meaning: number[] = [];
  private rank = 0;
  size = 0;
  readonly found: { terms: Uint32Array; entries: Uint32Array; words: Uint8Array; ranks: Uint8Array };

  constructor(private readonly parts: Entries) {
    // Every word takes two bytes at least.
    const most = parts.bytes.length >> 1;
    this.found = {
      terms: new Uint32Array(most),
      entries: new Uint32Array(most),
      words: new Uint8Array(most),
      ranks: new Uint8Array(most),
    };
  }

  readEntry(entry: number): void {
    const { bytes, meanings, ends } = this.parts;
    const end = ends[entry]!;
    let depth = 0;
    let start = -1;
    this.rank = 0;
    for (let at = meanings[entry]!; at <= end; at++) {
      const byte = bytes[at]!;
      const kind = at === end ? MEANING : kinds[byte];
      // Second bytes of accented letters and bytes of Chinese are told apart by what stands before them.
      if (kind === WORD || (start >= 0 && byte >= 0x80 && byte < 0xc0 && at < end)) {
        if (start < 0) start = at;
        continue;
      }
      if (start >= 0 && depth === 0) this.addWord(start, at);
      start = -1;
      if (kind === OPEN) depth++;
      else if (kind === CLOSE) depth = Math.max(0, depth - 1);
      else if (kind === MEANING && (depth === 0 || byte === 47)) {
        depth = 0;
        this.closeMeaning(entry);
      }
    }
  }

  private addWord(start: number, end: number): void {
    const { bytes } = this.parts;
    let high = 0x811c9dc5;
    let low = 0x1b873593;
    for (let at = start; at < end; at++) {
      const byte = bytes[at]!;
      const lower = byte >= 65 && byte <= 90 ? byte + 32 : byte;
      high = Math.imul(high ^ lower, 0x01000193);
      low = Math.imul(low ^ (lower + 0x9e37), 0x85ebca6b);
    }
    const number = this.written.add((high >>> 0) * 2 ** 20 + ((low >>> 0) & 0xfffff));
    if (number === this.termOfWritten.length) this.termOfWritten.push(this.readWord(bytes.toString('utf8', start, end)));
    const term = this.termOfWritten[number]!;
    if (term > 0 && !this.meaning.includes(term - 1)) this.meaning.push(term - 1);
  }

  private readWord(written: string): number {
    const folded = fold(written);
    return isStopWord(folded) ? 0 : this.terms.add(wordTerm(stem(folded))) + 1;
  }

  private closeMeaning(entry: number): void {
    const { meaning, found } = this;
    if (meaning.length === 0) return;
    if (meaning.length <= MAX_WORDS) {
      for (const term of meaning) {
        found.terms[this.size] = term;
        found.entries[this.size] = entry;
        found.words[this.size] = meaning.length;
        found.ranks[this.size] = Math.min(this.rank, MAX_RANK);
        this.size++;
      }
    }
    meaning.length = 0;
    this.rank++;
  }
}
