/**
 * A claim that says a sentence of its quotes in the same words and the same order, but with names or numbers in other places, has given one the place of
 * another. Held for every capitalised word, whether it is known who acts or not. Pure.
 */
import { isContent, retoldSentences } from './anchors.js';
import type { Token } from './reading.js';
import type { Check } from './verify.js';

/** Share of the other words that must stand in the same order for names and numbers to be compared. */
const SAME_ORDER = 0.9;
/** Other words that tell where something stands. */
const LEAST_WORDS = 5;
const listed = /^\s*(?:,|、|and|or|&|和|与|及|跟|\s)*\s*$/;

export const checkOrder: Check = ({ claim, quotes }) => {
  for (const quote of quotes) {
    for (const { tokens } of retoldSentences(claim, quote)) {
      if (!isSameOrder(claim.tokens, tokens)) continue;
      if (movesNames(claim.tokens, tokens, quote.plain))
        return { kind: 'subject', detail: 'In the quotes the names stand in other places.' };
      if (movesNumbers(claim.tokens, tokens)) return { kind: 'number', detail: 'In the quotes the numbers stand in other places.' };
    }
  }
  return undefined;
};

const isName = ({ name }: Token) => name === true;
const isNumber = ({ kind }: Token) => kind === 'number' || kind === 'date';

function isSameOrder(claim: readonly Token[], sentence: readonly Token[]): boolean {
  const others = (tokens: readonly Token[]) =>
    tokens.filter((token) => isContent(token) && !isName(token) && !isNumber(token)).map(({ key }) => key);
  const [stated, known] = [others(claim), others(sentence)];
  return known.length >= LEAST_WORDS && commonInOrder(stated, known) >= SAME_ORDER * Math.max(stated.length, known.length);
}

function movesNumbers(claim: readonly Token[], sentence: readonly Token[]): boolean {
  const [here, there] = [claim.filter(isNumber), sentence.filter(isNumber)];
  return here.length === there.length && here.some(({ key }, index) => key !== there[index]!.key);
}

function movesNames(claim: readonly Token[], sentence: readonly Token[], plain: string): boolean {
  const names = sentence.filter(isName);
  const [here, there] = [wordsOf(claim.filter(isName)), wordsOf(names)];
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
