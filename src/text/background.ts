/** How common a term is in text at large: what a small collection cannot know of its own words. */
import { backgroundTable } from './background-table.js';
import { TermNumbers } from './term-numbers.js';
import { isIdeographic, pairTerm, wordTerm } from './terms.js';

/** Share of sections that hold a term which the table does not list. */
const UNLISTED = 2 ** -13;

type ShareTable = { terms: TermNumbers; shares: Float64Array; weights: Float64Array };

let table: ShareTable | undefined;

function shareTable(): ShareTable {
  if (table === undefined) {
    const lines = backgroundTable.split('\n').map((line) => line.split(' '));
    const count = lines.reduce((sum, line) => sum + line.length - 1, 0);
    table = { terms: new TermNumbers(count + 1), shares: new Float64Array(count), weights: new Float64Array(count) };
    for (const [level, ...terms] of lines) {
      const share = 2 ** (-Number(level) / 2);
      const weight = -Math.log(share);
      for (const term of terms) {
        const number = table.terms.add(termOf(term));
        table.shares[number] = share;
        table.weights[number] = weight;
      }
    }
  }
  return table;
}

function termOf(written: string): number {
  const first = written.codePointAt(0)!;
  if (!isIdeographic(first)) return wordTerm(written);
  const second = written.codePointAt(first > 0xffff ? 2 : 1);
  return second === undefined ? first : pairTerm(first, second);
}

/** Share of sections of about 300 Chinese characters or 120 words, in text at large, that hold the term: 0 to 1. */
export function backgroundShare(term: number): number {
  const { terms, shares } = shareTable();
  const number = terms.find(term);
  return number < 0 ? UNLISTED : shares[number]!;
}

const UNLISTED_WEIGHT = -Math.log(UNLISTED);

/** The static weight of a term for the local embedder: its idf in text at large. */
export function backgroundIdf(term: number): number {
  const { terms, weights } = shareTable();
  const number = terms.find(term);
  return number < 0 ? UNLISTED_WEIGHT : weights[number]!;
}
