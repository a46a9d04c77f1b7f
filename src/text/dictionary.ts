/**
 * A Chinese-English dictionary in the format of CC-CEDICT. In: the bytes of the file. Out: what a Chinese word means in English, and of which
 * Chinese words an English word is a meaning. It stays bytes and typed arrays: what an entry says is read when it is asked for. Pure.
 */
import { foldHeadwords, headwordOf, locateEntries, meaningsOf } from './dictionary-entries.js';
import { createWordIndex, type WordIndex } from './dictionary-words.js';
import { TermNumbers } from './term-numbers.js';
import { wordTerm } from './terms.js';

/** A folded Chinese word one of whose meanings holds an English word, among `words` words; `rank` meanings stand before that one. */
export type Headword = { headword: string; words: number; rank: number };

export type Dictionary = {
  entries: number;
  /** Whether a folded text is a headword, in either script. */
  has(headword: string): boolean;
  /** Plain English, best known first as the file has them; empty for what is no headword. */
  meaningsOf(headword: string): readonly string[];
  /** `term` is that of a folded, stemmed word. The first call takes longer: it indexes all meanings. */
  headwordsOf(term: number): readonly Headword[];
};

/** @returns undefined where no line is an entry. Lines that are none are passed over. */
export function parseDictionary(file: Uint8Array): Dictionary | undefined {
  const entries = locateEntries(file);
  if (entries.count === 0) return undefined;
  const chains = chainHeadwords(foldHeadwords(entries));
  let words: WordIndex | undefined;
  return {
    entries: entries.count,
    has: (headword) => chains.headwords.find(wordTerm(headword)) >= 0,
    meaningsOf: (headword) => [...entriesOf(headword, chains)].flatMap((entry) => meaningsOf(entries, entry)),
    headwordsOf(term) {
      words ??= createWordIndex(entries);
      return words.find(term).map(({ entry, words, rank }) => ({ headword: headwordOf(entries, entry), words, rank }));
    },
  };
}

/** By number of the headword and by column: the first, and the next column with the same headword, plus 1; 0 ends a chain. */
type Chains = { headwords: TermNumbers; first: Uint32Array; next: Uint32Array };

function chainHeadwords(columns: readonly string[]): Chains {
  const headwords = new TermNumbers(columns.length);
  const first = new Uint32Array(columns.length);
  const next = new Uint32Array(columns.length);
  // Backwards, so that a chain runs in the order of the file.
  for (let column = columns.length - 1; column >= 0; column--) {
    if (column % 2 === 1 && columns[column] === columns[column - 1]) continue;
    const number = headwords.add(wordTerm(columns[column]!));
    next[column] = first[number]!;
    first[number] = column + 1;
  }
  return { headwords, first, next };
}

function* entriesOf(headword: string, { headwords, first, next }: Chains): Generator<number> {
  const number = headwords.find(wordTerm(headword));
  if (number < 0) return;
  for (let column = first[number]!; column !== 0; column = next[column - 1]!) yield (column - 1) >> 1;
}
