/**
 * A claim that says a sentence of its quotes in the same words and the same order, but with names in other places, has given one the place of another. Held
 * for every capitalised word, whether it is known who acts or not. Pure.
 */
import { isContent, retoldSentences } from './anchors.js';
import type { Reading, Token } from './reading.js';
import type { Check } from './verify.js';

/** Share of the other words that must stand in the same order for the names to be compared. */
const SAME_ORDER = 0.9;
/** Other words that tell where a name stands. */
const LEAST_WORDS = 5;
const listed = /^\s*(?:,|、|and|or|&|和|与|及|跟|\s)*\s*$/;

export const checkOrder: Check = ({ claim, quotes }) => {
  const moved = quotes.some((quote) => retoldSentences(claim, quote).some(({ tokens }) => movesNames(claim, tokens, quote.plain)));
  return moved ? { kind: 'subject', detail: 'In the quotes the names stand in other places.' } : undefined;
};

function movesNames(claim: Reading, sentence: readonly Token[], plain: string): boolean {
  const others = (tokens: readonly Token[]) => tokens.filter((token) => isContent(token) && token.name !== true).map(({ key }) => key);
  const [stated, known] = [others(claim.tokens), others(sentence)];
  if (known.length < LEAST_WORDS || commonInOrder(stated, known) < SAME_ORDER * Math.max(stated.length, known.length)) return false;
  const names = sentence.filter(({ name }) => name === true);
  const [here, there] = [wordsOf(claim.tokens.filter(({ name }) => name === true)), wordsOf(names)];
  const isSameNames = here.length === there.length && [...here].sort().join('\n') === [...there].sort().join('\n');
  return isSameNames && here.join('\n') !== there.join('\n') && !areListed(names, plain);
}

/** "New England" and "Game" apart: a model may take names to pieces. */
const wordsOf = (names: readonly Token[]) => names.flatMap(({ key }) => key.replace(/^(?:w:|=)/, '').split(' '));

/** All of them in one list, they may change places. */
const areListed = (names: readonly Token[], plain: string) =>
  names.slice(1).every((name, index) => listed.test(plain.slice(names[index]!.end, name.start)));

/** Length of the longest common subsequence. */
function commonInOrder(one: readonly string[], other: readonly string[]): number {
  let row = new Uint16Array(other.length + 1);
  for (const key of one) {
    const next = new Uint16Array(other.length + 1);
    other.forEach((each, index) => {
      next[index + 1] = each === key ? row[index]! + 1 : Math.max(row[index + 1]!, next[index]!);
    });
    row = next;
  }
  return row[other.length]!;
}
