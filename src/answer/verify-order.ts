/**
 * A claim that says a sentence of its quotes in the same words and the same order, but with names or numbers in other places, has given one the place of
 * another. Held for every capitalised word, whether it is known who acts or not. Pure.
 */
import { isContent, retoldSentences, sentencesIn } from './anchors.js';
import type { Token } from './reading.js';
import type { Check } from './verify.js';

/** Share of the other words that must stand in the same order for names and numbers to be compared. */
const SAME_ORDER = 0.9;
/** Other words that tell where something stands. */
const LEAST_WORDS = 5;
const listed = /^\s*(?:,|、|and|or|&|和|与|及|跟|\s)*\s*$/;

export const checkOrder: Check = ({ claim, quotes }) => {
  for (const quote of quotes) {
    if (sentencesIn(quote).some((sentence) => exchanges(claim.tokens, sentence)))
      return { kind: 'subject', detail: 'The claim is a sentence of the quotes with two of its parts exchanged.' };
    for (const { tokens } of retoldSentences(claim, quote)) {
      if (!isSameOrder(claim.tokens, tokens)) continue;
      if (movesNames(claim.tokens, tokens, quote.plain))
        return { kind: 'subject', detail: 'In the quotes the names stand in other places.' };
      if (movesNumbers(claim.tokens, tokens)) return { kind: 'number', detail: 'In the quotes the numbers stand in other places.' };
    }
  }
  return undefined;
};

/** "A told B of it" made "B told A of it": A ... B in the sentence, B ... A in the claim, and all else word for word. A list may be turned. */
function exchanges(claim: readonly Token[], sentence: readonly Token[]): boolean {
  const [stated, known] = [claim.map(({ key }) => key), sentence.map(({ key }) => key)];
  if (stated.length !== known.length) return false;
  const from = stated.findIndex((key, index) => key !== known[index]);
  const to = stated.findLastIndex((key, index) => key !== known[index]) + 1;
  const [here, there] = [stated.slice(from, to), known.slice(from, to)];
  const isSame = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.every((key, at) => key === other[at]);
  for (let first = 1; first < here.length - 1; first++) {
    if (!isSame(here.slice(-first), there.slice(0, first))) continue;
    for (let last = 1; first + last < here.length; last++) {
      const middle = here.slice(last, -first);
      if (here[0] !== there.at(-last) || !isSame(middle, there.slice(first, -last))) continue;
      if (isSame(here.slice(0, last), there.slice(-last))) return claim.slice(from + last, to - first).some(isContent);
    }
  }
  return false;
}

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

/** As many names, or as many words in them, but not the same at each place. */
function movesNames(claim: readonly Token[], sentence: readonly Token[], plain: string): boolean {
  const names = sentence.filter(isName);
  const stated = claim.filter(isName);
  const differ = (one: readonly string[], other: readonly string[]) =>
    one.length === other.length && one.some((name, index) => name !== other[index]);
  const sorted = (tokens: readonly Token[]) => wordsOf(tokens).sort().join('\n');
  const isTurnedList = areListed(names, plain) && sorted(stated) === sorted(names);
  const keys = (tokens: readonly Token[]) => tokens.map(({ key }) => key);
  return !isTurnedList && (differ(wordsOf(stated), wordsOf(names)) || differ(keys(stated), keys(names)));
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
