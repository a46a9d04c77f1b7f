/** How common a term is in text at large: what a small collection cannot know of its own words. */
import { backgroundTable } from './background-table.js';
import { TermNumbers } from './term-numbers.js';
import { pairTerm, WORD_FROM, wordTerm } from './terms.js';

/** Share of sections that hold a term which the table does not list. */
const UNLISTED = 2 ** -13;

/** More than the table lists. */
const MOST_TERMS = 32_768;

type ShareTable = { terms: TermNumbers; shares: Float64Array; weights: Float64Array };

/** Apart, each made when first asked for: a collection in one script alone does not wait for the other's. */
let ideographTable: ShareTable | undefined;
let wordTable: ShareTable | undefined;

function tableOf(term: number): ShareTable {
  if (term < WORD_FROM) {
    ideographTable ??= createTable(true);
    return ideographTable;
  }
  wordTable ??= createTable(false);
  return wordTable;
}

function createTable(ofIdeographs: boolean): ShareTable {
  const table = { terms: new TermNumbers(MOST_TERMS), shares: new Float64Array(MOST_TERMS), weights: new Float64Array(MOST_TERMS) };
  for (const line of backgroundTable.split('\n')) {
    const [level, characters, pairs, words] = line.split('|') as [string, string, string, string];
    const first = table.terms.size;
    if (ofIdeographs) {
      for (let at = 0; at < characters.length; at++) table.terms.add(characters.charCodeAt(at));
      for (let at = 0; at < pairs.length; at += 2) table.terms.add(pairTerm(pairs.charCodeAt(at), pairs.charCodeAt(at + 1)));
    } else for (const word of words.split(' ').filter(Boolean)) table.terms.add(wordTerm(word));
    const share = 2 ** (-Number(level) / 2);
    table.shares.fill(share, first, table.terms.size);
    table.weights.fill(-Math.log(share), first, table.terms.size);
  }
  return table;
}

/** Share of sections of about 300 Chinese characters or 120 words, in text at large, that hold the term: 0 to 1. */
export function backgroundShare(term: number): number {
  const { terms, shares } = tableOf(term);
  const number = terms.find(term);
  return number < 0 ? UNLISTED : shares[number]!;
}

const UNLISTED_WEIGHT = -Math.log(UNLISTED);

/** The static weight of a term for the local embedder: its idf in text at large. */
export function backgroundIdf(term: number): number {
  const { terms, weights } = tableOf(term);
  const number = terms.find(term);
  return number < 0 ? UNLISTED_WEIGHT : weights[number]!;
}
